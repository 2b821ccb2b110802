"""Which case a paper joins, and which it must not join."""

import threading
from functools import cache

import pytest
from bureau import APPLICATION, CHILD, JURI, MARI, Office, Read
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from registry import progress
from registry.gather import OpenCase, choose
from registry.kinds import kind_of
from registry.model import Case
from registry.persons import Paper, Person, contradict
from registry.reasons import code_of, sentence
from registry.review import change_kind, confirm_document, correct

MOTHER = {"given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI}


def why(office: Office, document: str) -> str:
    return code_of(office.document(document).placed_why)


# stories


def test_an_application_opens_a_case_under_its_own_number(office):
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    case, row = office.case_of(document), office.document(document)
    assert row.viit == f"{case.number}-1"
    assert (case.client_code, case.client_name, case.kind) == (MARI, "Mari Maasikas", "valjamaksuviisi_avaldus")
    assert case.opened_at == row.registered_at
    assert why(office, document) == "own_case"


def test_a_birth_certificate_joins_the_application_that_expects_it(office):
    application = office.receive("perehuvitiste_taotlus", **MOTHER)
    certificate = office.receive(
        "sunnitoend", child_personal_code=CHILD, mother_name="Mari Maasikas", mother_personal_code=MARI
    )
    assert office.document(certificate).case_id == office.document(application).case_id
    assert why(office, certificate) == "joined_expected"
    assert office.document(certificate).viit.endswith("-1"), "the viit it was registered under stays"
    number = office.case_of(application).number
    assert number in sentence(office.document(certificate).placed_why)["et"]


def test_a_certificate_that_came_first_is_joined_by_its_application(office):
    certificate = office.receive(
        "sunnitoend", child_given_names="Uku", child_family_name="Maasikas", child_personal_code=CHILD
    )
    assert why(office, certificate) == "own_case"
    application = office.receive(
        "perehuvitiste_taotlus", **MOTHER, child1_name="Uku Maasikas", child1_personal_code=CHILD
    )
    assert office.document(application).case_id == office.document(certificate).case_id
    assert why(office, application) == "joined_own_papers"
    case = office.case_of(application)
    assert (case.kind, case.client_code, case.client_name) == ("perehuvitiste_taotlus", MARI, "Mari Maasikas")


def test_a_doctors_certificate_does_not_join_a_payment_case(office):
    payment = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    certificate = office.receive("arstitoend", patient_name="Mari Maasikas", personal_code=MARI)
    assert office.document(certificate).case_id != office.document(payment).case_id
    assert office.case_of(certificate).unit == "DIS"


def test_the_same_application_again_joins_its_open_case(office):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    assert office.document(second).case_id == office.document(first).case_id
    assert why(office, second) == "joined_same_matter"


def test_another_matter_of_the_same_client_opens_its_own_case(office):
    payment = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    pension = office.receive("pensioniavaldus", **MOTHER)
    assert office.document(pension).case_id != office.document(payment).case_id


def test_a_confirmed_case_takes_no_further_application(office):
    person = office.hire("kadri")
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with office.database.transaction() as session:
        confirm_document(session, person, first, office.document(first).version)
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    assert office.document(second).case_id != office.document(first).case_id


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (Read(MARI, 0.95, "doubtful"), "own_case_doubtful_code"),
        (Read("48903150014"), "own_case_doubtful_code"),
        (Read(None, 0.0, "missing"), "own_case_no_client"),
    ],
)
def test_a_doubtful_code_never_joins_in_silence(office, code, reason):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"personal_code": code})
    assert office.document(second).case_id != office.document(first).case_id
    assert why(office, second) == reason
    assert office.case_of(second).client_code is None


def test_a_code_that_a_person_confirmed_joins_at_the_next_reading(office):
    person = office.hire("kadri")
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"personal_code": Read("48903150014")})
    emptied = office.document(second).case_id
    code = office.field(second, "personal_code")
    with office.database.transaction() as session:
        correct(session, person, code.id, code.version, MARI)
    with office.database.transaction() as session:
        change_kind(session, person, second, office.document(second).version, "valjamaksuviisi_avaldus")
    office.understand(second, "valjamaksuviisi_avaldus", **APPLICATION)
    office.place(second)
    assert office.document(second).case_id == office.document(first).case_id
    with office.database.reading() as session:
        assert session.get_one(Case, emptied).state == "closed"


def test_another_family_name_beside_the_same_code_does_not_join(office):
    office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    other = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"family_name": "Kuusepuu"})
    assert why(office, other) == "own_case_other_name"


def test_a_lost_mark_is_the_same_name(office):
    named = {"given_names": "Õie", "family_name": "Jõeäär"}
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION | named)
    misread = {"given_names": "Oie", "family_name": "Jöeäar"}
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION | misread)
    assert office.document(second).case_id == office.document(first).case_id


def test_papers_of_one_visit_lie_in_one_case_led_by_the_application(office):
    visit = office.visit()
    photo = office.receive("tundmatu", visit)
    letter = office.receive("arstitoend", visit, patient_name="Jüri Tamm", personal_code=JURI)
    application = office.receive("pensioniavaldus", visit, **MOTHER)
    cases = {office.document(document).case_id for document in (photo, letter, application)}
    assert len(cases) == 1
    assert why(office, photo) == "own_case_unknown_kind"
    assert why(office, application) == "joined_visit"
    case = office.case_of(application)
    assert (case.kind, case.client_code, case.unit) == ("pensioniavaldus", MARI, "PEN")
    assert [document.viit for document in case.documents] == [f"{case.number}-{n}" for n in (1, 2, 3)]


def test_an_open_case_of_the_client_goes_before_the_visit(office):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    visit = office.visit()
    pension = office.receive("pensioniavaldus", visit, given_names="Jüri", family_name="Tamm", personal_code=JURI)
    again = office.receive("valjamaksuviisi_avaldus", visit, **APPLICATION)
    assert office.document(again).case_id == office.document(first).case_id
    assert office.document(pension).case_id != office.document(first).case_id


def test_an_unknown_paper_opens_its_own_case(office):
    one, two = office.receive("tundmatu"), office.receive("tundmatu")
    assert office.document(one).case_id != office.document(two).case_id
    assert why(office, one) == "own_case_unknown_kind"


def test_when_the_kind_is_changed_a_lone_paper_finds_its_case(office):
    person = office.hire("kadri")
    application = office.receive("perehuvitiste_taotlus", **MOTHER)
    unknown = office.receive("tundmatu")
    with office.database.transaction() as session:
        change_kind(session, person, unknown, office.document(unknown).version, "sunnitoend")
    office.understand(unknown, "sunnitoend", mother_name="Mari Maasikas", mother_personal_code=MARI)
    office.place(unknown)
    assert office.document(unknown).case_id == office.document(application).case_id


@pytest.mark.slow
def test_two_papers_of_one_client_placed_at_once_share_a_case(office):
    for _ in range(5):
        documents = [office.take_in() for _ in range(2)]
        for document in documents:
            office.count_pages(document)
            office.read(document)
            office.understand(document, "valjamaksuviisi_avaldus", **APPLICATION)
        _at_once(office, documents)
        assert len({office.document(document).case_id for document in documents}) == 1


def test_two_papers_of_one_visit_placed_at_once_share_a_case(office):
    visit = office.visit()
    documents = [office.take_in(visit) for _ in range(2)]
    for document in documents:
        office.count_pages(document)
        office.read(document)
        office.understand(document, "tundmatu")
    _at_once(office, documents)
    with office.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1


def _at_once(office: Office, documents: list[str]) -> None:
    claims = [office.claim(document, "place") for document in documents]
    together = threading.Barrier(len(claims))
    failures: list[BaseException] = []

    def place(claim):
        def event(session):
            progress.document_placed(session, claim)

        try:
            together.wait(5)
            office.database.perform(event)
        except BaseException as error:  # noqa: BLE001 (told to the test below)
            failures.append(error)

    threads = [threading.Thread(target=place, args=[claim]) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []


# the rule itself


@cache
def _codes() -> list[str]:
    return [
        "pensioniavaldus",
        "perehuvitiste_taotlus",
        "valjamaksuviisi_avaldus",
        "arstitoend",
        "sunnitoend",
        "kiri",
        "tundmatu",
    ]


PEOPLE = st.sampled_from([Person(MARI, "Mari Maasikas", "Maasikas"), Person(JURI, "Jüri Tamm", "Tamm"), Person(CHILD)])
CASES = st.builds(
    OpenCase, st.uuids().map(str), st.just("6.0-1/7"), st.deferred(lambda: st.sampled_from(_codes())).map(kind_of),
    st.sampled_from([MARI, JURI, CHILD, None]), st.sampled_from(["Mari Maasikas", "Jüri Tamm", "Kaja Kask", None]),
)  # fmt: skip


@st.composite
def papers(draw):
    client, others = draw(st.none() | PEOPLE), draw(st.lists(PEOPLE, max_size=2))
    named = tuple(person for person in (client, *others) if person)
    return Paper(kind_of(draw(st.sampled_from(_codes()))), client, named, draw(st.booleans()))


@given(papers(), st.lists(CASES, max_size=5))
def test_a_paper_only_ever_joins_a_case_of_someone_it_names(paper, cases):
    chosen = choose(paper, cases)
    joined = next((case for case in cases if case.id == chosen.case_id), None)
    if joined is None:
        assert code_of(chosen.why).startswith("own_case")
        return
    person = paper.person(joined.client_code)
    assert person is not None
    assert not contradict(person, joined.client_name)
    assert code_of(chosen.why).startswith("joined")


@pytest.mark.parametrize(
    ("person", "other", "contradicts"),
    [
        (Person(MARI, "Mari Maasikas", "Maasikas"), "Mari Maasikas", False),
        (Person(MARI, "Mari Maasikas", "Maasikas"), "MAASIKAS MARI", False),
        (Person(MARI, "Mari Maasikas-Kask", "Maasikas-Kask"), "Mari Maasikas", False),
        (Person(MARI, "Mari Maasikas", "Maasikas"), "Mari Kask", True),
        (Person(MARI, "Mari Maasikas"), "Mari Kask", True),
        (Person(MARI, "Мари Маасикас"), "Mari Maasikas", False),
        (Person(MARI), "Mari Kask", False),
        (Person(MARI, "Mari Maasikas", "Maasikas"), None, False),
    ],
)
def test_names_that_contradict(person, other, contradicts):
    assert contradict(person, other) is contradicts
