"""First program inside the cage: takes the limits on, gives the last rights up, becomes what was asked for.

Runs as `python -I -S cage_entry.py JSON PROGRAM ARGUMENT...`; PROGRAM "-m" runs a Python module here.
Standard library only: each import costs every page its milliseconds.
"""

import json
import os
import resource
import runpy
import sys

_LIMITS = {
    "memory": resource.RLIMIT_AS,
    "cpu": resource.RLIMIT_CPU,
    "file": resource.RLIMIT_FSIZE,
    "open_files": resource.RLIMIT_NOFILE,
    "processes": resource.RLIMIT_NPROC,
    "core": resource.RLIMIT_CORE,
}


def take_limits(limits: dict[str, int]) -> None:
    for name, value in limits.items():
        resource.setrlimit(_LIMITS[name], (value, value))


def become(user: int) -> None:
    """A number nobody else has: the kernel does not count root's processes, and counts others by number."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def still_wanted(lifeline: int) -> bool:
    """Whether the one who started us still holds the other end; asked when bubblewrap has bound us to it."""
    os.set_blocking(lifeline, False)
    try:
        return os.read(lifeline, 1) != b""
    except BlockingIOError:
        return True
    finally:
        os.close(lifeline)


def main() -> None:
    orders = json.loads(sys.argv[1])
    if not still_wanted(orders["lifeline"]):
        sys.exit("nobody waits for this any more")
    take_limits(orders["limits"])
    if orders["user"]:
        become(orders["user"])
    if sys.argv[2] != "-m":
        os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606  (no shell is the point)
    sys.path[:0] = orders["path"]
    module, sys.argv = sys.argv[3], sys.argv[3:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
