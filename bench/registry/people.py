"""Invented people and invented prose, by the million and always the same."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from bench.paper.names import MEN, PLACES, RUSSIAN_PAIRS, SURNAMES, WOMEN

_BEGIN = ("pens", "hüvit", "aval", "tõen", "töö", "laps", "pere", "maks", "otsu", "kind", "elu", "raha", "õigu", "toet")
_MIDDLE = ("ion", "is", "dus", "dite", "raamat", "toetus", "konna", "elamis", "tähta", "lust", "päeva", "kaart", "võla")
_END = ("", "i", "le", "ga", "ta", "de", "st", "ks", "ni", "mine", "line", "tus", "ja")
_RUSSIAN = ("пенсия", "заявление", "пособие", "справка", "решение", "выплата", "документ", "ребёнок", "инвалидность")
_SYLLABLES = ("ka", "ri", "mo", "lä", "tõ", "vi", "sü", "pe", "jo", "ha", "nu", "ke", "ra", "mä", "tü", "li")
WORDS = 20_000


class Prose:
    """Words as a language has them: a few in every letter, most of them hardly ever."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        made = dict.fromkeys(a + b + c for a in _BEGIN for b in _MIDDLE for c in _END)
        while len(made) < WORDS:
            made["".join(self.dice.choices(_SYLLABLES, k=self.dice.randint(2, 5)))] = None
        self.words: Sequence[str] = [*_RUSSIAN, *made]
        self.weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.words))))

    def some(self, count: int) -> list[str]:
        total, dice = self.weights[-1], self.dice
        return [self.words[bisect(self.weights, dice.random() * total)] for _ in range(count)]


@cache
def name(number: int) -> str:
    """The number-th person: names repeat as they do in life, once in some tens of thousands."""
    dice = random.Random(number)
    given = dice.choice(WOMEN + MEN)
    return f"{given} {dice.choice(SURNAMES + tuple(one for pair in RUSSIAN_PAIRS for one in pair))}{_tail(dice)}"


def _tail(dice: random.Random) -> str:
    return "-" + "".join(dice.choices(_SYLLABLES, k=3)).capitalize()


def code(number: int) -> str:
    """Eleven digits with the look of a personal code, nobody's on purpose; no two of the first two million alike."""
    return f"{3 + number % 4}{number % 100:02}{number % 12 + 1:02}{number % 28 + 1:02}{number // 2100 % 1000:03}0"


def place(number: int) -> str:
    return PLACES[number % len(PLACES)][0]
