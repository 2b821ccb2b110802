"""Child processes of `serve` and `work`: started, watched, started again when they die, ended together."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

GRACE_S = 40.0  # a worker drains within 30 s
STEADY_S = 30.0  # who lived this long may die and be started again at once
TOO_OFTEN = 5  # deaths in a row, each after less than STEADY_S


class KeepsDying(Exception):
    """A process of the house ends again and again. Look at its log, which is named here, and mend what it says."""


@dataclass(slots=True)
class Child:
    """One process. `log` None: it writes to our own stderr, as in a container."""

    name: str
    argv: Sequence[str]
    log: Path | None = None
    deaths: int = 0
    started: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches us alone; told to end by the kernel when we die."""
        guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        with contextlib.ExitStack() as stack:
            output: IO[bytes] | None = stack.enter_context(self.log.open("ab")) if self.log else None
            self.process = subprocess.Popen(
                [*guard, *self.argv], stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        self.started = time.monotonic()

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def revive(self) -> None:
        """Starts it again if it is dead. Raises `KeepsDying`."""
        if self.running:
            return
        self.deaths = self.deaths + 1 if time.monotonic() - self.started < STEADY_S else 1
        if self.deaths >= TOO_OFTEN:
            raise KeepsDying(f"{self.name} ended {self.deaths} times in a row: see {self.log or 'the lines above'}.")
        self.start()

    def tell(self, number: signal.Signals) -> None:
        if self.process is not None and self.running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, number)


class Stop:
    """Set by SIGTERM, by Ctrl-C, or when the terminal is closed; the children are then told in turn."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.number = signal.SIGTERM
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told)

    def _told(self, number: int, _frame: object) -> None:
        self.number = signal.SIGINT if number == signal.SIGINT else signal.SIGTERM
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Whether it is set after so long."""
        return self._event.wait(seconds)

    @property
    def is_set(self) -> bool:
        return self._event.is_set()


def end_all(children: Sequence[Child], number: signal.Signals = signal.SIGTERM, grace_s: float = GRACE_S) -> bool:
    """Tells all to end, gives them time, SIGKILL to who does not. True when everybody ended by themselves."""
    for child in children:
        child.tell(number)
    until = time.monotonic() + grace_s
    while any(child.running for child in children) and time.monotonic() < until:
        time.sleep(0.05)
    left = [child for child in children if child.running]
    for child in left:
        child.tell(signal.SIGKILL)
    for child in children:
        if child.process is not None:
            child.process.wait()
    return not left
