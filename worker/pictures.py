"""The pictures of a page as they are kept: encoded for the object store, and taken out again one at a time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from PIL import Image

from capture.scan import PageImage
from ports.blobs import Blobs

THUMBNAIL_WIDTH = 320  # pixels, twice what a list shows, for sharp screens
THUMBNAIL_TALLEST = 1280  # a till receipt is cut off, not shrunk to a thread
JPEG_QUALITY = 90


def as_png(pixels: np.ndarray) -> bytes:
    """Without loss; a picture of black and white only takes one bit a pixel."""
    image = Image.fromarray(pixels)
    if pixels.ndim == 2 and bool(((pixels == 0) | (pixels == 255)).all()):
        image = image.convert("1", dither=Image.Dither.NONE)
    kept = io.BytesIO()
    image.save(kept, "PNG", compress_level=4)
    return kept.getvalue()


def as_it_came(pixels: np.ndarray) -> bytes:
    """For the eye: JPEG, or PNG where the page is black and white only, since JPEG would blur its edges."""
    if pixels.ndim == 2 and bool(((pixels == 0) | (pixels == 255)).all()):
        return as_png(pixels)
    return _jpeg(Image.fromarray(pixels), JPEG_QUALITY)


def as_thumbnail(pixels: np.ndarray) -> bytes:
    image = Image.fromarray(pixels)
    tallest = max(1, image.width * THUMBNAIL_TALLEST // THUMBNAIL_WIDTH)
    image = image.crop((0, 0, image.width, min(image.height, tallest)))
    height = min(THUMBNAIL_TALLEST, max(1, round(image.height * THUMBNAIL_WIDTH / image.width)))
    return _jpeg(image.resize((THUMBNAIL_WIDTH, height), Image.Resampling.BOX, reducing_gap=2.0), 80)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=quality)
    return kept.getvalue()


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the cleaned picture of a page lies, and what PageImage needs beside the pixels."""

    number: int
    sha256: str
    dpi: float
    rotation: int


class Pictures(Sequence[PageImage | None]):
    """Cleaned pages, decoded when asked for: a document of 200 pages must not stand in memory at once."""

    def __init__(self, blobs: Blobs, kept: Sequence[Kept]) -> None:
        self._blobs, self._kept = blobs, kept
        self._open: tuple[int, PageImage] | None = None

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, index: int) -> PageImage | None: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[PageImage | None]: ...

    def __getitem__(self, index: int | slice) -> PageImage | Sequence[PageImage | None] | None:
        if isinstance(index, slice):
            return Pictures(self._blobs, self._kept[index])
        kept = self._kept[index]
        if self._open is None or self._open[0] != kept.number:
            self._open = kept.number, self._decode(kept)
        return self._open[1]

    def _decode(self, kept: Kept) -> PageImage:
        with Image.open(io.BytesIO(self._blobs.get(kept.sha256)), formats=["PNG"]) as image:
            pixels = np.ascontiguousarray(image.convert("L") if image.mode == "1" else image)
        return PageImage(kept.number, pixels, kept.dpi, kept.rotation)
