"""A scan's bytes -> page images, one at a time, each made in the cage and measured before it is believed."""

from __future__ import annotations

import math
from collections.abc import Iterator
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


def count(path: Path, media_type: str, limits: Limits = LIMITS) -> int:
    """Number of pages, 1..2000. Raises Unreadable."""
    with _start(path, media_type, limits) as child:
        return _count(child, media_type)


def render(path: Path, media_type: str, number: int, dpi: int = 300, limits: Limits = LIMITS) -> PageImage:
    """One page (from 1) in a child of its own. `dpi` is for what must be drawn: a scanned image keeps its own.

    Raises Unreadable.
    """
    with _start(path, media_type, limits) as child:
        return _page(child, media_type, number, dpi)


def render_all(
    path: Path, media_type: str, first: int = 1, dpi: int = 300, limits: Limits = LIMITS
) -> Iterator[PageImage | PageFailure]:
    """Every page from `first` on; a page that cannot be read costs that page. Raises Unreadable for the whole file."""
    child, served = _start(path, media_type, limits), 0
    try:
        total, number = _count(child, media_type), first
        while number <= total:
            if served >= _PAGES_PER_CHILD or not child.alive:
                child.close()
                child, served = _start(path, media_type, limits), 0
            try:
                outcome: PageImage | PageFailure = _page(child, media_type, number, dpi)
            except Unreadable as error:
                if error.code == "page_crash" and served and not child.alive:
                    continue  # perhaps the pages before wore it out: once more with a fresh one
                outcome = PageFailure(number, error.code, str(error))
            yield outcome
            number, served = number + 1, served + 1
    finally:
        child.close()


def _start(path: Path, media_type: str, limits: Limits) -> Child:
    return Child.start(_DECODERS.get(media_type, _PICTURES), files={"/scan": path}, limits=limits)


def _count(child: Child, media_type: str) -> int:
    reply, _ = _ask(child, {"ask": "count", "media_type": media_type})
    total = reply.get("pages")
    if not isinstance(total, int) or total < 1:
        raise Unreadable("no_pages")
    if total > PAGE_CAP:
        raise Unreadable("too_many_pages")
    return total


def _page(child: Child, media_type: str, number: int, dpi: int) -> PageImage:
    reply, pixels = _ask(child, {"ask": "page", "media_type": media_type, "number": number, "dpi": dpi})
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
