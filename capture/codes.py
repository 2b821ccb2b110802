"""Bar codes, QR codes and patch codes on a page. The reader of codes sits in the cage: it is native code on pictures.

A code is an aid: where it cannot be read, or the reader dies over it, the page is none the worse.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from capture.cage import CageError, Child, Limits
from capture.clean import grey_of
from capture.patches import find_patches
from capture.scan import Code, PageImage
from capture.smaller import smaller

PATCH = "Patch"  # the format of a patch code; its text is "PATCH T", "PATCH 2" and so on

_CHILD = "capture.codes_child"
_WALL_S = 10.0
_LIMITS = Limits(memory_mb=1024, cpu_s=900, wall_s=_WALL_S)  # cpu_s counts the whole life of the child
_PAGES_A_LIFE = 1000
# Only what corrects or checks itself is believed when it was read at another size: bars without a check digit, and
# even EAN with one, were seen to turn into other numbers.
_CHECKED = frozenset({"QR Code", "Micro QR Code", "Data Matrix", "Aztec", "PDF417", "Code 128"})
_MOST_PIXELS = 20_000_000  # nothing larger is doubled


@dataclass(frozen=True, slots=True)
class _Seen:
    code: Code
    whole: bool


class CodeReader:
    """Start, ask, restart. One page at a time: threads wait for each other, for less than a tenth of a second."""

    def __init__(self, child: str = _CHILD) -> None:
        self._module = child
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._pages = 0

    def find(self, page: PageImage) -> tuple[Code, ...]:
        """What is on the page, patch codes last. Never raises for what is on the paper."""
        grey = np.ascontiguousarray(grey_of(page.pixels))
        with self._lock:
            seen = self._look(grey, 1.0)
            if any(not one.whole for one in seen):  # a finder pattern was there: at another size it may be readable
                seen += self._again(grey, seen)
        found = [one.code for one in seen if one.whole]
        patches = [Code(f"PATCH {patch.name}", PATCH, patch.box) for patch in find_patches(grey)]
        return (*found, *patches)

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
        self._child, self._pages = None, 0

    def _again(self, grey: np.ndarray, before: Sequence[_Seen]) -> list[_Seen]:
        sizes = [0.5, 2.0] if grey.size * 4 <= _MOST_PIXELS else [0.5]
        for scale in sizes:
            other = _resized(grey, scale)
            new = [one for one in self._look(other, scale) if one.whole and one.code.format in _CHECKED]
            new = [one for one in new if not any(_same(one.code, old.code) for old in before if old.whole)]
            if new:
                return new
        return []

    def _look(self, grey: np.ndarray, scale: float) -> list[_Seen]:
        height, width = grey.shape
        try:
            answer, _ = self._conversation().ask({"width": width, "height": height}, grey.tobytes(), _WALL_S)
        except CageError:
            self.close()
            return []
        told = answer.get("codes")
        seen = [_measured(one, scale, (width, height)) for one in told] if isinstance(told, list) else []
        return [one for one in seen if one is not None]

    def _conversation(self) -> Child:
        if self._child is not None and (self._pages >= _PAGES_A_LIFE or not self._child.alive):
            self.close()  # it dies with the thread that started it: the next page must not lose its codes for that
        if self._child is None:
            self._child = Child.start(self._module, limits=_LIMITS)
        self._pages += 1
        return self._child


def _resized(grey: np.ndarray, scale: float) -> np.ndarray:
    if scale < 1:
        return np.ascontiguousarray(smaller(grey, round(max(grey.shape) * scale)))
    return np.ascontiguousarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC))


def _measured(told: object, scale: float, size: tuple[int, int]) -> _Seen | None:
    """Nothing that comes out of the cage is believed before it is measured."""
    if not (isinstance(told, list) and len(told) == 4):
        return None
    form, text, corners, whole = told
    if not (isinstance(form, str) and isinstance(text, str) and isinstance(corners, list) and len(corners) == 4):
        return None
    try:
        xs, ys = zip(*((int(x), int(y)) for x, y in corners), strict=True)
    except (TypeError, ValueError):
        return None
    width, height = size
    (x0, x1), (y0, y1) = _within(xs, width, scale), _within(ys, height, scale)
    return _Seen(Code(_plain(form[:30], text), form[:30], (x0, y0, x1, y1)), whole is True)


def _within(sides: Sequence[int], most: int, scale: float) -> tuple[int, int]:
    inside = [min(max(side, 0), most) for side in sides]
    return round(min(inside) / scale), round(max(inside) / scale)


def _plain(form: str, text: str) -> str:
    """Without control characters; Codabar's letters at both ends only say where it begins and ends."""
    if form == "Codabar" and len(text) > 2 and text[0].isalpha() and text[-1].isalpha():
        text = text[1:-1]
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def _same(one: Code, other: Code) -> bool:
    return one.text == other.text and one.box[0] < other.box[2] and other.box[0] < one.box[2]
