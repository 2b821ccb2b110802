"""What a program and everything it starts costs: wall time, processor time, memory of the whole tree at its peak."""

from __future__ import annotations

import contextlib
import os
import resource
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")
_EVERY_S = 0.05


@dataclass
class Cost:
    """`memory_mb`: the largest sum of resident sizes over the tree, looked at twenty times a second."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    memory_mb: float = 0.0


@contextlib.contextmanager
def watched() -> Iterator[Cost]:
    """Watches all descendants of this process while the block runs; the process itself is not counted as memory.

    Processor time is what descendants that are alive and those that were waited for have used; or what was seen of
    each while it lived, if that is more: a caged process is killed, and nobody waits for it.
    """
    cost, done = Cost(), threading.Event()
    seen: dict[int, float] = {}
    began, spent, before = time.monotonic(), used(), _each()
    watcher = threading.Thread(target=_watch, args=(cost, seen, done), daemon=True)
    watcher.start()
    try:
        yield cost
    finally:
        done.set()
        watcher.join()
        cost.wall_s = time.monotonic() - began
        cost.cpu_s = max(used() - spent, sum(each - before.get(pid, 0.0) for pid, each in seen.items()))


def _watch(cost: Cost, seen: dict[int, float], done: threading.Event) -> None:
    while not done.wait(_EVERY_S):
        living = _each()
        seen.update(living)
        cost.memory_mb = max(cost.memory_mb, sum(memory_mb(pid) for pid in living))


def _each() -> dict[int, float]:
    """Seconds of processor time of each living descendant, without those it waited for."""
    stats = {pid: _stat(pid) for pid in descendants(os.getpid())}
    return {pid: (int(stat[11]) + int(stat[12])) / _TICK for pid, stat in stats.items() if stat}


def descendants(root: int) -> list[int]:
    """Processes started by `root`, and by those; without `root` itself."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    found, ahead = [], [root]
    while ahead:
        below = children.get(ahead.pop(), [])
        found += below
        ahead += below
    return found


def memory_mb(pid: int) -> float:
    """The resident size. Pages that processes share count in each: the sum over a tree is an upper bound."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20
    return 0.0


def used() -> float:
    """Seconds of processor time of this process, of its living descendants, and of the waited for."""
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    living = [stat for pid in descendants(os.getpid()) if (stat := _stat(pid))]
    return sum(each.ru_utime + each.ru_stime for each in own) + sum(
        sum(int(stat[field]) for field in (11, 12, 13, 14)) / _TICK for stat in living
    )


def _stat(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the state on: 1 parent, 11 to 14 ticks of its own and of waited-for children."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
