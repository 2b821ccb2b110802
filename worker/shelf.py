"""Originals fetched lately, so that the pages of a long document do not fetch it again one by one."""

from __future__ import annotations

from pathlib import Path

from ports.blobs import Blobs


class Shelf:
    """Keeps the last few originals in a folder of its own, each checked against its hash when it came."""

    def __init__(self, folder: Path, blobs: Blobs, places: int = 2) -> None:
        self._folder, self._blobs, self._places = folder, blobs, places
        self._files: list[Path] = []

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
