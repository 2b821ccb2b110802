"""What the documents of a case say together: agreed, contradicting, confirmed; with the places, and never averaged."""

import pytest
from bureau import APPLICATION, BOX, CHILD, JURI, MARI, Office, Read

from registry import choosing
from registry.access import NotFound, Principal
from registry.facts import Fact, Facts
from registry.review import VersionConflict, correct

FAMILY = {
    "given_names": "Mari", "family_name": "Jõeäär", "personal_code": MARI, "child1_name": "Uku Jõeäär",
    "child1_personal_code": CHILD, "iban": "EE382200221020145685", "address": "Pikk 7-12, Rakvere",
}  # fmt: skip
BIRTH = {
    "child_given_names": "Uku", "child_family_name": "Joeaar", "child_personal_code": CHILD,
    "birth_date": "2012-07-12", "mother_name": "Mari Jõeäär", "mother_personal_code": MARI,
}  # fmt: skip


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


def facts(office: Office, who: Principal, document: str) -> Facts:
    with office.database.reading() as session:
        return choosing.facts(session, who, office.document(document).case_id or "")


def fact(found: Facts, name: str, about: str = "1") -> Fact:
    return next(one for one in found.facts if one.name == name and one.about == about)


def test_what_two_papers_say_alike_is_one_fact_with_two_places(office, clerk):
    application = office.receive("perehuvitiste_taotlus", **FAMILY)
    certificate = office.receive("sunnitoend", **BIRTH)
    found = facts(office, clerk, application)
    assert [(one.number, one.role, one.name) for one in found.subjects[:2]] == [
        ("1", "client", "Mari Jõeäär"), ("2", "child1", "Uku Jõeäär"),
    ]  # fmt: skip
    code = fact(found, "personal_code")
    assert (code.state, code.value) == ("agreed", MARI)
    [reading] = code.readings
    assert {cell.document.id for cell in reading.sources} == {application, certificate}
    assert [(cell.row.page, cell.row.box) for cell in reading.sources] == [(1, BOX.as_list())] * 2


def test_a_name_that_lost_its_marks_is_the_same_and_the_full_spelling_is_proposed(office, clerk):
    application = office.receive("perehuvitiste_taotlus", **FAMILY)
    office.receive("sunnitoend", **BIRTH)
    child = fact(facts(office, clerk, application), "name", "2")
    assert (child.state, child.value) == ("agreed", "Uku Jõeäär")


def test_a_name_in_cyrillic_letters_is_the_same_person(office, clerk):
    application = office.receive("pensioniavaldus", given_names="Mari", family_name="Maasikas", personal_code=MARI)
    office.receive("pensioniavaldus", given_names="Мари", family_name="Маасикас", personal_code=MARI)
    name = fact(facts(office, clerk, application), "name")
    assert (name.state, name.value) == ("agreed", "Mari Maasikas")


def test_papers_that_contradict_each_other_are_shown_side_by_side(office, clerk):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"iban": "EE471000001020145685"})
    assert office.document(second).case_id == office.document(first).case_id
    iban = fact(facts(office, clerk, first), "iban", "")
    assert (iban.state, iban.value) == ("contradicts", None)
    assert [reading.value for reading in iban.readings] == ["EE382200221020145685", "EE471000001020145685"]
    assert [cell.document.id for reading in iban.readings for cell in reading.sources] == [first, second]


def test_dates_and_signatures_of_the_papers_are_not_compared(office, clerk):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"application_date": "2026-11-21"})
    found = facts(office, clerk, first)
    assert not {"application_date", "applicant_signature"} & {one.name for one in found.facts}
    assert {one.state for one in found.facts} == {"agreed"}


def test_what_a_person_corrected_on_a_document_counts_and_the_other_stands_beside_it(office, clerk):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"iban": "EE471000001020145685"})
    row = office.field(first, "iban")
    with office.database.transaction() as session:
        correct(session, clerk, row.id, row.version, "EE382200221020145685")
    iban = fact(facts(office, clerk, first), "iban", "")
    assert (iban.state, iban.value, len(iban.readings)) == ("confirmed", "EE382200221020145685", 2)


def test_a_choice_for_the_case_stays_whatever_is_read_later(office, clerk):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"iban": "EE471000001020145685"})
    iban = fact(facts(office, clerk, first), "iban", "")
    with office.database.transaction() as session:
        chosen = choosing.choose(session, clerk, iban.id, iban.version, "EE47 1000 0010 2014 5685")
    assert (chosen.state, chosen.value) == ("confirmed", "EE471000001020145685")
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"iban": Read("EE382200221020145685", 0.99)})
    assert fact(facts(office, clerk, first), "iban", "").value == "EE471000001020145685"


def test_who_chose_too_late_overwrites_nobody(office, clerk):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    iban = fact(facts(office, clerk, first), "iban", "")
    with office.database.transaction() as session:
        choosing.choose(session, clerk, iban.id, iban.version, "EE471000001020145685")
    with pytest.raises(VersionConflict), office.database.transaction() as session:
        choosing.choose(session, office.hire("liis"), iban.id, iban.version, "EE382200221020145685")
    assert fact(facts(office, clerk, first), "iban", "").value == "EE471000001020145685"


def test_another_person_of_the_same_form_is_another_person(office, clerk):
    visit = office.visit()
    mine = office.receive("pensioniavaldus", visit, given_names="Mari", family_name="Jõeäär", personal_code=MARI)
    office.receive("arstitoend", visit, patient_name="Jüri Tamm", personal_code=JURI, birth_date="1980-01-08")
    found = facts(office, clerk, mine)
    assert [one.name for one in found.subjects] == ["Mari Jõeäär", "Jüri Tamm"]
    assert {one.state for one in found.facts} == {"single"}


def test_a_code_that_differs_under_one_name_is_a_contradiction_not_a_second_person(office, clerk):
    visit = office.visit()
    mine = office.receive("pensioniavaldus", visit, given_names="Mari", family_name="Jõeäär", personal_code=MARI)
    office.receive("arstitoend", visit, patient_name="Mari Jõeäär", personal_code=Read("48903150051", 0.6))
    code = fact(facts(office, clerk, mine), "personal_code")
    assert (code.state, len(code.readings)) == ("contradicts", 2)


def test_who_does_not_see_the_case_gets_no_fact_of_it(office):
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    stranger = office.hire("siim", units="DIS")
    with pytest.raises(NotFound):
        facts(office, stranger, document)
    with pytest.raises(NotFound), office.database.transaction() as session:
        choosing.choose(session, stranger, office.field(document, "iban").id, 0, "EE471000001020145685")
