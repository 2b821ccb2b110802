"""A scan's bytes -> page images, one at a time, each made in the cage and measured before it is believed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from capture.cage import CageCrash, CageError, CageTimeout, Child, Limits
from capture.cage_talk import Header
from capture.layer import with_layer
from capture.scan import PageFailure, PageImage
from capture.sentences import SENTENCES, Language, sentence

PAGE_CAP = 2000
PIXEL_BUDGET = 80_000_000
SIDE_CAP = 30_000
LIMITS = Limits(memory_mb=1536, cpu_s=60, wall_s=60.0, output_mb=241)
_PAGES_PER_CHILD = 50  # processor seconds and leaks add up in a child that lives long
_DECODERS = {"application/pdf": "capture.decode_pdf", "image/heic": "capture.decode_heic"}
_PICTURES = "capture.decode_image"


class Unreadable(Exception):
    """No picture can be made of this file or page. Look at its code and sentence; scan or send it again."""

    def __init__(self, code: str) -> None:
        super().__init__(sentence(code))
        self.code = code

    def text(self, language: Language = "et") -> str:
        return sentence(self.code, language)


class Opened:
    """A scan held open in a caged child of its own: the next question about it need not wait for a start.

    A child that has died, or has served many pages, is replaced; a page that cannot be read costs that page.
    """

    def __init__(self, path: Path, media_type: str, limits: Limits = LIMITS) -> None:
        self._path, self._media_type, self._limits = path, media_type, limits
        self._child: Child | None = None
        self._served = 0

    def count(self) -> int:
        """Number of pages, 1..2000. Raises Unreadable."""
        reply, _ = _ask(self._at_hand(), {"ask": "count", "media_type": self._media_type})
        total = reply.get("pages")
        if not isinstance(total, int) or total < 1:
            raise Unreadable("no_pages")
        if total > PAGE_CAP:
            raise Unreadable("too_many_pages")
        return total

    def page(self, number: int, dpi: int = 300) -> PageImage:
        """One page (from 1). `dpi` is for what must be drawn: a scanned image keeps its own. Raises Unreadable."""
        child, worn = self._at_hand(), self._served > 0
        question: Header = {"ask": "page", "media_type": self._media_type, "number": number, "dpi": dpi}
        try:
            self._served += 1
            return _page(number, *_ask(child, question))
        except Unreadable as error:
            if worn and not child.alive and not isinstance(error.__cause__, CageTimeout):
                return self.page(number, dpi)  # perhaps the pages before wore it out: once more with a fresh one
            raise

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
        self._child, self._served = None, 0

    def _at_hand(self) -> Child:
        if self._child is None or self._served >= _PAGES_PER_CHILD or not self._child.alive:
            self.close()
            decoder = _DECODERS.get(self._media_type, _PICTURES)
            self._child = Child.start(decoder, files={"/scan": self._path}, limits=self._limits)
        return self._child


def count(path: Path, media_type: str, limits: Limits = LIMITS) -> int:
    """Number of pages of a scan, 1..2000. Raises Unreadable."""
    with closing(Opened(path, media_type, limits)) as scan:
        return scan.count()


def render(path: Path, media_type: str, number: int, dpi: int = 300, limits: Limits = LIMITS) -> PageImage:
    """One page (from 1) in a child of its own. Raises Unreadable."""
    with closing(Opened(path, media_type, limits)) as scan:
        return scan.page(number, dpi)


def render_all(
    path: Path, media_type: str, first: int = 1, dpi: int = 300, limits: Limits = LIMITS
) -> Iterator[PageImage | PageFailure]:
    """Every page from `first` on; a page that cannot be read costs that page. Raises Unreadable for the whole file."""
    with closing(Opened(path, media_type, limits)) as scan:
        for number in range(first, scan.count() + 1):
            try:
                yield scan.page(number, dpi)
            except Unreadable as error:
                yield PageFailure(number, error.code, str(error))


def _page(number: int, reply: Header, pixels: bytearray) -> PageImage:
    width, height, channels = (_whole(reply.get(name)) for name in ("width", "height", "channels"))
    resolution = reply.get("dpi")
    measured = 1 <= width <= SIDE_CAP and 1 <= height <= SIDE_CAP and width * height <= PIXEL_BUDGET
    whole = channels in (1, 3) and len(pixels) == width * height * channels
    if not (measured and whole and _believable(resolution)):
        raise Unreadable("page_crash")
    shape = (height, width) if channels == 1 else (height, width, 3)
    assert isinstance(resolution, int | float)
    page = PageImage(number, np.frombuffer(pixels, np.uint8).reshape(shape), float(resolution))
    return with_layer(page, reply)


def _ask(child: Child, question: Header) -> tuple[Header, bytearray]:
    try:
        reply, pixels = child.ask(question)
    except CageTimeout as error:
        raise Unreadable("page_timeout") from error
    except CageCrash as error:
        raise Unreadable("page_timeout" if error.killed_why == "cpu" else "page_crash") from error
    except CageError as error:
        raise Unreadable("page_crash") from error
    trouble = reply.get("trouble")
    if trouble is not None:
        raise Unreadable(trouble if trouble in SENTENCES else "damaged")
    return reply, pixels


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _believable(dpi: object) -> bool:
    return isinstance(dpi, int | float) and math.isfinite(dpi) and 1 <= dpi <= 4800
