"""Cases a document may belong to, by name and birth date: a proposal, never a deed. A person accepts or declines it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from classify.people import same_person
from ports.database import insert_once, now
from registry import audit, persons, rearrange
from registry.access import SYSTEM, NotFound, Principal, case_filter, require
from registry.case_model import Proposal
from registry.kinds import kind_of
from registry.model import Case, Document, FieldValue, new_id
from registry.reasons import why
from registry.records import actionable
from registry.review import VersionConflict
from registry.states import OPEN_CASES

BORN_SO = 200  # open cases of people born on one day that are looked through for the name
MOST = 5  # more cases of one name and birthday are no hint


def propose(session: Session, document: Document) -> None:
    """Looks for open cases of somebody with the same name and birth date, and proposes each once."""
    kind, rows = kind_of(document.kind), {row.name: row for row in document.fields}
    code = rows.get(persons.client_code_field(kind) or "")
    name = persons.client_name(kind, document.fields)
    if not name or (code is not None and persons.is_reliable(code)):
        return  # nobody is named, or the code has found what there is
    cases = _born_so(session, _birth(rows, code))
    named = [case for case in cases if case.id != document.case_id and same_person(name, case.client_name or "")]
    if len(named) <= MOST:
        for case in named:
            same = code is not None and code.value == case.client_code
            _make(session, document, case, "proposal_same_code" if same else "proposal_same_name")


def of_case(session: Session, principal: Principal, case_id: str) -> list[Proposal]:
    """Open proposals for the documents of a case, only to cases the principal may see."""
    wanted = (
        select(Proposal)
        .join(Proposal.document)
        .join(Case, Case.id == Proposal.case_id)
        .where(Document.case_id == case_id, Proposal.state == "open", Proposal.case_id != Document.case_id)
        .where(case_filter(principal), Case.state != "closed")
        .order_by(Proposal.made_at, Proposal.id)
        .options(selectinload(Proposal.document), selectinload(Proposal.case))
    )
    return list(session.scalars(wanted))


def accept(session: Session, principal: Principal, proposal_id: str, version: int) -> Proposal:
    """The person says it belongs there: the document is moved, which can be undone like every move."""
    proposal, document = _open(session, principal, proposal_id)
    rearrange.move(session, principal, document.id, version, proposal.case_id)
    return _answer(session, principal, proposal, "accepted")


def decline(session: Session, principal: Principal, proposal_id: str, version: int) -> Proposal:
    """The person says it does not belong there: it is not proposed again."""
    proposal, document = _open(session, principal, proposal_id)
    if document.version != version:
        raise VersionConflict(document.version)
    return _answer(session, principal, proposal, "declined")


def _birth(rows: dict[str, FieldValue], code: FieldValue | None) -> date | None:
    written = rows.get("birth_date")
    if written is not None and written.value:
        try:
            return date.fromisoformat(written.value)
        except ValueError:
            return None
    return _said_by(code.value or "") if code is not None else None


def _said_by(code: str) -> date | None:
    """The birth date in a code, also in one whose last digits were misread: for a proposal that is enough."""
    if not (len(code) == 11 and code.isascii() and code.isdigit() and "1" <= code[0] <= "8"):
        return None
    try:
        return date(1800 + (int(code[0]) - 1) // 2 * 100 + int(code[1:3]), int(code[3:5]), int(code[5:7]))
    except ValueError:
        return None


def _born_so(session: Session, birth: date | None) -> list[Case]:
    """Open cases whose client's code says this birth date."""
    if birth is None or not 1800 <= birth.year < 2200:
        return []
    century = (birth.year - 1800) // 100 * 2 + 1  # of men; of women one more
    begins = [f"{digit}{birth:%y%m%d}" for digit in (century, century + 1)]
    born = or_(*(Case.client_code.between(f"{begin}0000", f"{begin}9999") for begin in begins))  # an index can do it
    return list(session.scalars(select(Case).where(Case.state.in_(OPEN_CASES), born).limit(BORN_SO)))


def _make(session: Session, document: Document, case: Case, code: str) -> None:
    row = {
        "id": new_id(), "document_id": document.id, "case_id": case.id, "why": why(code, number=case.number),
        "made_at": now(session),
    }  # fmt: skip
    if insert_once(session, Proposal, row):
        audit.record(session, SYSTEM.key, "document.proposed", f"document:{document.id}", case=case.id, why=code)


def _open(session: Session, principal: Principal, proposal_id: str) -> tuple[Proposal, Document]:
    require(principal, "handler", "supervisor")
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotFound
    document = actionable(session, principal, proposal.document_id)
    if session.scalar(select(Case.id).where(Case.id == proposal.case_id, case_filter(principal))) is None:
        raise NotFound
    session.refresh(proposal)
    return proposal, document


def _answer(session: Session, principal: Principal, proposal: Proposal, wanted: str) -> Proposal:
    proposal.answer(wanted, principal.key, now(session))
    about = f"document:{proposal.document_id}"
    audit.record(session, principal.key, f"document.proposal_{wanted}", about, case=proposal.case_id)
    return proposal
