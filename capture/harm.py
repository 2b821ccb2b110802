"""What each fault by itself leaves of a page's words: one curve for each measure. The lowest are the reasons.

A curve is 1 / (1 + exp(slope * x - offset)). The weights in capture/weights.toml were fitted to what was really read of
pages at graded damage (python -m bench.legibility --fit); no one sets them by hand.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

from capture.measures import Measures

_WEIGHTS = tomllib.loads(Path(__file__).with_name("weights.toml").read_text("utf-8"))
_FEW_LETTERS = 20
_LITTLE_INK = 0.01  # of the page: a page with fewer letters and less ink says nothing about letters
_SMALL, _SOFT = 11.0, 2.7  # pixels of a letter, of an edge: sharp edges on small letters are no blur
_DARK, _BURNT = 130.0, 251.0  # paper that is no longer light, paper that is nothing but white
_ROUGH = 0.05  # of the way from paper to ink: more grain than this hides the edges of letters
_NO_LETTER = 5.0  # pixels: print is there, but nothing like a letter
_EASY = -3.0  # a measure that cannot be taken does no harm
_DUSTY = 1.2  # specks for each letter: dust is then taken for small print
_FAINT = 40.0  # grey levels between ink and paper
_REPAIRED = 10.0  # degrees that cleanup turns back without loss


@dataclass(frozen=True, slots=True)
class Harm:
    """`left` is the share of the words that this fault leaves to be read, 0 to 1."""

    code: str
    left: float


def harms(measures: Measures) -> tuple[Harm, ...]:
    """The worst first; a code may come twice, for two measures."""
    causes = _causes(measures)
    found = [Harm(causes[name], _left(name, value)) for name, value in values(measures).items()]
    return tuple(sorted(found, key=lambda one: one.left))


def product(found: tuple[Harm, ...]) -> float:
    """What is left if the faults do not know of each other."""
    return math.prod(one.left for one in found)


def values(measures: Measures) -> dict[str, float]:
    """The measures as the curves want them: the greater, the worse."""
    ink, light = measures.ink, measures.light
    telling = tells(measures)
    clear = telling and ink.rough < _ROUGH  # in grain the edges of letters cannot be measured
    letter = ink.letter or _NO_LETTER
    return {
        "mottled": measures.share,
        "merged": math.log(max(ink.stroke, 1.0) / letter) if clear else _EASY,
        "soft": math.log(max(ink.edge, 0.5) / letter) if clear else _EASY,
        "moved": ink.lean,
        "small": -math.log(letter) if clear else _EASY,
        "pale": -math.log(max(ink.black, 1.0)),
        "grainy": math.log(ink.rough + 0.003),
        "dusty": math.log1p(ink.specks),
        "glare": light.glare,
        "shade": light.shade * (1 - light.low / max(light.high, 1.0)),
        "shine": measures.shine if ink.rough < _ROUGH else 0.0,
        "skew": max(0.0, measures.lie.skew - _REPAIRED) / 10 if ink.rough < _ROUGH else 0.0,
    }


def tells(measures: Measures) -> bool:
    """Whether there is enough on the page to say anything about letters."""
    return measures.ink.letters >= _FEW_LETTERS or measures.share > _LITTLE_INK


def _left(name: str, value: float) -> float:
    weight = _WEIGHTS[name]
    return 1 / (1 + math.exp(min(weight["slope"] * value - weight["offset"], 50.0)))


def _causes(measures: Measures) -> dict[str, str]:
    """What a clerk would call it: letters are soft for more than one reason."""
    faint = faintness(measures)
    optics = _optics(measures, faint)
    grain = "noise" if measures.ink.black > _FAINT or faint == "overexposed" else faint
    return {
        "mottled": "noise", "merged": optics, "soft": optics, "moved": "blur", "small": "text_small", "pale": faint,
        "grainy": grain, "dusty": "noise", "glare": "glare", "shade": "shadow", "shine": "bleed", "skew": "skew",
    }  # fmt: skip


def _optics(measures: Measures, faint: str) -> str:
    ink = measures.ink
    if ink.letter < _SMALL and ink.edge < _SOFT:
        return "noise" if ink.specks > _DUSTY else "text_small"
    return faint if ink.black < _FAINT and ink.edge < 2 * _SOFT else "blur"


def faintness(measures: Measures) -> str:
    """Why ink is hardly darker than its paper."""
    if measures.light.paper < _DARK:
        return "too_dark"
    return "overexposed" if measures.light.low >= _BURNT else "low_contrast"
