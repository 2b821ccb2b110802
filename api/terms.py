"""Terms of a case, the class of a letter that sets one going, and the tasks that terms make for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy.orm import Session

from api.cases import CaseId
from api.deps import Desk, ReaderDesk, SeenVersion
from api.documents import DocumentId
from api.edits import settle, tagged
from api.openapi import CONFLICTS, ETAG, problems
from api.shown import said
from api.term_schemas import (
    ClassOption,
    ClassSaid,
    ExtensionBody,
    LetterClassBody,
    PauseBody,
    TaskBody,
    TaskDone,
    TaskFilter,
    TermBody,
)
from registry import letter_class, tasks, term_desk, term_words
from registry.tasks import TaskQuery
from registry.term_model import Task, Term
from registry.terms import Extension

router = APIRouter(prefix="/v1", tags=["terms"])
TermId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the term.")]
TaskId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the task.")]
CHANGED: dict[int | str, dict[str, Any]] = {**problems(*CONFLICTS), **ETAG}
EXTENDED: dict[int | str, dict[str, Any]] = {**problems("extension_refused", *CONFLICTS), **ETAG}
CLASSED: dict[int | str, dict[str, Any]] = {**problems("unknown_class", *CONFLICTS), **ETAG}


@router.get("/cases/{case}/terms", responses=problems("not_found"))
def list_terms(case: CaseId, desk: ReaderDesk) -> list[TermBody]:
    """Every term of the case with the sentence why it ends on that day; those that live first."""
    with desk.house.database.reading() as session:
        return [term_shown(session, desk, row) for row in term_desk.terms_of(session, desk.principal, case)]


@router.get("/terms/{term}", responses={**problems("not_found"), **ETAG})
def read_term(term: TermId, desk: ReaderDesk, response: Response) -> TermBody:
    """One term."""
    with desk.house.database.reading() as session:
        return tagged(response, term_shown(session, desk, term_desk.term_of(session, desk.principal, term)))


@router.post("/terms/{term}/extend", responses=EXTENDED)
def extend_term(
    term: TermId, wish: ExtensionBody, version: SeenVersion, desk: ReaderDesk, response: Response
) -> TermBody:
    """Once, with a reason, and no further than the rule allows. Tell the client by a letter of extension."""
    asked = Extension(wish.days, wish.reason)
    return _term(desk, term, response, lambda session: term_desk.extend(session, desk.principal, term, version, asked))


@router.post("/terms/{term}/pause", responses=CHANGED)
def pause_term(term: TermId, wish: PauseBody, version: SeenVersion, desk: ReaderDesk, response: Response) -> TermBody:
    """It stands still from today, for a reason."""
    return _term(
        desk, term, response, lambda session: term_desk.pause(session, desk.principal, term, version, wish.reason)
    )


@router.post("/terms/{term}/resume", responses=CHANGED)
def resume_term(term: TermId, version: SeenVersion, desk: ReaderDesk, response: Response) -> TermBody:
    """It goes on; the time it stood still is added at its end."""
    return _term(desk, term, response, lambda session: term_desk.resume(session, desk.principal, term, version))


@router.get("/documents/{document}/letter-class", responses={**problems("not_found"), **ETAG})
def read_letter_class(document: DocumentId, desk: ReaderDesk, response: Response) -> LetterClassBody:
    """What class of letter it is, as proposed or as a person said, and the clocks of each class."""
    with desk.house.database.reading() as session:
        return tagged(response, _class(session, desk, document))


@router.put("/documents/{document}/letter-class", responses=CLASSED)
def say_letter_class(
    document: DocumentId, wish: ClassSaid, version: SeenVersion, desk: ReaderDesk, response: Response
) -> LetterClassBody:
    """A person's word: the letter has the clock of this class from the day it was registered."""

    def act(session: Session) -> object:
        return letter_class.say(session, desk.principal, document, version, wish.value)

    return tagged(response, settle(desk, act, lambda session: _class(session, desk, document), wish.value))


@router.get("/tasks", responses=problems())
def list_tasks(wish: Annotated[TaskFilter, Query()], desk: ReaderDesk) -> list[TaskBody]:
    """What waits for a person, the most urgent first."""
    with desk.house.database.reading() as session:
        rows = tasks.tasks(session, desk.principal, TaskQuery(**wish.model_dump()))
        return [task_shown(desk, row) for row in rows]


@router.post("/tasks/{task}/done", responses=problems("not_found", "illegal_move", "outcome_unknown"))
def finish_task(task: TaskId, wish: TaskDone, desk: ReaderDesk) -> TaskBody:
    """A person has seen to it, and may say how. A supervisor's task is for supervisors."""
    return desk.house.database.perform(
        lambda session: task_shown(desk, tasks.done(session, desk.principal, task, wish.note))
    )


def _term(desk: Desk, term: str, response: Response, act: Callable[[Session], object]) -> TermBody:
    def show(session: Session) -> TermBody:
        return term_shown(session, desk, term_desk.term_of(session, desk.principal, term))

    return tagged(response, settle(desk, act, show))


def term_shown(session: Session, desk: Desk, row: Term) -> TermBody:
    latest = term_desk.latest(session, row)
    return TermBody(
        **{name: getattr(row, name) for name in _TERM},
        title=said(term_words.title(row.code), desk.words.language),
        why=desk.words.because(row.why),
        extendable=latest is not None,
        latest=None if latest == date.max else latest,
    )


def task_shown(desk: Desk, row: Task) -> TaskBody:
    return TaskBody(
        **{name: getattr(row, name) for name in _TASK},
        case_number=row.case.number,
        text=said(term_words.task(row.code), desk.words.language),
    )


def _class(session: Session, desk: Desk, document_id: str) -> LetterClassBody:
    document, field = letter_class.letter(session, desk.principal, document_id)
    terms = term_desk.terms_of(session, desk.principal, document.case_id) if document.case_id else []
    return LetterClassBody(
        document_id=document.id,
        value=field.value,
        proposed=field.proposed,
        confidence=field.confidence,
        confirmed=field.answer in {"confirmed", "corrected"},
        version=field.version,
        options=[_option(one, desk) for one in letter_class.options(session, document)],
        terms=[term_shown(session, desk, term) for term in terms if term.document_id == document.id],
    )


def _option(one: letter_class.Option, desk: Desk) -> ClassOption:
    rule = one.rule
    return ClassOption(
        value=one.value,
        title=said(cast(Any, one.title), desk.words.language),
        days=rule.days if rule else None,
        unit=rule.unit if rule else None,
        source=rule.source if rule else "",
    )


_TERM = (
    "id", "case_id", "document_id", "letter_id", "code", "state", "days", "unit", "starts_on", "ends_on", "source",
    "paused_on", "paused_for", "extended_for", "version",
)  # fmt: skip
_TASK = ("id", "case_id", "term_id", "code", "for_role", "due_on", "state", "made_at", "done_at", "note")
