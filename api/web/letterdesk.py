"""The page "Kirjad ja tähtajad" of a case: what was written, what must be answered, until when, and what is to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from starlette.responses import Response

from api.deps import Desk, ReaderDesk
from api.errors import Refusal
from api.headers import POLICY
from api.shown import Shown
from api.web import casework, letterviews, referralviews
from api.web.cases import HexId, Version
from api.web.render import go, page, page_language
from api.web.words import Words
from registry import letter_class, records, tasks, term_desk
from registry.clock import local_day
from registry.letters import delivery, drafting
from registry.letters.delivery import Delivery
from registry.letters.drafting import DAYS, Wish
from registry.review import VersionConflict
from registry.terms import Extension

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form(max_length=8000, pattern=r"^[^\x00]*$")]
Kind = Annotated[Literal["deficiency", "reminder", "receipt", "extension", "reply", "certificate"], Form()]
Tongue = Annotated[Literal["et", "en", "ru"], Form()]
FRAMED = f"{POLICY}; frame-src 'self'"  # the preview of a draft, itself in a sandbox


@dataclass(frozen=True, slots=True)
class Particulars:
    """What some kinds of letter need besides."""

    facts: dict[str, str]
    answers: str | None


def particulars(
    reason: Text = "",
    due: Annotated[date | None, Form()] = None,
    text: Text = "",
    purpose: Text = "",
    answers: Annotated[str, Form(max_length=32, pattern="^[0-9a-f]*$")] = "",
) -> Particulars:
    said = {"reason": reason, "due": due.isoformat() if due else "", "text": text, "purpose": purpose}
    return Particulars({name: value.strip() for name, value in said.items() if value.strip()}, answers or None)


@dataclass(frozen=True, slots=True)
class Happened:
    """What a person says happened to a letter; how it is proved stands in `step` behind a colon."""

    step: str
    on: date | None
    reference: str

    def delivery(self, today: date) -> Delivery:
        state, _, proof = self.step.partition(":")
        return Delivery(state, self.on or today, proof, self.reference.strip())


def happened(
    step: Annotated[str, Form(max_length=40, pattern="^[a-z_:]*$")] = "",
    on: Annotated[date | None, Form()] = None,
    reference: Annotated[str, Form(max_length=60, pattern=r"^[A-Za-z0-9 ./:-]*$")] = "",
) -> Happened:
    return Happened(step, on, reference)


@dataclass(frozen=True, slots=True)
class LetterAt:
    """A letter of a case, and what is done to it."""

    case: HexId
    letter: HexId
    deed: Literal["issue", "discard", "deliver"]


@dataclass(frozen=True, slots=True)
class TermAt:
    """A term of a case, and what is done to it."""

    case: HexId
    term: HexId
    change: Literal["extend", "pause", "resume"]


def extension(
    reason: Annotated[str, Form(max_length=200)] = "", days: Annotated[int, Form(ge=0, le=400)] = 0
) -> Extension:
    return Extension(days, reason.strip())


@router.get("/cases/{case}/letters")
def show_letters(request: Request, case: HexId, desk: ReaderDesk) -> Response:
    return _shown(request, desk, case)


def _shown(request: Request, desk: Desk, case: str, status: int = 200) -> Response:
    shown = Shown(desk.house.catalogue, page_language(request))
    with desk.house.database.transaction() as session:
        row = records.case(session, desk.principal, case)
        records.seen(session, desk.principal, f"case:{row.id}")
        found = letterviews.context(session, desk, row, shown) | referralviews.context(session, desk, row, shown)
        head = casework.head(row, shown, Words(shown.language))
    answer = page(
        request, "letters.html", status, here="cases", tab="letters", conflict=status == 412, case=head,
        days=DAYS, **found,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = FRAMED
    return answer


@router.post("/cases/{case}/letters")
def write_letter(
    request: Request, case: HexId, desk: ReaderDesk, kind: Kind, more: Annotated[Particulars, Depends(particulars)],
    language: Tongue = "et",
) -> Response:  # fmt: skip
    wish = Wish(kind, language, more.facts, answers=more.answers)
    return settle(request, desk, case, lambda session: drafting.draft(session, desk.principal, case, wish))


@router.post("/cases/{case}/letters/{letter}/{deed}")
def act_on_letter(
    request: Request, at: Annotated[LetterAt, Depends()], desk: ReaderDesk, version: Version,
    said: Annotated[Happened, Depends(happened)],
) -> Response:  # fmt: skip
    def done(session: Session) -> object:
        if at.deed == "deliver":
            today = local_day(desk.house.database.now(session))
            return delivery.record(session, desk.principal, at.letter, version, said.delivery(today))
        act = drafting.issue if at.deed == "issue" else drafting.discard
        return act(session, desk.principal, at.letter, version)

    return settle(request, desk, at.case, done)


@router.post("/cases/{case}/terms/{term}/{change}")
def act_on_term(
    request: Request, at: Annotated[TermAt, Depends()], desk: ReaderDesk, version: Version,
    wish: Annotated[Extension, Depends(extension)],
) -> Response:  # fmt: skip
    def done(session: Session) -> object:
        if at.change != "resume" and not wish.reason:
            raise Refusal("reason_missing")
        if at.change == "extend":
            return term_desk.extend(session, desk.principal, at.term, version, wish)
        if at.change == "pause":
            return term_desk.pause(session, desk.principal, at.term, version, wish.reason)
        return term_desk.resume(session, desk.principal, at.term, version)

    return settle(request, desk, at.case, done)


@router.post("/cases/{case}/tasks/{task}")
def finish_task(
    request: Request, case: HexId, task: HexId, desk: ReaderDesk, note: Annotated[str, Form(max_length=500)] = ""
) -> Response:
    return settle(request, desk, case, lambda session: tasks.done(session, desk.principal, task, note.strip()))


@router.post("/cases/{case}/documents/{document}/letter-class")
def say_class(
    request: Request, case: HexId, document: HexId, desk: ReaderDesk, version: Version,
    value: Annotated[str, Form(max_length=40)],
) -> Response:  # fmt: skip
    return settle(
        request, desk, case, lambda session: letter_class.say(session, desk.principal, document, version, value)
    )


def settle(request: Request, desk: Desk, case: str, act: Callable[[Session], object]) -> Response:
    """Acts, then shows the page anew; who came too late sees what stands there now."""
    with desk.house.database.reading() as session:
        records.case(session, desk.principal, case)
    try:
        desk.house.database.perform(act)
    except (VersionConflict, StaleDataError):
        return _shown(request, desk, case, 412)
    return go(f"/cases/{case}/letters")
