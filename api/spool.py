"""A body on its way to the store: streamed to a temporary file, hashed and counted, never held in memory whole.

The house is written in `def`; this file is its one `async` spot, because only here the network is read piece by piece.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Annotated

from fastapi import Depends, Header, Request
from fastapi import Path as InPath
from starlette.concurrency import run_in_threadpool

from api.deps import House, HouseDep, Sender, roles
from api.errors import Refusal
from api.form import Form
from capture.intake import Receiver, TooLarge
from capture.scan import Scan
from registry import records
from registry.access import Principal

PIECE = 256 * 1024  # bytes written and hashed at a time
SPARE = 64 * 1024 * 1024  # bytes of disk that stay free beside the body
GRACE_S = 30  # before the slowest line we serve is measured, and the longest silence
SLOWEST = 8 * 1024  # bytes a second
STALE_S = 3600  # a temporary file older than this was left by a process that died
FORM_OVERHEAD = 16 * 1024  # boundaries, part headers and plain fields beside the file

BatchId = Annotated[str, InPath(pattern="^[0-9a-f]{32}$", description="Id of the batch.")]
Seq = Annotated[int, InPath(ge=1, le=999_999, description="Number of the document in its batch, from 1.")]
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([^:]*):")


@dataclass(frozen=True, slots=True)
class Spooled:
    """A whole body in a temporary file, and what its bytes are. `values` are the plain fields of a form."""

    path: Path
    scan: Scan
    declared_type: str
    values: dict[str, str] = field(default_factory=dict)


class Sink:
    """Where the pieces of one file go."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file = file
        self._receiver = Receiver(limit)
        self._pending = bytearray()

    def write(self, piece: bytes) -> None:
        self._pending += piece

    async def drain(self, *, wholly: bool = False) -> None:
        """Off the event loop: a slow disk must not hold up the others."""
        if len(self._pending) >= PIECE or (wholly and self._pending):
            pending, self._pending = bytes(self._pending), bytearray()
            await run_in_threadpool(self._store, pending)

    def _store(self, piece: bytes) -> None:
        self._receiver.feed(piece)
        self._file.write(piece)

    def finish(self) -> Scan:
        self._file.flush()
        return self._receiver.finish()


async def _pieces(request: Request, limit: int) -> AsyncIterator[bytes]:
    """The body as it comes, at most `limit` bytes; `too_slow` for a line that only keeps the connection busy."""
    started, received = time.monotonic(), 0
    stream = aiter(request.stream())
    while True:
        try:
            async with asyncio.timeout(GRACE_S):
                piece = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise Refusal("too_slow") from error
        received += len(piece)
        if received > limit:
            raise TooLarge
        if time.monotonic() - started > GRACE_S + received / SLOWEST:
            raise Refusal("too_slow")
        yield piece


def _refuse_early(request: Request, house: House, overhead: int) -> None:
    """What can be told before the first byte of the body is read."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refusal("encoded_body")
    said = request.headers.get("content-length", "0")
    length = int(said) if said.isascii() and said.isdigit() else 0
    if length > house.settings.upload_limit + overhead:
        raise TooLarge
    if shutil.disk_usage(house.incoming).free < length + SPARE:
        raise Refusal("no_space")


def _media_type(said: str) -> str:
    """What the sender says it is: noted, never believed."""
    return "".join(mark for mark in said[:100] if mark.isascii() and mark.isprintable())


@asynccontextmanager
async def _sink(request: Request, house: House, overhead: int = 0) -> AsyncIterator[tuple[Path, Sink]]:
    """A temporary file in the store's file system; gone when the request is over, whatever its end."""
    _refuse_early(request, house, overhead)
    with NamedTemporaryFile(dir=house.incoming, prefix="body-", delete=False) as file:
        path = Path(file.name)
        try:
            yield path, Sink(file, house.settings.upload_limit)
        finally:
            path.unlink(missing_ok=True)


def addressed(batch: BatchId, sender: Sender, house: HouseDep) -> str:
    """The batch is the caller's: known before the first byte of the body is read."""
    with house.database.reading() as session:
        records.batch(session, sender, batch)
    return batch


def numbered(seq: Seq, _batch: Annotated[str, Depends(addressed)]) -> int:
    return seq


def said_digest(
    content_digest: Annotated[str | None, Header(description="RFC 9530: `sha-256=:<base64>:`.")] = None,
    repr_digest: Annotated[str | None, Header(description="RFC 9530, the same for an unencoded body.")] = None,
) -> list[str]:
    """The SHA-256 digests that the sender declares, as hex; other algorithms are none of our business."""
    found = [match for text in (content_digest, repr_digest) if text for match in _DIGEST.findall(text)]
    try:
        digests = [base64.b64decode(text, validate=True).hex() for text in found]
    except (binascii.Error, ValueError) as error:
        raise Refusal("bad_digest") from error
    if any(len(digest) != 64 for digest in digests):
        raise Refusal("bad_digest")
    return digests


async def raw_body(
    request: Request,
    house: HouseDep,
    digests: Annotated[list[str], Depends(said_digest)],
    _seq: Annotated[int, Depends(numbered)],
) -> AsyncIterator[Spooled]:
    """The body itself is the document."""
    async with _whole(request, house, digests) as spooled:
        yield spooled


async def brought_body(
    request: Request,
    house: HouseDep,
    digests: Annotated[list[str], Depends(said_digest)],
    _who: Annotated[Principal, Depends(roles("admin"))],
) -> AsyncIterator[Spooled]:
    """A file that an administrator brings: a blank, a scan of a form."""
    async with _whole(request, house, digests) as spooled:
        yield spooled


@asynccontextmanager
async def _whole(request: Request, house: House, digests: list[str]) -> AsyncIterator[Spooled]:
    async with _sink(request, house) as (path, sink):
        async for piece in _pieces(request, house.settings.upload_limit):
            sink.write(piece)
            await sink.drain()
        await sink.drain(wholly=True)
        scan = sink.finish()
        if any(digest != scan.sha256 for digest in digests):
            raise Refusal("digest_mismatch")
        yield Spooled(path, scan, _media_type(request.headers.get("content-type", "")))


async def form_body(
    request: Request, house: HouseDep, _batch: Annotated[str, Depends(addressed)]
) -> AsyncIterator[Spooled]:
    """A browser's form: the document is its one file."""
    async with _sink(request, house, FORM_OVERHEAD) as (path, sink):
        form = Form(request.headers.get("content-type", ""), sink.write)
        async for piece in _pieces(request, house.settings.upload_limit + FORM_OVERHEAD):
            form.feed(piece)
            await sink.drain()
        form.finish()
        await sink.drain(wholly=True)
        yield Spooled(path, sink.finish(), _media_type(form.declared_type), form.values)


BroughtBody = Annotated[Spooled, Depends(brought_body, scope="function")]
RawBody = Annotated[Spooled, Depends(raw_body, scope="function")]
FormBody = Annotated[Spooled, Depends(form_body, scope="function")]


def sweep(incoming: Path) -> int:
    """Removes what a process left that died while it received; the number of files."""
    stale = [path for path in incoming.glob("body-*") if time.time() - path.stat().st_mtime > STALE_S]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)
