"""Engines shared by threads: each is lent to one thread at a time, and as many are started as are needed at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ocr.engine import Engine


class Engines:
    def __init__(self, start: Callable[[], Engine], *started: Engine) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._idle = list(started)
        self._all = list(started)

    @contextmanager
    def borrow(self) -> Iterator[Engine]:
        """The engine last given back first: it is warm."""
        with self._lock:
            engine = self._idle.pop() if self._idle else self._start()
            if engine not in self._all:
                self._all.append(engine)
        try:
            yield engine
        finally:
            with self._lock:
                self._idle.append(engine)

    def close(self) -> None:
        for engine in self._all:
            engine.close()
