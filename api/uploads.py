"""Where paper comes in: batches are opened, filled and closed. 201 means that we are responsible from here on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response, status

from api import shown
from api.deps import Desk, SenderDesk
from api.errors import Refusal
from api.openapi import problems
from api.schemas import BatchBody, BatchProgress, CloseBatch, NewBatch, ReceiptBody
from api.spool import BatchId, FormBody, RawBody, Seq, Spooled
from registry import acceptance, records

router = APIRouter(prefix="/v1/batches", tags=["intake"])
SINGLE_PAGE = frozenset({"image/jpeg", "image/png", "image/bmp"})  # of the rest a worker counts the pages
REFUSALS = (
    "not_found", "empty", "incomplete", "bad_digest", "digest_mismatch", "pages_mismatch", "key_reused",
    "batch_closed", "too_slow", "too_large", "unknown_type", "encoded_body", "outcome_unknown", "store_unavailable",
    "no_space",
)  # fmt: skip
REPLAYED = {
    "model": ReceiptBody,
    "description": "These bytes were accepted before: the same receipt once more.",
    "headers": {"Idempotent-Replayed": {"schema": {"type": "string", "const": "true"}}},
}
BINARY = {"schema": {"type": "string", "format": "binary"}}
RAW = {"requestBody": {"required": True, "content": {"*/*": BINARY}}}
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["seq", "file"],
                    "properties": {
                        "seq": {"type": "integer", "minimum": 1, "maximum": 999_999},
                        "file": {"type": "string", "format": "binary"},
                    },
                }
            }
        },
    }
}


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems())
def open_batch(wish: NewBatch, desk: SenderDesk, response: Response) -> BatchBody:
    """Open a batch: a pile of paper scanned in one go."""
    with desk.house.database.transaction() as session:
        batch = acceptance.open_batch(
            session, desk.principal, declared=wish.declared, label=wish.label, one_client=wish.one_client
        )
        count = acceptance.batch_count(session, desk.principal, batch.id)
        body = desk.words.batch(batch, count)
    response.headers["Location"] = f"/v1/batches/{body.id}"
    return body


@router.get("", responses=problems())
def list_batches(desk: SenderDesk) -> list[BatchBody]:
    """The caller's own batches, the newest first."""
    with desk.house.database.reading() as session:
        return [
            desk.words.batch(batch, acceptance.batch_count(session, desk.principal, batch.id))
            for batch in records.batches(session, desk.principal)
        ]


@router.get("/{batch}", responses=problems("not_found"))
def read_batch(batch: BatchId, desk: SenderDesk) -> BatchProgress:
    """The batch with its counts, and how far every document and page of it has come."""
    with desk.house.database.reading() as session:
        count = acceptance.batch_count(session, desk.principal, batch)
        row = records.batch(session, desk.principal, batch)
        documents = records.batch_documents(session, desk.principal, batch)
        return desk.words.progress(row, count, documents)


def _submitted(
    batch: BatchId,
    seq: Seq,
    body: RawBody,
    x_declared_pages: Annotated[int | None, Header(ge=1, le=2000, description="Pages the station has scanned.")] = None,
) -> acceptance.Submission:
    if x_declared_pages not in {None, 1} and body.scan.media_type in SINGLE_PAGE:
        raise Refusal("pages_mismatch")
    return acceptance.Submission(batch, seq, body.scan, body.declared_type)


@router.put(
    "/{batch}/documents/{seq}",
    status_code=status.HTTP_201_CREATED,
    responses={**problems(*REFUSALS), 200: REPLAYED},
    openapi_extra=RAW,
)
def send_document(
    submission: Annotated[acceptance.Submission, Depends(_submitted)],
    body: RawBody,
    desk: SenderDesk,
    response: Response,
) -> ReceiptBody:
    """Send a document as the raw body. Repeat it until 201 or 200: the same number never registers twice."""
    return _answer(response, take_in(desk, submission, body))


@router.post(
    "/{batch}/documents",
    status_code=status.HTTP_201_CREATED,
    responses={**problems(*REFUSALS, "bad_form"), 200: REPLAYED},
    openapi_extra=FORM,
)
def send_document_form(batch: BatchId, body: FormBody, desk: SenderDesk, response: Response) -> ReceiptBody:
    """Send a document as a browser's form: one file and its number in the batch (`seq`)."""
    seq = body.values.get("seq", "")
    if not (seq.isascii() and seq.isdigit() and 1 <= int(seq[:7]) <= 999_999):
        raise Refusal("bad_form")
    submission = acceptance.Submission(batch, int(seq), body.scan, body.declared_type)
    return _answer(response, take_in(desk, submission, body))


def take_in(desk: Desk, submission: acceptance.Submission, body: Spooled) -> acceptance.Acceptance:
    """Bytes stored and read back, then one transaction, then the hint. Who gets an answer may let go of the paper."""
    desk.house.blobs.put(body.path, body.scan.sha256, body.scan.size)
    key = desk.house.receipt_key
    accepted = desk.house.database.perform(lambda session: acceptance.accept(session, desk.principal, submission, key))
    if accepted.work_id is not None:
        desk.house.hints.publish([accepted.work_id])
    return accepted


def _answer(response: Response, accepted: acceptance.Acceptance) -> ReceiptBody:
    if accepted.replayed:
        response.status_code = status.HTTP_200_OK
        response.headers["Idempotent-Replayed"] = "true"
    return shown.receipt(accepted.receipt)


@router.post("/{batch}/close", responses=problems("not_found", "count_mismatch", "batch_closed"))
def close_batch(batch: BatchId, wish: CloseBatch, desk: SenderDesk) -> BatchBody:
    """Close the batch: what was sent must be what was accepted. Closing a closed batch again changes nothing."""
    with desk.house.database.transaction() as session:
        count = acceptance.close_batch(session, desk.principal, batch, declared=wish.declared)
        return desk.words.batch(records.batch(session, desk.principal, batch), count)
