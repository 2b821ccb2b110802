"""The cage: runs a program, or talks with a reader, on bytes nobody trusts, in a sandbox with limits.

Start children from threads that live on: bubblewrap's --die-with-parent follows the *thread* that forked, so a child
started by a passing thread dies with that thread.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from capture.cage_claims import CLAIMS, GO_BETWEEN
from capture.cage_collect import Collector
from capture.cage_talk import Header, HungUp, Nonsense, OutOfTime, Wire, pipes
from capture.cage_walls import ROOT, CageMissing, Limits, Walls, build

__all__ = ["CageCrash", "CageError", "CageMissing", "CageRefused", "CageTimeout", "Child", "Limits", "Outcome"]

_GRACE_S = 1.0


class CageError(Exception):
    """The caged reader failed. The page is given up; look at the original."""

    def __init__(self, detail: str = "", killed_why: str | None = None) -> None:
        super().__init__(f"{self.__doc__} ({detail})" if detail else str(self.__doc__))
        self.killed_why = killed_why


class CageTimeout(CageError):
    """The caged reader took too long and was stopped. Look at the original or scan the page again."""


class CageCrash(CageError):
    """The caged reader crashed. Look at the original or scan the page again."""


class CageRefused(CageError):
    """The caged reader sent something that is not an answer. Look at the original or scan the page again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a caged program ended. `killed_why`: None, "wall", "output", "cpu" or "signal"; exit 0 proves nothing."""

    rc: int
    stdout: bytes
    stderr_tail: str
    killed_why: str | None


def run(
    argv: Sequence[str], *, files: Mapping[str, Path] | None = None, stdin: bytes = b"", limits: Limits | None = None
) -> Outcome:
    """Run one program to its end. `files`: place inside -> file outside. Raises CageMissing."""
    limits = limits or Limits()
    caged = _Caged(build(argv, files or {}, limits))
    heard = Collector(caged.process, limits)
    try:
        heard.collect(stdin)
    finally:
        caged.end(0.0 if heard.killed_why else _GRACE_S)
    rc = caged.process.returncode
    return Outcome(rc, bytes(heard.stdout), heard.stderr.decode(errors="replace"), heard.killed_why or _why(rc))


class Child:
    """A caged Python module that answers questions, one at a time (see cage_talk.serve)."""

    def __init__(self, walls: Walls, limits: Limits) -> None:
        self._caged, self._limits = _Caged(walls), limits
        self._wire = Wire(self._caged.process)

    @classmethod
    def start(cls, module: str, *, files: Mapping[str, Path] | None = None, limits: Limits | None = None) -> Self:
        """Returns at once; a module that cannot start shows itself at the first question."""
        limits = limits or Limits()
        code = [ROOT / module.partition(".")[0]]
        return cls(build(["-m", module], files or {}, limits, code), limits)

    def ask(self, header: Header, payload: bytes = b"", wall_s: float | None = None) -> tuple[Header, bytearray]:
        """One question, one answer. Raises CageTimeout, CageCrash, CageRefused; the child is dead after each."""
        deadline = time.monotonic() + (self._limits.wall_s if wall_s is None else wall_s)
        try:
            return self._wire.ask(header, payload, deadline, self._limits.output_mb << 20)
        except OutOfTime:
            self.close(0)
            raise CageTimeout(self.stderr_tail) from None
        except Nonsense:
            self.close(0)
            raise CageRefused(self.stderr_tail) from None
        except (HungUp, OSError):
            self._wire.drain()
            self.close()
            rc = self._caged.process.returncode
            raise CageCrash(f"exit {rc}: {self.stderr_tail}", _why(rc)) from None

    @property
    def stderr_tail(self) -> str:
        return self._wire.stderr_tail.decode(errors="replace").strip()[-500:]

    @property
    def alive(self) -> bool:
        return self._caged.process.poll() is None

    def close(self, grace_s: float = _GRACE_S) -> None:
        """Hang up; a child that does not go by itself is killed."""
        self._caged.end(grace_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def probe() -> list[tuple[str, bool]]:
    """Each claim the cage makes, and whether it held just now, tried from inside. Raises CageMissing."""
    limits = Limits(memory_mb=512, cpu_s=5, wall_s=10, processes=16, file_mb=16)
    tried = [(claim.text, run(claim.argv, limits=limits).stdout.strip() == claim.expected) for claim in CLAIMS]
    slow = run(["sleep", "30"], limits=replace(limits, wall_s=0.5))
    tried.append(("is stopped when its time is over", slow.killed_why == "wall"))
    tried.append(("dies with the process that started it", _dies_with_parent(limits)))
    return tried


def _dies_with_parent(limits: Limits) -> bool:
    """A go-between starts a caged sleeper and is killed; the pipe closes only when the sleeper is dead, too."""
    walls = build(["sh", "-c", "echo up; exec sleep 30"], {}, limits)
    try:
        between = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", GO_BETWEEN, *walls.argv],
            stdout=subprocess.PIPE,
            pass_fds=walls.descriptors,
        )
    finally:
        walls.close()
    assert between.stdout
    with between.stdout as sleeper:
        up = sleeper.readline() == b"up\n"
        between.kill()
        between.wait()
        ready, _, _ = select.select([sleeper], [], [], 2.0)
        os.close(walls.lifeline)
        return up and bool(ready) and sleeper.read() == b""


class _Caged:
    """A started bubblewrap and the end of its lifeline."""

    def __init__(self, walls: Walls) -> None:
        self._lifeline = walls.lifeline
        try:
            self.process = subprocess.Popen(
                walls.argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env={},
                pass_fds=walls.descriptors,
                start_new_session=True,
            )
        except FileNotFoundError as error:
            os.close(self._lifeline)
            raise CageMissing from error
        finally:
            walls.close()

    def end(self, grace_s: float = 0.0) -> None:
        """Everything it started dies, too: bubblewrap's death takes the whole process namespace along."""
        for pipe in pipes(self.process):
            with suppress(OSError):
                pipe.close()
        if grace_s:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(grace_s)
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _why(rc: int) -> str | None:
    if rc in (128 + signal.SIGXCPU, -signal.SIGXCPU):
        return "cpu"
    return "signal" if rc < 0 or rc > 128 else None
