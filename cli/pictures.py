"""The cleaned pages kept for a second look: the first as they are, those of a long document as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import cv2
import numpy as np

from capture.scan import PageImage
from cli.results import PageResult

KEPT_PAGES = 64  # a form has one to four; of a longer file the rest is known by its text alone
_FAST = (cv2.IMWRITE_PNG_COMPRESSION, 1)
_AS_THEY_ARE = 40_000_000  # bytes of a document's pages: packing and unpacking one takes a fifteenth of its reading


def kept(page: PageImage) -> bytes | np.ndarray | None:
    """Lossless. The order of colours is OpenCV's business only on the way to other programs: here it goes both ways."""
    if page.number > KEPT_PAGES:
        return None
    if page.number * page.pixels.nbytes <= _AS_THEY_ARE:
        return page.pixels
    done, png = cv2.imencode(".png", page.pixels, _FAST)
    return png.tobytes() if done else None


class Pictures(Sequence[PageImage | None]):
    """One unpacked page lives only as long as somebody looks at it."""

    def __init__(self, pages: Sequence[PageResult]) -> None:
        self._pages = pages

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, index: int) -> PageImage | None: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[PageImage | None]: ...
    def __getitem__(self, index: int | slice) -> PageImage | Sequence[PageImage | None] | None:
        if isinstance(index, slice):
            return Pictures(self._pages[index])
        page = self._pages[index]
        if page.picture is None:
            return None
        return PageImage(page.number, _pixels(page.picture), page.dpi, page.rotation)


def _pixels(picture: bytes | np.ndarray) -> np.ndarray:
    if isinstance(picture, np.ndarray):
        return picture
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels is not None
    return pixels
