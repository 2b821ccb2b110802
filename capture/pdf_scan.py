"""Tells whether a PDF page is just one scanned image, and how it lies there."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

Matrix = pikepdf.Matrix

_PAINT = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "EI", "INLINE IMAGE", "d1", "d0"))
_SHOW = frozenset(("Tj", "TJ", "'", '"'))
_WATCHED = " ".join(
    ("q", "Q", "cm", "Do", "Tr", "re", "W", "W*", "gs", *sorted(_SHOW), *sorted(_PAINT - {"INLINE IMAGE"}))
)
_STREAM_CAP = 4 << 20
_INVISIBLE = 3  # text render mode of a recogniser's hidden layer
_TURN = {(1.0, 0.0): 0, (0.0, -1.0): 90, (-1.0, 0.0): 180, (0.0, 1.0): 270}  # where its x axis points -> clockwise
_LEAST_SHARE = 0.6  # of the page's area


@dataclass(frozen=True, slots=True)
class Placed:
    """An image object, its drawn width and height in inches/72, and the clockwise turn that makes it upright."""

    image: Any
    width: float
    height: float
    clockwise: int


def sole_image(page: pikepdf.Page) -> Placed | None:
    """The one image that makes up the page, or None when anything else is to be seen."""
    images = _images(page)
    if images is None or any("/AP" in note for note in page.get("/Annots", ())):
        return None
    found = _walk(page)
    if found is None or found[0] not in images:
        return None
    image, matrix = images[found[0]], found[1]
    return _lay(image, matrix, page) if _plain(image) else None


def _images(page: pikepdf.Page) -> dict[str, Any] | None:
    """The page's image objects; None when it draws forms, too, or its stream is no scanner's."""
    drawn: Any = page.resources.get("/XObject", {})
    if any(drawn[name].get("/Subtype") != "/Image" for name in drawn):
        return None
    contents: Any = page.get("/Contents", ())
    parts = contents if isinstance(contents, pikepdf.Array) else (contents,)
    if sum(int(part.get("/Length", 0)) for part in parts) > _STREAM_CAP:
        return None
    return {str(name): drawn[name] for name in drawn}


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix
    text_mode: int = 0


def _walk(page: pikepdf.Page) -> tuple[str, Matrix] | None:
    """Name and matrix of the only thing painted."""
    state, stack = _State(Matrix()), list[_State]()
    found: tuple[str, Matrix] | None = None
    for step in pikepdf.parse_content_stream(page, _WATCHED):
        name, operands = str(step.operator), list(step.operands)
        if name == "Do" and found is None:
            found = (str(operands[0]), state.matrix)
        elif name == "q":
            stack.append(state)
        elif name == "Q":
            state = stack.pop() if stack else state
        elif name == "cm":
            state = replace(state, matrix=Matrix(*(float(value) for value in operands)) @ state.matrix)
        elif name == "Tr":
            state = replace(state, text_mode=int(operands[0]))
        elif _shows_more(page, name, operands, state):
            return None
    return found


def _shows_more(page: pikepdf.Page, name: str, operands: list[Any], state: _State) -> bool:
    """Whether this operator paints, hides or tints anything."""
    if name in _SHOW:
        return state.text_mode != _INVISIBLE
    if name == "gs":
        how = page.resources["/ExtGState"][str(operands[0])]
        return float(how.get("/ca", 1)) < 1 or how.get("/SMask", "/None") != "/None" or "/BM" in how
    if name == "re":  # a clip that takes nothing away is every scanner's habit
        x, y, width, height = (float(value) for value in operands)
        corners = [state.matrix.transform(corner) for corner in ((x, y), (x + width, y + height))]
        return not _covers([*corners[0], *corners[1]], [float(edge) for edge in page.cropbox])
    return name not in ("W", "W*")


def _covers(outer: list[float], inner: list[float]) -> bool:
    """Whether one box holds the other, but for two points of the scanner's arithmetic."""
    left, right = sorted((outer[0], outer[2]))
    bottom, top = sorted((outer[1], outer[3]))
    return left <= inner[0] + 2 and bottom <= inner[1] + 2 and right >= inner[2] - 2 and top >= inner[3] - 2


def _plain(image: Any) -> bool:
    """No stencil, no mask, no turned-over values: its samples are what is seen."""
    return not any(key in image for key in ("/SMask", "/Mask", "/Decode")) and not image.get("/ImageMask", False)


def _lay(image: Any, matrix: Matrix, page: pikepdf.Page) -> Placed | None:
    """How the image lies; None when it is skewed, mirrored, cut by the page's edge, or a mere stamp on it."""
    across, down = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    if min(across, down) < 1 or abs(matrix.a * matrix.c + matrix.b * matrix.d) > 0.01 * across * down:
        return None
    heading = (round(matrix.a / across, 2), round(matrix.b / across, 2))
    if heading not in _TURN or matrix.a * matrix.d - matrix.b * matrix.c < 0:
        return None
    corners = [*matrix.transform((0, 0)), *matrix.transform((1, 1))]
    box = [float(edge) for edge in page.cropbox]
    share = across * down / max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    if share < _LEAST_SHARE or not _covers([box[0], box[1], box[2], box[3]], _sorted(corners)):
        return None
    unit = float(page.get("/UserUnit", 1))
    unit = unit if 0.1 <= unit <= 100 else 1.0
    clockwise = (_TURN[heading] + int(page.get("/Rotate", 0))) % 360
    return Placed(image, across * unit, down * unit, clockwise)


def _sorted(corners: list[float]) -> list[float]:
    left, right = sorted((corners[0], corners[2]))
    bottom, top = sorted((corners[1], corners[3]))
    return [left, bottom, right, top]
