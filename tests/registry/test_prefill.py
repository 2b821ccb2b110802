"""Proposals: they follow the machine until a person has spoken."""

from datetime import date

from bureau import APPLICATION, BOX, Read, understanding

from classify.kind import Field
from registry.kinds import kind_of
from registry.model import Document, FieldValue
from registry.prefill import propose, recheck, replace_problems

KIND = "valjamaksuviisi_avaldus"


def run(office, document, **values):
    with office.database.transaction() as session:
        row = session.get_one(Document, document)
        machine = understanding(KIND, row, values)
        propose(session, row, machine.fields)
        replace_problems(session, row, machine.problems)


def answer(office, document, name, word):
    with office.database.transaction() as session:
        found = office.field(document, name)
        row = session.get_one(FieldValue, found.id)
        row.answer = word


def test_every_field_of_the_kind_has_one_row_in_the_order_of_the_form(office):
    document = office.take_in()
    run(office, document, **APPLICATION)
    rows = office.document(document).fields
    assert [row.name for row in rows] == [spec.name for spec in kind_of(KIND).fields]
    iban = office.field(document, "iban")
    assert (iban.value, iban.proposed, iban.box, iban.page, iban.found) == (
        APPLICATION["iban"], APPLICATION["iban"], BOX.as_list(), 1, "found",
    )  # fmt: skip


def test_running_again_changes_nothing(office):
    document = office.take_in()
    run(office, document, **APPLICATION)
    before = [(row.id, row.version) for row in office.document(document).fields]
    run(office, document, **APPLICATION)
    assert [(row.id, row.version) for row in office.document(document).fields] == before


def test_an_unanswered_field_follows_the_machine(office):
    document = office.take_in()
    run(office, document, iban=Read("EE1", 0.3, "doubtful"))
    run(office, document, iban=Read("EE2", 0.9))
    row = office.field(document, "iban")
    assert (row.value, row.confidence, row.found, row.version) == ("EE2", 0.9, "found", 2)


def test_an_answered_field_only_notes_what_the_machine_says(office):
    document = office.take_in()
    run(office, document, iban=Read("EE1", 0.3, "doubtful"))
    for word in ("confirmed", "corrected", "absent", "illegible"):
        answer(office, document, "iban", word)
        run(office, document, iban=Read(f"EE-{word}", 0.9))
        row = office.field(document, "iban")
        assert (row.value, row.confidence, row.found, row.proposed) == ("EE1", 0.3, "doubtful", f"EE-{word}")


def test_fields_of_another_kind_go_unless_a_person_has_answered_them(office):
    document = office.take_in()
    run(office, document, **APPLICATION)
    answer(office, document, "iban", "confirmed")
    with office.database.transaction() as session:
        propose(session, session.get_one(Document, document), [Field("content", "Tere", "Tere", 0.9, 1, None, "found")])
    assert {row.name for row in office.document(document).fields} == {"iban", "content"}


def test_problems_are_replaced_and_unchanged_ones_keep_their_row(office):
    document = office.take_in()
    run(office, document, **APPLICATION | {"iban": Read(None), "application_date": "2099-01-01"})
    before = {row.code: row.id for row in office.document(document).problems}
    assert len(before) >= 2
    run(office, document, **APPLICATION | {"iban": Read(None)})
    after = {row.code: row.id for row in office.document(document).problems}
    assert after.items() < before.items()


def test_the_checks_run_over_the_values_that_count(office):
    document = office.take_in()
    run(office, document, **APPLICATION | {"application_date": "2099-01-01"})
    assert "application_date" in {row.field for row in office.document(document).problems}
    with office.database.transaction() as session:
        row = session.get_one(FieldValue, office.field(document, "application_date").id)
        row.value, row.answer = "2026-11-20", "corrected"
        session.flush()
        recheck(session, row.document, kind_of(KIND), date(2026, 11, 22))
    assert "application_date" not in {row.field for row in office.document(document).problems}
