"""The normal form of a field as its kind wants it: a day written month first, a person put as "Family, Given"."""

from __future__ import annotations

import re

from classify.dates import day
from classify.kind import FieldSpec
from classify.parse import Parsed, name, parse

_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "hon", "honorable", "ambassador", "amb", "sir", "dame", "rev", "gen"}
    | {"col", "capt", "lt", "maj", "sgt", "hr", "pr", "prl", "hra", "prou"}
)
_DEGREES = frozenset({"esq", "phd", "md", "jd", "cpa", "mba", "llm"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "da", "di", "del", "della", "la", "le", "du", "dos", "das", "bin", "ibn"}
    | {"al", "el", "ter", "zu", "af", "av", "st"}
)
_INITIAL_SLIPS = str.maketrans("5018", "SOIB")


def normal(spec: FieldSpec, raw: str, *, mend: bool = True) -> Parsed:
    """What stands in a field, in the form of its type and of its kind."""
    if spec.form == "month_first":
        return day(raw, month_first=True)
    if spec.form == "family_given":
        return family_given(raw)
    if spec.form == "plain":
        return plain_number(raw)
    return parse(spec.type, raw, mend=mend)


def plain_number(text: str) -> Parsed:
    """A running number: its digits, without leading zeros and whatever else was read beside them."""
    runs = re.findall(r"\d+", text)
    if not runs:
        return Parsed(None, "no_digit" if text.strip() else "empty")
    return Parsed(max(runs, key=len).lstrip("0") or "0")


def family_given(text: str) -> Parsed:
    """ "Dr. Mari J. van Tamm Jr." is "van Tamm, Mari J. Jr."; what is written with a comma keeps its order.

    Titles and degrees are left out, a name all in capitals gets small letters. Doubtful: `not_a_name`.
    """
    mended = re.sub(r"(?<!\S)[5018](?=\.(?:\s|$))", lambda found: found[0].translate(_INITIAL_SLIPS), text)
    parsed = name(re.sub(r"\s*,\s*", " , ", mended).strip(" ,"))
    if parsed.value is None:
        return parsed
    families, given, suffixes = _parts(re.sub(r"\s+,\s+", " , ", parsed.value).split())
    if not families and not given:
        return Parsed(None, "empty")
    value = ", ".join(filter(None, (" ".join(families), " ".join((*given, *suffixes)))))
    good = not (letters := re.sub(r"[,]", "", parsed.value)) or not name(letters).reason
    whole = bool(families and given) and good
    return Parsed(_cased(value), "" if whole else "not_a_name")


def _parts(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Family names, given names, suffixes."""
    words = [word for word in words if _plain(word) not in _TITLES | _DEGREES]
    suffixes = [word for word in words if _plain(word) in _SUFFIXES]
    words = [word for word in words if _plain(word) not in _SUFFIXES]
    while words and words[-1] == ",":
        words.pop()
    while words and words[0] == ",":
        words.pop(0)
    while len(words) > 2 and "," not in words and len(_plain(words[-1])) < 2 and not words[-1].endswith("."):
        words.pop()  # the edge of a box, read as a letter: an initial has its stop, and no family has one letter
    if "," in words:
        at = words.index(",")
        return words[:at], [word for word in words[at + 1 :] if word != ","], suffixes
    at = max(len(words) - 1, 0)
    while at > 1 and _plain(words[at - 1]) in _PARTICLES:
        at -= 1
    return words[at:], words[:at], suffixes


def _plain(word: str) -> str:
    return word.casefold().replace(".", "").strip("'’-")


def _cased(value: str) -> str:
    """Capitals throughout say nothing of the spelling."""
    if not value.isupper() or sum(letter.isalpha() for letter in value) < 4:
        return value
    return re.sub(r"[^\W\d_]+", lambda found: _word(found[0]), value)


def _word(word: str) -> str:
    return word if _plain(word) in {"ii", "iii", "iv"} else word.capitalize()
