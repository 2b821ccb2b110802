"""The door: look at the first bytes, hash, measure, perhaps refuse. No picture is decoded here."""

from __future__ import annotations

import hashlib
from typing import BinaryIO, ClassVar

from capture.scan import Scan
from capture.sentences import Language, sentence

ALLOWED: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/tiff": (".tif", ".tiff"),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "image/gif": (".gif",),
    "image/bmp": (".bmp",),
    "image/jp2": (".jp2", ".j2k"),
}
"""Media types we take, each with its usual file endings (for a file dialog; the bytes decide)."""

CHUNK = 256 * 1024
HEAD = 1024  # a PDF header may stand behind a little junk, within the first KiB
_PICTURES = (
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
)
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_OTHER_BRANDS = (b"avif", b"avis")  # they call themselves "mif1", too
_BMP_HEADERS = frozenset((12, 16, 40, 52, 56, 64, 108, 124))
# A container that merely carries "%PDF-" near its start is not a PDF.
_NOT_PAPER = (b"PK\x03\x04", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"%!PS", b"<", b"{\\rtf")


class Refused(Exception):
    """The file was refused at the door. Look at the reason and send the document again."""

    code: ClassVar[str] = "unknown_type"

    def __init__(self) -> None:
        super().__init__(sentence(self.code))

    def text(self, language: Language = "et") -> str:
        return sentence(self.code, language)


class Empty(Refused):
    """The file is empty. Scan the document again and send the new file."""

    code = "empty"


class UnknownType(Refused):
    """This is not a document we can read. Send PDF, TIFF, JPEG, PNG, WEBP or HEIC."""

    code = "unknown_type"


class TooLarge(Refused):
    """The file is too large. Split the document or scan it at a lower resolution."""

    code = "too_large"


def sniff(head: bytes) -> str | None:
    """Media type told from the first KiB of the file; None when it is nothing we take."""
    for magic, media_type in _PICTURES:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] not in _OTHER_BRANDS and _brands(head) & _HEIC_BRANDS:
        return "image/heic"
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "image/bmp"
    if b"%PDF-" in head[:HEAD] and not head.startswith(_NOT_PAPER):
        return "application/pdf"
    return None


def _brands(head: bytes) -> set[bytes]:
    """Major and compatible brands of an ISO media file, of those that lie within the head."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[8:12]} | {head[at : at + 4] for at in range(16, size - 3, 4)}


class Receiver:
    """Takes a file chunk by chunk: any way of cutting it gives the same Scan. Memory: one KiB."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._digest = hashlib.sha256()
        self._head = b""
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        """Raises TooLarge as soon as the limit is passed."""
        self._size += len(chunk)
        if self._size > self._limit:
            raise TooLarge
        if len(self._head) < HEAD:
            self._head += chunk[: HEAD - len(self._head)]
        self._digest.update(chunk)

    def finish(self) -> Scan:
        """Raises Empty or UnknownType."""
        if self._size == 0:
            raise Empty
        media_type = sniff(self._head)
        if media_type is None:
            raise UnknownType
        return Scan(self._digest.hexdigest(), media_type, self._size)


def receive(stream: BinaryIO, limit: int, sink: BinaryIO | None = None) -> Scan:
    """Read a stream to its end, copying it to `sink`; raises a Refused."""
    receiver = Receiver(limit)
    while chunk := stream.read(CHUNK):
        receiver.feed(chunk)
        if sink is not None:
            sink.write(chunk)
    return receiver.finish()
