"""Papers whose days count: a void certificate, an answer on the last day, a longer term, a term that ran out."""

from datetime import timedelta

import pytest
from bureau import APPLICATION, MARI, Office, Read, Sheet
from counter import at_noon, days_later, lacking, letter_of, said_in, say, sent, today
from sqlalchemy import select

from registry import alarms
from registry.access import Principal
from registry.clock import due, local_day
from registry.letters import reading
from registry.letters.code import notice_code
from registry.letters.delivery import Delivery
from registry.letters.drafting import Wish
from registry.review import VersionConflict, correct
from registry.term_model import Task

LIFE: dict[str, Read | str] = {
    "given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI, "address": "Vantaa, Kielotie 7",
    "doc_kind": "pass", "doc_number": "K1234567", "appeared_date": "2026-11-10", "authority_name": "Vantaa maistraat",
    "authority_address": "Vantaa, Kielotie 15", "official_name": "Aino Virtanen", "official_signature": "yes",
}  # fmt: skip
INCOMPLETE = {name: value for name, value in APPLICATION.items() if name not in {"iban", "applicant_signature"}}


@pytest.fixture
def handler(office: Office) -> Principal:
    return office.hire("hilja")


def test_a_life_certificate_without_a_stamp_is_void_and_a_stamped_one_is_asked_for(office, handler):
    certificate = office.receive("elusolekutoend", **LIFE)
    [item] = lacking(office, certificate).values()
    assert (item.code, item.why["et"]) == ("field:authority_stamp", "Pitser puudub.")
    notice = sent(office, handler, office.case_of(certificate).id, Wish("deficiency"))
    assert [line.code for line in notice.items] == ["field:authority_stamp"]
    assert office.document(certificate).state == "placed", "it is kept: nothing is refused"
    stamped = office.bring("elusolekutoend", Sheet(qr=notice_code(notice.viit)), **LIFE | {"authority_stamp": "yes"})
    assert office.document(stamped).case_id == office.document(certificate).case_id


def test_a_letter_is_answered_on_the_last_day(office, handler):
    letter = office.take_in()
    came = today(office) - timedelta(days=30)
    office.backdate(letter, registered_at=at_noon(came))
    office.process(letter, "kiri", sender_name="Mari Maasikas", personal_code=MARI)
    case = office.case_of(letter)
    assert case.due_on == due(came, 30, "cd").on
    assert case.due_on >= today(office), "today, or the next working day if today is a day off"
    reply = sent(office, handler, case.id, Wish("reply", facts={"text": "Vastame."}, answers=letter))
    assert local_day(reply.issued_at) <= case.due_on
    assert office.document(letter).viit in reply.html, "it says what it answers"


def test_the_term_is_made_longer_once_with_a_reason_the_client_reads(office, handler):
    application = office.receive("valjamaksuviisi_avaldus", **INCOMPLETE)
    case = office.case_of(application)
    until = due(today(office), 60, "cd").on
    facts = {"due": until.isoformat(), "reason": "Ootame vastust välisriigist."}
    letter = sent(office, handler, case.id, Wish("extension", facts=facts))
    assert "Ootame vastust välisriigist." in letter.html
    assert f"{until:%d.%m.%Y}" in letter.html
    assert any(words.startswith(f"Kiri {letter.viit} anti välja") for words in said_in(office, handler, application))


def test_a_term_that_ran_out_makes_a_task_and_rejects_nothing_by_itself(office, handler):
    application = office.receive("valjamaksuviisi_avaldus", **INCOMPLETE)
    case = office.case_of(application)
    notice = sent(office, handler, case.id, Wish("deficiency", days=14))
    say(office, handler, notice.id, Delivery("received", today(office), "slip", "RR123"))
    last = letter_of(office, handler, notice.id).answer_due_on
    with office.database.reading() as session:
        assert [one.id for one in reading.to_remind(session, handler, last, last)] == [notice.id]
    days_later(office, notice.id, 30)
    assert "asked_expired" in rung(office, case.id)
    now = office.case_of(application)
    assert (now.state, office.document(application).state) == ("waiting", "placed")
    assert letter_of(office, handler, notice.id).answer_due_on < today(office)
    late = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    assert office.document(late).case_id == case.id, "what comes late is taken all the same"
    assert office.case_of(application).complete_at == office.document(late).registered_at


def rung(office: Office, case: str) -> set[str]:
    """The tasks of the case after a sweep of the clock."""
    with office.database.transaction() as session:
        for term in alarms.waiting(session):
            alarms.ring(session, term)
    with office.database.reading() as session:
        return set(session.scalars(select(Task.code).where(Task.case_id == case, Task.state == "open")))


def test_two_handlers_on_one_case_the_second_gets_the_difference(office, handler):
    application = office.receive(
        "valjamaksuviisi_avaldus", **APPLICATION | {"iban": Read("EE382200221020145685", 0.6, "doubtful")}
    )
    seen = office.field(application, "iban")
    other = office.hire("sulev")
    with office.database.transaction() as session:
        correct(session, handler, seen.id, seen.version, "EE47 1000 0010 2014 5685")
    with pytest.raises(VersionConflict) as conflict, office.database.transaction() as session:
        correct(session, other, seen.id, seen.version, "EE38 2200 2210 2014 5685")
    now = office.field(application, "iban")
    assert conflict.value.current == now.version
    assert (now.value, now.answered_by) == ("EE471000001020145685", handler.id), "the first word stands"
    with office.database.transaction() as session:
        correct(session, other, seen.id, now.version, "EE38 2200 2210 2014 5685")
    assert office.field(application, "iban").value == "EE382200221020145685", "who has seen the other's word may differ"
