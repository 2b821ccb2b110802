"""Which case a document belongs to.

In this order: the square code of our letter; our viit written on the paper; the client's open case by personal code;
the visit it was handed in at; a new case of its own. Name and birth date alone only make a proposal to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kind import Kind
from ports.database import now, serialise
from registry import audit, persons
from registry.access import SYSTEM
from registry.case_model import CaseAct, DocumentMove
from registry.kinds import UNKNOWN, kind_of
from registry.model import Batch, Case, Document
from registry.number import SERIES, format_case
from registry.papers import supporting
from registry.persons import Paper
from registry.pointers import pointed
from registry.proposals import propose
from registry.reasons import why
from registry.states import OPEN_CASES


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that may still grow."""

    id: str
    number: str
    kind: Kind
    client_code: str | None
    client_name: str | None
    waiting: bool = False  # something was asked of the client


@dataclass(frozen=True, slots=True)
class Choice:
    """`case_id` None: a case of its own."""

    case_id: str | None
    why: str


def choose(paper: Paper, candidates: Sequence[OpenCase]) -> Choice:
    """The case of the same client that the paper fits, newest candidate first; else one of its own, and why.

    A doubtful code or a name that contradicts never joins: a wrong person's paper is worse than one case too many.
    """
    contradicted: OpenCase | None = None
    for fits, reason in _FITS:
        for case in candidates:
            person = paper.person(case.client_code)
            if person is None or not fits(paper, case):
                continue
            if not persons.contradict(person, case.client_name):
                return Choice(case.id, why(reason, number=case.number))
            contradicted = contradicted or case
    return Choice(None, _own(paper, contradicted))


def _own(paper: Paper, contradicted: OpenCase | None) -> str:
    if contradicted is not None:
        return why("own_case_other_name", number=contradicted.number)
    if paper.kind.code == UNKNOWN:
        return why("own_case_unknown_kind")
    if paper.client is None:
        return why("own_case_doubtful_code" if paper.doubtful else "own_case_no_client")
    return why("own_case")


def _expected(paper: Paper, case: OpenCase) -> bool:
    return paper.joins and paper.kind.code in supporting(case.kind)


def _asked(paper: Paper, case: OpenCase) -> bool:
    """The client was asked for something, and this came: no other matter, and not another unit's certificate."""
    return case.waiting and paper.joins and _same_unit(paper, case)


def _same_matter(paper: Paper, case: OpenCase) -> bool:
    same = paper.client is not None and paper.client.code == case.client_code
    return same and not paper.joins and paper.kind.code == case.kind.code


def _came_before(paper: Paper, case: OpenCase) -> bool:
    return paper.kind.opens_case and case.kind.code in supporting(paper.kind)


def _same_unit(paper: Paper, case: OpenCase) -> bool:
    """Other units do not see it: a doctor's certificate has no business in a payment case."""
    return paper.joins and paper.kind.unit == case.kind.unit


_FITS = (
    (_expected, "joined_expected"),
    (_asked, "joined_asked"),
    (_same_matter, "joined_same_matter"),
    (_came_before, "joined_own_papers"),
    (_same_unit, "joined_same_client"),
)


def place(session: Session, document: Document) -> Case:
    """Puts the document into its case, opening one where none fits. A document in company stays where it lies."""
    paper = _paper(document)
    _queue_up(session, document, paper)
    before = document.case
    if before is not None and len(before.documents) > 1:
        return before
    case, reason = _found(session, document, paper, before)
    if case is None and before is not None:
        propose(session, document)
        return before
    if case is None:
        case, reason = _visit_or_new(session, document, reason)
    if before is not None and before is not case:
        _leave(session, document, before, case)
    document.case, document.placed_why = case, reason
    session.flush()
    propose(session, document)
    return case


def _leave(session: Session, document: Document, before: Case, case: Case) -> None:
    """The machine's own move can be taken back like a person's."""
    moved = DocumentMove(document_id=document.id, placed_why=document.placed_why)
    act = CaseAct(what="move", from_id=before.id, into_id=case.id, at=now(session), by=SYSTEM.key, moves=[moved])
    act.from_state = before.state
    before.move("closed")
    session.add(act)
    audit.record(session, SYSTEM.key, "case.emptied", f"case:{before.id}", into=case.id)


def _found(session: Session, document: Document, paper: Paper, own: Case | None) -> tuple[Case | None, str]:
    """The case that the paper names or that its persons have, locked; or None, and why a case of its own."""
    named = pointed(session, document, paper)
    if named is not None and named[0] is not own:
        case = session.get_one(Case, named[0].id, with_for_update=True, populate_existing=True)
        if case.state not in OPEN_CASES:
            case.move("review")  # an answer to our letter came late: a person looks at the case again
        return case, named[1]
    chosen = choose(paper, _candidates(session, paper, own))
    if chosen.case_id is None:
        return None, chosen.why
    case = session.get_one(Case, chosen.case_id, with_for_update=True, populate_existing=True)
    if case.state not in OPEN_CASES:  # closed or joined to another in this very moment
        return None, why("own_case")
    return case, chosen.why


def _paper(document: Document) -> Paper:
    kind, rows = kind_of(document.kind), document.fields
    return Paper(
        kind, persons.client(kind, rows), tuple(persons.everyone(kind, rows)), persons.has_doubtful_code(kind, rows)
    )


def _candidates(session: Session, paper: Paper, own: Case | None) -> list[OpenCase]:
    codes = {person.code for person in paper.named}
    cases = session.scalars(
        select(Case).where(Case.client_code.in_(codes), Case.state.in_(OPEN_CASES)).order_by(Case.opened_at.desc())
    )
    found = [_open_case(case) for case in cases if case is not own]
    return sorted(found, key=lambda case: not case.waiting)  # an open request goes first


def _open_case(case: Case) -> OpenCase:
    waiting = case.state == "waiting"
    return OpenCase(case.id, case.number, kind_of(case.kind), case.client_code, case.client_name, waiting)


def _visit_or_new(session: Session, document: Document, reason: str) -> tuple[Case, str]:
    number = format_case(SERIES, document.case_no)
    case = session.scalar(select(Case).where(Case.number == number).with_for_update())
    if case is not None:  # only documents of one visit share a number
        if case.state not in OPEN_CASES:
            case.move("review")
        return case, why("joined_visit", number=number) if document.batch.one_client else reason
    kind = kind_of(document.kind)
    case = Case(number=number, kind=kind.code, unit=kind.unit, opened_at=document.registered_at)
    session.add(case)
    return case, reason


def _queue_up(session: Session, document: Document, paper: Paper) -> None:
    """Two papers of one visit or of one client are placed one after the other, or both would open a case."""
    session.get(Batch, document.batch_id, with_for_update=True)
    for code in sorted(person.code for person in paper.named):
        serialise(session, f"client:{code}")
