"""Which rule a challenge falls under: by what it contests. A pension 60 days, a benefit or service 30, all else 10.

The act is found by the number that the paper gives, of our decision or of any document of its case; else by the case
in which the challenge lies. While nobody knows what it contests, the general rule of the HMS holds: it is the shortest.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.kinds import kind_of
from registry.letters.model import Letter
from registry.model import Case, Document
from registry.number import parse_viit

CHALLENGE = "vaie"
PENSION, GENERAL = "vaie_pension", "vaie_hms"
_BY_UNIT = {"PEN": PENSION, "FAM": CHALLENGE, "DIS": CHALLENGE, "REH": CHALLENGE, "INT": CHALLENGE, "PAY": CHALLENGE}
_NUMBERS = ("decision_no", "our_ref", "their_ref")  # fields in which our number may stand


def rule_code(session: Session, document: Document) -> str:
    """The code of the rule for a challenge."""
    for number in (field.value for field in document.fields if field.name in _NUMBERS and field.value):
        case = _case_of(session, number or "")
        if case is not None:
            return _BY_UNIT.get(kind_of(case.kind).unit, GENERAL)
    beside = _leading(session, document)
    return _BY_UNIT.get(kind_of(beside).unit, GENERAL) if beside else GENERAL


def _case_of(session: Session, number: str) -> Case | None:
    """The case of our letter or of the document with this number."""
    viit = parse_viit(number.strip())
    if viit is None:
        return None
    letter = session.scalars(select(Letter).where(Letter.viit == number.strip())).one_or_none()
    if letter is not None:
        return letter.case
    document = session.scalars(select(Document).where(Document.viit == number.strip())).one_or_none()
    if document is not None:
        return document.case
    return session.scalars(select(Case).where(Case.number == number.strip())).one_or_none()


def _leading(session: Session, document: Document) -> str | None:
    """The kind of the application beside which the challenge lies."""
    wanted = select(Document.kind).where(Document.case_id == document.case_id, Document.id != document.id)
    kinds = session.scalars(wanted.order_by(Document.registered_at, Document.id))
    return next((code for code in kinds if kind_of(code).opens_case and kind_of(code).unit in _BY_UNIT), None)
