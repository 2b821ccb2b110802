"""Twins of the doors that keep everything in memory. The contract tests hold them to the same promises."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ports.blobs import BlobDamaged, BlobMissing, BlobsUnavailable
from ports.mail import MailRefused, MailUnavailable, Outgoing
from ports.registers import Question, RegisterUnavailable, Said


class MemoryBlobs:
    """An object store for tests. `content` may be spoilt to see what happens."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def put(self, path: Path, sha256: str, size: int) -> None:
        data = path.read_bytes()
        if (hashlib.sha256(data).hexdigest(), len(data)) != (sha256, size):
            raise BlobsUnavailable
        self.put_bytes(data)

    def put_bytes(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.content[sha256] = data
        return sha256

    @contextmanager
    def open(self, sha256: str) -> Iterator[BinaryIO]:
        yield io.BytesIO(self.get(sha256))

    def fetch(self, sha256: str, target: Path) -> None:
        target.write_bytes(self.get(sha256))

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.content:
            raise BlobMissing
        data = self.content[sha256]
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BlobDamaged
        return data

    def exists(self, sha256: str) -> bool:
        return sha256 in self.content

    def digests(self) -> Iterator[str]:
        return iter(list(self.content))


class MemoryHints:
    """Remembers what was hinted, in order."""

    def __init__(self) -> None:
        self.published: list[str] = []

    def publish(self, work_ids: Sequence[str]) -> None:
        self.published += work_ids

    def close(self) -> None:
        pass


class MemoryRegisters:
    """Registers for tests: who is connected, what they hold, and whether they are down just now."""

    def __init__(self) -> None:
        self.connected: set[str] = set()
        self.held: set[Question] = set()
        self.down = False

    def ask(self, question: Question) -> Said:
        if self.down:
            raise RegisterUnavailable
        if question.register not in self.connected:
            return "unknown"
        return "holds" if question in self.held else "lacks"


class MemoryMail:
    """Keeps what was sent. `away` and `refuses` say how it behaves."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.away = False
        self.refuses: frozenset[str] = frozenset()

    def send(self, letter: Outgoing) -> None:
        if self.away:
            raise MailUnavailable
        if letter.to in self.refuses:
            raise MailRefused
        self.sent.append(letter)
