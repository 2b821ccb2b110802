"""The next case: the most urgent one, to one handler only, for a while only."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from bureau import APPLICATION, JURI, Office
from sqlalchemy import Select, insert, select, text, update
from sqlalchemy.orm import Session

from ports.database import now
from registry import review
from registry.access import Forbidden, NotFound, Principal
from registry.clock import local_day
from registry.model import Case
from registry.routing import crew, take
from registry.routing.model import Absence, CaseTake, RouteRule, Skill
from registry.routing.take import ReasonWanted

OTHER = APPLICATION | {"personal_code": JURI, "family_name": "Tamm"}
LONG_AGO = date(2020, 1, 1)
HERE = Path(__file__).parent
LITERAL = {"literal_binds": True, "render_postcompile": True}
CHECKOUT = HERE.parents[1]


def ask(office: Office, who: Principal) -> str | None:
    found = office.database.perform(lambda session: take.take_next(session, who))
    return found.case_id if found else None


def letters(office: Office, count: int) -> list[str]:
    """So many cases that nobody has, the first one due first."""
    cases = [office.case_of(office.receive("kiri")).id for _ in range(count)]
    for days, case in enumerate(cases):
        change(office, case, due_on=date(2026, 12, 1) + timedelta(days=days), handler_id=None)
    return cases


def change(office: Office, case: str, **values: object) -> None:
    with office.database.transaction() as session:
        session.execute(update(Case).where(Case.id == case).values(**values))


def time_passes(office: Office) -> None:
    """Every lease has come to its end."""
    with office.database.transaction() as session:
        session.execute(update(CaseTake).values(until=CaseTake.until - take.LEASE_MS))


def test_the_most_urgent_comes_first_by_due_day_then_priority_then_age(office: Office) -> None:
    first, second, third, fourth = letters(office, 4)
    change(office, third, due_on=date(2026, 11, 24))
    change(office, second, due_on=date(2026, 12, 4), priority=1)  # on one day with the fourth
    mall = office.hire("mall")
    got = []
    while found := ask(office, mall):
        got.append(found)
        change(office, found, state="waiting")
    assert got == [third, first, second, fourth]


def test_nobody_picks_cherries_the_same_case_comes_until_it_is_done(office: Office) -> None:
    first, second = letters(office, 2)
    mall = office.hire("mall")
    assert [ask(office, mall), ask(office, mall)] == [first, first]
    change(office, first, state="waiting")
    assert ask(office, mall) == second


def test_a_lease_that_ends_gives_the_case_to_another(office: Office) -> None:
    (case,) = letters(office, 1)
    mall, peeter = office.hire("mall"), office.hire("peeter")
    assert ask(office, mall) == case
    assert ask(office, peeter) is None
    time_passes(office)
    assert ask(office, peeter) == case
    assert ask(office, mall) is None


def test_who_begins_to_work_has_the_case_and_who_does_not_has_it_not(office: Office) -> None:
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    mall, peeter = office.hire("mall"), office.hire("peeter")
    case = office.case_of(document).id
    assert ask(office, mall) == case
    assert office.case_of(document).handler_id is None
    row = office.field(document, "given_names")
    with office.database.transaction() as session:
        review.confirm(session, mall, row.id, row.version)
    time_passes(office)
    assert office.case_of(document).handler_id == mall.id
    assert ask(office, peeter) is None


def test_a_case_given_back_goes_to_another_and_not_to_the_same_again_today(office: Office) -> None:
    (case,) = letters(office, 1)
    mall, peeter = office.hire("mall"), office.hire("peeter")
    ask(office, mall)
    with office.database.transaction() as session, pytest.raises(ReasonWanted):
        take.give_back(session, mall, case, " ")
    with office.database.transaction() as session:
        take.give_back(session, mall, case, "Olen kliendi sugulane.")
    assert ask(office, mall) is None
    assert ask(office, peeter) == case
    with office.database.transaction() as session, pytest.raises(NotFound):
        take.give_back(session, mall, case, "Ikka veel.")


def test_only_what_one_can_do_and_may_see_is_given(office: Office) -> None:
    russian, plain = letters(office, 2)
    with office.database.transaction() as session:
        session.add(
            RouteRule(code="vene", position=1, unit="CLI", skills="lang:ru", source="-", owner="-", valid_from=LONG_AGO)
        )
    change(office, russian, needs="lang:ru")
    mall, vera = office.hire("mall", units="CLI"), office.hire("vera", units="CLI")
    with office.database.transaction() as session:
        session.add(Skill(account_id=vera.id, skill="lang:ru", valid_from=LONG_AGO))
    assert ask(office, office.hire("kaugel", units="PEN")) is None
    assert ask(office, mall) == plain
    assert ask(office, vera) == russian


def test_the_substitute_takes_over_what_waits_for_the_absent(office: Office) -> None:
    kadri, peeter, mall = (office.hire(name, units="PAY") for name in ("kadri", "peeter", "mall"))
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    assert case.handler_id == kadri.id
    with office.database.transaction() as session:
        day = local_day(now(session))
        row = Absence(account_id=kadri.id, first_on=day, last_on=day, substitute_id=mall.id)
        row.recorded_by, row.recorded_at = "system:test", now(session)
        session.add(row)
    assert ask(office, peeter) is None
    assert ask(office, mall) == case.id
    with office.database.reading() as session:
        assert session.get_one(Case, case.id).handler_id == mall.id


def test_only_handlers_are_given_cases(office: Office) -> None:
    chief = office.hire("juht", role="supervisor")
    with pytest.raises(Forbidden):
        ask(office, chief)


@pytest.mark.slow
def test_two_who_ask_at_once_never_get_the_same(office: Office) -> None:
    """Real threads with connections of their own, released together; again and again while there is something."""
    cases = letters(office, 12)
    people = [office.hire(f"h{number}") for number in range(4)]
    start = Barrier(len(people))

    def work(who: Principal) -> list[str]:
        start.wait()
        got = []
        while (found := ask(office, who)) is not None:
            got.append(found)
            change(office, found, state="waiting")
        return got

    with ThreadPoolExecutor(len(people)) as threads:
        got = [case for mine in threads.map(work, people) for case in mine]
    assert sorted(got) == sorted(cases)


@pytest.mark.slow
def test_processes_that_ask_at_once_never_get_the_same(office: Office) -> None:
    cases = letters(office, 10)
    url = office.database._engine.url.render_as_string(hide_password=False)
    asking = [
        subprocess.Popen(
            [sys.executable, str(HERE / "taker.py"), url, office.hire(f"p{number}").id],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, env={"PYTHONPATH": str(CHECKOUT)},
        )
        for number in range(3)
    ]  # fmt: skip
    for process in asking:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0].split() for process in asking]
    assert [process.returncode for process in asking] == [0, 0, 0]
    assert sorted(case for mine in said for case in mine) == sorted(cases)


def test_two_windows_of_one_person_show_one_case(office: Office) -> None:
    letters(office, 4)
    mall = office.hire("mall")
    start = Barrier(4)

    def click(_: int) -> str | None:
        start.wait()
        return ask(office, mall)

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(click, range(4)))) == 1


def test_of_thousands_of_cases_only_the_first_are_looked_at(office: Office) -> None:
    """Along whichever index: docs/registry.md keeps the plans of 300,000."""
    (case,) = letters(office, 1)
    like_it(office, case, 5000)
    mall = office.hire("mall", units="CLI,PAY")
    with office.database.reading() as session:
        people = crew.crew(session, local_day(now(session)))
        for question in take.questions(session, mall, people):
            looked = looked_at(session, question)
            assert looked <= 10, f"{looked} cases looked at to find the first"


def looked_at(session: Session, question: Select[Any]) -> int:
    """How many cases the database reads for it; SQLite does not count: as many as it has where it sorts or scans."""
    sql = str(question.compile(session.get_bind(), compile_kwargs=LITERAL)).replace(":", "\\:")
    if session.get_bind().dialect.name == "sqlite":
        plan = [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
        every = [line for line in plan if "B-TREE FOR ORDER" in line or line == "SCAN case_file"]
        return 5000 if every else 1
    plan = session.scalar(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}"))
    return sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in nodes(plan[0]["Plan"])
        if node.get("Relation Name") == "case_file"
    )


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def like_it(office: Office, case_id: str, count: int) -> None:
    """So many more cases that nobody has, each due on a day of its own, known to the planner."""
    with office.database.transaction() as session:
        one = dict(session.execute(select(Case.__table__).where(Case.id == case_id)).mappings().one())
        many = [
            one | {"id": f"{n:032x}", "number": f"9-9/26/{n}", "due_on": date(2027, 1, 1) + timedelta(days=n)}
            for n in range(count)
        ]
        session.execute(insert(Case.__table__), many)
        session.execute(text("ANALYZE"))
