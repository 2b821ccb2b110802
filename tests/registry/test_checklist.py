"""What a case lacks, when it is complete, and until when it must be decided."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bureau import APPLICATION, CHILD, MARI, Office, Read, names

from registry.checklist import missing
from registry.kinds import catalogue
from registry.model import Case
from registry.reasons import code_of, sentence
from registry.review import confirm_document, correct, mark

PENSION = {"given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI}


def lacks(office: Office, document: str, *, waits: bool | None = None) -> set[str]:
    with office.database.reading() as session:
        case = session.get_one(Case, office.document(document).case_id)
        return names(item for item in missing(session, case, catalogue()) if waits in {None, item.waits})


def test_a_complete_application_lacks_nothing_and_its_term_runs(office):
    document = office.take_in()
    office.backdate(document, registered_at=datetime(2026, 12, 22, 10, 0, tzinfo=UTC))
    office.process(document, "valjamaksuviisi_avaldus", **APPLICATION)
    case = office.case_of(document)
    assert lacks(office, document) == set()
    assert case.complete_at == datetime(2026, 12, 22, 10, 0, tzinfo=UTC)
    assert case.due_on == date(2027, 1, 8), "ten working days over Christmas"
    assert "08.01.2027" in sentence(case.due_why)["et"]


def test_a_missing_signature_is_listed_and_the_term_waits_for_it(office):
    document = office.receive(
        "valjamaksuviisi_avaldus", **APPLICATION | {"applicant_signature": Read(None, 0, "missing")}
    )
    case = office.case_of(document)
    assert lacks(office, document) == {"field:applicant_signature"}
    assert (case.complete_at, case.due_on, code_of(case.due_why)) == (None, None, "due_waits")
    with office.database.reading() as session:
        [item] = missing(session, session.get_one(Case, case.id), catalogue())
    assert item.why["et"] == "Allkiri puudub."
    assert all(item.title[language] in sentence(case.due_why)[language] for language in ("et", "en", "ru"))


def test_a_field_is_required_only_where_its_condition_holds(office):
    by_post = APPLICATION | {"payment_method": "post", "iban": Read(None), "account_holder": Read(None)}
    assert lacks(office, office.receive("valjamaksuviisi_avaldus", **by_post)) == set()


def test_what_the_official_fills_in_is_never_asked_for(office):
    document = office.receive("valjamaksuviisi_avaldus")
    official = {
        name for part in catalogue()["valjamaksuviisi_avaldus"].sections if part.official for name in part.fields
    }
    assert official
    assert not lacks(office, document) & {f"field:{name}" for name in official}


def test_what_cannot_be_read_is_asked_for_as_such(office):
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"iban": Read(None, 0.1, "illegible")})
    with office.database.reading() as session:
        [item] = missing(session, session.get_one(Case, office.document(document).case_id), catalogue())
    assert (item.code, item.why["en"]) == ("field:iban", "Cannot be read. Ask the client.")


def test_what_a_register_may_have_is_not_waited_for(office):
    document = office.receive("pensioniavaldus", **PENSION)
    assert "document:tooraamat" in lacks(office, document, waits=False)
    with office.database.reading() as session:
        found = missing(session, session.get_one(Case, office.document(document).case_id), catalogue())
    book = next(item for item in found if item.code == "document:tooraamat")
    assert "töötamise register" in book.why["et"]
    assert "has not answered yet" in book.why["en"]
    assert not book.ask


def test_a_paper_that_lies_in_the_case_is_not_missing(office):
    application = office.receive("perehuvitiste_taotlus", **PENSION, children_born_abroad="yes")
    assert "document:sunnitoend" in lacks(office, application)
    office.receive("sunnitoend", child_personal_code=CHILD, mother_name="Mari Maasikas", mother_personal_code=MARI)
    assert "document:sunnitoend" not in lacks(office, application)


def test_a_paper_the_house_cannot_recognise_does_not_stop_the_term(office):
    document = office.receive("pensioniavaldus", **PENSION, service_abroad="yes")
    assert "document:valisleping_vorm" in lacks(office, document, waits=True)
    with office.database.reading() as session:
        case = session.get_one(Case, office.document(document).case_id)
        unknowing = {code: kind for code, kind in catalogue().items() if code != "valisleping_vorm"}
        found = {item.code: item.waits for item in missing(session, case, unknowing)}
    assert found["document:valisleping_vorm"] is False


def test_what_a_second_copy_adds_counts(office):
    unsigned = APPLICATION | {"applicant_signature": Read(None, 0, "missing")}
    first = office.receive("valjamaksuviisi_avaldus", **unsigned)
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    assert lacks(office, first) == set()
    assert office.case_of(first).complete_at == office.document(second).registered_at


def test_a_page_nobody_can_read_is_waited_for_until_a_person_confirms(office):
    person = office.hire("kadri")
    document = office.take_in()
    office.count_pages(document, 2)
    office.read(document, 1)
    office.lose(document, 2, "page_too_large")
    office.understand(document, "valjamaksuviisi_avaldus", **APPLICATION)
    office.place(document)
    assert lacks(office, document, waits=True) == {"page:2"}
    assert sentence(office.case_of(document).due_why)["et"].endswith("lehekülg 2.")
    with office.database.transaction() as session:
        confirm_document(session, person, document, office.document(document).version)
    assert lacks(office, document, waits=True) == set()
    assert lacks(office, document, waits=False) == {"page:2"}
    assert office.case_of(document).due_on is not None


def test_a_file_nobody_can_open_is_missing_as_a_whole(office):
    document = office.take_in()
    office.refuse(document, "encrypted")
    office.place(document)
    assert lacks(office, document) == {"page:0"}
    assert code_of(office.case_of(document).due_why) == "due_unknown"


def test_a_letter_runs_from_its_registration_whatever_it_lacks(office):
    document = office.take_in()
    office.backdate(document, registered_at=datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    office.process(document, "kiri")
    assert office.case_of(document).due_on == date(2026, 12, 28)


def test_a_certificate_alone_has_no_term(office):
    case = office.case_of(office.receive("arstitoend", personal_code=MARI))
    assert (case.due_on, code_of(case.due_why)) == (None, "due_none")


def test_a_value_that_a_person_fills_in_starts_the_term_from_the_day_the_paper_came(office):
    person = office.hire("kadri")
    document = office.take_in()
    came = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    office.backdate(document, registered_at=came)
    office.process(document, "valjamaksuviisi_avaldus", **APPLICATION | {"iban": Read(None, 0.1, "illegible")})
    assert office.case_of(document).due_on is None
    iban = office.field(document, "iban")
    with office.database.transaction() as session:
        correct(session, person, iban.id, iban.version, "EE38 2200 2210 2014 5685")
    assert office.case_of(document).complete_at == came
    assert office.case_of(document).due_on == date(2026, 11, 16)


def test_after_the_client_was_asked_the_term_starts_when_the_answer_is_in(office):
    person = office.hire("kadri")
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"iban": Read(None, 0.1, "illegible")})
    office.backdate(document, registered_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
    with office.database.transaction() as session:
        session.get_one(Case, office.document(document).case_id).move("waiting")
    iban = office.field(document, "iban")
    with office.database.transaction() as session:
        correct(session, person, iban.id, iban.version, "EE382200221020145685")
        now = office.database.now(session)
    assert now - office.case_of(document).complete_at < timedelta(minutes=1)


def test_a_value_that_a_person_takes_away_stops_the_term(office):
    person = office.hire("kadri")
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    assert office.case_of(document).due_on is not None
    iban = office.field(document, "iban")
    with office.database.transaction() as session:
        mark(session, person, iban.id, iban.version, "absent")
    case = office.case_of(document)
    assert (case.complete_at, case.due_on) == (None, None)


def test_the_earliest_running_term_of_a_case_counts(office):
    visit = office.visit()
    letter = office.take_in(visit)
    office.backdate(letter, registered_at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC))
    office.process(letter, "kiri")
    office.receive("valjamaksuviisi_avaldus", visit, **APPLICATION | {"iban": Read(None, 0.1, "illegible")})
    assert office.case_of(letter).due_on == date(2026, 12, 2), "the letter's term runs though the application waits"


@pytest.mark.quick
def test_every_kind_says_what_it_lacks_in_three_languages():
    for kind in catalogue().values():
        for item in kind.supporting:
            assert set(item.title) == {"et", "en", "ru"}, (kind.code, item.kind)
