"""Kinds that administrators write: drafted, checked by the same strict schema as the files, signed, and then in use.

Every process looks at `keep_up` before its next piece of work, so a published kind is known without a restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classify.catalogue import UNKNOWN, KindFileError, read_kind
from classify.kind import Kind
from classify.kindfile import Source
from ports import log
from ports.database import now, serialise
from registry import audit, schemes
from registry.access import NotFound, Principal, require
from registry.clock import local_day
from registry.entry_model import OfficeUnit
from registry.kinds import catalogue
from registry.model import Document
from registry.review import VersionConflict
from registry.states import IllegalMove
from registry.tuning.model import KindEdition
from registry.tuning.signing import spoken

LONGEST = 200_000  # characters of a kind's file


class KindInUse(IllegalMove):
    """Documents of this kind lie in cases, and no earlier edition would describe them. Publish a better edition."""


def checked(code: str, text: str) -> Kind:
    """The kind that this text describes. Raises `KindFileError` with line and remedy."""
    path = Path(f"{code}.toml")
    if len(text) > LONGEST:
        raise KindFileError(path, 1, "The text is too long for a kind.", f"Keep it under {LONGEST} characters.")
    kind = read_kind(path, text)
    if code == UNKNOWN or kind.page_role:
        where = Source(path, text)
        raise where.error(("page_role",), "Pages that are no document ship with the house.", "Leave out `page_role`.")
    return kind


def draft(session: Session, principal: Principal, code: str, text: str, blank: str | None = None) -> KindEdition:
    """The next edition of this kind, or the first; `blank` is the key of the empty form. Raises `KindFileError`."""
    require(principal, "admin")
    checked(code, text)
    serialise(session, f"kind:{code}")
    last = session.scalar(select(func.max(KindEdition.number)).where(KindEdition.code == code)) or 0
    row = KindEdition(
        code=code, number=last + 1, text=text, blank=blank, state="draft",
        made_by=principal.id, made_at=now(session),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, principal.key, "kind.drafted", f"kind:{row.id}", code=code, number=row.number)
    return row


def write(session: Session, principal: Principal, edition_id: str, version: int, text: str) -> KindEdition:
    """Other words for a draft. Raises `KindFileError`, `VersionConflict`; `IllegalMove` for what is no draft."""
    row = _mine(session, principal, edition_id, version)
    if row.state != "draft":
        raise IllegalMove(row.state)
    checked(row.code, text)
    row.text = text
    audit.record(session, principal.key, "kind.written", f"kind:{row.id}", code=row.code, number=row.number)
    return row


def publish(session: Session, principal: Principal, edition_id: str, version: int, reason: str) -> KindEdition:
    """From here on papers are known by it. Raises `KindFileError` where it does not fit this office."""
    row = _mine(session, principal, edition_id, version)
    serialise(session, f"kind:{row.code}")
    _fits(session, checked(row.code, row.text), row.text)
    said, at = spoken(reason), now(session)
    before = _in_force(session, row.code)
    row.move("published")
    if before is not None:
        before.move("replaced")
    row.sign(principal.id, at, said)
    audit.record(session, principal.key, "kind.published", f"kind:{row.id}", code=row.code, number=row.number)
    return row


def withdraw(session: Session, principal: Principal, edition_id: str, version: int, reason: str) -> KindEdition:
    """Takes a published edition back: the one it replaced holds again, else what ships with the house."""
    row = _mine(session, principal, edition_id, version)
    serialise(session, f"kind:{row.code}")
    said, at = spoken(reason), now(session)
    earlier = select(KindEdition).where(KindEdition.code == row.code, KindEdition.state == "replaced")
    before = session.scalars(earlier.order_by(KindEdition.number.desc()).limit(1)).first()
    orphans = before is None and row.code not in catalogue().files
    if orphans and session.scalar(select(Document.id).where(Document.kind == row.code).limit(1)):
        raise KindInUse(row.state)
    row.move("withdrawn")
    if before is not None:
        before.move("published")
    row.sign(principal.id, at, said)
    audit.record(session, principal.key, "kind.withdrawn", f"kind:{row.id}", code=row.code, number=row.number)
    return row


def discard(session: Session, principal: Principal, edition_id: str, version: int) -> KindEdition:
    row = _mine(session, principal, edition_id, version)
    row.move("discarded")
    audit.record(session, principal.key, "kind.discarded", f"kind:{row.id}", code=row.code, number=row.number)
    return row


def editions(session: Session, principal: Principal) -> Sequence[KindEdition]:
    """All of them, the newest of each kind first."""
    require(principal, "admin")
    return session.scalars(select(KindEdition).order_by(KindEdition.code, KindEdition.number.desc())).all()


def edition(session: Session, principal: Principal, edition_id: str) -> KindEdition:
    require(principal, "admin")
    found = session.get(KindEdition, edition_id)
    if found is None:
        raise NotFound
    return found


def keep_up(session: Session) -> bool:
    """Lays the published editions over the files of this process; whether anything was new. One short query."""
    living = catalogue()
    published = KindEdition.state == "published"
    marks = tuple(session.scalars(select(KindEdition.id).where(published).order_by(KindEdition.id)))
    if marks == living.marks:
        return False
    rows = session.execute(select(KindEdition.code, KindEdition.text).where(KindEdition.id.in_(marks))).all()
    living.lay_over(marks, {row.code: kind for row in rows if (kind := _readable(row.code, row.text))})
    return True


def _readable(code: str, text: str) -> Kind | None:
    """A text that an earlier program took may be a mistake to this one: the house goes on without it, and says so."""
    try:
        return read_kind(Path(f"{code}.toml"), text)
    except KindFileError as error:
        log.event("published_kind_unusable", kind=code, line=error.line)
        return None


def newest(session: Session, principal: Principal, code: str, state: str) -> KindEdition:
    """The newest edition of this kind in this state."""
    require(principal, "admin")
    wanted = select(KindEdition).where(KindEdition.code == code, KindEdition.state == state)
    found = session.scalars(wanted.order_by(KindEdition.number.desc()).limit(1)).first()
    if found is None:
        raise NotFound
    return found


def _mine(session: Session, principal: Principal, edition_id: str, version: int) -> KindEdition:
    require(principal, "admin")
    row = session.get(KindEdition, edition_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    if row.version != version:
        raise VersionConflict(row.version)
    return row


def _in_force(session: Session, code: str) -> KindEdition | None:
    wanted = select(KindEdition).where(KindEdition.code == code, KindEdition.state == "published")
    return session.scalars(wanted).first()


def _fits(session: Session, kind: Kind, text: str) -> None:
    """Its unit and its series are those of this office, and the papers it asks for have a kind of their own."""
    source, today = Source(Path(f"{kind.code}.toml"), text), local_day(now(session))
    units = [row.code for row in schemes.on_day(session, OfficeUnit, today)]
    if kind.unit not in units:
        raise source.error(("route", "unit"), f"There is no unit {kind.unit!r}.", f"Write one of: {', '.join(units)}.")
    if schemes.series_on(session, kind.series, today) is None:
        remedy = "Write a series of the scheme, as 7.1-1."
        raise source.error(("register", "series"), f"There is no series {kind.series!r}.", remedy)
    for place, paper in enumerate(kind.supporting):
        for code in (paper.kind, *paper.any_of):
            if code not in catalogue() and code != kind.code:
                what, remedy = f"No kind describes the paper {code!r}.", "Publish its kind first, or name another."
                raise source.error(("supporting", place, "kind"), what, remedy)
