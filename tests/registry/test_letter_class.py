"""The class of a letter: proposed by the machine, said by a person, and each with its own clock."""

import pytest
from bureau import Office, Read
from sqlalchemy import select

from registry import letter_class
from registry.access import NotFound, Principal
from registry.clock import due, local_day
from registry.letter_class import UnknownClass
from registry.term_model import Term


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


def say(office: Office, who: Principal, document: str, value: str) -> None:
    field = office.field(document, "letter_kind")
    with office.database.transaction() as session:
        letter_class.say(session, who, document, field.version, value)


def terms(office: Office, document: str) -> list[tuple[str, str]]:
    with office.database.reading() as session:
        rows = session.scalars(select(Term).where(Term.document_id == document).order_by(Term.started_at))
        return [(row.code, row.state) for row in rows]


def test_a_person_says_what_letter_it_is_and_its_own_clock_runs(office: Office, clerk: Principal) -> None:
    proposed = Read("explanation_request", 0.6, "doubtful")
    document = office.receive("kiri", sender_name="Mari Maasikas", letter_kind=proposed)
    assert terms(office, document) == [("selgitustaotlus", "running")]
    say(office, clerk, document, "information_request")
    assert terms(office, document) == [("selgitustaotlus", "cancelled"), ("teabenoue", "running")]
    came = local_day(office.document(document).registered_at)
    assert office.case_of(document).due_on == due(came, 5, "wd").on
    assert office.field(document, "letter_kind").answer == "corrected"


def test_the_proposal_is_confirmed_as_it_stands(office: Office, clerk: Principal) -> None:
    document = office.receive("kiri", sender_name="Mari Maasikas", letter_kind="memorandum")
    say(office, clerk, document, "memorandum")
    assert office.field(document, "letter_kind").answer == "confirmed"


def test_what_is_no_class_is_refused_and_what_is_no_letter_has_none(office: Office, clerk: Principal) -> None:
    document = office.receive("kiri", sender_name="Mari Maasikas")
    with pytest.raises(UnknownClass):
        say(office, clerk, document, "poem")
    other = office.receive("pensioniavaldus")
    with office.database.reading() as session, pytest.raises(NotFound):
        letter_class.letter(session, clerk, other)


def test_each_class_is_offered_with_its_rule(office: Office, clerk: Principal) -> None:
    document = office.receive("kiri", sender_name="Mari Maasikas")
    with office.database.reading() as session:
        row, _ = letter_class.letter(session, clerk, document)
        offered = {one.value: one.rule.days if one.rule else None for one in letter_class.options(session, row)}
    assert (offered["information_request"], offered["challenge"], offered["application"]) == (5, 30, None)
