"""The form by which a case is sent on to the body that decides it, on the page "Kirjad ja tähtajad"."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from api.deps import ReaderDesk
from api.web.cases import HexId, Version
from api.web.letterdesk import Tongue, settle
from registry.letters.drafting import Addressee
from registry.routing import send_on
from registry.routing.send_on import Notice

router = APIRouter(include_in_schema=False)
Line = Annotated[str, Form(max_length=200, pattern=r"^[^\x00]*$")]
Lines = Annotated[str, Form(max_length=2000, pattern=r"^[^\x00]*$")]
ADDRESS_LINES = 6


def addressee(sender: Line = "", address: Lines = "") -> Addressee:
    lines = tuple(line.strip()[:200] for line in address.splitlines() if line.strip())
    return Addressee(sender.strip(), lines[:ADDRESS_LINES])


def notice(
    to: Annotated[Addressee, Depends(addressee)], name: Line = "", reason: Lines = "", language: Tongue = "et"
) -> Notice:
    return Notice(name, reason, language, to)


@router.post("/cases/{case}/referrals")
def suggest_body(
    request: Request, case: HexId, desk: ReaderDesk, body: Annotated[str, Form(pattern="^X-[A-Z]{1,8}$")]
) -> Response:
    return settle(request, desk, case, lambda session: send_on.suggest(session, desk.principal, case, body))


@router.post("/cases/{case}/referrals/{referral}/accept")
def send_case_on(
    request: Request, case: HexId, referral: HexId, desk: ReaderDesk, version: Version,
    told: Annotated[Notice, Depends(notice)],
) -> Response:  # fmt: skip
    return settle(request, desk, case, lambda session: send_on.accept(session, desk.principal, referral, version, told))


@router.post("/cases/{case}/referrals/{referral}/decline")
def keep_case(request: Request, case: HexId, referral: HexId, desk: ReaderDesk, version: Version) -> Response:
    return settle(request, desk, case, lambda session: send_on.decline(session, desk.principal, referral, version))
