"""The station's day: is the scanner still good?"""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import SenderDesk
from api.openapi import problems
from api.schemas import DayBody, DayNotice
from api.shown import said
from ports.database import now
from registry import day

router = APIRouter(prefix="/v1/station", tags=["intake"])
SENTENCES: dict[day.NoticeCode, dict[str, str]] = {
    "same_streak": {
        "et": "Sama triip samas kohas {pages} lehel viimasest {of}: puhasta skanneri klaas.",
        "en": "The same streak at the same place on {pages} of the last {of} pages: clean the scanner glass.",
        "ru": "Одна и та же полоса на том же месте на {pages} из последних {of} страниц: протрите стекло сканера.",
    },
    "more_blur": {
        "et": "Udused on {pages} lehte viimasest {of}: puhasta klaas ja kontrolli, kas skanner on terav.",
        "en": "{pages} of the last {of} pages are blurred: clean the glass and check that the scanner is sharp.",
        "ru": "Размыты {pages} из последних {of} страниц: протрите стекло и проверьте резкость сканера.",
    },
    "more_noise": {
        "et": "Täppe täis on {pages} lehte viimasest {of}: puhasta skanneri klaas ja rullikud.",
        "en": "{pages} of the last {of} pages are full of specks: clean the scanner's glass and rollers.",
        "ru": "Точками покрыты {pages} из последних {of} страниц: протрите стекло и ролики сканера.",
    },
}


@router.get("/day", responses=problems())
def read_day(desk: SenderDesk) -> DayBody:
    """The caller's pages of today by verdict, and what they tell of its scanner."""
    with desk.house.database.reading() as session:
        today = day.of_today(session, desk.principal, now(session))
    notices = [
        DayNotice(
            code=notice.code,
            text=said(SENTENCES[notice.code], desk.words.language).format(pages=notice.pages, of=notice.of),
            pages=notice.pages,
            of=notice.of,
            place=list(notice.place) if notice.place else None,
        )
        for notice in today.notices
    ]
    return DayBody(good=today.good, check=today.check, rescan=today.rescan, notices=notices)
