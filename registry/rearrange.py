"""Documents that lie in the wrong case: a person moves them, joins cases, parts them, and takes it back.

A document keeps its viit wherever it lies. Whoever acts must see both cases; a closed case gives and takes nothing.
Every function raises `NotFound`, `Forbidden`, `VersionConflict`, `IllegalMove` as registry/review.py says.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now
from registry import audit, belongings, standing
from registry.access import NotFound, Principal, case_filter, require
from registry.case_model import CaseAct, DocumentMove
from registry.model import Case, Document
from registry.number import SERIES, format_case, next_case_no
from registry.reasons import why
from registry.records import actionable
from registry.review import VersionConflict
from registry.rounds import must_rest
from registry.states import IllegalMove


class ClosedCaseError(IllegalMove):
    """The case is closed. Reopen one of its documents first, then move what lies wrong."""


class SameCaseError(IllegalMove):
    """The documents lie in this case already. Choose another case."""


class MovedOnError(IllegalMove):
    """The documents have been moved again since, so this act cannot be undone. Undo the later act first."""


def move(session: Session, principal: Principal, document_id: str, version: int, into_id: str) -> CaseAct:
    """Lays one document into another case. A case that is left empty is closed."""
    document = actionable(session, principal, document_id)
    if document.version != version:
        raise VersionConflict(document.version)
    if document.case_id is None:
        raise NotFound
    source, into = _both(session, principal, document.case_id, into_id)
    return _act(session, principal, CaseAct(what="move", from_id=source.id, into_id=into.id), [document])


def merge(session: Session, principal: Principal, case_id: str, version: int, into_id: str) -> CaseAct:
    """Lays all documents of a case into another one; the emptied case is closed and keeps its number."""
    documents = _documents(session, principal, case_id)
    source, into = _both(session, principal, case_id, into_id)
    _same_version(source, version)
    return _act(session, principal, CaseAct(what="merge", from_id=source.id, into_id=into.id), documents)


def split(session: Session, principal: Principal, case_id: str, version: int, document_ids: Sequence[str]) -> CaseAct:
    """Parts some documents of a case from the others: they get a case of their own, with a new number."""
    wanted = set(document_ids)
    documents = _documents(session, principal, case_id)
    chosen = [document for document in documents if document.id in wanted]
    source = _case(session, principal, case_id)
    _same_version(source, version)
    if len(chosen) != len(wanted):
        raise NotFound
    if not chosen or len(chosen) == len(documents):
        raise SameCaseError(case_id)
    _must_be_open(source)
    into = _new_case(session, source, chosen)
    return _act(session, principal, CaseAct(what="split", from_id=source.id, into_id=into.id), chosen)


def undo(session: Session, principal: Principal, act_id: str) -> CaseAct:
    """Takes an act back, if all its documents still lie where it laid them. That is a new act, the old one stays."""
    require(principal, "handler", "supervisor")
    done = session.get(CaseAct, act_id)
    if done is None:
        raise NotFound
    documents = [actionable(session, principal, each.document_id) for each in done.moves]
    source, into = _locked(session, principal, done.into_id, done.from_id)
    if any(document.case_id != source.id for document in documents) or _is_undone(session, done):
        raise MovedOnError(act_id)
    _must_be_open(source)
    if into.state == "closed" and done.from_state != "closed":
        into.move("review")  # it was closed because it was left empty
    _must_be_open(into)
    reasons = {each.document_id: each.placed_why for each in done.moves}
    act = CaseAct(what="undo", from_id=source.id, into_id=into.id, undoes=done.id)
    return _act(session, principal, act, documents, reasons)


def acts(session: Session, principal: Principal, case_id: str) -> list[CaseAct]:
    """What was moved out of this case and into it, the oldest first."""
    _seen(session, principal, case_id)
    touching = (CaseAct.from_id == case_id) | (CaseAct.into_id == case_id)
    return list(session.scalars(select(CaseAct).where(touching).order_by(CaseAct.at, CaseAct.id)))


def successor(session: Session, case: Case) -> Case:
    """Where the documents of an emptied case lie now; the case itself when it was closed for another reason."""
    seen = {case.id}
    while case.state == "closed" and not case.documents:
        left = select(CaseAct).where(CaseAct.from_id == case.id).order_by(CaseAct.at.desc(), CaseAct.id)
        last = session.scalar(left.limit(1))
        if last is None or last.into_id in seen:
            break
        seen.add(last.into_id)
        case = session.get_one(Case, last.into_id)
    return case


def _act(
    session: Session,
    principal: Principal,
    act: CaseAct,
    documents: Sequence[Document],
    reasons: dict[str, str] | None = None,
) -> CaseAct:
    """Moves the documents, closes what is empty, brings both cases up to date and writes it all down."""
    source, into = session.get_one(Case, act.from_id), session.get_one(Case, act.into_id)
    for document in documents:
        must_rest(session, document)
    act.at, act.by, act.from_state = now(session), principal.key, source.state
    act.moves = [DocumentMove(document_id=document.id, placed_why=document.placed_why) for document in documents]
    session.add(act)
    for document in documents:
        document.case = into
        document.placed_why = (reasons or {}).get(document.id) or why(f"{act.what}_by_person", number=source.number)
    session.flush()
    act.taken = belongings.take(session, act, source, into)
    _settle(session, source, into)
    for document in documents:
        _record(session, principal, "document.moved", f"document:{document.id}", act)
    for case in (source, into):
        _record(session, principal, f"case.{_SAID[act.what]}", f"case:{case.id}", act)
    return act


_SAID = {"move": "document_moved", "merge": "merged", "split": "split", "undo": "move_undone"}


def _record(session: Session, principal: Principal, action: str, about: str, act: CaseAct) -> None:
    audit.record(session, principal.key, action, about, act=act.id, source=act.from_id, into=act.into_id)


def _settle(session: Session, source: Case, into: Case) -> None:
    session.expire(source, ["documents"])
    session.expire(into, ["documents"])
    if into.state == "confirmed" and any(document.state != "confirmed" for document in into.documents):
        into.move("review")  # what has come is not confirmed yet
    if not source.documents:
        source.move("closed")
    at = now(session)
    for case in sorted((source, into), key=lambda case: case.id):
        standing.refresh(session, case, at)


def _both(session: Session, principal: Principal, source_id: str, into_id: str) -> tuple[Case, Case]:
    if source_id == into_id:
        raise SameCaseError(into_id)
    source, into = _locked(session, principal, source_id, into_id)
    _must_be_open(source)
    _must_be_open(into)
    return source, into


def _locked(session: Session, principal: Principal, source_id: str, into_id: str) -> tuple[Case, Case]:
    """Both cases, locked in one order whoever acts, so that two who act at once cannot wait for each other."""
    found = {case_id: _case(session, principal, case_id) for case_id in sorted({source_id, into_id})}
    return found[source_id], found[into_id]


def _seen(session: Session, principal: Principal, case_id: str) -> None:
    require(principal, "handler", "supervisor")
    if session.scalar(select(Case.id).where(Case.id == case_id, case_filter(principal))) is None:
        raise NotFound


def _case(session: Session, principal: Principal, case_id: str) -> Case:
    _seen(session, principal, case_id)
    return session.get_one(Case, case_id, with_for_update=True, populate_existing=True)


def _documents(session: Session, principal: Principal, case_id: str) -> list[Document]:
    """All documents of the case, each locked before the case is, as everybody does who changes them."""
    _seen(session, principal, case_id)
    ids = session.scalars(select(Document.id).where(Document.case_id == case_id).order_by(Document.id)).all()
    return [actionable(session, principal, document_id) for document_id in ids]


def _same_version(case: Case, version: int) -> None:
    if case.version != version:
        raise VersionConflict(case.version)


def _must_be_open(case: Case) -> None:
    if case.state == "closed":
        raise ClosedCaseError(case.state)


def _is_undone(session: Session, act: CaseAct) -> bool:
    return session.scalar(select(CaseAct.id).where(CaseAct.undoes == act.id)) is not None


def _new_case(session: Session, source: Case, documents: Sequence[Document]) -> Case:
    number = format_case(SERIES, next_case_no(session))
    opened = min(document.registered_at for document in documents)
    case = Case(number=number, kind=source.kind, unit=source.unit, opened_at=opened, state="review")
    session.add(case)
    session.flush()
    return case
