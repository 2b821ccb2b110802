"""A paper that names its case itself: by the square code of our letter, or by our viit in the sender's hand."""

import pytest
from bureau import APPLICATION, CHILD, JURI, MARI, Office, Read, Sheet
from sqlalchemy import update

from registry.letters.code import notice_code
from registry.model import Case
from registry.reasons import code_of

MOTHER = {"given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI}
JURI_TAMM = {"given_names": "Jüri", "family_name": "Tamm", "personal_code": JURI}


def why(office: Office, document: str) -> str:
    return code_of(office.document(document).placed_why)


@pytest.fixture
def pension(office: Office) -> str:
    return office.receive("pensioniavaldus", **MOTHER)


def test_the_square_code_of_our_letter_brings_an_unknown_paper_home(office, pension):
    case = office.case_of(pension)
    answer = office.bring("tundmatu", Sheet(qr=notice_code(f"{case.number}-2")))
    assert office.document(answer).case_id == case.id
    assert why(office, answer) == "joined_notice"
    assert office.document(answer).viit != f"{case.number}-2", "its own viit, given before anybody read it"


def test_a_code_that_was_misread_or_is_not_ours_brings_nothing_home(office, pension):
    number = office.case_of(pension).number
    for said in (notice_code(f"{number}-2")[:-4] + "0000", f"{number}-2", "https://example.org", "KN1", ""):
        answer = office.bring("tundmatu", Sheet(qr=said))
        assert office.document(answer).case_id != office.document(pension).case_id, said


def test_an_answer_that_comes_after_the_end_opens_the_case_again(office, pension):
    case = office.case_of(pension)
    with office.database.transaction() as session:
        session.execute(update(Case).where(Case.id == case.id).values(state="closed"))
    answer = office.bring("tundmatu", Sheet(qr=notice_code(f"{case.number}-2")))
    assert office.document(answer).case_id == case.id
    assert office.case_of(pension).state == "review"


def test_another_persons_application_is_not_drawn_in_by_a_code(office, pension):
    qr = notice_code(f"{office.case_of(pension).number}-2")
    stranger = office.bring("pensioniavaldus", Sheet(qr=qr), **JURI_TAMM)
    assert office.document(stranger).case_id != office.document(pension).case_id
    other_matter = office.bring("valjamaksuviisi_avaldus", Sheet(qr=qr), **APPLICATION)
    assert office.document(other_matter).case_id != office.document(pension).case_id


def test_the_square_code_goes_before_the_personal_code(office, pension):
    family = office.receive("perehuvitiste_taotlus", **MOTHER)
    birth = {"child_personal_code": CHILD, "mother_name": "Mari Maasikas", "mother_personal_code": MARI}
    by_code = office.receive("sunnitoend", **birth)
    assert why(office, by_code) == "joined_expected"
    by_notice = office.bring("sunnitoend", Sheet(qr=notice_code(office.document(family).viit)), **birth)
    assert office.document(by_notice).case_id == office.document(family).case_id
    assert why(office, by_notice) == "joined_notice"


def test_a_letter_that_names_our_viit_joins_its_case_when_the_client_agrees(office, pension):
    viit = office.document(pension).viit
    letter = office.bring("kiri", Sheet(f"Teie {viit} 20.11.2026"), personal_code=MARI, sender_name="Mari Maasikas")
    assert office.document(letter).case_id == office.document(pension).case_id
    assert why(office, letter) == "joined_viit"


def test_a_viit_alone_joins_when_it_was_read_surely_and_nobody_contradicts(office, pension):
    viit = office.document(pension).viit
    assert why(office, office.bring("tundmatu", Sheet(f"Viit: {viit}"))) == "joined_viit"
    blurred = office.bring("tundmatu", Sheet(f"Viit: {viit}", confidence=0.5))
    assert office.document(blurred).case_id != office.document(pension).case_id


@pytest.mark.parametrize(
    "named",
    [
        {"personal_code": JURI, "sender_name": "Jüri Tamm"},
        {"sender_name": "Kaja Kask"},
    ],
)
def test_a_viit_beside_another_person_joins_nothing(office, pension, named):
    letter = office.bring("kiri", Sheet(f"Teie {office.document(pension).viit}"), **named)
    assert office.document(letter).case_id != office.document(pension).case_id


def test_a_viit_of_a_closed_case_or_of_nobody_joins_nothing(office, pension):
    case = office.case_of(pension)
    with office.database.transaction() as session:
        session.execute(update(Case).where(Case.id == case.id).values(state="closed"))
    assert office.document(office.bring("tundmatu", Sheet(f"{case.number}-1"))).case_id != case.id
    assert why(office, office.bring("tundmatu", Sheet("9.9-9/123456-1"))) == "own_case_unknown_kind"


def test_a_page_full_of_numbers_costs_little(office):
    table = " ".join(f"1.{n}-2/{n}-1" for n in range(400))
    assert why(office, office.bring("tundmatu", Sheet(table))) == "own_case_unknown_kind"


def test_an_open_request_goes_before_another_case_of_the_same_client(office):
    first = office.receive("perehuvitiste_taotlus", **MOTHER)
    with office.database.transaction() as session:
        session.get_one(Case, office.document(first).case_id).move("waiting")
    office.receive("pensioniavaldus", **MOTHER)
    certificate = office.receive("sunnitoend", child_personal_code=CHILD, mother_personal_code=MARI)
    assert office.document(certificate).case_id == office.document(first).case_id


def test_a_child_known_to_the_case_vouches_for_a_viit(office):
    named = MOTHER | {"child1_name": "Uku Maasikas", "child1_personal_code": CHILD}
    family = office.receive("perehuvitiste_taotlus", **named)
    viit = office.document(family).viit
    certificate = office.bring("arstitoend", Sheet(f"Viit {viit}"), personal_code=CHILD, patient_name="Uku Maasikas")
    assert office.document(certificate).case_id == office.document(family).case_id
    doubtful = office.bring("arstitoend", Sheet(f"Viit {viit}"), personal_code=Read(JURI), patient_name="Jüri Tamm")
    assert office.document(doubtful).case_id != office.document(family).case_id
