"""Many files at once, the lines in the order given: a thread for each file in hand, a thread for each page in hand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from capture.scan import PageFailure, PageImage
from cli.results import FileResult, PageResult

PageWork = Callable[[PageImage | PageFailure], PageResult]
Pages = Iterator[PageImage | PageFailure]
FileWork = Callable[[str, Callable[[Pages], list[PageResult]]], FileResult]


class Stopped(Exception):
    """The command was interrupted. Start it again."""


class Crew:
    """`jobs` pages are worked on at once and at most as many more wait as pixels, however long a document is.

    The threads live as long as the crew does: a caged child dies with the thread that started it.
    """

    def __init__(self, jobs: int, on_file: FileWork, on_page: PageWork) -> None:
        self._on_file, self._on_page, self._jobs = on_file, on_page, jobs
        self._files = ThreadPoolExecutor(jobs, "file")
        self._pages = ThreadPoolExecutor(jobs, "page")
        self._room = threading.Semaphore(2 * jobs)
        self._stop = threading.Event()

    def work(self, files: Sequence[str]) -> Iterator[FileResult]:
        """One result for each file, in order, as soon as its turn is complete."""
        waiting = [self._files.submit(self._on_file, file, self._spread) for file in files]
        for future in waiting:
            yield future.result()

    def _spread(self, pages: Pages) -> list[PageResult]:
        """Hand the pages of one file to whoever is free; the next is rendered only when there is room for it."""
        working: list[Future[PageResult]] = []
        while (page := self._next(pages)) is not None:
            working.append(self._pages.submit(self._one, page))
            del page
        return [future.result() for future in working]

    def _next(self, pages: Pages) -> PageImage | PageFailure | None:
        self._room.acquire()
        page = None
        try:
            if self._stop.is_set():
                raise Stopped
            page = next(pages, None)
        finally:
            if page is None:
                self._room.release()
        return page

    def _one(self, page: PageImage | PageFailure) -> PageResult:
        try:
            return self._on_page(page)
        finally:
            self._room.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._room.release(self._jobs)  # whoever waits for room wakes, and sees that it is over
        self._files.shutdown(wait=kind is None, cancel_futures=True)
        self._pages.shutdown(wait=kind is None, cancel_futures=True)
