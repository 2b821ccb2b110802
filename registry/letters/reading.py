"""Queries over letters: who may see the case sees its letters, for all others they do not exist."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, selectinload

from registry.access import NotFound, Principal, case_filter, require
from registry.letters.model import Letter, LetterItem
from registry.model import Case
from registry.review import VersionConflict

_PARTS = (selectinload(Letter.items), selectinload(Letter.events), selectinload(Letter.case))
AFTERWARDS = timedelta(days=370)  # a letter this long past its term reminds nobody


def letter_filter(principal: Principal) -> ColumnElement[bool]:
    return Letter.case_id.in_(select(Case.id).where(case_filter(principal)))


def letter(session: Session, principal: Principal, letter_id: str) -> Letter:
    wanted = select(Letter).where(Letter.id == letter_id, letter_filter(principal)).options(*_PARTS)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def letters_of(session: Session, principal: Principal, case_id: str) -> list[Letter]:
    """The letters of a case in the order they were drafted; what was thrown away is not among them."""
    if session.scalar(select(Case.id).where(Case.id == case_id, case_filter(principal))) is None:
        raise NotFound
    wanted = select(Letter).where(Letter.case_id == case_id, Letter.state != "discarded").options(*_PARTS)
    return list(session.scalars(wanted.order_by(Letter.drafted_at, Letter.id)))


def letters_in(session: Session, principal: Principal, *states: str, limit: int = 200) -> list[Letter]:
    """Letters in these states of all cases one may see, the oldest first: what to print, post, follow up today."""
    wanted = select(Letter).where(Letter.state.in_(states), letter_filter(principal)).options(*_PARTS)
    return list(session.scalars(wanted.order_by(Letter.issued_at, Letter.id).limit(limit)))


def to_remind(session: Session, principal: Principal, today: date, until: date) -> list[Letter]:
    """Delivered letters whose term ends from today to `until` and whose things have not all come.

    What has come in any way (with the code, by post, by e-mail, at the counter, found in a register) reminds nobody.
    """
    open_item = exists().where(LetterItem.letter_id == Letter.id, LetterItem.ask, LetterItem.met_at.is_(None))
    wanted = (
        select(Letter)
        .where(Letter.kind == "deficiency", Letter.answer_due_on.between(today, until), open_item)
        .where(letter_filter(principal))
        .options(*_PARTS)
        .order_by(Letter.answer_due_on)
    )
    return list(session.scalars(wanted))


def actionable(session: Session, principal: Principal, letter_id: str, version: int) -> Letter:
    """The letter and its case, locked, for somebody who may act on them and has seen this version."""
    require(principal, "handler", "supervisor")
    found = letter(session, principal, letter_id)
    session.get_one(Case, found.case_id, with_for_update=True, populate_existing=True)
    session.refresh(found, with_for_update=True)
    if found.version != version:
        raise VersionConflict(found.version)
    return found
