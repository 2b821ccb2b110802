"""Text made comparable: marks, case and punctuation away, so that an engine's slips weigh little."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process


class _Kept(dict[int, str | None]):
    """Code of a letter -> itself; a space for what is neither letter nor digit, nothing for a mark over a letter."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        kept = None if unicodedata.combining(letter) else letter if letter.isalnum() else " "
        self[code] = kept
        return kept


_KEPT = _Kept()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without marks (õ is o, š is s, й is и), letters and digits only, single spaces."""
    return " ".join(unicodedata.normalize("NFKD", text.casefold()).translate(_KEPT).split())


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Folded, without spaces: words that the engine split or joined compare equal."""
    return fold(text).replace(" ", "")


def likeness(one: str, other: str) -> float:
    """0..1 for two whole phrases."""
    return fuzz.ratio(squeeze(one), squeeze(other)) / 100


def likenesses(phrases: Sequence[str], others: Sequence[str], least: float) -> np.ndarray:
    """The likeness of each phrase to each of the others, (phrases, others) float32; 0 where it is below `least`."""
    rows, columns = [squeeze(each) for each in phrases], [squeeze(each) for each in others]
    return process.cdist(rows, columns, scorer=fuzz.ratio, score_cutoff=100 * least, dtype=np.float32) / 100


def presence(phrase: str, text: str, least: float) -> float:
    """0..1: how well the phrase is found somewhere inside the folded text, 0 below `least`. A short phrase must stand
    as whole words."""
    wanted = fold(phrase)
    if len(wanted) < 8:
        return 1.0 if f" {wanted} " in f" {text} " else 0.0
    return fuzz.partial_ratio(wanted, text, score_cutoff=100 * least) / 100 if len(text) >= len(wanted) else 0.0
