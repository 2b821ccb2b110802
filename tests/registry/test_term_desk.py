"""A person extends a term, stops it, lets it go on; the due date of the case and the letter that waits follow."""

from datetime import timedelta

import pytest
from bureau import APPLICATION, Office, Read
from sqlalchemy import select

from registry import alarms, tasks, term_desk
from registry.access import Forbidden, NotFound, Principal
from registry.clock import due, local_day
from registry.letters import delivery, drafting
from registry.letters.delivery import Delivery
from registry.letters.drafting import Wish
from registry.letters.model import Letter
from registry.model import AuditEvent
from registry.reasons import code_of
from registry.review import VersionConflict
from registry.states import IllegalMove
from registry.tasks import TaskQuery
from registry.term_model import Term
from registry.terms import Extension


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


@pytest.fixture
def letter(office: Office) -> str:
    return office.receive("kiri", sender_name="Mari Maasikas")


def term_of(office: Office, document: str) -> Term:
    with office.database.reading() as session:
        return session.scalars(select(Term).where(Term.document_id == document, Term.state != "cancelled")).one()


def test_an_extension_moves_the_due_date_of_the_case_and_is_evidence(office, clerk, letter):
    term = term_of(office, letter)
    with office.database.transaction() as session:
        term_desk.extend(session, clerk, term.id, term.version, Extension(45, "Arhiiv ei ole vastanud."))
    longer = term_of(office, letter)
    assert office.case_of(letter).due_on == longer.ends_on == due(term.starts_on, 45, "cd").on
    with office.database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "term.extended")).one()
        assert term_desk.latest(session, longer) is None, "once"
    assert (event.actor, event.detail) == (clerk.key, {"term": term.id, "code": "kiri"})


def test_a_term_that_stands_still_has_no_due_date_until_it_goes_on(office, clerk, letter):
    term = term_of(office, letter)
    with office.database.transaction() as session:
        term_desk.pause(session, clerk, term.id, term.version, "Ootame kohtu otsust.")
    case = office.case_of(letter)
    assert (case.due_on, code_of(case.due_why)) == (None, "due_paused")
    with office.database.transaction() as session:
        term_desk.resume(session, clerk, term.id, term_of(office, letter).version)
    assert office.case_of(letter).due_on == term.ends_on, "it went on the same day"


def test_who_saw_an_older_version_or_sees_nothing_changes_nothing(office, clerk, letter):
    term = term_of(office, letter)
    with office.database.transaction() as session, pytest.raises(VersionConflict):
        term_desk.pause(session, clerk, term.id, term.version + 1, "Ootame.")
    stranger = office.hire("siim", units="DIS")
    with office.database.transaction() as session, pytest.raises(NotFound):
        term_desk.pause(session, stranger, term.id, term.version, "Ootame.")
    with office.database.transaction() as session, pytest.raises(Forbidden):
        term_desk.pause(session, office.hire("aune", "auditor"), term.id, term.version, "Ootame.")


def test_the_client_gets_more_time_and_the_letter_says_so(office, clerk):
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"iban": Read(None)})
    with office.database.transaction() as session:
        today = local_day(office.database.now(session))
        notice = drafting.draft(session, clerk, office.document(document).case_id or "", Wish("deficiency"))
        drafting.issue(session, clerk, notice.id, notice.version)
        delivery.record(session, clerk, notice.id, notice.version, Delivery("handed_over", today, "signature"))
        term = session.scalars(select(Term).where(Term.letter_id == notice.id)).one()
        version = term.version
    with office.database.transaction() as session:
        term_desk.extend(session, clerk, term.id, version, Extension(30, "Klient palus aega."))
    with office.database.reading() as session:
        assert session.get_one(Letter, notice.id).answer_due_on == due(today, 30, "cd").on


def test_a_task_is_done_once_with_a_note_and_by_whom_it_is_for(office, clerk, letter):
    term = term_of(office, letter)
    chief = office.hire("sulev", "supervisor")
    with office.database.transaction() as session:
        session.get_one(Term, term.id).ends_on = local_day(office.database.now(session)) - timedelta(days=1)
    with office.database.transaction() as session:
        alarms.ring(session, term.id)
    with office.database.reading() as session:
        found = {task.code: task.id for task in tasks.tasks(session, clerk, TaskQuery())}
        assert [task.code for task in tasks.tasks(session, chief, TaskQuery(mine=True))] == ["overdue_unit"]
        assert tasks.tasks(session, clerk, TaskQuery(unit="DIS")) == []
    with office.database.transaction() as session, pytest.raises(Forbidden):
        tasks.done(session, clerk, found["overdue_unit"], "")
    with office.database.transaction() as session:
        assert tasks.done(session, clerk, found["overdue"], "Vastus on teel.").note == "Vastus on teel."
    with office.database.transaction() as session, pytest.raises(IllegalMove):
        tasks.done(session, clerk, found["overdue"], "")
