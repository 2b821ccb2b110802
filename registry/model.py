"""The entities of the register. Facts stand here; bytes stand in the object store under their hash."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, validates

from ports.database import UtcDateTime
from registry import folding, states

Id = String(32)
Hash = String(64)
_URGENCY = ("due_on", "opened_at", "number")  # the order of a queue
_OPEN = "state IN ('new', 'review', 'waiting')"
_LATEST = ("opened_at", "number")  # of what is done, read backwards
_DONE = "state IN ('closed', 'confirmed')"
_NEXT = ("handler_id", "due_on", "priority", "opened_at", "number")  # the order in which cases are given out
_AT_HAND = "state IN ('new', 'review')"


def new_id() -> str:
    """An opaque id: 122 random bits, nothing to guess, nothing to learn."""
    return uuid4().hex


class Entity(DeclarativeBase):
    """What all tables share."""


class Account(Entity):
    """A person who signs in. `units` is a comma list of unit codes, `*` for all."""

    __tablename__ = "account"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(String(20))  # handler, supervisor, admin, auditor
    units: Mapped[str] = mapped_column(String(200), default="*")
    language: Mapped[str] = mapped_column(String(2), default="et")
    active: Mapped[bool] = mapped_column(default=True)


class SignIn(Entity):
    """A session of a signed-in person. The cookie holds a random secret, this row only its hash."""

    __tablename__ = "sign_in"
    secret_hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    account: Mapped[Account] = relationship()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Station(Entity):
    """A scan station and its API key. Only the SHA-256 of the key is kept: 256 random bits need no slow hash."""

    __tablename__ = "station"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    key_hash: Mapped[str] = mapped_column(Hash, unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Batch(Entity):
    """A pile of paper scanned in one go: declared, filled, closed."""

    __tablename__ = "batch"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    principal: Mapped[str] = mapped_column(String(80), index=True)  # "station:<id>" or "person:<id>"
    label: Mapped[str] = mapped_column(String(100), default="")
    declared: Mapped[int | None] = mapped_column(Integer)  # documents, None until known
    one_client: Mapped[bool] = mapped_column(default=False)  # all documents belong to one visit of one client
    case_no: Mapped[int | None] = mapped_column(BigInteger)  # of the visit, once its first document is registered
    state: Mapped[str] = mapped_column(String(10), default="open")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def close(self, at: datetime) -> None:
        self.state = states.move(states.BATCH_MOVES, self.state, "closed")
        self.closed_at = at


class Blob(Entity):
    """Bytes in the object store, known by their content."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(Hash, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Counter(Entity):
    """A gap-free running number: incremented in the transaction that uses it, never before."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, default=0)


class Case(Entity):
    """The documents of one matter of one client."""

    __tablename__ = "case_file"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(40), unique=True)  # the viit without its sequence
    kind: Mapped[str] = mapped_column(String(60), index=True)
    client_code: Mapped[str | None] = mapped_column(String(20), index=True)  # isikukood, a proposal until confirmed
    client_name: Mapped[str | None] = mapped_column(String(200))
    said: Mapped[str] = mapped_column(Text, default="", server_default="")  # these three, folded: what it is found by
    unit: Mapped[str] = mapped_column(String(10), index=True)
    handler_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    handler: Mapped[Account | None] = relationship()
    route_why: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(20), default="new", index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    complete_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the last missing thing came
    due_on: Mapped[date | None] = mapped_column(Date)
    due_why: Mapped[str] = mapped_column(String(500), default="")
    priority: Mapped[int] = mapped_column(Integer, default=5, server_default="5")  # of its rule: 1 first, 9 last
    needs: Mapped[str] = mapped_column(String(100), default="", server_default="")  # skills its handler must have
    version: Mapped[int] = mapped_column(Integer, default=1)
    documents: Mapped[list[Document]] = relationship(back_populates="case", order_by="Document.registered_at")

    __table_args__ = (
        Index("case_open_by_due", *_URGENCY, postgresql_where=text(_OPEN), sqlite_where=text(_OPEN)),
        Index("case_open_of_unit", "unit", *_URGENCY, postgresql_where=text(_OPEN), sqlite_where=text(_OPEN)),
        Index("case_open_of_handler", "handler_id", *_URGENCY, postgresql_where=text(_OPEN), sqlite_where=text(_OPEN)),
        Index("case_done", *_LATEST, postgresql_where=text(_DONE), sqlite_where=text(_DONE)),
        Index("case_done_of_unit", "unit", *_LATEST, postgresql_where=text(_DONE), sqlite_where=text(_DONE)),
        Index("case_done_of_handler", "handler_id", *_LATEST, postgresql_where=text(_DONE), sqlite_where=text(_DONE)),
        Index("case_next", *_NEXT, postgresql_where=text(_AT_HAND), sqlite_where=text(_AT_HAND)),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    @validates("number", "client_code", "client_name")
    def _say(self, name: str, value: str | None) -> str | None:
        told = {"number": self.number, "code": self.client_code, "name": self.client_name} | {
            name.removeprefix("client_"): value
        }
        self.said = folding.stored(folding.words(" ".join(part for part in told.values() if part)))
        return value

    def move(self, wanted: str) -> None:
        self.state = states.move(states.CASE_MOVES, self.state, wanted)


class Document(Entity):
    """One registered submission. Identity is the submission, not the bytes."""

    __tablename__ = "document"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(ForeignKey("batch.id"))
    batch: Mapped[Batch] = relationship()
    seq: Mapped[int] = mapped_column(Integer)
    principal: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    blob: Mapped[Blob] = relationship()
    declared_type: Mapped[str] = mapped_column(String(100), default="")
    viit: Mapped[str] = mapped_column(String(40), unique=True)
    case_no: Mapped[int] = mapped_column(BigInteger)
    viit_seq: Mapped[int] = mapped_column(Integer)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    receipt_id: Mapped[str] = mapped_column(Id, unique=True, default=new_id)
    state: Mapped[str] = mapped_column(String(20), default="registered", index=True)
    trouble: Mapped[str | None] = mapped_column(String(60))  # a code, null when nothing stands in the way
    page_count: Mapped[int | None] = mapped_column(Integer)
    kind: Mapped[str | None] = mapped_column(String(60))
    kind_confidence: Mapped[float | None]
    kind_why: Mapped[list[Any]] = mapped_column(JSON, default=list)  # printed lines that decided
    kind_alternatives: Mapped[list[Any]] = mapped_column(JSON, default=list)  # [code, confidence]
    kind_confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    case: Mapped[Case | None] = relationship(back_populates="documents")
    placed_why: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    pages: Mapped[list[Page]] = relationship(back_populates="document", order_by="Page.number")
    fields: Mapped[list[FieldValue]] = relationship(back_populates="document", order_by="FieldValue.position")
    problems: Mapped[list[ProblemRow]] = relationship(back_populates="document", order_by="ProblemRow.id")

    __table_args__ = (
        UniqueConstraint("batch_id", "seq"),  # the idempotency key: a batch belongs to one principal
        UniqueConstraint("case_no", "viit_seq"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def move(self, wanted: str) -> None:
        self.state = states.move(states.DOCUMENT_MOVES, self.state, wanted)


class Page(Entity):
    """One page: the unit of loss. Pictures are blobs; what was read is a value, kept whole."""

    __tablename__ = "page"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    document: Mapped[Document] = relationship(back_populates="pages")
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    trouble: Mapped[str | None] = mapped_column(String(60))
    picture: Mapped[str | None] = mapped_column(Hash)  # cleaned page, PNG, key in the object store
    original: Mapped[str | None] = mapped_column(Hash)  # the page as it came, upright, JPEG or PNG
    thumbnail: Mapped[str | None] = mapped_column(Hash)
    width: Mapped[int | None]
    height: Mapped[int | None]
    dpi: Mapped[float | None]
    rotation: Mapped[int | None]
    verdict: Mapped[str | None] = mapped_column(String(10))
    score: Mapped[float | None]
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)  # codes
    places: Mapped[list[Any] | None] = mapped_column(JSON)  # of each reason: shares of the picture as it came, or null
    codes: Mapped[list[Any] | None] = mapped_column(JSON)  # {"text", "format", "box"} each; null where nobody looked
    text: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # PageText as a dict, see registry/readings.py


class FieldValue(Entity):
    """A value of a document. A machine proposes; what a person confirmed no machine overwrites."""

    __tablename__ = "field_value"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    document: Mapped[Document] = relationship(back_populates="fields")
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str | None] = mapped_column(Text)  # what counts now
    proposed: Mapped[str | None] = mapped_column(Text)  # what the machine last said
    raw: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[float] = mapped_column(default=0.0)
    page: Mapped[int | None]
    box: Mapped[list[int] | None] = mapped_column(JSON)
    found: Mapped[str] = mapped_column(String(12))  # found, missing, illegible, doubtful, absent: the machine's
    answer: Mapped[str | None] = mapped_column(String(12))  # confirmed, corrected, illegible, absent: a person's word
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (UniqueConstraint("document_id", "name"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ProblemRow(Entity):
    """A problem of a document as the checks last saw it."""

    __tablename__ = "problem"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    document: Mapped[Document] = relationship(back_populates="problems")
    code: Mapped[str] = mapped_column(String(60))
    field: Mapped[str | None] = mapped_column(String(60))
    severity: Mapped[str] = mapped_column(String(10))
    text: Mapped[dict[str, str]] = mapped_column(JSON)


class Work(Entity):
    """A row of the work ledger: the only queue that counts. Times are milliseconds of the database's clock."""

    __tablename__ = "work"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    page: Mapped[int] = mapped_column(Integer, default=0)  # 0: the whole document
    step: Mapped[str] = mapped_column(String(20))
    round: Mapped[int] = mapped_column(Integer, default=1)  # a person's "read again" opens a new round
    state: Mapped[str] = mapped_column(String(12), default="ready")
    attempt: Mapped[int] = mapped_column(Integer, default=0)
    fence: Mapped[int] = mapped_column(BigInteger, default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[int] = mapped_column(BigInteger, default=0)
    not_before: Mapped[int] = mapped_column(BigInteger, default=0)
    hinted_at: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[int] = mapped_column(BigInteger)
    error: Mapped[str | None] = mapped_column(String(60))

    __table_args__ = (
        UniqueConstraint("document_id", "page", "step", "round"),
        Index("work_by_state", "state", "not_before"),
    )


class AuditEvent(Entity):
    """Evidence: hash = SHA-256(previous hash + canonical JSON). Ids and codes only, never personal data."""

    __tablename__ = "audit_event"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60), index=True)
    object: Mapped[str] = mapped_column(String(80), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous: Mapped[str] = mapped_column(Hash)
    hash: Mapped[str] = mapped_column(Hash, unique=True)


SENT = Document.seq > 0  # as they were sent to us; the parts of a scan count downwards from -1
