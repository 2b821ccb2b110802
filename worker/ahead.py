"""What is made of a cleaned page while it is still being read: its pictures in the object store, and its codes.

Somebody waits at a counter for the reading, and the reading waits for a caged process: this costs it nothing.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

from capture import clean
from capture.scan import Code, PageImage
from worker import pictures
from worker.desk import Desk


@dataclass(frozen=True, slots=True)
class Made:
    """Pictures by their SHA-256: cleaned, as it came but upright, small."""

    picture: str
    original: str
    thumbnail: str
    codes: tuple[Code, ...]


class Ahead:
    """Of one page. Cleaned once, it is usually shown so; turned after all, it is made once more."""

    def __init__(self, desk: Desk, page: PageImage) -> None:
        self._desk, self._page = desk, page
        self._begun: tuple[PageImage, Future[Made]] | None = None

    def begin(self, cleaned: PageImage) -> None:
        self._begun = cleaned, self._desk.aside.submit(self._make, cleaned)

    def made(self, cleaned: PageImage) -> Made:
        """Raises what the object store raises."""
        if self._begun is None or self._begun[0] is not cleaned:
            self.begin(cleaned)
        assert self._begun is not None
        return self._begun[1].result()

    def _make(self, cleaned: PageImage) -> Made:
        put = self._desk.blobs.put_bytes
        upright = clean.turn(self._page, cleaned.rotation)
        return Made(
            put(pictures.as_png(cleaned.pixels)), put(pictures.as_it_came(upright.pixels)),
            put(pictures.as_thumbnail(cleaned.pixels)), self._desk.codes.find(cleaned),
        )  # fmt: skip
