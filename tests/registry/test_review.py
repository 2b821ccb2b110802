"""A person's word: it stands above the machine's, and no colleague's word is lost."""

import threading

import pytest
from bureau import APPLICATION, JURI, MARI, Office, Read, names
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from registry.access import Forbidden, NotFound
from registry.model import AuditEvent, Case
from registry.review import (
    ConfirmedError,
    VersionConflict,
    change_kind,
    confirm,
    confirm_document,
    correct,
    mark,
    normal_form,
    reopen,
)
from registry.rounds import StillReadingError, next_round
from registry.states import IllegalMove

IBAN = "EE382200221020145685"
WRONG = APPLICATION | {"iban": Read("EE382200221020145686", 0.4, "doubtful")}


@pytest.fixture
def person(office):
    return office.hire("kadri", units="PAY,PEN")


@pytest.fixture
def document(office):
    return office.receive("valjamaksuviisi_avaldus", **WRONG)


def act(office: Office, deed, person, document: str, field: str, *said):
    row = office.field(document, field)
    with office.database.transaction() as session:
        return deed(session, person, row.id, row.version, *said)


def finish(office: Office, person, document: str):
    with office.database.transaction() as session:
        return confirm_document(session, person, document, office.document(document).version)


def read_anew(office: Office, document: str, **values):
    with office.database.transaction() as session:
        next_round(session, document, "recognise")
    office.understand(document, "valjamaksuviisi_avaldus", **values)


# values


def test_a_confirmed_value_survives_a_later_machine_run(office, person, document):
    act(office, confirm, person, document, "family_name")
    read_anew(office, document, **WRONG | {"family_name": Read("Maasiicas", 0.99)})
    row = office.field(document, "family_name")
    assert (row.value, row.proposed, row.answer) == ("Maasikas", "Maasiicas", "confirmed")


def test_a_corrected_value_survives_and_the_unanswered_ones_follow_the_machine(office, person, document):
    act(office, correct, person, document, "iban", IBAN)
    read_anew(office, document, **WRONG | {"given_names": "Marii"})
    assert office.field(document, "iban").value == IBAN
    assert office.field(document, "given_names").value == "Marii"


def test_the_problems_of_a_later_run_are_those_of_the_values_that_count(office, person, document):
    act(office, correct, person, document, "iban", IBAN)
    read_anew(office, document, **WRONG)
    assert "iban" not in {problem.field for problem in office.document(document).problems}


def test_a_correction_is_brought_to_normal_form_and_its_problem_goes(office, person, document):
    assert "iban" in {problem.field for problem in office.document(document).problems}
    row = act(office, correct, person, document, "iban", " ee38 2200 2210 2014 5685 ")
    assert (row.value, row.answer, row.answered_by) == (IBAN, "corrected", person.id)
    assert row.answered_at is not None
    assert "iban" not in {problem.field for problem in office.document(document).problems}


def test_a_correction_that_is_wrong_is_kept_with_a_problem_beside_it(office, person, document):
    act(office, correct, person, document, "personal_code", "48903150014")
    assert office.field(document, "personal_code").value == "48903150014"
    assert "personal_code" in {problem.field for problem in office.document(document).problems}


def test_an_empty_correction_says_that_there_is_nothing(office, person, document):
    row = act(office, correct, person, document, "phone", "   ")
    assert (row.value, row.answer) == (None, "absent")


def test_to_confirm_an_empty_field_says_that_there_is_nothing(office, person, document):
    assert act(office, confirm, person, document, "phone").answer == "absent"


def test_a_value_marked_illegible_is_asked_for(office, person, document):
    row = act(office, mark, person, document, "iban", "illegible")
    assert (row.value, row.answer, row.proposed) == (None, "illegible", "EE382200221020145686")
    assert names(office.document(document).problems)


def test_a_wrong_version_changes_nothing_and_tells_the_present_one(office, person, document):
    row = office.field(document, "iban")
    act(office, correct, person, document, "iban", IBAN)
    for deed, said in ((confirm, ()), (correct, ("EE0",)), (mark, ("absent",))):
        with pytest.raises(VersionConflict) as conflict, office.database.transaction() as session:
            deed(session, person, row.id, row.version, *said)
        assert conflict.value.current == row.version + 1
    now = office.field(document, "iban")
    assert (now.value, now.answer, now.version) == (IBAN, "corrected", row.version + 1)


def test_of_two_people_at_once_one_wins_and_the_other_is_told(office, person, document):
    row, other = office.field(document, "iban"), office.hire("peeter", units="PAY")
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def answer(who, value):
        try:
            together.wait(5)
            office.database.perform(lambda session: correct(session, who, row.id, row.version, value) and None)
            outcomes.append("won")
        except (VersionConflict, StaleDataError):
            outcomes.append("told")

    threads = [threading.Thread(target=answer, args=pair) for pair in ((person, IBAN), (other, "EE471000001020145685"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["told", "won"]
    assert office.field(document, "iban").version == row.version + 1


def test_the_case_is_under_review_from_the_first_word(office, person, document):
    assert office.case_of(document).state == "new"
    act(office, confirm, person, document, "family_name")
    assert office.case_of(document).state == "review"


def test_a_corrected_code_makes_the_case_the_clients(office, person):
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"personal_code": Read(MARI, 0.4, "doubtful")})
    assert office.case_of(document).client_code is None
    act(office, correct, person, document, "personal_code", JURI)
    assert office.case_of(document).client_code == JURI


# documents


def test_confirming_the_last_document_confirms_the_case(office, person):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    finish(office, person, first)
    assert office.case_of(first).state == "review"
    finish(office, person, second)
    assert office.case_of(first).state == "confirmed"


def test_two_last_documents_confirmed_at_once_confirm_the_case(office, person):
    documents = [office.receive("valjamaksuviisi_avaldus", **APPLICATION) for _ in range(2)]
    versions = {document: office.document(document).version for document in documents}
    together = threading.Barrier(2)

    def confirmed(document):
        together.wait(5)
        office.database.perform(lambda session: confirm_document(session, person, document, versions[document]))

    threads = [threading.Thread(target=confirmed, args=[document]) for document in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert office.case_of(documents[0]).state == "confirmed"


def test_confirming_a_document_signs_for_its_values_but_not_for_empty_fields(office, person, document):
    act(office, correct, person, document, "iban", IBAN)
    finish(office, person, document)
    assert office.field(document, "family_name").answer == "confirmed"
    assert office.field(document, "iban").answer == "corrected"
    assert office.field(document, "phone").answer is None


def test_a_confirmed_document_is_changed_only_after_it_is_reopened(office, person, document):
    finish(office, person, document)
    with pytest.raises(ConfirmedError):
        act(office, correct, person, document, "iban", IBAN)
    with pytest.raises(IllegalMove):
        finish(office, person, document)
    with office.database.transaction() as session:
        reopen(session, person, document, office.document(document).version)
    assert (office.document(document).state, office.case_of(document).state) == ("placed", "review")
    assert act(office, correct, person, document, "iban", IBAN).value == IBAN


def test_a_document_that_changed_meanwhile_is_not_confirmed(office, person, document):
    seen = office.document(document).version
    finish(office, person, document)
    with pytest.raises(VersionConflict), office.database.transaction() as session:
        reopen(session, person, document, seen)
    assert office.document(document).state == "confirmed"


def test_a_persons_kind_is_honoured_by_the_next_reading(office, person, document):
    with office.database.transaction() as session:
        hints = change_kind(session, person, document, office.document(document).version, "pensioniavaldus")
        assert len(hints) == 1
    assert office.document(document).state == "placed", "it lies in its case until it is understood anew"
    with pytest.raises(StillReadingError):
        finish(office, person, document)
    office.understand(document, "kiri", personal_code=MARI)
    office.place(document)
    row = office.document(document)
    assert (row.kind, row.kind_confidence, row.kind_confirmed_by) == ("pensioniavaldus", 1.0, person.id)
    assert office.case_of(document).kind == "pensioniavaldus"
    assert "benefits" not in {field.name for field in row.fields}, "fields of the other kind are gone"


def test_a_kind_nobody_knows_is_not_found(office, person, document):
    with pytest.raises(NotFound), office.database.transaction() as session:
        change_kind(session, person, document, office.document(document).version, "nonsense")


def test_a_stranger_of_another_unit_finds_nothing(office, person, document):
    stranger = office.hire("võõras", units="FAM")
    version = office.document(document).version
    for deed, said in ((confirm, ()), (correct, ("x",)), (mark, ("absent",))):
        with pytest.raises(NotFound):
            act(office, deed, stranger, document, "iban", *said)
    for deed, said in ((confirm_document, ()), (reopen, ()), (change_kind, ("kiri",))):
        with pytest.raises(NotFound), office.database.transaction() as session:
            deed(session, stranger, document, version, *said)
    with pytest.raises(NotFound), office.database.transaction() as session:
        confirm(session, person, "0" * 32, 1)
    assert office.document(document).version == version


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_who_does_not_review_may_not(office, document, role):
    with pytest.raises(Forbidden):
        act(office, confirm, office.hire(role, role=role), document, "iban")


def test_a_station_may_not_review(office, document):
    with pytest.raises(Forbidden):
        act(office, confirm, office.station, document, "iban")


def test_every_act_is_in_the_audit_and_no_value_is(office, person, document):
    act(office, confirm, person, document, "family_name")
    act(office, correct, person, document, "iban", IBAN)
    act(office, mark, person, document, "phone", "absent")
    finish(office, person, document)
    with office.database.transaction() as session:
        reopen(session, person, document, office.document(document).version)
    with office.database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.actor == person.key).order_by(AuditEvent.seq))
        told = [(event.action, event.detail) for event in events]
    assert [action for action, _ in told] == [
        "field.confirmed", "field.corrected", "field.absent", "document.confirmed", "document.reopened",
    ]  # fmt: skip
    assert told[1][1] == {"field": "iban"}


def test_a_closed_case_comes_back_when_its_document_is_reopened(office, person, document):
    finish(office, person, document)
    with office.database.transaction() as session:
        session.get_one(Case, office.document(document).case_id).move("closed")
    with office.database.transaction() as session:
        reopen(session, person, document, office.document(document).version)
    assert office.case_of(document).state == "review"


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("iban", "ee38 2200 2210 2014 5685", IBAN),
        ("date", "1. märtsil 2026", "2026-03-01"),
        ("isikukood", "48903150014", "48903150014"),
        ("phone", "5123 4567", "+37251234567"),
        ("text", " (nii   nagu on) ", "(nii nagu on)"),
        ("choice", "pension,allowance", "pension,allowance"),
        ("name", "O\u0308nne", "Önne"),
        ("money", "ei tea", "ei tea"),
        ("iban", "", None),
    ],
)
def test_what_a_person_types_in_normal_form(kind, typed, value):
    assert normal_form(kind, typed) == value
