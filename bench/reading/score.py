"""Scores of a reading against the truth: words found, characters in order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import Levenshtein

_FOLDED = str.maketrans({
    "„": '"', "“": '"', "”": '"', "«": '"', "»": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'",
    "–": "-", "—": "-", "−": "-", "‑": "-", "\u00ad": "", "…": "...", "\u00a0": " ", "ﬁ": "fi", "ﬂ": "fl",
})  # fmt: skip
_BULLETS = "•·●○▪■□◦☐☑☒✓✔➢►"
_NOT_TEXT = re.compile(rf"[{_BULLETS}\ue000-\uf8ff]")  # bullets, boxes and private letters of symbol fonts


def words(text: str) -> Counter[str]:
    """Words in lower case with their counts; a word is a run of letters, digits and underscores."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()))


def recall(true: str, read: str) -> float:
    """Share of the true words that were found, each as often as it stands there; order does not matter. 0..1."""
    wanted, found = words(true), words(read)
    return sum((wanted & found).values()) / sum(wanted.values()) if wanted else 1.0


def squeezed(text: str) -> str:
    """NFC, every run of white space one space: nothing else is forgiven."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def character_errors(true: str, read: str) -> float:
    """CER with order: edits from `true` to `read`, by characters of `true`. Above 1 where much was invented."""
    wanted = squeezed(true)
    return Levenshtein.distance(wanted, squeezed(read)) / max(1, len(wanted))


def folded(text: str) -> str:
    """For the question whether a line is right: case is kept, kinds of quotes, dashes, bullets and spaces are not."""
    plain = unicodedata.normalize("NFC", text).translate(_FOLDED)
    plain = plain.replace(",,", '"').replace("''", '"')  # as typewriters, and some readers, write quotes
    return " ".join(_NOT_TEXT.sub(" ", plain).split()).removeprefix("* ")
