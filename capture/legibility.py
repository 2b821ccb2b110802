"""May the client go home? Judges a page image before anybody reads it: good, check or rescan, and why.

Each measure gives a score from 0 to 1; the worst one is the page's. Judge the page as it was scanned: cleanup hides
what a clerk could mend by scanning again. The thresholds were set on flatbed scans, fax-like archive scans, receipts
and photographs whose words were counted: they follow what can be read, not what is pretty.
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
_ONLY_CHECK = 0.31  # a fault that cleanup mends, or that only a person can judge
_SMALL = 11.0  # pixels of a letter
_SOFT = 0.135  # of a letter's height, the width of an edge; sharp scans have 0.05 to 0.12
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
    """Two signs: hardly any ink, and hardly a mark that could be a letter. A black page is not blank."""
    return ink.share < 0.002 and ink.letters < 5 and ink.paper > 100


def _scores(ink: Ink, grey: np.ndarray) -> dict[str, float]:
    scores = {
        _faint(ink): _ramp(ink.black, 15, 75),
        "noise": _noise(ink, grain(grey)),
        "glare": _ramp(ink.glare, 0.4, 0.0),
        "skew": max(_ramp(abs(angle(grey)), LIMIT + 2, 4.0), _ONLY_CHECK),  # cleanup mends it
        "cut_edge": max(_ramp(ink.cut, 0.6, 0.05), _ONLY_CHECK),
        "blur": _ramp(ink.edge / ink.letter, 0.55, 0.12) if ink.letter else _ramp(ink.edge, 14.0, 4.0),
    }
    scores["too_dark"] = min(scores.get("too_dark", 1.0), _ramp(ink.paper, 20, 125))
    if ink.letter:
        # What is left of a letter when it is small and pale; the greater harm gives the reason its name.
        left = _ramp(ink.letter * min(1.0, ink.black / _INK), 5.5, 13.0)
        cause = _cause(ink)
        scores[cause] = min(scores.get(cause, 1.0), left)
    return scores


def _cause(ink: Ink) -> str:
    if ink.letter < _SMALL:
        return "text_small"
    return "blur" if ink.edge / ink.letter > _SOFT else _faint(ink)


def _faint(ink: Ink) -> str:
    """Why ink is hardly darker than paper."""
    if ink.paper < 130:
        return "too_dark"
    return "overexposed" if ink.paper_low >= 252 else "low_contrast"


def _noise(ink: Ink, paper_grain: float) -> float:
    """Grain of the paper; on smooth paper dust counts, against the letters it lies among."""
    if paper_grain > 5:
        return _ramp(paper_grain, 45.0, 8.0)
    return _ramp(ink.specks / max(ink.letters, 50), 40.0, 4.0)


def _ramp(value: float, worst: float, best: float) -> float:
    return min(max((value - worst) / (best - worst), 0.0), 1.0)
