"""A person confirms that a case is another body's: the sender is told, the papers go out, the case is closed here."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now
from registry import audit, entries, standing
from registry.access import FRONT, NotFound, Principal, case_filter, require
from registry.clock import local_day
from registry.entries import Registration
from registry.entry_model import OUT
from registry.letters import drafting
from registry.letters.drafting import Addressee
from registry.letters.drafting import Wish as LetterWish
from registry.model import Case
from registry.number import parse_viit
from registry.reasons import why
from registry.review import VersionConflict
from registry.route import Routed, lay
from registry.routing import referrals, rules
from registry.routing.model import Referral
from registry.states import IllegalMove

TITLE = "Edastamine vastavalt kuuluvusele"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the sender is told. Without name or reason those of the body; without addressee the client is told."""

    name: str = ""
    reason: str = ""
    language: str = "et"
    addressee: Addressee = field(default_factory=Addressee)


def accept(session: Session, principal: Principal, referral_id: str, version: int, notice: Notice) -> Referral:
    """The notice is issued, the papers are registered as sent to the body, the case is closed, the term is met.

    Raises `NotFound`, `VersionConflict`, `IllegalMove`, `NoAddressee`.
    """
    row, case = _open(session, principal, referral_id, version)
    row.answer("accepted", principal.key, now(session))
    row.name = notice.name.strip() or _title(session, row.body, "et")
    row.letter_id = _tell(session, principal, row, notice)
    row.sent_viit = _register(session, principal, case, row.name)
    if case.state != "closed":
        case.move("closed")
    standing.refresh(session, case, now(session))
    audit.record(session, principal.key, "case.referred", f"case:{case.id}", body=row.body, viit=row.sent_viit)
    return row


def decline(session: Session, principal: Principal, referral_id: str, version: int) -> Referral:
    """It stays here: with the unit of its kind, or with client service where the kind itself names another body."""
    row, case = _open(session, principal, referral_id, version)
    row.answer("declined", principal.key, now(session))
    if case.unit == row.body:
        _lay(session, principal, case, FRONT)
    standing.refresh(session, case, now(session))
    audit.record(session, principal.key, "case.kept", f"case:{case.id}", body=row.body)
    return row


def suggest(session: Session, principal: Principal, case_id: str, body: str) -> Referral:
    """A handler finds that another body is competent; the term of five working days runs from registration.

    Raises `NotFound` for a body nobody knows, `IllegalMove` where a person has already answered for this body.
    """
    require(principal, "handler", "supervisor")
    case = _case(session, principal, case_id)
    if body not in rules.bodies(session, local_day(now(session))):
        raise NotFound
    referrals.enter(session, case.id, body, why("refer_hand", unit=body))
    row = session.scalars(select(Referral).where(Referral.case_id == case.id, Referral.body == body)).one()
    if row.state != "open":
        raise IllegalMove(row.state)
    _lay(session, principal, case, body)
    standing.refresh(session, case, now(session))
    audit.record(session, principal.key, "case.referral_suggested", f"case:{case.id}", body=body)
    return row


def _open(session: Session, principal: Principal, referral_id: str, version: int) -> tuple[Referral, Case]:
    row = referrals.referral_of(session, principal, referral_id).referral
    case = _case(session, principal, row.case_id)
    session.refresh(row, with_for_update=True)
    if row.version != version:
        raise VersionConflict(row.version)
    return row, case


def _case(session: Session, principal: Principal, case_id: str) -> Case:
    seen = select(Case).where(Case.id == case_id, case_filter(principal)).with_for_update()
    case = session.scalars(seen.execution_options(populate_existing=True)).one_or_none()
    if case is None:
        raise NotFound
    return case


def _lay(session: Session, principal: Principal, case: Case, unit: str) -> None:
    step = why("refer_hand" if unit != FRONT else "refer_kept", unit=unit)
    mine = principal.id if principal.role == "handler" else case.handler_id
    lay(session, case, Routed(unit, mine, step, (step,), priority=case.priority), principal.key)


def _tell(session: Session, principal: Principal, row: Referral, notice: Notice) -> str:
    body = rules.bodies(session, local_day(now(session))).get(row.body)
    reason = notice.reason.strip() or (body.reason[notice.language] if body else row.name)
    name = notice.name.strip() or _title(session, row.body, notice.language)
    facts = {"body": name, "reason": reason}
    wish = LetterWish("forwarding", notice.language, facts, addressee=notice.addressee)
    draft = drafting.draft(session, principal, row.case_id, wish)
    return drafting.issue(session, principal, draft.id, draft.version).id


def _title(session: Session, code: str, language: str) -> str:
    body = rules.bodies(session, local_day(now(session))).get(code)
    return body.title[language] if body else code


def _register(session: Session, principal: Principal, case: Case, name: str) -> str:
    number = parse_viit(case.number)
    assert number is not None  # our own number of a case
    wish = Registration(
        direction=OUT, title=TITLE, kind="kiri", series=f"{number.function}-{number.series}", party=name,
        party_person=False, case_id=case.id,
    )  # fmt: skip
    return entries.register(session, principal, wish).viit
