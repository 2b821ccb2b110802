"""The questions people ask all day, asked of the house's own functions: the median of warm answers, and the plans."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from bench.registry import people
from bench.registry.fill import UNITS, Size, case_of, key
from ports.database import Database, now
from registry import case_list, checklist, public, records, search
from registry.access import Principal
from registry.case_list import CaseQuery
from registry.clock import local_day
from registry.kinds import catalogue
from registry.routing import crew, loads, take
from registry.search import Wish

WARM, TIMES = 4, 41
LONG = ("Jekaterina", "Svetlana", "Natalja", "Aleksei")  # given names that bear a slip
HEAD = Principal("person", key(0), "supervisor", frozenset({"*"}))
ANYBODY = Principal("person", key(1), "handler", frozenset({"*"}))
CLERK = Principal("person", key(0), "handler", frozenset({UNITS[0]}))

Question = Callable[[Session, int], object]


@dataclass(frozen=True, slots=True)
class Answer:
    """The median of warm answers in milliseconds, the slowest statement and how PostgreSQL went about it."""

    what: str
    median: float
    worst: float
    plan: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A filled office."""

    database: Database
    size: Size


def ask(*offices: Asked) -> list[tuple[Answer, ...]]:
    """Every question, of each office in turn: a machine that slows down in the middle slows all of them."""
    asked = [_questions(office.size) for office in offices]
    return [_measure(offices, what, [questions[what] for questions in asked]) for what in asked[0]]


def _questions(size: Size) -> dict[str, Question]:
    def name(number: int) -> str:
        return people.name(case_of(number * 37 + 11, size))

    def given(number: int) -> str:
        """Some dozens have it in the small office, too: a page of what is found is full in both."""
        return name(number).split()[0]

    def slip(number: int) -> str:
        said = LONG[number % len(LONG)]
        return said[:3] + said[4:]

    return {
        "queue of a unit, open, with count": lambda s, _: _queue(s, CLERK, CaseQuery("open")),
        "queue of one handler": lambda s, _: _queue(s, CLERK, CaseQuery("open", mine=True)),
        "queue of the whole office": lambda s, _: _queue(s, HEAD, CaseQuery("open")),
        "all cases of a unit": lambda s, _: _queue(s, CLERK, CaseQuery()),
        "the next case for a handler of a unit": lambda s, _: _next(s, CLERK),
        "the next case for one who may take any": lambda s, _: _next(s, ANYBODY),
        "loads of the whole office": lambda s, _: loads.loads(s, HEAD),
        "cases by a given name": lambda s, n: _queue(s, HEAD, CaseQuery(text=given(n))),
        "cases by a client's name": lambda s, n: _queue(s, HEAD, CaseQuery(text=name(n))),
        "cases by a personal code, in a unit": lambda s, n: _queue(
            s, CLERK, CaseQuery(text=people.code(case_of(n, size)))
        ),
        "search: a name": lambda s, n: search.search(s, HEAD, Wish(name(n))),
        "search: a name with a slip": lambda s, n: search.search(s, HEAD, Wish(slip(n))),
        "search: a viit, in a unit": lambda s, n: search.search(s, CLERK, Wish(f"6.0-1/{10_000_001 + n}")),
        "search: a word on every tenth page": lambda s, _: search.search(s, HEAD, Wish("пособие")),
        "search: the same, in a unit": lambda s, _: search.search(s, CLERK, Wish("пособие")),
        "search: two frequent words": lambda s, _: search.search(s, CLERK, Wish("пенсия справка")),
        "search: a word on every page": lambda s, _: search.search(s, CLERK, Wish("avaldus")),
        "a case with all it holds": lambda s, n: _case(s, key(n * 13 % size.cases)),
        "public register": lambda s, _: public.register(s, Wish()),
        "public register: a viit": lambda s, n: public.register(s, Wish(f"6.0-1/{10_000_001 + n}-1")),
    }


def _queue(session: Session, who: Principal, query: CaseQuery) -> object:
    """As the desk asks."""
    found = case_list.cases(session, who, query)
    return found, case_list.waiting(session, found.rows), records.arriving(session, who)


def _next(session: Session, who: Principal) -> object:
    """As `take_next` asks, without taking: a queue of its own for each whose cases come into question."""
    people = crew.crew(session, local_day(now(session)))
    return [session.execute(question).first() for question in take.questions(session, who, people)]


def _case(session: Session, case_id: str) -> object:
    case = records.case(session, HEAD, case_id)
    return checklist.missing(session, case, catalogue()), records.timeline(session, HEAD, case_id)


def _measure(offices: Sequence[Asked], what: str, questions: Sequence[Question]) -> tuple[Answer, ...]:
    taken: list[list[float]] = [[] for _ in offices]
    for number in range(WARM + TIMES):
        for office, question, times in zip(offices, questions, taken, strict=True):
            times.append(_time(office.database, question, number))
    return tuple(
        _answer(office.database, what, question, times[WARM:])
        for office, question, times in zip(offices, questions, taken, strict=True)
    )


def _time(database: Database, question: Question, number: int) -> float:
    with database.transaction() as session:
        begun = time.perf_counter()
        question(session, number)
        return (time.perf_counter() - begun) * 1000


def _answer(database: Database, what: str, question: Question, found: Sequence[float]) -> Answer:
    with database.transaction() as session:
        plan = _slowest_plan(session, question)
    return Answer(what, statistics.median(found), max(found), plan)


def _slowest_plan(session: Session, question: Question) -> str:
    """Runs the question once more and explains the statement of it that took longest."""
    said: list[tuple[float, str, Any]] = []
    connection = session.connection()
    begun: list[float] = []

    def before(*_: object) -> None:
        begun.append(time.perf_counter())

    def after(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        said.append((time.perf_counter() - begun.pop(), statement, parameters))

    event.listen(connection, "before_cursor_execute", before)
    event.listen(connection, "after_cursor_execute", after)
    question(session, 3)
    event.remove(connection, "before_cursor_execute", before)
    event.remove(connection, "after_cursor_execute", after)
    selects = [one for one in said if one[1].lstrip().startswith("SELECT")]
    _, statement, parameters = max(selects, key=lambda one: one[0])
    rows = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, COSTS OFF) {statement}", parameters)
    return re.sub(r"ANY \('{.*?}'", "ANY ('{...}'", "\n".join(row[0] for row in rows))


def warm(database: Database) -> None:
    """Every table and index lies in PostgreSQL's memory, as far as there is room."""
    with database.transaction() as session:
        session.execute(text("CREATE EXTENSION IF NOT EXISTS pg_prewarm"))
        ours = "relkind IN ('r', 'i', 't') AND relpersistence = 'p'"
        session.execute(text(f"SELECT pg_prewarm(oid::regclass) FROM pg_class WHERE {ours}"))


def version(database: Database) -> str:
    with database.reading() as session:
        return str(session.execute(text("SHOW server_version")).scalar_one())
