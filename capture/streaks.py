"""Streaks of a dirty scanner glass: thin lines that run along the whole feed, through print and empty paper alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

_SAMPLED = 160  # lines of the page that are looked at, spread over its whole length
_WIDEST = 1 / 90  # of the side across: a broader stripe is a shadow or a picture
_DARKER = 14  # grey levels than what lies beside it
_EVERYWHERE = 0.93  # share of the lines in which a streak is seen
_AT_ENDS = 0.7  # share of the lines nearest to both ends of the feed: a ruled line stops short of them
_RIM = 33  # of the side across: what runs along the edge is the edge
_MOST = 14  # more are squared paper
_GREY_SIDES = 90  # what lies beside a streak is paper


@dataclass(frozen=True, slots=True)
class Streak:
    """`at` is the middle, `wide` the width, in shares of the side across the feed; `depth` in grey levels."""

    along: Literal["down", "across"]
    at: float
    wide: float
    depth: float


def find(pixels: np.ndarray) -> tuple[Streak, ...]:
    """Dark streaks from top to bottom, or from side to side where the page was fed lying; none on squared paper."""
    down = _runs(_lines(pixels, 0))
    across = _runs(_lines(pixels, 1))
    found = [Streak("down", *one) for one in down] + [Streak("across", *one) for one in across]
    return tuple(found) if max(len(down), len(across)) <= _MOST else ()


def _lines(pixels: np.ndarray, axis: int) -> np.ndarray:
    """Some rows (axis 0) or columns of the page in grey, each a row here."""
    length = pixels.shape[axis]
    chosen = np.linspace(0, length - 1, min(_SAMPLED, length)).astype(int)
    lines = np.ascontiguousarray(pixels[chosen] if axis == 0 else pixels[:, chosen].swapaxes(0, 1))
    return lines if lines.ndim == 2 else np.asarray(cv2.cvtColor(lines, cv2.COLOR_RGB2GRAY))


def _runs(lines: np.ndarray) -> list[tuple[float, float, float]]:
    """(middle, width, depth) of the columns that are darker than their neighbours nearly all the way."""
    count, across = lines.shape
    if count < 40 or across < 100:
        return []
    reach = max(9, 2 * int(across * _WIDEST) + 1)
    closed = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    darker = cv2.subtract(closed, lines)
    seen = (darker >= _DARKER) & (closed >= _GREY_SIDES)
    ends = np.concatenate([seen[: count // 25], seen[-(count // 25) :]])
    streak = (seen.mean(axis=0) >= _EVERYWHERE) & (ends.mean(axis=0) >= _AT_ENDS)
    rim = max(3, across // _RIM)
    streak[:rim] = streak[-rim:] = False
    starts = np.flatnonzero(np.diff(np.concatenate([[0], streak.astype(np.int8), [0]])))
    return [
        ((left + right) / 2 / across, (right - left) / across, float(np.median(darker[:, left:right])))
        for left, right in starts.reshape(-1, 2)
    ]
