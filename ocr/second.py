"""A second Tesseract, with a thread of its own: half of somebody's page is read here while a processor is idle.

Two halves of a page, one after the other, take as long as the whole; at once, 0.6 of it (docs/decisions/0010).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from ocr.tesseract_reader import Reader

Ask = Callable[[Reader], str]


class Second:
    """Threads with a Tesseract of their own may share one. `processors`: with as many at work it helps nobody."""

    def __init__(self, processors: int, reader: Reader | None = None) -> None:
        self._reader = reader or Reader()
        self._thread = ThreadPoolExecutor(1, "second")  # lives on: a caged child dies with the thread that started it
        self._lock = threading.Lock()
        self._processors, self._at_work = processors, 0

    def begin(self) -> None:
        """Starts the child. What is wrong is said to the first who asks for something."""
        self._thread.submit(self._reader.begin)

    @contextmanager
    def beside(self, wanted: bool) -> Iterator[Second | None]:
        """For as long as somebody reads: the second reader if it is wanted and a processor is left for it."""
        with self._lock:
            self._at_work += 1
            room = wanted and self._at_work < self._processors
            self._at_work += room
        try:
            yield self if room else None
        finally:
            with self._lock:
                self._at_work -= 1 + room

    def take(self, ask: Ask) -> Future[str]:
        return self._thread.submit(ask, self._reader)

    def close(self) -> None:
        self._thread.submit(self._reader.close)
        self._thread.shutdown()
