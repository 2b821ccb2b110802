"""Terms as rows: a clock that waits for the last missing thing, extensions, reminders, expiry; never a refusal."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bureau import APPLICATION, Office
from sqlalchemy import select, update

from ports.database import Database
from registry import alarms, standing, terms
from registry.clock import days_before, due, local_day
from registry.model import Case, Document
from registry.term_model import Task, Term
from registry.term_rules import on_day
from registry.terms import Extension, ExtensionRefused, Start

BY = "person:tester"
INCOMPLETE = {name: value for name, value in APPLICATION.items() if name != "iban"}


def of(office: Office, document: str) -> list[Term]:
    with office.database.reading() as session:
        return list(session.scalars(select(Term).where(Term.document_id == document).order_by(Term.started_at)))


def tasks(office: Office) -> dict[str, str]:
    with office.database.reading() as session:
        return {task.code: task.state for task in session.scalars(select(Task))}


def today(office: Office) -> date:
    with office.database.reading() as session:
        return local_day(office.database.now(session))


def sweep(database: Database) -> int:
    """As the worker does it: each term in a transaction of its own."""
    with database.reading() as session:
        found = alarms.waiting(session)
    rung = 0
    for term in found:
        with database.transaction() as session:
            rung += alarms.ring(session, term)
    return rung


def set_end(office: Office, term: Term, end: date) -> None:
    with office.database.transaction() as session:
        session.execute(
            update(Term).where(Term.id == term.id).values(ends_on=end, remind_on=days_before(end, terms.REMIND))
        )


def letter(office: Office) -> tuple[str, Term]:
    document = office.receive("kiri", sender_name="Mari Maasikas")
    return document, of(office, document)[0]


def test_the_term_of_a_letter_is_a_row_with_its_source_and_fills_the_due_date(office: Office) -> None:
    document, term = letter(office)
    assert (term.code, term.days, term.unit, term.state) == ("kiri", 30, "cd", "running")
    assert "MSVS" in term.source
    assert term.ends_on == due(today(office), 30, "cd").on == office.case_of(document).due_on


def test_a_request_for_information_runs_five_working_days_even_before_a_person_confirms(office: Office) -> None:
    document = office.receive("kiri", sender_name="Mari Maasikas", letter_kind="information_request")
    assert [(term.code, term.ends_on) for term in of(office, document)] == [
        ("teabenoue", due(today(office), 5, "wd").on)
    ]


def test_standing_again_changes_no_term(office: Office) -> None:
    document, term = letter(office)
    with office.database.transaction() as session:
        case = session.get_one(Case, session.get_one(Document, document).case_id)
        standing.refresh(session, case, office.database.now(session))
    assert [(row.id, row.state) for row in of(office, document)] == [(term.id, "running")]


def test_a_pause_gives_back_the_time_it_took(office: Office) -> None:
    _, term = letter(office)
    with office.database.transaction() as session:
        row = session.get_one(Term, term.id)
        terms.pause(session, row, date(2026, 12, 1), "ootame registrit", BY)
        terms.resume(session, row, date(2026, 12, 11), BY)
        assert row.ends_on >= term.ends_on + timedelta(days=10)
        assert (row.state, row.paused_on) == ("running", None)


def test_a_term_is_extended_once_with_a_reason_and_no_further_than_the_rule_allows(office: Office) -> None:
    _, term = letter(office)
    with office.database.transaction() as session:
        row, rule = session.get_one(Term, term.id), on_day(session, "kiri", term.starts_on)
        for days, reason in ((40, ""), (100, "keeruline"), (20, "lühem")):
            with pytest.raises(ExtensionRefused):
                terms.extend(session, row, rule, Extension(days, reason), BY)
        terms.extend(session, row, rule, Extension(50, "vaja on arhiivi vastust"), BY)
        assert row.ends_on == due(term.starts_on, 50, "cd").on
        with pytest.raises(ExtensionRefused):
            terms.extend(session, row, rule, Extension(55, "veel kord"), BY)


def test_three_working_days_before_the_end_one_reminder_and_no_second(office: Office) -> None:
    _, term = letter(office)
    assert sweep(office.database) == 0, "the end is far"
    set_end(office, term, due(today(office), 3, "wd").on)
    assert sweep(office.database) == 1
    assert sweep(office.database) == 0
    assert tasks(office) == {"remind": "open"}


def test_a_letter_unanswered_a_working_day_before_its_end_is_escalated(office: Office) -> None:
    _, term = letter(office)
    set_end(office, term, due(today(office), 1, "wd").on)
    sweep(office.database)
    assert sweep(office.database) == 0
    assert tasks(office) == {"remind": "open", "escalate": "open"}


def test_an_expired_term_makes_tasks_and_refuses_nothing(office: Office) -> None:
    document, term = letter(office)
    set_end(office, term, today(office) - timedelta(days=1))
    before = office.case_of(document).state
    assert sweep(office.database) == 1
    assert sweep(office.database) == 0
    assert of(office, document)[0].state == "expired"
    assert tasks(office) == {"overdue": "open", "overdue_unit": "open"}
    assert office.case_of(document).state == before, "a person decides what follows"


def test_what_is_met_has_no_open_task_any_more(office: Office) -> None:
    document, term = letter(office)
    set_end(office, term, today(office) - timedelta(days=1))
    sweep(office.database)
    with office.database.transaction() as session:
        terms.meet(session, session.get_one(Term, term.id))
    assert of(office, document)[0].state == "met"
    assert set(tasks(office).values()) == {"done"}


def test_a_rule_that_changes_holds_from_its_day(office: Office) -> None:
    with office.database.reading() as session:
        assert on_day(session, "kiri", date(2017, 1, 1)) is None
        rule = on_day(session, "kiri", date(2026, 1, 1))
        assert rule is not None
        assert rule.days == 30


def test_a_term_that_never_ran_is_kept_as_cancelled(office: Office) -> None:
    document, term = letter(office)
    moment = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
    office.backdate(document, registered_at=moment)
    with office.database.transaction() as session:
        case = session.get_one(Case, term.case_id)
        standing.refresh(session, case, moment)
    assert [row.state for row in of(office, document)] == ["cancelled", "running"]
    assert office.case_of(document).due_on == due(date(2026, 1, 5), 30, "cd").on


def test_a_term_may_belong_to_a_letter_that_went_out(office: Office) -> None:
    _, term = letter(office)
    with office.database.transaction() as session:
        wanted = Start(term.case_id, "deficiency", date(2026, 11, 25), 14, "cd", "HMS § 15 lg 2", letter_id="f" * 32)
        row = terms.start(session, wanted)
        assert row.ends_on == date(2026, 12, 9)
        assert row.remind_on == date(2026, 12, 4)


def test_what_belongs_to_another_body_is_forwarded_within_five_working_days(office: Office) -> None:
    document = office.receive("matusetoetuse_avaldus")
    term = of(office, document)[0]
    assert (term.code, term.days, term.unit) == ("forward", 5, "wd")
    assert office.case_of(document).due_on == due(today(office), 5, "wd").on
    set_end(office, term, today(office) - timedelta(days=1))
    sweep(office.database)
    assert tasks(office) == {"overdue": "open", "overdue_unit": "open"}
