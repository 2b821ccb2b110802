"""What a register holds is not asked of the client; while it does not answer, nobody is asked for it."""

from datetime import UTC, datetime

import pytest
from bureau import CHILD, MARI, Office, Read
from sqlalchemy import select

from ports.memory import MemoryRegisters
from ports.registers import Question, RegisterUnavailable
from registry.checklist import Missing, missing, waived
from registry.kinds import catalogue
from registry.model import AuditEvent, Case
from registry.register_model import RegisterAnswer
from registry.review import confirm_document, correct
from registry.rounds import is_busy

POPULATION = "rahvastikuregister"
BIRTH = Question(POPULATION, "sunnitoend", CHILD)  # of the child, not of who applies
APPLICATION = {
    "given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI, "children_born_abroad": "yes",
    "child1_name": "Mia Maasikas", "child1_personal_code": CHILD,
}  # fmt: skip


@pytest.fixture
def registers() -> MemoryRegisters:
    made = MemoryRegisters()
    made.connected = {POPULATION}
    return made


def certificate(office: Office, document: str) -> Missing | None:
    with office.database.reading() as session:
        case = session.get_one(Case, office.document(document).case_id)
        found = missing(session, case, catalogue())
    return next((item for item in found if item.code == "document:sunnitoend"), None)


def test_a_paper_that_the_register_holds_is_waived_and_it_is_written_down_when(office, registers):
    registers.held.add(BIRTH)
    document = office.receive("perehuvitiste_taotlus", **APPLICATION)
    office.ask(document, registers)
    assert certificate(office, document) is None
    with office.database.reading() as session:
        [waiver] = waived(session, session.get_one(Case, office.document(document).case_id), catalogue())
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "register.asked")).one()
    assert (waiver.paper, waiver.register) == ("sunnitoend", POPULATION)
    assert waiver.asked_at <= datetime.now(UTC)
    assert event.detail == {"paper": "sunnitoend", "register": POPULATION, "said": "holds"}, "no values, no codes"


def test_a_paper_that_the_register_lacks_is_asked_for_and_waited_for(office, registers):
    document = office.receive("perehuvitiste_taotlus", **APPLICATION)
    office.ask(document, registers)
    item = certificate(office, document)
    assert item is not None
    assert (item.waits, item.ask) == (True, True)
    assert "andmeid ei ole, küsitud" in item.why["et"]


def test_while_the_register_is_down_nobody_is_asked_and_it_is_tried_again(office, registers):
    document = office.receive("perehuvitiste_taotlus", **APPLICATION)
    registers.down = True
    with office.database.reading() as session:
        assert not is_busy(session, document), "a person may work on the document meanwhile"
    with pytest.raises(RegisterUnavailable):
        registers.ask(BIRTH)  # so the worker puts the row back, at no cost
    item = certificate(office, document)
    assert item is not None
    assert (item.waits, item.ask) == (False, False)
    assert "has not answered yet" in item.why["en"]
    registers.down = False
    office.ask(document, registers)
    item = certificate(office, document)
    assert item is not None
    assert item.ask


def test_a_register_that_is_not_connected_leaves_it_to_a_person(office):
    document = office.receive("perehuvitiste_taotlus", **APPLICATION)
    office.ask(document, MemoryRegisters())
    item = certificate(office, document)
    assert item is not None
    assert (item.waits, item.ask) == (False, False)
    assert "Ask only if" in item.why["en"]
    assert office.work(document, "ask", "ready") == [], "once is enough"


def test_a_code_that_is_not_sure_asks_no_register_about_a_stranger(office, registers):
    person = office.hire("kadri")
    document = office.receive(
        "perehuvitiste_taotlus", **APPLICATION | {"child1_personal_code": Read(CHILD, 0.5, "doubtful")}
    )
    assert office.work(document, "ask") == []
    item = certificate(office, document)
    assert item is not None
    assert "personal code is sure" in item.why["en"]
    code = office.field(document, "child1_personal_code")
    with office.database.transaction() as session:
        correct(session, person, code.id, code.version, CHILD)
    registers.held.add(BIRTH)
    office.ask(document, registers)
    assert certificate(office, document) is None


def test_another_code_is_another_question(office, registers):
    registers.held.add(BIRTH)
    person = office.hire("kadri")
    document = office.receive("perehuvitiste_taotlus", **APPLICATION)
    office.ask(document, registers)
    code = office.field(document, "child1_personal_code")
    with office.database.transaction() as session:
        correct(session, person, code.id, code.version, "38001085718")
    assert certificate(office, document) is not None
    office.ask(document, registers)
    with office.database.reading() as session:
        said = [row.said for row in session.scalars(select(RegisterAnswer).order_by(RegisterAnswer.id))]
    assert said == ["holds", "lacks"]


def test_a_document_is_confirmed_while_a_register_is_still_silent(office):
    person = office.hire("kadri")
    document = office.receive("perehuvitiste_taotlus", **APPLICATION)
    with office.database.transaction() as session:
        confirm_document(session, person, document, office.document(document).version)
    assert office.document(document).state == "confirmed"


def test_two_children_are_two_questions_and_the_register_must_know_both(office, registers):
    registers.held.add(BIRTH)
    both = {"child2_name": "Jüri Maasikas", "child2_personal_code": "38001085718"}
    document = office.receive("perehuvitiste_taotlus", **APPLICATION | both)
    office.ask(document, registers)
    item = certificate(office, document)
    assert item is not None, "of one child the register knows nothing"
    assert (item.waits, item.ask) == (True, True)
    with office.database.reading() as session:
        rows = {row.person: row.said for row in session.scalars(select(RegisterAnswer))}
    assert rows == {CHILD: "holds", "38001085718": "lacks"}
