"""What a reader of whole pages has passed over: letters of running text that lie in none of its words.

Tesseract's layout drops what stands alone: the numbers of a list, the number of a page (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from capture.marks import marks_in
from ocr.text import Box, Line

_GRAIN = 4  # pixels of the page to one of the map on which words and letters are laid
_ROOM = 0.25  # letters around a word that are still its own, and around a find
_NEIGHBOUR = 0.7  # letters between two of one find
_MOST = 40  # finds: more are a picture, or a reader that saw nothing
_LONGEST = 12.0  # letters; a longer find is a drawing or a row that was seen and not understood


def passed_over(letters: np.ndarray, letter: float, lines: Sequence[Line], size: tuple[int, int]) -> list[Box]:
    """Where they are, top to bottom, or nothing where they are too many to be words.

    `letters`: rows of left, top, width, height in pixels of the page, `letter` their usual height; `size`: the page's
    (width, height).
    """
    read = np.zeros((size[1] // _GRAIN + 2, size[0] // _GRAIN + 2), np.uint8)
    for word in (word for line in lines for word in line.words):
        _lay(read, word.box, _ROOM * letter)
    middles = (letters[:, :2] + letters[:, 2:4] / 2).astype(int) // _GRAIN
    left = np.zeros_like(read)
    for x, y, width, height in letters[read[middles[:, 1], middles[:, 0]] == 0, :4].tolist():
        _lay(left, Box(x, y, x + width, y + height), _NEIGHBOUR * letter / 2)
    boxes = [_box(mark, letter, size) for mark in marks_in(left)[:, :4].tolist()]
    fit = [box for box in boxes if box.width <= _LONGEST * letter and box.height < 2.5 * letter]
    return sorted(fit, key=lambda box: (box.y0, box.x0)) if len(boxes) <= _MOST else []


def put_in(lines: Sequence[Line], found: Sequence[Line]) -> list[Line]:
    """Each find before or behind the line it stands level with, else before the first line that is below it."""
    told = list(lines)
    for line in found:
        told.insert(_place(told, line.box), line)
    return told


def _place(lines: Sequence[Line], box: Box) -> int:
    level = [(_overlap(line.box, box), k) for k, line in enumerate(lines)]
    most, nearest = max(level, default=(0, 0))
    if most > box.height / 2:
        return nearest + (lines[nearest].box.x0 < box.x0)
    return next((k for k, line in enumerate(lines) if line.box.y0 >= box.y1), len(lines))


def _overlap(one: Box, other: Box) -> int:
    """Pixels of height that both have."""
    return min(one.y1, other.y1) - max(one.y0, other.y0)


def _lay(page: np.ndarray, box: Box, room: float) -> None:
    x0, y0 = (max(round((side - room) / _GRAIN), 0) for side in (box.x0, box.y0))
    x1, y1 = (round((side + room) / _GRAIN) + 1 for side in (box.x1, box.y1))
    page[y0:y1, x0:x1] = 1


def _box(mark: Sequence[int], letter: float, size: tuple[int, int]) -> Box:
    """A find in pixels of the page, with the room a reader of lines wants around it."""
    x0, y0, width, height = (side * _GRAIN for side in mark)
    room = round((_ROOM - _NEIGHBOUR / 2) * letter)  # it was laid with more
    return Box(max(x0 - room, 0), max(y0 - room, 0), min(x0 + width + room, size[0]), min(y0 + height + room, size[1]))
