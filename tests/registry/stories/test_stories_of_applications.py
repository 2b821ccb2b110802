"""Applications from the first paper to the decision: complete, incomplete, spared by a register, for another office."""

import pytest
from bureau import APPLICATION, CHILD, Office, Read, Sheet, names
from counter import FAMILY, at_noon, lacking, letter_of, said_in, say, sent, today

from ports.memory import MemoryRegisters
from ports.registers import Question
from registry.access import Principal
from registry.clock import due, local_day
from registry.letters.code import notice_code
from registry.letters.delivery import Delivery
from registry.letters.drafting import Addressee, Wish
from registry.review import confirm_document

DECISION = {"outcome": "Rahuldada.", "reason": "Tingimused on täidetud."}


@pytest.fixture
def handler(office: Office) -> Principal:
    return office.hire("hilja")


def confirmed(office: Office, handler: Principal, *documents: str) -> None:
    for document in documents:
        with office.database.transaction() as session:
            confirm_document(session, handler, document, office.document(document).version)


def test_a_complete_application_is_decided_in_time(office, handler):
    application = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    case = office.case_of(application)
    assert lacking(office, application) == {}
    assert case.complete_at == office.document(application).registered_at, "the term runs from the day it came"
    confirmed(office, handler, application)
    assert office.case_of(application).state == "confirmed"
    decision = sent(office, handler, case.id, Wish("decision", facts=DECISION))
    assert local_day(decision.issued_at) <= case.due_on
    assert decision.viit == f"{case.number}-2"
    assert said_in(office, handler, application)[-1] == f"Kiri {decision.viit} pandi posti"


def test_two_things_are_missing_one_comes_by_post_with_the_code_and_one_by_e_mail(office, handler):
    unsigned = FAMILY | {"applicant_signature": Read(None, 0, "missing"), "children_born_abroad": "yes"}
    application = office.receive("perehuvitiste_taotlus", **unsigned)
    registers = MemoryRegisters()
    registers.connected = {"rahvastikuregister"}
    office.ask(application, registers)  # a child born abroad: the register does not know it
    case = office.case_of(application)
    assert set(lacking(office, application)) == {"field:applicant_signature", "document:sunnitoend"}
    assert (case.due_on, case.complete_at) == (None, None), "registered, though the term waits"

    notice = sent(office, handler, case.id, Wish("deficiency"))
    assert names(notice.items) == {"field:applicant_signature", "document:sunnitoend"}
    assert office.case_of(application).state == "waiting"
    say(office, handler, notice.id, Delivery("received", today(office), "slip", "RR123"))
    assert letter_of(office, handler, notice.id).answer_due_on == due(today(office), 14, "cd").on

    born = {
        "child_given_names": "Uku", "child_family_name": "Maasikas",
        "child_personal_code": Read(CHILD, 0.4, "doubtful"), "birth_date": "2012-07-12", "act_no": "1187/2012",
        "issuer": "Rakvere linn",
    }  # fmt: skip
    by_post = office.bring("sunnitoend", Sheet(qr=notice_code(notice.viit)), **born)
    assert office.document(by_post).case_id == case.id, "the square code brought it home, whatever was read"
    assert office.case_of(application).state == "review", "a person looks at what came"
    assert "document:sunnitoend" not in lacking(office, application)
    assert office.case_of(application).due_on is None, "one thing is still missing"

    by_mail = office.receive("perehuvitiste_taotlus", **FAMILY)
    assert office.document(by_mail).case_id == case.id, "the same person, the same matter"
    open_items = [item.code for item in letter_of(office, handler, notice.id).items if item.met_at is None]
    assert open_items == [], "nobody is reminded of what has come"
    assert lacking(office, application) == {}
    done = office.case_of(application)
    assert done.complete_at == office.document(by_mail).registered_at, "the term starts with the last missing thing"
    assert done.due_on == due(local_day(done.complete_at), 10, "wd").on

    confirmed(office, handler, application, by_post, by_mail)
    decision = sent(office, handler, case.id, Wish("decision", facts=DECISION))
    assert local_day(decision.issued_at) <= done.due_on
    story = said_in(office, handler, application)
    assert any("on meie kirja ruutkood" in words for words in story)
    assert any(words.startswith(f"Kiri {notice.viit} anti välja") for words in story)


def test_what_the_register_holds_is_never_asked_of_the_client(office, handler):
    registers = MemoryRegisters()
    registers.connected = {"rahvastikuregister"}
    registers.held = {Question("rahvastikuregister", "sunnitoend", CHILD)}
    came = at_noon(today(office))
    application = office.take_in()
    office.backdate(application, registered_at=came)
    office.process(application, "perehuvitiste_taotlus", **FAMILY | {"children_born_abroad": "yes"})
    office.ask(application, registers)
    assert lacking(office, application, waits=None) == {}
    case = office.case_of(application)
    assert (case.complete_at, case.due_on) == (came, due(local_day(came), 10, "wd").on)
    told = "Registris (rahvastikuregister) on andmed olemas, klient ei pea esitama: Lapse sünnitõend"
    assert told in said_in(office, handler, application)


def test_a_paper_for_another_office_is_registered_and_sent_on_with_word_to_the_sender(office, handler):
    """A funeral grant is the municipality's since 2018: it is not refused, it is forwarded."""
    grief = {
        "given_names": "Peeter", "family_name": "Pihlakas", "personal_code": "38001085718",
        "application_date": "2026-11-20", "applicant_signature": "yes",
    }  # fmt: skip
    paper = office.receive("matusetoetuse_avaldus", **grief)
    case = office.case_of(paper)
    assert (case.state, case.unit) == ("new", "X-KOV"), "it has a viit and a case, whoever has to decide it"
    assert "municipality_pays" in names(office.document(paper).problems)
    sender = Addressee("Peeter Pihlakas", ("Pikk 7", "44308 Rakvere"))
    facts = {"body": "Rakvere Linnavalitsus", "reason": "Matusetoetust maksab kohalik omavalitsus."}
    letter = sent(office, handler, case.id, Wish("forwarding", facts=facts, addressee=sender))
    assert local_day(letter.issued_at) <= due(local_day(office.document(paper).registered_at), 5, "wd").on
    assert "Rakvere Linnavalitsus" in letter.html
    assert letter.viit == f"{case.number}-2"


def test_another_persons_account_is_pointed_out_and_a_person_decides(office, handler):
    other = APPLICATION | {"payment_method": "other", "account_holder": "Jüri Tamm"}
    application = office.receive("valjamaksuviisi_avaldus", **other)
    assert "other_account_needs_identity_check" in names(office.document(application).problems)
    assert lacking(office, application) == {}, "allowed by law: it stops nothing"
    own = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"account_holder": "Jüri Tamm"})
    assert "holder_is_applicant" in names(office.document(own).problems), "said to be the own one, held by another"
    confirmed(office, handler, application)
    assert office.document(application).state == "confirmed"
