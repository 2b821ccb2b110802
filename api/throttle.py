"""Slows down guessing of passwords: per login and per address, never a lock for good."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


class TooManyAttempts(Exception):
    """Too many attempts. Wait a little, then try again."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(f"wait {wait_s} s")


@dataclass(slots=True)
class Bucket:
    level: float
    at: float


class Throttle:
    """Leaky buckets in this process: each failure fills one, time empties it. `size` caps the memory used."""

    def __init__(
        self, capacity: float, per_minute: float, size: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._capacity = capacity
        self._leak = per_minute / 60  # failures forgiven in a second
        self._size = size
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def check(self, key: str) -> None:
        """`TooManyAttempts` when the next try must wait."""
        with self._lock:
            over = self._level(key) + 1 - self._capacity
            if over > 0:
                raise TooManyAttempts(int(over / self._leak) + 1)

    def failed(self, key: str) -> None:
        with self._lock:
            self._buckets[key] = Bucket(self._level(key) + 1, self._clock())
            self._buckets.move_to_end(key)
            while len(self._buckets) > self._size:
                self._buckets.popitem(last=False)

    def forgive(self, key: str) -> None:
        with self._lock:
            self._buckets.pop(key, None)

    def _level(self, key: str) -> float:
        bucket = self._buckets.get(key)
        if bucket is None:
            return 0.0
        return max(0.0, bucket.level - (self._clock() - bucket.at) * self._leak)
