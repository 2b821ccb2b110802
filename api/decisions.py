"""Decisions: the handler decides, the house drafts, a second person confirms."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from api.cases import CaseId
from api.deps import Desk, ReaderDesk, SeenVersion
from api.edits import settle, tagged
from api.errors import Refusal
from api.letter_schemas import DecisionBody, RulingBody
from api.openapi import CONFLICTS, ETAG, bytes_of, problems
from registry import decisions, records
from registry.decision_model import Decision
from registry.decisions import Ruling

router = APIRouter(prefix="/v1", tags=["decisions"])
DecisionId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the decision.")]
XML = "application/xml"


@router.get("/cases/{case}/decisions", responses=problems("not_found"))
def list_decisions(case: CaseId, desk: ReaderDesk) -> list[DecisionBody]:
    """The decisions of a case, the oldest first."""
    with desk.house.database.reading() as session:
        return [shown(row) for row in decisions.decisions_of(session, desk.principal, case)]


@router.post(
    "/cases/{case}/decisions",
    status_code=201,
    responses=problems("not_found", "values_not_confirmed", "bad_payment", "outcome_unknown"),
)
def draft_decision(case: CaseId, ruling: RulingBody, desk: ReaderDesk) -> DecisionBody:
    """What was decided, over values that a person has confirmed. It counts once a second person confirms it."""
    wanted = Ruling(**ruling.model_dump())
    return desk.house.database.perform(lambda session: shown(decisions.draft(session, desk.principal, case, wanted)))


@router.get("/decisions/{decision}", responses={**problems("not_found"), **ETAG})
def read_decision(decision: DecisionId, desk: ReaderDesk, response: Response) -> DecisionBody:
    """One decision."""
    with desk.house.database.reading() as session:
        return tagged(response, shown(decisions.decision_of(session, desk.principal, decision)))


CONFIRMED = {
    **problems(
        "second_person_needed", "values_not_confirmed", "paid_already", "bad_payment", "no_addressee",
        "letter_incomplete", "bad_template", *CONFLICTS,
    ),
    **ETAG,
}  # fmt: skip


@router.post("/decisions/{decision}/confirm", responses=CONFIRMED)
def confirm_decision(decision: DecisionId, version: SeenVersion, desk: ReaderDesk, response: Response) -> DecisionBody:
    """A second person's word: the letter is issued, the payment drafted and registered."""
    return _done(
        desk, decision, response, lambda session: decisions.confirm(session, desk.principal, decision, version)
    )


@router.post("/decisions/{decision}/withdraw", responses={**problems(*CONFLICTS), **ETAG})
def withdraw_decision(decision: DecisionId, version: SeenVersion, desk: ReaderDesk, response: Response) -> DecisionBody:
    """Take a draft back."""
    return _done(
        desk, decision, response, lambda session: decisions.withdraw(session, desk.principal, decision, version)
    )


@router.get(
    "/decisions/{decision}/payment", response_class=Response, responses={**problems("not_found"), **bytes_of(XML)}
)
def download_payment(decision: DecisionId, desk: ReaderDesk) -> Response:
    """The payment as pain.001: a draft for the treasury."""
    with desk.house.database.transaction() as session:
        row = decisions.decision_of(session, desk.principal, decision)
        payment, viit = row.payment, (row.payment_viit or "").replace("/", "-")
        records.seen(session, desk.principal, f"decision:{decision}")
    if payment is None:
        raise Refusal("not_found")
    headers = {
        "Content-Disposition": f'attachment; filename="makse-{viit}.xml"', "Content-Security-Policy": "sandbox",
    }  # fmt: skip
    return Response(payment.encode(), media_type=XML, headers=headers)


def _done(desk: Desk, decision: str, response: Response, act: Callable[[Session], object]) -> DecisionBody:
    def show(session: Session) -> DecisionBody:
        return shown(decisions.decision_of(session, desk.principal, decision))

    return tagged(response, settle(desk, act, show))


def shown(row: Decision) -> DecisionBody:
    amount = None if row.amount is None else f"{Decimal(row.amount) / 100:.2f}"
    return DecisionBody(**{name: getattr(row, name) for name in _COPIED}, amount=amount)


_COPIED = (
    "id", "case_id", "state", "outcome", "reason", "benefit", "period", "pay_on", "drafted_by", "drafted_at",
    "confirmed_by", "confirmed_at", "letter_id", "payment_viit", "version",
)  # fmt: skip
