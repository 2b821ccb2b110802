"""What the page "Kirjad ja tähtajad" of a case shows: terms with their sentences, tasks, letters out and in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from api.deps import Desk
from api.shown import Shown, said
from api.web.words import Words
from registry import letter_class, tasks, term_desk, term_rules, term_words
from registry.clock import local_day
from registry.kinds import kind_of
from registry.letters import errands, reading, words
from registry.letters.delivery import EVIDENCE
from registry.letters.model import Letter
from registry.model import Case, Document
from registry.states import DELIVERED, LETTER_MOVES, LIVE_TERMS
from registry.tasks import TaskQuery
from registry.term_model import Task, Term

INCOMING = frozenset({"kiri", "vaie", "lisadokumentide_kaaskiri"})
_NEVER_BY_HAND = frozenset({"emailed", "discarded", "created"})


@dataclass(frozen=True, slots=True)
class TermView:
    id: str
    title: str
    state: str
    days: int
    ends_on: date
    why: str
    source: str
    extended_for: str
    paused_for: str
    latest: date | None
    extendable: bool
    live: bool
    version: int


@dataclass(frozen=True, slots=True)
class TaskView:
    id: str
    text: str
    due_on: date
    mine: bool  # whether the one who looks may say that it is done


@dataclass(frozen=True, slots=True)
class ThingView:
    """What a letter asks for, and since when it is no longer lacking."""

    title: str
    met: date | None


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter that goes out: where it is, and what may happen to it next."""

    id: str
    viit: str | None
    title: str
    addressee: str
    state: str
    day: date
    due_on: date | None
    delivered: bool
    made: bool
    trouble: str | None
    things: tuple[ThingView, ...]
    events: tuple[tuple[str, date, str], ...]
    steps: tuple[tuple[str, str], ...]
    version: int


@dataclass(frozen=True, slots=True)
class IncomingView:
    """A letter that came in, with its class."""

    id: str
    viit: str
    kind: str
    day: date
    classes: tuple[tuple[str, str], ...]
    chosen: str | None
    confirmed: bool
    version: int


def context(session: Session, desk: Desk, case: Case, shown: Shown) -> dict[str, Any]:
    """Everything the template names beside the head of the case."""
    who, t = desk.principal, Words(shown.language)
    incoming = [row for row in case.documents if row.kind in INCOMING]
    return {
        "terms": [_term(session, row, shown) for row in term_desk.terms_of(session, who, case.id)],
        "tasks": [_task(row, desk, shown) for row in tasks.tasks(session, who, TaskQuery(case_id=case.id, limit=200))],
        "letters": [_letter(session, row, shown, t) for row in reading.letters_of(session, who, case.id)],
        "incoming": [_incoming(session, row, shown) for row in incoming],
        "answerable": [(row.id, row.viit) for row in incoming],
        "today": local_day(desk.house.database.now(session)),
    }


def _term(session: Session, row: Term, shown: Shown) -> TermView:
    latest = term_desk.latest(session, row)
    return TermView(
        row.id, said(term_words.title(row.code), shown.language), row.state, row.days, row.ends_on,
        shown.because(row.why), row.source, row.extended_for, row.paused_for,
        None if latest == date.max else latest, latest is not None, row.state in LIVE_TERMS, row.version,
    )  # fmt: skip


def _task(row: Task, desk: Desk, shown: Shown) -> TaskView:
    mine = row.for_role == "handler" or desk.principal.role == "supervisor"
    return TaskView(row.id, said(term_words.task(row.code), shown.language), row.due_on, mine)


def _letter(session: Session, row: Letter, shown: Shown, t: Words) -> LetterView:
    things = [ThingView(item.title, local_day(item.met_at) if item.met_at else None) for item in row.items if item.ask]
    events = [(t.of("letter_state", one.state), one.happened_on, one.reference) for one in row.events]
    return LetterView(
        id=row.id, viit=row.viit, title=said(words.title(row.kind), shown.language), addressee=row.addressee["name"],
        state=row.state, day=local_day(row.issued_at or row.drafted_at), due_on=row.answer_due_on,
        delivered=row.state in DELIVERED, made=row.sha256 is not None, trouble=errands.trouble(session, row.id),
        things=tuple(things), events=tuple(events), steps=_steps(row, t), version=row.version,
    )  # fmt: skip


def _steps(row: Letter, t: Words) -> tuple[tuple[str, str], ...]:
    """What a person may say happened next, with its proof: `state:evidence` and the words."""
    following = [state for state in EVIDENCE if state in LETTER_MOVES[row.state] and state not in _NEVER_BY_HAND]
    return tuple(
        (f"{state}:{proof}", t.of("letter_step", f"{state}_{proof}"))
        for state in following
        for proof in sorted(EVIDENCE[state])
    )


def _incoming(session: Session, row: Document, shown: Shown) -> IncomingView:
    field = term_rules.class_field(row)
    options = letter_class.options(session, row) if field else []
    return IncomingView(
        row.id, row.viit, said(kind_of(row.kind).title, shown.language), local_day(row.registered_at),
        tuple((one.value, said(one.title, shown.language)) for one in options),
        field.value if field else None,
        bool(field and field.answer in {"confirmed", "corrected"}),
        field.version if field else 0,
    )  # fmt: skip
