"""The clerk's desk: send scans, and learn at once what must be scanned again."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import SenderDesk
from api.web.render import page, page_language
from api.web.words import Words

router = APIRouter(include_in_schema=False)


@router.get("/station")
def station(request: Request, _desk: SenderDesk) -> Response:
    words = Words(page_language(request))
    spoken, verdicts = words.section("station"), words.section("verdict")
    return page(request, "station.html", here="station", words=spoken, verdicts=verdicts)
