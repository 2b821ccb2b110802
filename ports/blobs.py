"""The door to the object store: bytes under their own SHA-256, written once, read back, checked at every reading."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from ports.s3 import Bucket, BucketError, ObjectMissing, bucket_at

PIECE = 256 * 1024
STALE_S = 3600  # a draft older than this was left by a process that died
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class BlobMissing(Exception):
    """The bytes are not in the object store. Restore them from the backup of the store."""


class BlobDamaged(Exception):
    """The bytes are not what was stored. Restore them from the backup of the store."""


class BlobsUnavailable(Exception):
    """The object store does not answer or could not keep the bytes. Keep the file and send it again."""


class BadBlobsUrl(Exception):
    """The object store's URL cannot be used. Write file:///folder or s3://key:secret@host:port/bucket."""


class Blobs(Protocol):
    """Keys are content hashes, so writing twice is harmless. Reading raises `BlobMissing` or `BlobDamaged`."""

    def put(self, path: Path, sha256: str, size: int) -> None:
        """When this returns the bytes are on stable storage and were read back. Else it raises `BlobsUnavailable`."""

    def put_bytes(self, data: bytes) -> str:
        """The same for bytes in memory; their SHA-256."""

    def open(self, sha256: str) -> AbstractContextManager[BinaryIO]:
        """The bytes as a file, checked before the first of them is given out."""

    def fetch(self, sha256: str, target: Path) -> None:
        """Copies the bytes into a file, which is there only if they are right."""

    def get(self, sha256: str) -> bytes: ...

    def exists(self, sha256: str) -> bool: ...

    def digests(self) -> Iterator[str]:
        """Every key of the store, in no order."""


def open_store(url: str) -> Blobs:
    """The store behind a URL: a folder or a bucket."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return FolderBlobs(Path(unquote(parts.path)))
    if parts.scheme == "s3":
        try:
            return S3Blobs(bucket_at(url))
        except ValueError:
            raise BadBlobsUrl from None  # the URL holds a secret: it is not repeated
    raise BadBlobsUrl


class FolderBlobs:
    """A folder: `ab/abcdef...`. A failed fsync means that nothing was stored."""

    def __init__(self, root: Path) -> None:
        """Raises `BlobsUnavailable` when the folder cannot be made."""
        self._root = root
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sweep()
        except OSError as error:
            raise BlobsUnavailable from error

    def put(self, path: Path, sha256: str, size: int) -> None:
        with path.open("rb") as source:
            self._keep(source, sha256, size)

    def put_bytes(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self._keep(BytesIO(data), sha256, len(data))
        return sha256

    @contextmanager
    def open(self, sha256: str) -> Iterator[BinaryIO]:
        try:
            file = self._place(sha256).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing from error
        except OSError as error:
            raise BlobsUnavailable from error
        with file:
            if _copy(file.read, None)[0] != sha256:
                raise BlobDamaged
            file.seek(0)
            yield file

    def fetch(self, sha256: str, target: Path) -> None:
        with self.open(sha256) as file:
            _into(target, sha256, file.read)

    def get(self, sha256: str) -> bytes:
        with self.open(sha256) as file:
            return file.read()

    def exists(self, sha256: str) -> bool:
        return self._place(sha256).exists()

    def digests(self) -> Iterator[str]:
        return (path.name for path in self._root.glob("??/*") if _DIGEST.fullmatch(path.name))

    def _sweep(self) -> None:
        """Several processes may do this at once, and each other's drafts are no older than their puts."""
        for draft in self._root.glob("draft-*"):
            with suppress(FileNotFoundError):
                if time.time() - draft.stat().st_mtime > STALE_S:
                    draft.unlink()

    def _place(self, sha256: str) -> Path:
        return self._root / _key(sha256)

    def _keep(self, source: BinaryIO, sha256: str, size: int) -> None:
        """Draft, fsync, read back, link, fsync of the folder: what survives a power cut is whole."""
        place = self._place(sha256)
        try:
            descriptor, name = tempfile.mkstemp(dir=self._root, prefix="draft-")
            draft = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    _copy(source.read, file)
                    file.flush()
                    os.fsync(file.fileno())
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # so that it is read from the disk
                if _measure(draft) != (sha256, size):
                    raise BlobsUnavailable
                self._publish(draft, place, sha256)
            finally:
                draft.unlink(missing_ok=True)
        except OSError as error:
            raise BlobsUnavailable from error

    def _publish(self, draft: Path, place: Path, sha256: str) -> None:
        draft.chmod(0o400)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            os.link(draft, place)
        except FileExistsError:
            if _measure(place)[0] != sha256:
                draft.replace(place)  # what lay there had rotted: these are the right bytes
        _sync_folder(place.parent)
        _sync_folder(self._root)


class S3Blobs:
    """A bucket of any S3. Integrity comes from reading back, for gateways ignore what they do not know."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def put(self, path: Path, sha256: str, size: int) -> None:
        with path.open("rb") as source:
            self._keep(source, sha256, size)

    def put_bytes(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self._keep(BytesIO(data), sha256, len(data))
        return sha256

    @contextmanager
    def open(self, sha256: str) -> Iterator[BinaryIO]:
        with tempfile.TemporaryFile() as file:
            if self._read(sha256, file) != sha256:
                raise BlobDamaged
            file.seek(0)
            yield file

    def fetch(self, sha256: str, target: Path) -> None:
        with _mapped(), self._bucket.get(_key(sha256)) as read:
            _into(target, sha256, read)

    def get(self, sha256: str) -> bytes:
        with self.open(sha256) as file:
            return file.read()

    def exists(self, sha256: str) -> bool:
        with _mapped():
            return self._bucket.size(_key(sha256)) is not None

    def digests(self) -> Iterator[str]:
        with _mapped():
            names = (key.rpartition("/")[2] for key in self._bucket.names())
            yield from (name for name in names if _DIGEST.fullmatch(name))

    def _keep(self, source: BinaryIO, sha256: str, size: int) -> None:
        for _ in range(2):  # a store that answers 200 and keeps other bytes gets one more chance
            if self._keeps(sha256, size):
                return
            source.seek(0)
            with _mapped():
                self._bucket.put(_key(sha256), source, size)
        if not self._keeps(sha256, size):
            raise BlobsUnavailable

    def _keeps(self, sha256: str, size: int) -> bool:
        with _mapped():
            return self._bucket.size(_key(sha256)) == size and self._read(sha256, None) == sha256

    def _read(self, sha256: str, sink: BinaryIO | None) -> str:
        with _mapped(), self._bucket.get(_key(sha256)) as read:
            return _copy(read, sink)[0]


@contextmanager
def _mapped() -> Iterator[None]:
    """The bucket's errors in the words of this door."""
    try:
        yield
    except ObjectMissing as error:
        raise BlobMissing from error
    except (BucketError, OSError) as error:
        raise BlobsUnavailable from error


def _key(sha256: str) -> str:
    """A name that is no digest is nowhere in the store, whatever path it would make."""
    if not _DIGEST.fullmatch(sha256):
        raise BlobMissing
    return f"{sha256[:2]}/{sha256}"


def _copy(read: Callable[[int], bytes], sink: BinaryIO | None) -> tuple[str, int]:
    """Digest and size of all that `read` gives, on its way into `sink`."""
    digest, size = hashlib.sha256(), 0
    while piece := read(PIECE):
        digest.update(piece)
        size += len(piece)
        if sink:
            sink.write(piece)
    return digest.hexdigest(), size


def _measure(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return _copy(file.read, None)


def _into(target: Path, sha256: str, read: Callable[[int], bytes]) -> None:
    try:
        with target.open("wb") as file:
            right = _copy(read, file)[0] == sha256
        if not right:
            raise BlobDamaged
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
