"""May the client go home? Judges a page image before anybody reads it: good, check or rescan, and why.

Each measure gives a score from 0 to 1; the worst one is the page's. Judge the page as it was scanned: cleanup hides
what a clerk could mend by scanning again. The thresholds were set on flatbed scans, fax-like archive scans, receipts
and photographs whose words were counted (docs/decisions, bench/): they follow what can be read, not what is pretty.
"""

from __future__ import annotations

import numpy as np

from capture.clean import grain, grey_of
from capture.ink import Ink, measure
from capture.reasons import REASONS
from capture.scan import Legibility, PageImage, Reason, Verdict
from capture.skew import LIMIT, angle

__all__ = ["REASONS", "judge"]

_RESCAN, _CHECK = 0.3, 0.6  # below the first nobody should trust a reading, below the second somebody should look
_INK = 180.0  # grey levels between ink and paper; more helps nobody


def judge(page: PageImage) -> Legibility:
    grey = grey_of(page.pixels)
    ink = measure(grey)
    scores = {"blank": 0.5} if _blank(ink) else _scores(ink, grey)
    worst = min(scores.values())
    doubts = sorted((score, code) for code, score in scores.items() if score < _CHECK)
    return Legibility(_verdict(worst), round(worst, 3), tuple(Reason(code, REASONS[code]["et"]) for _, code in doubts))


def _verdict(score: float) -> Verdict:
    if score < _RESCAN:
        return "rescan"
    return "check" if score < _CHECK else "good"


def _blank(ink: Ink) -> bool:
    """Two signs: hardly any ink, and hardly a mark that could be a letter."""
    return ink.share < 0.002 and ink.letters < 5


def _scores(ink: Ink, grey: np.ndarray) -> dict[str, float]:
    lean = abs(angle(grey))
    scores = {
        "low_contrast": _ramp(ink.black, 15, 75),
        "too_dark": _ramp(ink.paper, 20, 125),
        "noise": _noise(ink, grey),
        "glare": _ramp(ink.glare, 0.4, 0.0),
        "skew": max(_ramp(lean, LIMIT + 2, 4.0), 0.31),  # mended by cleanup, only looked at when it is much
        "cut_edge": max(_ramp(ink.cut, 0.6, 0.05), 0.31),
    }
    if ink.letter:
        effective = ink.letter * min(1.0, ink.black / _INK)
        scores["text_small"] = _ramp(effective, 4.6, 10.8)
        scores["blur"] = _ramp(ink.edge / ink.letter, 0.62, 0.15)
    else:
        scores["blur"] = _ramp(ink.edge, 14.0, 4.0)
    if scores["low_contrast"] < _CHECK and ink.paper > 250 and not ink.bilevel:
        scores["overexposed"] = scores.pop("low_contrast")
    return scores


def _noise(ink: Ink, grey: np.ndarray) -> float:
    """Grain of the paper, and dust: specks count against the letters they lie among."""
    dust = ink.specks / max(ink.letters, 50)
    return min(_ramp(grain(grey), 40.0, 6.0), _ramp(dust, 40.0, 4.0))


def _ramp(value: float, worst: float, best: float) -> float:
    return min(max((value - worst) / (best - worst), 0.0), 1.0)
