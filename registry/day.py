"""A station's day: what the verdicts on its pages tell of its scanner.

One streaked page is dirt on paper; the same streak at the same place, page after page, is dirt on the glass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.access import Principal, require
from registry.clock import TALLINN, local_day
from registry.model import SENT, Document, Page

_LOOKED_AT = 400  # pages of a day, the last ones
_LAST = 10  # pages: what has just gone wrong
_SAME = 4  # streaks at one place among them
_APART = 0.012  # share of the side across: a feeder shifts paper by two millimetres
_OFTEN = 5  # of the last pages with one and the same fault
_TIMES = 3  # as often as earlier in the day
_OF_THE_MACHINE = ("blur", "noise")  # faults that grow as a scanner wears out or gets dirty

NoticeCode = Literal["same_streak", "more_blur", "more_noise"]


@dataclass(frozen=True, slots=True)
class Notice:
    """`pages` of the last `of` pages show it; `place` is where on the page, in shares of its sides."""

    code: NoticeCode
    pages: int
    of: int
    place: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """Pages of today by verdict, and what somebody should do about the scanner."""

    good: int
    check: int
    rescan: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    verdict: str
    codes: tuple[str, ...]
    places: tuple[tuple[float, ...] | None, ...]

    def place_of(self, code: str) -> tuple[float, ...] | None:
        return next((place for one, place in zip(self.codes, self.places, strict=True) if one == code), None)


def of_today(session: Session, principal: Principal, at: datetime) -> Day:
    """The sender's own pages since midnight in Estonia; raises `Forbidden` for who sends nothing."""
    require(principal, "station", "handler", "supervisor")
    midnight = datetime.combine(local_day(at), time(), TALLINN)
    wanted = (
        select(Page.verdict, Page.reasons, Page.places)
        .join(Page.document)
        .where(Document.principal == principal.key, SENT, Page.verdict.is_not(None))
        .where(Document.registered_at >= midnight, Document.registered_at < midnight + timedelta(days=1))
        .order_by(Document.registered_at.desc(), Document.seq.desc(), Page.number.desc())
        .limit(_LOOKED_AT)
    )
    pages = [_judged(*row) for row in session.execute(wanted)]
    count = {verdict: sum(page.verdict == verdict for page in pages) for verdict in ("good", "check", "rescan")}
    return Day(**count, notices=(*_same_streak(pages[:_LAST]), *_worse(pages)))


def _judged(verdict: str, codes: Sequence[str], places: Sequence[Sequence[float] | None] | None) -> _Judged:
    """Pages judged before places were kept have none."""
    known = [None if place is None else tuple(place) for place in places or ()]
    return _Judged(verdict, tuple(codes), tuple([*known, *[None] * len(codes)][: len(codes)]))


def _same_streak(last: Sequence[_Judged]) -> list[Notice]:
    """The newest streak, if the pages before it have it at the same place."""
    places = [place for page in last if (place := page.place_of("streak")) is not None]
    if not places:
        return []
    same = [place for place in places if _beside(place, places[0])]
    return [Notice("same_streak", len(same), len(last), places[0])] if len(same) >= _SAME else []


def _beside(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Same direction, and the middles hardly apart."""
    middles = [((place[0] + place[2]) / 2, (place[1] + place[3]) / 2) for place in (one, other)]
    return all(abs(a - b) <= _APART for a, b in zip(*middles, strict=True))


def _worse(pages: Sequence[_Judged]) -> list[Notice]:
    """A fault on most of the last pages that was rare before."""
    last, before = pages[:_LAST], pages[_LAST:]
    found = []
    for code in _OF_THE_MACHINE:
        now, then = (sum(code in page.codes for page in some) for some in (last, before))
        if now >= _OFTEN and now * len(before) >= _TIMES * then * len(last):
            found.append(Notice("more_blur" if code == "blur" else "more_noise", now, len(last)))
    return found
