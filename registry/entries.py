"""The document register: what came in is entered when it is accepted, what goes out or stays by whoever makes it.

Who may see an entry with all it says is decided by `registry.access.entry_filter`; what everybody may see of it is in
`registry/public.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now
from registry import audit, schemes, search_index
from registry.access import NotFound, Principal, case_filter, entry_filter, require
from registry.clock import local_day
from registry.entry_model import IN, Entry
from registry.model import Case, Document
from registry.number import SERIES, format_viit, next_case_no, next_seq, parse_viit
from registry.restriction import PERSONAL, restrict
from registry.review import VersionConflict

EDITABLE = (
    "title", "kind", "party", "party_person", "how", "dated_on", "sent_on", "their_viit", "their_date", "answer_due",
    "ak_basis", "public_title",
)  # fmt: skip


class NotRegistered(Exception):
    """A document that came in is registered by sending it. Send its scan instead of writing it into the register."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A document that goes out or stays in the house. Without `viit` it takes the next number of its case or series."""

    direction: str  # out, internal
    title: str
    kind: str
    series: str
    party: str = ""
    party_person: bool = True
    how: str = ""
    dated_on: date | None = None
    sent_on: date | None = None
    answer_due: date | None = None
    unit: str = ""
    case_id: str | None = None
    reply_to: str | None = None  # id of the entry that it answers
    ak_basis: str | None = None  # None: as the series says
    letter_id: str | None = None
    viit: str | None = None


def enter_document(session: Session, document: Document, *, one_client: bool) -> Entry:
    """The register line of a document that comes in, in the transaction that accepts it.

    Until somebody has read it, it is restricted as a client's paper: the careful side.
    """
    day = local_day(document.registered_at)
    series = schemes.series_on(session, SERIES, day)
    entry = Entry(
        viit=document.viit, direction=IN, document_id=document.id, registered_at=document.registered_at,
        registered_by=document.principal, series=SERIES, how="in_person" if one_client else "", edited=[],
    )  # fmt: skip
    restrict(entry, series.ak_basis if series is not None else PERSONAL, day)
    session.add(entry)
    session.flush()
    search_index.enter(session, entry)
    return entry


def register(session: Session, principal: Principal, wish: Registration) -> Entry:
    """Registers what goes out or stays. Raises `NotFound` for a case, series or entry that is not there to be seen."""
    require(principal, "handler", "supervisor")
    if wish.direction == IN:
        raise NotRegistered
    at = now(session)
    day = local_day(at)
    series = schemes.known_series(session, wish.series, day)
    case = _case(session, principal, wish.case_id)
    if wish.reply_to is not None:
        entry_of(session, principal, wish.reply_to)
    entry = Entry(
        viit=wish.viit or _viit(session, wish.series, case), direction=wish.direction, letter_id=wish.letter_id,
        case_id=case.id if case else None, registered_at=at, registered_by=principal.key, series=wish.series,
        kind=wish.kind, title=wish.title, party=wish.party, party_person=wish.party_person, how=wish.how,
        dated_on=wish.dated_on or day, sent_on=wish.sent_on, answer_due=wish.answer_due, reply_to=wish.reply_to,
        unit=wish.unit or (case.unit if case else series.unit),
        handler_id=principal.id if principal.kind == "person" else None, edited=[],
    )  # fmt: skip
    restrict(entry, series.ak_basis if wish.ak_basis is None else wish.ak_basis, day)
    session.add(entry)
    session.flush()
    search_index.enter(session, entry)
    audit.record(session, principal.key, "entry.registered", f"entry:{entry.id}", viit=entry.viit)
    return entry


def correct(session: Session, principal: Principal, entry_id: str, version: int, changes: Mapping[str, Any]) -> Entry:
    """A person's word on what the register says; from then on no machine overwrites it. Raises `VersionConflict`."""
    require(principal, "handler", "supervisor")
    entry = entry_of(session, principal, entry_id, lock=True)
    if entry.version != version:
        raise VersionConflict(entry.version)
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"the register has no {sorted(unknown)} to change: name columns of EDITABLE")
    for name, value in changes.items():
        if name == "ak_basis":
            restrict(entry, value, local_day(entry.registered_at))
        else:
            setattr(entry, name, value)
    entry.edited = sorted({*entry.edited, *changes})
    session.flush()
    search_index.facts(session, entry)
    audit.record(session, principal.key, "entry.corrected", f"entry:{entry.id}", names="/".join(sorted(changes))[:100])
    return entry


def entry_of(session: Session, principal: Principal, entry_id: str, *, lock: bool = False) -> Entry:
    """Raises `NotFound`."""
    wanted = select(Entry).where(Entry.id == entry_id, entry_filter(principal))
    if lock:
        wanted = wanted.with_for_update(of=Entry).execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def _case(session: Session, principal: Principal, case_id: str | None) -> Case | None:
    if case_id is None:
        return None
    found = session.scalar(select(Case).where(Case.id == case_id, case_filter(principal)))
    if found is None:
        raise NotFound
    return found


def _viit(session: Session, series: str, case: Case | None) -> str:
    """The next number of the case; without one, the first of a number of its own."""
    known = parse_viit(case.number) if case else None
    if case is not None and known is not None:
        return f"{case.number}-{next_seq(session, known.case_no)}"
    case_no = next_case_no(session)
    return format_viit(series, case_no, next_seq(session, case_no))
