"""The handler decides, the house drafts, a second person confirms. No decision is made or confirmed by a machine.

Every value in it was confirmed by a person; if one changes before the second word, the draft no longer stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now, serialise
from registry import audit, entries
from registry.access import NotFound, Principal, case_filter, require
from registry.answers import CONFIRMED
from registry.decision_model import Decision
from registry.entries import Registration
from registry.entry_model import INTERNAL
from registry.kinds import kind_of
from registry.letters import drafting, words
from registry.letters.drafting import Wish as LetterWish
from registry.matters import papers_of
from registry.model import Case, FieldValue
from registry.number import parse_viit
from registry.payment import BadPayment, Order, cents, euros, pain001, pay_day, valid_iban
from registry.review import VersionConflict

PAYING = frozenset({"grant", "partly"})
NEEDED = ("personal_code", "account_holder", "iban")
_SHOWN_OF_ACCOUNT = 4


class NotConfirmed(Exception):
    """A decision stands on values that a person has confirmed. Confirm the ones that are named here, then decide."""

    def __init__(self, lacks: tuple[str, ...]) -> None:
        self.lacks = lacks
        super().__init__(", ".join(lacks))


class SecondPersonNeeded(Exception):
    """Who drafted a decision does not confirm it. Ask a colleague to look at it and confirm."""


class PaidAlready(Exception):
    """This person has been granted this benefit for this month already. Look at the earlier decision."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the handler decided. Amount, benefit, month and day are of a decision that pays."""

    outcome: str
    reason: str
    language: str = "et"
    amount: Decimal | None = None
    benefit: str = ""
    period: str = ""
    pay_on: date | None = None


def draft(session: Session, principal: Principal, case_id: str, ruling: Ruling) -> Decision:
    """Raises `NotConfirmed`, `BadPayment`."""
    require(principal, "handler", "supervisor")
    wanted = select(Case).where(Case.id == case_id, case_filter(principal)).with_for_update()
    case = session.scalars(wanted).one_or_none()
    if case is None:
        raise NotFound
    decision = Decision(
        case=case, outcome=ruling.outcome, reason=ruling.reason, language=ruling.language, drafted_by=principal.id,
        drafted_at=now(session), sources=[],
    )  # fmt: skip
    if ruling.outcome in PAYING:
        _pay(session, decision, ruling)
    session.add(decision)
    session.flush()
    audit.record(
        session, principal.key, "decision.drafted", f"decision:{decision.id}", case=case.id, outcome=ruling.outcome
    )
    return decision


def _pay(session: Session, decision: Decision, ruling: Ruling) -> None:
    if ruling.amount is None or ruling.pay_on is None or not ruling.benefit or not ruling.period:
        raise BadPayment
    values = _confirmed(session, decision.case)
    decision.person, decision.holder = values["personal_code"].value, values["account_holder"].value
    decision.iban = valid_iban(values["iban"].value or "")
    decision.amount, decision.pay_on = cents(ruling.amount), pay_day(ruling.pay_on)
    decision.benefit, decision.period = ruling.benefit, ruling.period
    decision.sources = [values[name].id for name in NEEDED]


def _confirmed(session: Session, case: Case) -> Mapping[str, FieldValue]:
    """The latest value of each needed field on the papers that lead the case, if a person stands behind it."""
    latest: dict[str, FieldValue] = {}
    for document in papers_of(session, case.id):
        if document.kind == case.kind:
            latest |= {row.name: row for row in document.fields if row.name in NEEDED and (row.value or row.answer)}
    _refuse_unconfirmed(latest)
    return latest


def _refuse_unconfirmed(latest: Mapping[str, FieldValue]) -> None:
    sure = {name for name, row in latest.items() if row.answer in CONFIRMED and row.value}
    lacks = tuple(name for name in NEEDED if name not in sure)
    if lacks:
        raise NotConfirmed(lacks)


def decision_of(session: Session, principal: Principal, decision_id: str) -> Decision:
    cases = select(Case.id).where(case_filter(principal))
    found = session.scalars(select(Decision).where(Decision.id == decision_id, Decision.case_id.in_(cases)))
    if (decision := found.one_or_none()) is None:
        raise NotFound
    return decision


def decisions_of(session: Session, principal: Principal, case_id: str) -> list[Decision]:
    if session.scalar(select(Case.id).where(Case.id == case_id, case_filter(principal))) is None:
        raise NotFound
    wanted = select(Decision).where(Decision.case_id == case_id)
    return list(session.scalars(wanted.order_by(Decision.drafted_at, Decision.id)))


def withdraw(session: Session, principal: Principal, decision_id: str, version: int) -> Decision:
    decision = _actionable(session, principal, decision_id, version)
    decision.move("withdrawn")
    audit.record(session, principal.key, "decision.withdrawn", f"decision:{decision.id}", case=decision.case_id)
    return decision


def confirm(session: Session, principal: Principal, decision_id: str, version: int) -> Decision:
    """The second person's word: the letter is issued, and of a decision that pays the payment is drafted and entered.

    Raises `SecondPersonNeeded`, `NotConfirmed` when a value has changed since, `PaidAlready`.
    """
    decision = _actionable(session, principal, decision_id, version)
    if decision.drafted_by == principal.id:
        raise SecondPersonNeeded
    decision.move("confirmed")
    if decision.outcome in PAYING:
        _unchanged(session, decision)
        _first_of_its_month(session, decision)
    decision.confirmed_by, decision.confirmed_at = principal.id, now(session)
    letter = drafting.draft(session, principal, decision.case_id, _letter(decision))
    letter.drafted_by = decision.drafted_by
    session.flush()
    decision.letter_id = drafting.issue(session, principal, letter.id, letter.version).id
    if decision.outcome in PAYING:
        _order(session, principal, decision)
    audit.record(session, principal.key, "decision.confirmed", f"decision:{decision.id}", case=decision.case_id)
    return decision


def _actionable(session: Session, principal: Principal, decision_id: str, version: int) -> Decision:
    require(principal, "handler", "supervisor")
    decision = decision_of(session, principal, decision_id)
    session.get_one(Case, decision.case_id, with_for_update=True, populate_existing=True)
    session.refresh(decision, with_for_update=True)
    if decision.version != version:
        raise VersionConflict(decision.version)
    return decision


def _unchanged(session: Session, decision: Decision) -> None:
    values = _confirmed(session, decision.case)
    stands = {"personal_code": decision.person, "account_holder": decision.holder, "iban": decision.iban}
    changed = [name for name in NEEDED if values[name].id not in decision.sources]
    changed += [name for name in ("personal_code", "account_holder") if values[name].value != stands[name]]
    if valid_iban(values["iban"].value or "") != decision.iban:
        changed.append("iban")
    if changed:
        raise NotConfirmed(tuple(dict.fromkeys(changed)))


def _first_of_its_month(session: Session, decision: Decision) -> None:
    serialise(session, f"pay:{decision.person}:{decision.benefit}:{decision.period}")
    same = select(Decision.id).where(
        Decision.person == decision.person, Decision.benefit == decision.benefit,
        Decision.period == decision.period, Decision.state == "confirmed", Decision.id != decision.id,
        Decision.payment.is_not(None),
    )  # fmt: skip
    if session.scalar(same.limit(1)) is not None:
        raise PaidAlready


def _letter(decision: Decision) -> LetterWish:
    facts = {"outcome": words.said("outcome", decision.outcome, decision.language), "reason": decision.reason}
    if decision.amount is not None and decision.pay_on is not None:
        facts |= {
            "amount": euros(decision.amount, decision.language), "pay_on": decision.pay_on.isoformat(),
            "account_end": (decision.iban or "")[-_SHOWN_OF_ACCOUNT:],
        }  # fmt: skip
    return LetterWish("decision", decision.language, facts)


def _order(session: Session, principal: Principal, decision: Decision) -> None:
    """The draft payment is registered in the case as an internal document; its viit is the payment's reference."""
    number = parse_viit(decision.case.number)
    assert number is not None  # our own number of a case
    assert decision.amount is not None  # of a decision that pays
    assert decision.pay_on is not None
    title = words.said("payment", "title", "et")
    series = f"{number.function}-{number.series}"
    entry = entries.register(
        session, principal, Registration(INTERNAL, title, "maksekorraldus", series, case_id=decision.case_id,
                                         ak_basis=kind_of(decision.case.kind).access_basis or None),
    )  # fmt: skip
    decision.payment_viit = entry.viit
    text = f"/RFB/{entry.viit}/TXT/{decision.period}"
    decision.payment = pain001(
        Order(decision.holder or "", decision.iban or "", decision.amount, decision.pay_on, entry.viit, text)
    )
