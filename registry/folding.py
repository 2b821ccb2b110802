"""Words as the search keeps them: small letters without marks, so that õ finds o and Š finds s, in three languages.

A number with signs in it (a viit, a date) is one word more: `6.0-1/13-2` is `6x0x1x13x2`. So it is found whole and by
its beginning, and no database's own idea of a word is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

LONGEST = 40
LEAST_NEAR, LONGEST_NEAR = 4, 24  # letters of a word that is looked for with a mistake in it
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[./-]+\d+)+")
_WISH = re.compile(rf"{_NUMBER.pattern}|{_WORD.pattern}")


def fold(text: str) -> str:
    """
    >>> fold("Õie Šmidt, Алёна")
    'oie smidt, алена'
    """
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in spread if not unicodedata.combining(mark))


def words(text: str) -> set[str]:
    """What a text is found by."""
    folded = fold(text)
    numbers = {_joined(found) for found in _NUMBER.findall(folded)}
    return {word[:LONGEST] for word in (*_WORD.findall(folded), *numbers)}


def wished(text: str) -> list[str]:
    """What somebody looks for, each word once."""
    return list(dict.fromkeys(_joined(found)[:LONGEST] for found in _WISH.findall(fold(text))))


def stored(found: Iterable[str]) -> str:
    return " ".join(sorted(set(found)))


def near_keys(word: str) -> set[str]:
    """The word, and the word with any one letter left out: two words with one mistake between them share a key."""
    if not (LEAST_NEAR <= len(word) <= LONGEST_NEAR and word.isalpha()):
        return set()
    return {word, *_shortened(word)}


def noted_keys(word: str) -> set[str]:
    """What a word that stands somewhere is noted under. Numbers are not noted: there is no end of them."""
    return near_keys(word) or ({word} if len(word) >= LEAST_NEAR and word[0].isalpha() else set())


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _joined(number: str) -> str:
    return "x".join(re.split(r"[./-]+", number))
