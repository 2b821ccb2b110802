"""Text made comparable: marks, case and punctuation away, so that an engine's slips weigh little."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without marks (õ is o, š is s, й is и), letters and digits only, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Folded, without spaces: words that the engine split or joined compare equal."""
    return fold(text).replace(" ", "")


def likeness(one: str, other: str) -> float:
    """0..1 for two whole phrases."""
    return fuzz.ratio(squeeze(one), squeeze(other)) / 100


def presence(phrase: str, text: str) -> float:
    """0..1: how well the phrase is found somewhere inside the folded text. A short phrase must stand as whole words."""
    wanted = fold(phrase)
    if len(wanted) < 8:
        return 1.0 if f" {wanted} " in f" {text} " else 0.0
    return fuzz.partial_ratio(wanted, text) / 100 if len(text) >= len(wanted) else 0.0
