"""May the client go home? Judges a page image before anybody reads it: good, check or rescan, why, and where.

The score is the share of the words a reader is likely to get (capture/foretold.py, and capture/harm.py for what each
fault by itself leaves of them, which names the reasons). Faults that cost no words yet, or not in the picture at hand,
are signs: they hold the page back for a look. Judge the page as it was scanned: cleanup hides what a clerk could mend
by scanning again.
"""

from __future__ import annotations

import numpy as np

from capture.foretold import foretold
from capture.harm import Harm, faintness, harms, product, tells
from capture.light import place
from capture.measures import Measures, measure
from capture.reasons import REASONS
from capture.scan import Legibility, PageImage, Place, Reason, Verdict

__all__ = ["GROWN", "REASONS", "as_judged", "expected", "judge", "reasons_of"]

GROWN = 0.85  # what the trees' word weighs
_RESCAN, _CHECK = 0.48, 0.72  # share of the words left: below the first nobody should trust it, below the second look
_SIGN = 0.6  # what a fault counts that only a person can judge
_NAMED = 0.85  # a fault that leaves so much is not worth naming
_MOST = 3  # reasons: more help nobody
_BLANK = 0.5
_CUT = 0.35  # share of the lines of print that run off a side
_SHINE = 0.12  # share of the print with pale marks among it
_GLARE, _SHADE = 0.01, 0.3  # shares of the page: a burnt patch over one field is enough
_DIM = 0.55  # of the light on the rest of the page
_SKEW = 12.0  # degrees
_ROUGH = 0.05  # grain in which neither edges nor pale marks are what they seem
_FAINT = 18.0  # grey levels between ink and paper: a reader may still read it, a person does not
_UNEVEN = 1.6  # times as soft as the page's letters are


def judge(page: PageImage) -> Legibility:
    measures = measure(page.pixels)
    if measures.blank:
        return as_judged(_BLANK, (Harm("blank", _BLANK),), {})
    found = harms(measures)
    left = expected(measures, (page.width, page.height))
    signs = _signs(measures)
    return as_judged(min([left, *(sign.left for sign in signs)]), (*found, *signs), _places(measures, page))


def expected(measures: Measures, size: tuple[int, int]) -> float:
    """The share of the words a reader is likely to get; `size` is the page's (width, height).

    Trees tell pages apart better; they know only what they have seen. The curves know that each fault does harm.
    """
    return GROWN * foretold(measures, size) + (1 - GROWN) * product(harms(measures))


def as_judged(left: float, found: tuple[Harm, ...], places: dict[str, Place | None]) -> Legibility:
    """The verdict a score deserves, with its reasons; a good page has none."""
    verdict: Verdict = "rescan" if left < _RESCAN else "check" if left < _CHECK else "good"
    reasons = () if verdict == "good" else tuple(_reason(code, places.get(code)) for code in reasons_of(found))
    return Legibility(verdict, round(left, 3), reasons)


def reasons_of(found: tuple[Harm, ...]) -> list[str]:
    """Codes, the worst first, each once."""
    ordered = sorted(found, key=lambda one: one.left)
    named = [one.code for one in ordered if one.left < _NAMED] or [ordered[0].code]
    return list(dict.fromkeys(named))[:_MOST]


def _reason(code: str, where: Place | None) -> Reason:
    return Reason(code, REASONS[code]["et"], where)


def _signs(measures: Measures) -> list[Harm]:
    """Faults that cleanup mends, that cost no words, or that only a person can judge."""
    light, lie = measures.light, measures.lie
    seen = {
        "streak": bool(measures.streaks),
        "cut_edge": lie.cut >= _CUT and measures.ink.rough < _ROUGH,
        "two_sheets": len(lie.two) == 2,
        "colour_lost": measures.colour_lost,
        "bleed": measures.shine >= _SHINE and measures.ink.rough < _ROUGH,
        "glare": light.glare >= _GLARE,
        "shadow": light.shade >= _SHADE and light.low < _DIM * light.high,
        "skew": lie.skew >= _SKEW and measures.ink.rough < _ROUGH,
    }
    signs = [Harm(code, _SIGN) for code, there in seen.items() if there]
    if tells(measures) and measures.ink.black < _FAINT:
        signs.append(Harm(faintness(measures), _SIGN))
    return signs


def _places(measures: Measures, page: PageImage) -> dict[str, Place | None]:
    """Where on the page each fault is; the whole page where it is not named."""
    return {
        "glare": measures.light.glare_place,
        "shadow": measures.light.shade_place,
        "cut_edge": measures.lie.cut_place,
        "two_sheets": measures.lie.two[1] if measures.lie.two else None,
        "streak": _streak(measures),
        "blur": _uneven(measures, page),
    }


def _streak(measures: Measures) -> Place | None:
    if not measures.streaks:
        return None
    worst = max(measures.streaks, key=lambda one: one.depth * one.wide)
    half = max(worst.wide / 2, 0.004)
    if worst.along == "down":
        return place(worst.at - half, 0, worst.at + half, 1)
    return place(0, worst.at - half, 1, worst.at + half)


def _uneven(measures: Measures, page: PageImage) -> Place | None:
    """A part of the page that is far softer than the rest: a photograph not taken from straight above."""
    ink = measures.ink
    soft = np.nan_to_num(ink.soft, nan=0.0)
    worse = soft > _UNEVEN * np.median(soft[soft > 0]) if np.any(soft > 0) else np.zeros(soft.shape, bool)
    if not 0 < np.count_nonzero(worse) <= soft.size // 2:
        return None
    corners = np.array(ink.pieces)[worse]
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0) + ink.side
    return place(left / page.width, top / page.height, right / page.width, bottom / page.height)
