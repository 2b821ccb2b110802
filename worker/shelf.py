"""Originals fetched lately, the last of them open: a document's pages neither fetch it nor open it again one by one."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from capture.pages import Opened
from ports.blobs import Blobs


class Shelf:
    """Keeps the last few originals in a folder of its own, each checked against its hash when it came."""

    def __init__(self, folder: Path, blobs: Blobs, places: int = 2) -> None:
        self._folder, self._blobs, self._places = folder, blobs, places
        self._files: list[Path] = []
        self._open: tuple[Path, Opened] | None = None

    def open(self, sha256: str, media_type: str) -> Opened:
        """The scan with these bytes, until another one is asked for. Raises what `Blobs.fetch` raises.

        By one thread at a time, as all the work of a desk.
        """
        file = self.take(sha256)
        if self._open is None or self._open[0] != file:
            self.close()
            self._open = file, Opened(file, media_type)
        return self._open[1]

    def close(self) -> None:
        """Nothing is open any more; what was fetched stays."""
        if self._open is not None:
            self._open[1].close()
        self._open = None

    def take(self, sha256: str) -> Path:
        """The file with these bytes. Raises what `Blobs.fetch` raises; then nothing is kept."""
        file = self._folder / sha256
        if file in self._files:
            self._files.remove(file)
        else:
            self._make_room()
            self._blobs.fetch(sha256, file)
        self._files.append(file)
        return file

    def _make_room(self) -> None:
        while len(self._files) >= self._places:
            self._files.pop(0).unlink(missing_ok=True)


@contextmanager
def room_of_ones_own(root: Path) -> Iterator[Path]:
    """A folder for this process. What a killed one has left there is removed: it is somebody's paper.

    The kernel drops a lock with its process, so a folder whose lock is free belongs to nobody.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / "door").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)  # one enters at a time: no new folder is seen before it is locked
        for left in root.iterdir():
            if left.is_dir() and _abandoned(left):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=root))
        lock = (folder / "lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
    with lock:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    with suppress(FileNotFoundError), (folder / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
