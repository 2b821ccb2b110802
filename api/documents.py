"""Documents and their pages. Pictures pass through us, hash checked, read rights asked and the look written down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Response
from fastapi import Path as InPath
from starlette.responses import StreamingResponse

from api import shown
from api.case_schemas import DocumentBody, PageWithText, TwinBody
from api.deps import ReaderDesk, RegisterDesk
from api.edits import tagged
from api.errors import Refusal
from api.openapi import ETAG, bytes_of, problems
from api.schemas import ReceiptBody
from capture.intake import ALLOWED, HEAD, sniff
from ports.blobs import Blobs
from registry import acceptance, likeness, records

router = APIRouter(prefix="/v1/documents", tags=["documents"])

DocumentId = Annotated[str, InPath(pattern="^[0-9a-f]{32}$", description="Id of the document.")]
PageNumber = Annotated[int, InPath(ge=1, le=2000, description="Number of the page, from 1.")]
Picture = Annotated[Literal["picture", "original", "thumbnail"], InPath(description="Which picture of the page.")]
Known = Annotated[str | None, Header(alias="If-None-Match", description="The ETag you hold.")]
SHOWN = frozenset({"image/png", "image/jpeg", "image/webp"})  # pictures of our own making
PIECE = 256 * 1024


@router.get("/{document}", responses={**problems("not_found"), **ETAG})
def read_document(document: DocumentId, desk: ReaderDesk, response: Response) -> DocumentBody:
    """A document with its pages, fields and problems."""
    with desk.house.database.transaction() as session:
        row = records.document(session, desk.principal, document)
        records.seen(session, desk.principal, f"document:{row.id}")
        return tagged(response, desk.words.document(row))


@router.get("/{document}/twins", responses=problems("not_found"))
def read_twins(document: DocumentId, desk: ReaderDesk) -> list[TwinBody]:
    """Other documents that seem to show the same sheet: pointed out, never dropped."""
    with desk.house.database.reading() as session:
        row = records.document(session, desk.principal, document)
        found = likeness.twins(session, desk.principal, [row.id]).get(row.id, [])
        return [shown.twin(other, how, desk.words.language) for other, how in found]


@router.get("/{document}/pages/{number}", responses=problems("not_found"))
def read_page(document: DocumentId, number: PageNumber, desk: ReaderDesk) -> PageWithText:
    """A page with what was read on it, lines in reading order, boxes in pixels of its picture."""
    with desk.house.database.transaction() as session:
        row = records.page(session, desk.principal, document, number)
        records.seen(session, desk.principal, f"document:{document}", page=number)
        return desk.words.page_with_text(row)


@router.get(
    "/{document}/pages/{number}/{picture}",
    response_class=Response,
    responses={**problems("not_found", "bytes_lost", "store_unavailable"), **bytes_of(*sorted(SHOWN))},
)
def read_picture(
    document: DocumentId, number: PageNumber, picture: Picture, desk: ReaderDesk, known: Known = None
) -> Response:
    """A picture of a page. Crops are cut by whoever shows them: the picture and a field's box are all it takes."""
    with desk.house.database.transaction() as session:
        row = records.page(session, desk.principal, document, number)
        digest: str | None = getattr(row, picture)
        records.seen(session, desk.principal, f"document:{document}", page=number)
    if digest is None:
        raise Refusal("not_found")
    headers = {"ETag": f'"{digest}"', "Content-Disposition": "inline"}
    if known == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    content = desk.house.blobs.get(digest)
    media_type = sniff(content[:HEAD])
    if media_type not in SHOWN:
        raise Refusal("bytes_lost")
    return Response(content, media_type=media_type, headers=headers)


@router.get(
    "/{document}/file",
    response_class=Response,
    responses={**problems("not_found", "bytes_lost", "store_unavailable", "no_space"), **bytes_of(*ALLOWED)},
)
def download(document: DocumentId, desk: ReaderDesk) -> Response:
    """The file as it came, to be saved, never to be opened by the browser in our name."""
    with desk.house.database.transaction() as session:
        row = records.document(session, desk.principal, document)
        digest, viit, media_type, size = row.sha256, row.viit, row.blob.media_type, row.blob.size
        records.seen(session, desk.principal, f"document:{document}", file=digest)
    name = viit.replace("/", "-") + ALLOWED.get(media_type, (".bin",))[0]
    file = _opened(desk.house.blobs, digest)
    headers = {
        "ETag": f'"{digest}"',
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return StreamingResponse(file, media_type=media_type, headers=headers)


def _opened(blobs: Blobs, digest: str) -> Iterator[bytes]:
    """The bytes piece by piece. Their hash is checked before the answer begins, so that an error can be said."""
    pieces = _pieces(blobs, digest)
    next(pieces)
    return pieces


def _pieces(blobs: Blobs, digest: str) -> Iterator[bytes]:
    with blobs.open(digest) as file:
        yield b""
        while piece := file.read(PIECE):
            yield piece


@router.get("/{document}/receipt", responses=problems("not_found"))
def read_receipt(document: DocumentId, desk: RegisterDesk) -> ReceiptBody:
    """The receipt that the document was given."""
    with desk.house.database.reading() as session:
        return shown.receipt(acceptance.receipt(session, desk.principal, document, desk.house.receipt_key))
