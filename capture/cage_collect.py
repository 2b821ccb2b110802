"""Collects what a caged program says, within its time and its share of our memory."""

from __future__ import annotations

import os
import selectors
import subprocess
import time

from capture.cage_talk import STDERR_CAP, pipes, widen
from capture.cage_walls import Limits

_CHUNK = 1 << 20


class Collector:
    """Feeds stdin, gathers stdout up to the cap and the tail of stderr, until both are closed or time is up."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self._in, self._out, self._err = pipes(process)
        self._cap = limits.output_mb << 20
        self._deadline = time.monotonic() + limits.wall_s
        self.stdout = bytearray()
        self.stderr = b""
        self.killed_why: str | None = None

    def collect(self, stdin: bytes) -> None:
        rest = memoryview(stdin)
        widen(self._out.fileno())
        for pipe in (self._in, self._out, self._err):
            os.set_blocking(pipe.fileno(), False)
        with selectors.PollSelector() as open_pipes:
            open_pipes.register(self._out, selectors.EVENT_READ, "out")
            open_pipes.register(self._err, selectors.EVENT_READ, "err")
            open_pipes.register(self._in, selectors.EVENT_WRITE, "in")
            while len(open_pipes.get_map()) and self.killed_why is None:
                left = self._deadline - time.monotonic()
                if left <= 0:
                    self.killed_why = "wall"
                    return
                for key, _ in open_pipes.select(left):
                    if key.data == "in":
                        rest = self._feed(rest)
                        still_open = bool(rest)
                    else:
                        still_open = self._hear(key.data, key.fd)
                    if not still_open:
                        open_pipes.unregister(key.fileobj)

    def _feed(self, rest: memoryview) -> memoryview:
        try:
            rest = rest[os.write(self._in.fileno(), rest) :] if rest else rest
        except BrokenPipeError:  # the program has heard enough
            rest = rest[:0]
        if not rest:
            self._in.close()
        return rest

    def _hear(self, which: str, descriptor: int) -> bool:
        heard = os.read(descriptor, _CHUNK)
        if which == "err":
            self.stderr = (self.stderr + heard)[-STDERR_CAP:]
        else:
            self.stdout += heard
            if len(self.stdout) > self._cap:
                self.killed_why = "output"
        return bool(heard)
