"""A reminder writes itself when the client's term nears its end, and nobody is reminded of what has come."""

from datetime import date, timedelta

import pytest
from bureau import APPLICATION, Office, Read
from sqlalchemy import select, update

from registry import alarms, review, terms
from registry.access import Principal
from registry.clock import days_before, due, local_day
from registry.letters import delivery, drafting
from registry.letters.delivery import Delivery
from registry.letters.drafting import Wish
from registry.letters.model import Letter
from registry.model import AuditEvent
from registry.term_model import Task, Term, TermRule


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


@pytest.fixture
def asked(office: Office, clerk: Principal) -> tuple[str, str]:
    """An application without its account; the notice was handed over today. Document and term."""
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"iban": Read(None)})
    with office.database.transaction() as session:
        today = local_day(office.database.now(session))
        letter = drafting.draft(session, clerk, office.document(document).case_id or "", Wish("deficiency"))
        drafting.issue(session, clerk, letter.id, letter.version)
        delivery.record(session, clerk, letter.id, letter.version, Delivery("handed_over", today, "signature"))
        return document, session.scalars(select(Term.id).where(Term.letter_id == letter.id)).one()


def near(office: Office, term: str, days: int = 2) -> date:
    """As if the term ended in so many working days."""
    with office.database.transaction() as session:
        end = due(local_day(office.database.now(session)), days, "wd").on
        session.execute(update(Term).where(Term.id == term).values(ends_on=end, remind_on=days_before(end, 3)))
        return end


def sweep(office: Office) -> int:
    with office.database.reading() as session:
        found = alarms.waiting(session)
    rung = 0
    for term in found:
        with office.database.transaction() as session:
            rung += alarms.ring(session, term)
    return rung


def reminders(office: Office) -> list[Letter]:
    with office.database.reading() as session:
        rows = list(session.scalars(select(Letter).where(Letter.kind == "reminder")))
        assert all(row.items is not None for row in rows)
        return rows


def tasks(office: Office) -> dict[str, str]:
    with office.database.reading() as session:
        return {row.code: row.state for row in session.scalars(select(Task))}


def test_a_reminder_is_drafted_once_and_names_the_end_of_the_term(office, clerk, asked):
    _, term = asked
    assert sweep(office) == 0, "the end is far"
    end = near(office, term)
    assert sweep(office) == 1
    assert sweep(office) == 0, "the row of the alarm stands: no second letter"
    [letter] = reminders(office)
    assert (letter.state, letter.days, letter.facts["due"]) == ("draft", None, end.isoformat())
    assert [item.code for item in letter.items if item.ask] == ["field:iban"]
    assert tasks(office) == {"reminder_drafted": "open"}
    with office.database.reading() as session:
        drafted = session.scalars(select(AuditEvent).where(AuditEvent.object == f"letter:{letter.id}")).one()
    assert (drafted.action, drafted.actor) == ("letter.drafted", "system:clock"), "a person issues it"


def test_a_reminder_sets_no_term_of_its_own(office, clerk, asked):
    near(office, asked[1])
    sweep(office)
    [letter] = reminders(office)
    with office.database.transaction() as session:
        today = local_day(office.database.now(session))
        issued = drafting.issue(session, clerk, letter.id, letter.version)
        delivery.record(session, clerk, issued.id, issued.version, Delivery("handed_over", today, "signature"))
    with office.database.reading() as session:
        assert len(list(session.scalars(select(Term).where(Term.code == "deficiency")))) == 1


def test_what_has_come_by_any_way_is_reminded_of_no_more(office, clerk, asked):
    document, term = asked
    near(office, term)
    sweep(office)
    row = office.field(document, "iban")
    with office.database.transaction() as session:
        review.correct(session, clerk, row.id, row.version, "EE382200221020145685")
    assert [letter.state for letter in reminders(office)] == ["discarded"]
    assert tasks(office) == {"reminder_drafted": "done"}
    assert sweep(office) == 0


def test_after_the_end_a_person_has_a_task_and_nothing_is_refused(office, clerk, asked):
    document, term = asked
    with office.database.transaction() as session:
        today = local_day(office.database.now(session))
        session.execute(update(Term).where(Term.id == term).values(ends_on=today - timedelta(days=1)))
    sweep(office)
    assert tasks(office) == {"asked_expired": "open"}
    assert office.case_of(document).state == "waiting"
    assert reminders(office) == []


def test_how_early_it_reminds_is_a_row(office, asked):
    with office.database.transaction() as session:
        rule = TermRule(
            code="remind_deficiency", days=5, unit="wd", starts="before_end", source="Maja kord", owner="LAW",
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
        session.add(rule)
        session.flush()
        case = office.document(asked[0]).case_id or ""
        from_now = terms.start(session, terms.Start(case, "deficiency", date(2026, 11, 2), 14, "cd", "HMS § 15 lg 2"))
        assert from_now.remind_on == days_before(from_now.ends_on, 5)
        session.delete(rule)  # other tests share the rows
