"""What belongs to another body: proposed by the machine or a handler, sent on by a person within five working days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from api.cases import CaseId
from api.deps import Desk, ReaderDesk, SeenVersion
from api.edits import settle, tagged
from api.openapi import CONFLICTS, ETAG, problems
from api.routing_schemas import ReferralBody, ReferTo, SendOn
from api.shown import said
from registry.letters.drafting import Addressee
from registry.routing import referrals, send_on
from registry.routing.referrals import Proposed
from registry.routing.send_on import Notice

router = APIRouter(prefix="/v1", tags=["routing"])
ReferralId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the referral.")]
SENT = {**problems("no_addressee", "letter_incomplete", "bad_template", *CONFLICTS), **ETAG}


@router.get("/cases/{case}/referrals", responses=problems("not_found"))
def list_referrals(case: CaseId, desk: ReaderDesk) -> list[ReferralBody]:
    """To whom else the case may belong, the latest first."""
    with desk.house.database.reading() as session:
        return [_body(one, desk) for one in referrals.referrals_of(session, desk.principal, case)]


@router.post(
    "/cases/{case}/referrals", status_code=201, responses=problems("not_found", "illegal_move", "outcome_unknown")
)
def suggest_referral(case: CaseId, wish: ReferTo, desk: ReaderDesk) -> ReferralBody:
    """A handler finds that another body is competent. The term of five working days runs from registration."""

    def act(session: Session) -> ReferralBody:
        row = send_on.suggest(session, desk.principal, case, wish.body)
        return _body(referrals.referral_of(session, desk.principal, row.id), desk)

    return desk.house.database.perform(act)


@router.post("/referrals/{referral}/accept", responses=SENT)
def accept_referral(
    referral: ReferralId, version: SeenVersion, wish: SendOn, desk: ReaderDesk, response: Response
) -> ReferralBody:
    """The sender is told by a letter, the papers are registered as sent to the body, the case is closed here."""
    to = Addressee(wish.addressee, tuple(wish.address), wish.email)
    notice = Notice(wish.name, wish.reason, wish.language, to)
    return _done(desk, referral, response, lambda s: send_on.accept(s, desk.principal, referral, version, notice))


@router.post("/referrals/{referral}/decline", responses={**problems(*CONFLICTS), **ETAG})
def decline_referral(referral: ReferralId, version: SeenVersion, desk: ReaderDesk, response: Response) -> ReferralBody:
    """It stays here; the usual terms of its papers run."""
    return _done(desk, referral, response, lambda s: send_on.decline(s, desk.principal, referral, version))


def _done(desk: Desk, referral: str, response: Response, act: Callable[[Session], object]) -> ReferralBody:
    def show(session: Session) -> ReferralBody:
        return _body(referrals.referral_of(session, desk.principal, referral), desk)

    return tagged(response, settle(desk, act, show))


def _body(one: Proposed, desk: Desk) -> ReferralBody:
    row, body = one.referral, one.body
    language = desk.words.language
    return ReferralBody(
        **{name: getattr(row, name) for name in _COPIED},
        title=said(body.title, language) if body else row.body,
        reason=said(body.reason, language) if body else "",
        source=body.source if body else "",
        why=desk.words.because(row.why),
        due_on=one.due_on,
    )


_COPIED = ("id", "case_id", "body", "name", "state", "letter_id", "sent_viit", "version")
