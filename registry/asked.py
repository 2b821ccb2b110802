"""What other offices' registers are asked about a case, and what they said.

A question is asked by a worker, never inside a transaction and never while a person waits. While a register does not
answer, the client is asked for nothing it may hold; the work row is tried again until it answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now
from ports.registers import Question, Said, register_code
from registry import audit, ledger
from registry.access import SYSTEM
from registry.kinds import catalogue
from registry.ledger import Claim
from registry.matters import matters, papers_of
from registry.model import Case, Document, Work
from registry.papers import Answers, questions
from registry.register_model import RegisterAnswer
from registry.rounds import ASIDE, OPEN, locked, next_round

STEP = ASIDE


def answers(session: Session, case_id: str) -> Answers:
    """The latest word of each register on each question that was asked for this case."""
    rows = session.scalars(select(RegisterAnswer).where(RegisterAnswer.case_id == case_id).order_by(RegisterAnswer.id))
    return {Question(row.register, row.paper, row.person): row for row in rows}


def unanswered(session: Session, case_id: str) -> list[Question]:
    """What the case's documents ask of registers and no register has answered yet."""
    known, documents = answers(session, case_id), papers_of(session, case_id)
    wanted = (asked for matter in matters(documents, catalogue()) for asked in questions(matter, documents))
    return list(dict.fromkeys(one for one in wanted if one not in known))


def see_to(session: Session, case: Case, documents: Sequence[Document]) -> None:
    """Has the registers asked, if something is to be asked and nobody is at it. The case is locked by the caller."""
    if not unanswered(session, case.id):
        return
    mine = [document.id for document in documents]
    busy = select(Work.id).where(Work.document_id.in_(mine), Work.step == STEP, Work.state.in_(OPEN)).limit(1)
    if session.scalar(busy) is None:
        next_round(session, documents[0].id, STEP)


def asked_for(session: Session, claim: Claim) -> list[Question]:
    """What is to be asked for the case of the claimed document."""
    case_id = session.get_one(Document, claim.document_id).case_id
    return unanswered(session, case_id) if case_id else []


def keep(session: Session, claim: Claim, said: Mapping[Question, Said]) -> Case | None:
    """Writes down what the registers said, of which paper and when: no values. The case, to be brought up to date."""
    document = locked(session, claim.document_id)
    ledger.finish(session, claim)
    if document.case_id is None:
        return None
    case = session.get_one(Case, document.case_id, with_for_update=True, populate_existing=True)
    at = now(session)
    for question, answer in said.items():
        row = RegisterAnswer(
            case_id=case.id, register=question.register, paper=question.paper, person=question.person,
            said=answer, asked_at=at,
        )  # fmt: skip
        session.add(row)
    session.flush()
    for question, answer in said.items():
        register = register_code(question.register)
        told = {"register": register, "paper": question.paper, "said": answer}
        audit.record(session, SYSTEM.key, "register.asked", f"case:{case.id}", **told)
    return case
