"""Lines cut out of a page as the recogniser wants them: strips 48 pixels high."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

HEIGHT = 48
STEP = 8  # pixels of a strip for one step of the recogniser
SQUEEZE = 1.0  # of its width, a line keeps
LONGEST = 3200  # pixels; a longer line is squeezed to it
FEW = 2  # pixels; a column or row of a strip with fewer dark ones counts as paper
_SHORTEST = 16
_WIDER = 1.15  # than the next narrower room: closer ones cost more first looks, wider ones more empty paper
_UPRIGHT = 1.0  # pixels; corners nearer than this to a plain rectangle are cut out without turning


def strip(pixels: np.ndarray, corners: np.ndarray, squeeze: float = SQUEEZE) -> np.ndarray:
    """The line within `corners` (4, 2) as (48, width) or (48, width, 3) uint8; what lies off the page is its edge."""
    width, height = _size(corners)
    long = int(min(max(round(HEIGHT * width / height * squeeze), _SHORTEST), LONGEST))
    straight = _cut(pixels, corners, max(round(width), 1), max(round(height), 1))
    finer = straight.shape[0] > HEIGHT
    return cv2.resize(straight, (long, HEIGHT), interpolation=cv2.INTER_AREA if finer else cv2.INTER_LINEAR)


def _size(corners: np.ndarray) -> tuple[float, float]:
    top, right, bottom, left = (float(np.linalg.norm(corners[k] - corners[(k + 1) % 4])) for k in range(4))
    return max(top, bottom, 1.0), max(left, right, 1.0)


def _cut(pixels: np.ndarray, corners: np.ndarray, width: int, height: int) -> np.ndarray:
    start, end = corners.min(0), corners.max(0)
    upright = np.array(((start[0], start[1]), (end[0], start[1]), (end[0], end[1]), (start[0], end[1])))
    if np.abs(corners - upright).max() < _UPRIGHT:
        x0, y0 = (int(max(value, 0)) for value in start)
        inside = pixels[y0 : max(round(end[1]), y0 + 1), x0 : max(round(end[0]), x0 + 1)]
        if inside.size:
            return inside
    target = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    turn = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return cv2.warpPerspective(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def ink(strip: np.ndarray) -> np.ndarray:
    """(48, width) bool: the rarer of the strip's two tones."""
    grey = strip if strip.ndim == 2 else cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
    _, light = cv2.threshold(cv2.blur(grey, (3, 3)), 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(light == (0 if light.mean() > 0.5 else 1))


def shown(strip: np.ndarray) -> np.ndarray:
    """As the network takes it: (1, 3, 48, room) float32 in -1..1; right of the strip is the network's zero."""
    values = strip.astype(np.float32) / 127.5 - 1
    picture = np.zeros((1, 3, HEIGHT, room(strip.shape[1])), np.float32)
    picture[0, :, :, : strip.shape[1]] = values if strip.ndim == 2 else values.transpose(2, 0, 1)[::-1]
    return picture


def room(width: int) -> int:
    """A width up to LONGEST, rounded up: each new one costs the network 20 ms once."""
    return next(each for each in _ROOMS if each >= width)


def steps(width: int) -> int:
    """How many of the recogniser's steps lie on a strip of `width` pixels."""
    return -(-width // STEP)


def _rooms() -> Iterator[int]:
    wide = 64
    while wide < LONGEST:
        yield wide
        wide = max(wide + 32, round(wide * _WIDER / 32) * 32)
    yield LONGEST


_ROOMS = tuple(_rooms())
