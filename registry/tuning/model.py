"""What admins tune: editions of kinds, samples, trained models, promotions, judgements, and the work and notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ports.database import UtcDateTime
from registry import states
from registry.model import Account, Document, Entity, Hash, Id, new_id


class KindEdition(Entity):
    """The file of a kind as an administrator wrote it. A published one is never changed: a change is another edition.

    `blank` is the key of the empty form it was drawn from. `reason` is what was said when it was signed.
    """

    __tablename__ = "kind_edition"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    blank: Mapped[str | None] = mapped_column(Hash)
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    made_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    signer: Mapped[Account | None] = relationship(foreign_keys=[signed_by])
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (UniqueConstraint("code", "number"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    def move(self, wanted: str) -> None:
        self.state = states.move(states.KIND_MOVES, self.state, wanted)

    def sign(self, account_id: str, at: datetime, reason: str) -> None:
        self.signed_by, self.signed_at, self.reason = account_id, at, reason


class Sample(Entity):
    """A page of which a person has said what it is. `key` names the page, so that it is a sample once.

    Of a registered document the page itself holds picture and words; of a file that an administrator brought (a blank,
    a scan) they stand here. `held_back` is fixed by `group_key` for ever: no model trains on what it is evaluated on.
    """

    __tablename__ = "sample"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    origin: Mapped[str] = mapped_column(String(12))  # blank, scan, correction
    group_key: Mapped[str] = mapped_column(Hash, index=True)
    held_back: Mapped[bool]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"), index=True)
    document: Mapped[Document | None] = relationship()
    page: Mapped[int] = mapped_column(Integer)
    picture: Mapped[str | None] = mapped_column(Hash)
    text: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    excluded: Mapped[str] = mapped_column(String(200), default="")  # a person's reason; empty: it counts
    said_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def relabel(self, kind: str, account_id: str, at: datetime) -> None:
        self.kind, self.said_by, self.said_at = kind, account_id, at

    def exclude(self, reason: str, account_id: str, at: datetime) -> None:
        """With an empty reason it counts again."""
        self.excluded, self.said_by, self.said_at = reason, account_id, at


class TrainedModel(Entity):
    """A model in the object store: from which samples, by which code, how good, and from where on it is believed."""

    __tablename__ = "trained_model"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    sha256: Mapped[str] = mapped_column(Hash)
    data_hash: Mapped[str] = mapped_column(Hash)  # of all samples it was made and evaluated with, and their labels
    code_version: Mapped[str] = mapped_column(String(60))
    kinds: Mapped[list[Any]] = mapped_column(JSON)
    trained_on: Mapped[int] = mapped_column(Integer)
    evaluated_on: Mapped[int] = mapped_column(Integer)
    metrics: Mapped[dict[str, Any]] = mapped_column(JSON)
    threshold: Mapped[float]
    stated_error: Mapped[float]
    state: Mapped[str] = mapped_column(String(12), default="candidate", index=True)
    made_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def move(self, wanted: str) -> None:
        self.state = states.move(states.MODEL_MOVES, self.state, wanted)


class Promotion(Entity):
    """Who made which model what, and why; `before_id` is the champion that stood there. Added, never changed."""

    __tablename__ = "promotion"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    act: Mapped[str] = mapped_column(String(12))  # challenge, promote, rollback, retire
    model_id: Mapped[str | None] = mapped_column(ForeignKey("trained_model.id"))  # None: back to the cues alone
    before_id: Mapped[str | None] = mapped_column(ForeignKey("trained_model.id"))
    reason: Mapped[str] = mapped_column(String(500))
    signed_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Judgement(Entity):
    """What the house took a document for, and what the challenger beside it would have said. Codes and numbers only."""

    __tablename__ = "judgement"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    model_id: Mapped[str | None] = mapped_column(ForeignKey("trained_model.id"))  # None: the cues alone
    kind: Mapped[str] = mapped_column(String(60))
    confidence: Mapped[float]
    shadow_id: Mapped[str | None] = mapped_column(ForeignKey("trained_model.id"))
    shadow_kind: Mapped[str | None] = mapped_column(String(60))
    shadow_confidence: Mapped[float | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("judgement_by_time", "at"), Index("judgement_by_shadow", "shadow_id", "at"))


class TuningJob(Entity):
    """A piece of work for the tuning: by the rules of the work ledger, with its progress told. `error` is a code."""

    __tablename__ = "tuning_job"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    what: Mapped[str] = mapped_column(String(12))  # train, blank, scan
    wish: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(12), default="ready", index=True)
    progress: Mapped[int] = mapped_column(Integer, default=0)  # of a hundred
    attempt: Mapped[int] = mapped_column(Integer, default=0)
    fence: Mapped[int] = mapped_column(BigInteger, default=0)
    lease_until: Mapped[int] = mapped_column(BigInteger, default=0)
    not_before: Mapped[int] = mapped_column(BigInteger, default=0)
    error: Mapped[str | None] = mapped_column(String(60))
    result: Mapped[str | None] = mapped_column(Id)  # of the model or the edition it made
    asked_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TuningNotice(Entity):
    """Something an administrator should look at. `key` names the occasion, so that it is said once."""

    __tablename__ = "tuning_notice"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    code: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def finish(self, by: str, at: datetime) -> None:
        self.state = states.move(states.TASK_MOVES, self.state, "done")
        self.done_by, self.done_at = by, at
