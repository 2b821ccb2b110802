"""Acceptance: what 201 means. Blob, viit, document, first work row and evidence in the caller's one transaction.

The bytes lie in the object store and were read back before `accept` is called. If the transaction does not commit,
nothing was accepted, no number was used, and the sender keeps the paper.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from capture.scan import Scan
from ports.database import insert_once, now
from registry import audit, entries, ledger
from registry.access import NotFound, Principal, batch_filter, register_filter, require
from registry.model import SENT, AuditEvent, Batch, Blob, Document, Page
from registry.number import SERIES, format_viit, next_case_no, next_seq

SENDERS = ("station", "handler", "supervisor")
FIRST_STEP = "pages"
LARGEST_BATCH = 999_999
NAMED = 100  # sequence numbers that a mismatch names
_ACCEPTED = "document.accepted"


class BadCount(Exception):
    """A batch holds documents 1 to 999,999. Number them so, or open another batch."""


class KeyReused(Exception):
    """Other bytes stand under this number of the batch. Send the new document under a new number."""


class BatchClosed(Exception):
    """The batch is closed. Open a new batch for this document."""


class CountMismatch(Exception):
    """The batch holds another number of documents than declared. Send what is missing, or correct the count."""

    def __init__(self, declared: int, accepted: int, missing: tuple[int, ...], surplus: tuple[int, ...]) -> None:
        super().__init__(f"declared {declared}, accepted {accepted}")
        self.declared = declared
        self.accepted = accepted
        self.missing = missing  # sequence numbers, the first hundred
        self.surplus = surplus  # accepted beyond the declared count


@dataclass(frozen=True, slots=True)
class Submission:
    """A document as it was sent: its place in the batch is its idempotency key."""

    batch_id: str
    seq: int
    scan: Scan
    declared_type: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Our word that we have it. The same for every retry; `signature` is an HMAC-SHA256 over all else."""

    receipt_id: str
    document_id: str
    viit: str
    sha256: str
    size: int
    batch: str
    seq: int
    received_at: datetime
    audit_seq: int
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    receipt: Receipt
    replayed: bool
    work_id: str | None  # to hint after the commit; None for a replay


@dataclass(frozen=True, slots=True)
class BatchCount:
    """The completeness control: sent = accepted = registered = pages. What does not agree, is named."""

    declared: int | None
    accepted: int  # documents we have given a receipt for
    registered: int  # documents with a viit and with their blob in the register
    pages: int  # of the documents that have been opened
    unread_pages: int  # given up: a person must look
    unopened: int  # documents whose pages are not counted yet
    missing: tuple[int, ...]  # sequence numbers below the declared or highest one, the first hundred
    state: str


def open_batch(
    session: Session, principal: Principal, *, declared: int | None = None, label: str = "", one_client: bool = False
) -> Batch:
    require(principal, *SENDERS)
    _check_count(declared or 0)
    batch = Batch(
        principal=principal.key, declared=declared, label=_plain(label), one_client=one_client, created_at=now(session)
    )
    session.add(batch)
    session.flush()
    audit.record(session, principal.key, "batch.opened", f"batch:{batch.id}", declared=declared, one_client=one_client)
    return batch


def accept(session: Session, principal: Principal, submission: Submission, key: bytes) -> Acceptance:
    """Registers a document whose bytes are safe, or finds the receipt that this submission was given before.

    Raises `NotFound`, `KeyReused`, `BatchClosed`, `BadCount`. `key` signs the receipt.
    """
    require(principal, *SENDERS)
    _check_count(submission.seq, least=1)
    batch = _batch(session, principal, submission.batch_id, lock=True)  # so that a retry cannot overtake its first try
    known = session.scalar(select(Document).where(Document.batch_id == batch.id, Document.seq == submission.seq))
    if known is not None:
        return _replay(session, known, submission, key)
    if batch.state != "open":
        raise BatchClosed
    document = _register(session, batch, submission)
    work_id = ledger.enqueue(session, document.id, FIRST_STEP)
    scan = submission.scan
    event = audit.record(
        session, principal.key, _ACCEPTED, f"document:{document.id}",
        batch=batch.id, seq=document.seq, sha256=scan.sha256, size=scan.size, viit=document.viit,
    )  # fmt: skip
    return Acceptance(_receipt(document, scan.size, event.seq, key), replayed=False, work_id=work_id)


def receipt(session: Session, principal: Principal, document_id: str, key: bytes) -> Receipt:
    """The receipt a document was given; raises `NotFound`."""
    wanted = select(Document).where(Document.id == document_id, register_filter(principal))
    document = session.scalar(wanted)
    if document is None:
        raise NotFound
    return _receipt(document, document.blob.size, _evidence(session, document), key)


def close_batch(session: Session, principal: Principal, batch_id: str, declared: int | None = None) -> BatchCount:
    """Closes a batch that holds exactly what was declared; closing it again is harmless. Raises `CountMismatch`."""
    _check_count(declared or 0)
    batch = _batch(session, principal, batch_id, lock=True)
    sent = _sequences(session, batch)
    wanted = next((count for count in (declared, batch.declared) if count is not None), max(sent, default=0))
    missing, surplus = _missing(sent, wanted), tuple(sorted(seq for seq in sent if seq > wanted))[:NAMED]
    if missing or surplus:
        raise CountMismatch(wanted, len(sent), missing, surplus)
    if batch.state == "open":
        batch.declared = wanted
        batch.close(now(session))
        audit.record(session, principal.key, "batch.closed", f"batch:{batch.id}", accepted=len(sent))
    return _count(session, batch)


def batch_count(session: Session, principal: Principal, batch_id: str) -> BatchCount:
    return _count(session, _batch(session, principal, batch_id))


def signed(receipt: Receipt, key: bytes) -> Receipt:
    said = asdict(receipt) | {"signature": None, "received_at": receipt.received_at.isoformat(timespec="milliseconds")}
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return replace(receipt, signature=hmac.new(key, canonical, hashlib.sha256).hexdigest())


def is_ours(receipt: Receipt, key: bytes) -> bool:
    """Whether we gave this very receipt."""
    return hmac.compare_digest(receipt.signature, signed(receipt, key).signature)


def _check_count(number: int, least: int = 0) -> None:
    if not least <= number <= LARGEST_BATCH:
        raise BadCount


def _plain(text: str) -> str:
    """What a sender says of itself, without what a database or a screen would stumble over."""
    return "".join(mark for mark in text if mark.isprintable())[:100]


def _batch(session: Session, principal: Principal, batch_id: str, *, lock: bool = False) -> Batch:
    """Somebody else's batch is no batch at all."""
    query = select(Batch).where(Batch.id == batch_id, batch_filter(principal))
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    batch = session.scalar(query)
    if batch is None:
        raise NotFound
    return batch


def _register(session: Session, batch: Batch, submission: Submission) -> Document:
    """The viit comes before anybody reads the document (AvTS § 11); it is never changed afterwards."""
    at, scan = now(session), submission.scan
    blob = {"sha256": scan.sha256, "size": scan.size, "media_type": scan.media_type, "created_at": at}
    insert_once(session, Blob, blob)
    case_no = _case_no(session, batch)
    viit_seq = next_seq(session, case_no)
    document = Document(
        batch_id=batch.id, seq=submission.seq, principal=batch.principal, sha256=scan.sha256,
        declared_type=_plain(submission.declared_type), case_no=case_no, viit_seq=viit_seq,
        viit=format_viit(SERIES, case_no, viit_seq), registered_at=at,
    )  # fmt: skip
    session.add(document)
    session.flush()
    entries.enter_document(session, document, one_client=batch.one_client)
    return document


def _case_no(session: Session, batch: Batch) -> int:
    """One number for the whole visit of a client, else one for each document."""
    if not batch.one_client:
        return next_case_no(session)
    if batch.case_no is None:
        batch.case_no = next_case_no(session)
    return batch.case_no


def _replay(session: Session, document: Document, submission: Submission, key: bytes) -> Acceptance:
    if document.sha256 != submission.scan.sha256:
        raise KeyReused
    evidence = _evidence(session, document)
    return Acceptance(_receipt(document, submission.scan.size, evidence, key), replayed=True, work_id=None)


def _evidence(session: Session, document: Document) -> int:
    accepted = (AuditEvent.object == f"document:{document.id}", AuditEvent.action == _ACCEPTED)
    return session.execute(select(AuditEvent.seq).where(*accepted)).scalar_one()


def _receipt(document: Document, size: int, audit_seq: int, key: bytes) -> Receipt:
    return signed(
        Receipt(
            receipt_id=document.receipt_id, document_id=document.id, viit=document.viit, sha256=document.sha256,
            size=size, batch=document.batch_id, seq=document.seq, received_at=document.registered_at,
            audit_seq=audit_seq,
        ),
        key,
    )  # fmt: skip


def _sequences(session: Session, batch: Batch) -> set[int]:
    return set(session.scalars(select(Document.seq).where(Document.batch_id == batch.id, SENT)))


def _missing(sent: set[int], wanted: int) -> tuple[int, ...]:
    gaps = (seq for seq in range(1, min(wanted, LARGEST_BATCH) + 1) if seq not in sent)
    return tuple(seq for seq, _ in zip(gaps, range(NAMED), strict=False))


def _count(session: Session, batch: Batch) -> BatchCount:
    mine = and_(Document.batch_id == batch.id, SENT)
    sent = _sequences(session, batch)
    registered = select(func.count()).select_from(Document).join(Blob, Blob.sha256 == Document.sha256).where(mine)
    pages = select(func.sum(Document.page_count)).where(mine)
    unopened = select(func.count()).select_from(Document).where(mine, Document.page_count.is_(None))
    unread = select(func.count()).select_from(Page).join(Document).where(mine, Page.trouble.is_not(None))
    return BatchCount(
        declared=batch.declared, accepted=len(sent), registered=session.execute(registered).scalar_one(),
        pages=session.execute(pages).scalar_one() or 0, unread_pages=session.execute(unread).scalar_one(),
        unopened=session.execute(unopened).scalar_one(),
        missing=_missing(sent, max(sent, default=0) if batch.declared is None else batch.declared), state=batch.state,
    )  # fmt: skip
