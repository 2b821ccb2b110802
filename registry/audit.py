"""Evidence: every event carries the hash of the one before. Ids and codes only, never personal data.

A chain shows what was changed or taken out of it. It cannot show that its end was cut off: for that somebody outside
the database must remember a `Head` (the worker logs one at every sweep) and hand it to `verify`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now, serialise
from registry.model import AuditEvent

GENESIS = "0" * 64
PIECE = 1000  # events that are held in memory while verifying
_CODE = re.compile(r"[A-Za-z0-9_.:/*+-]{0,100}", re.ASCII)
_PERSONAL = re.compile(r"[1-8]\d{10}|[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)  # personal code, IBAN

Code = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Head:
    """The last event, as somebody outside the database remembers it."""

    seq: int
    hash: str


def record(session: Session, actor: str, action: str, object: str, **detail: Code) -> AuditEvent:  # noqa: A002
    """Adds an event in the caller's transaction. Call it last: from here to the commit nobody else records.

    What is pending is written first, so that all take row locks before this one and cannot deadlock.
    """
    for said in (actor, action, object, *detail.values()):
        _refuse_personal(said)
    session.flush()
    serialise(session, "audit")
    last = head(session)
    event = AuditEvent(
        seq=last.seq + 1, at=now(session), actor=actor, action=action, object=object, detail=detail, previous=last.hash
    )
    event.hash = digest(event)
    session.add(event)
    session.flush()
    return event


def _refuse_personal(said: Code) -> None:
    """A guard against haste, no proof: what looks like words or like a person's number does not pass."""
    if isinstance(said, int | None):
        return
    if not _CODE.fullmatch(said) or _PERSONAL.fullmatch(said):
        raise ValueError("the audit holds ids and codes only: write the id of the record, not what it says")


def head(session: Session) -> Head:
    row = session.execute(select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)).first()
    return Head(row.seq, row.hash) if row else Head(0, GENESIS)


def digest(event: AuditEvent) -> str:
    """SHA-256 over the previous hash and the canonical JSON of all that the event says."""
    said = {
        "seq": event.seq, "at": event.at.isoformat(timespec="milliseconds"), "actor": event.actor,
        "action": event.action, "object": event.object, "detail": event.detail,
    }  # fmt: skip
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(f"{event.previous}{canonical}".encode()).hexdigest()


def verify(session: Session, known: Head | None = None) -> int | None:
    """The number of the first event that is missing or not as it was recorded; None when the chain holds.

    With a `known` head a cut or rewritten end is found as well.
    """
    last = Head(0, GENESIS)
    while piece := _after(session, last.seq):
        for event in piece:
            if event.seq != last.seq + 1 or event.previous != last.hash or event.hash != digest(event):
                return last.seq + 1
            last = Head(event.seq, event.hash)
            if known and known.seq == last.seq and known.hash != last.hash:
                return last.seq
        session.expunge_all()
    return last.seq + 1 if known and known.seq > last.seq else None


def _after(session: Session, seq: int) -> list[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.seq > seq).order_by(AuditEvent.seq).limit(PIECE)
    return list(session.scalars(query.execution_options(populate_existing=True)))
