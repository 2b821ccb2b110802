"""What happened in a case, by whom, in sentences of three languages that betray nothing of what papers say."""

import re
from pathlib import Path

import pytest
from bureau import APPLICATION, CHILD, MARI, Office

import registry
from ports.memory import MemoryRegisters
from registry import rearrange, timeline
from registry.access import NotFound, Principal
from registry.letters import drafting
from registry.letters.drafting import Wish
from registry.review import confirm_document, correct
from registry.timeline_words import EVENTS

HERE = Path(registry.__file__).parent
ELSEWHERE = (
    "search.", "account.", "station.", "batch.", "template.", "entry.", "scheme.", "series.", "clerk.",
    "kind.", "sample.", "model.", "drift.", "tuning.",
    "routing.",
)  # fmt: skip


def told(office: Office, who: Principal, document: str) -> list[tuple[str, str]]:
    with office.database.reading() as session:
        story = timeline.story(session, who, office.document(document).case_id or "")
    return [(moment.words["en"], moment.who) for moment in story]


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


def test_the_way_of_a_document_is_told_in_order_and_by_name(office, clerk):
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    viit, iban = office.document(document).viit, office.field(document, "iban")
    with office.database.transaction() as session:
        correct(session, clerk, iban.id, iban.version, "EE471000001020145685")
    with office.database.transaction() as session:
        confirm_document(session, clerk, document, office.document(document).version)
    assert told(office, clerk, document) == [
        (f"Document {viit} was registered", "laud 1"),
        (f"{viit}: pages counted (1)", "Kantselei"),
        (f"{viit}: recognised as Choice of payment method", "Kantselei"),
        (f"{viit}: Opened a new case: the same person has no open case that it fits.", "Kantselei"),
        (f"{viit}: Account number corrected", "Kadri"),
        (f"{viit} was confirmed", "Kadri"),
    ]


def test_what_a_register_said_and_what_was_moved_is_told(office, clerk):
    named = {"given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI, "children_born_abroad": "yes"}
    named |= {"child1_name": "Mia Maasikas", "child1_personal_code": CHILD}
    family = office.receive("perehuvitiste_taotlus", **named)
    registers = MemoryRegisters()
    registers.connected = {"rahvastikuregister"}
    office.ask(family, registers)
    paper = office.receive("tundmatu")
    source, into = office.case_of(paper), office.case_of(family)
    with office.database.transaction() as session:
        rearrange.move(session, clerk, paper, office.document(paper).version, into.id)
    said = [words for words, _ in told(office, clerk, family)]
    assert "The register (rahvastikuregister) does not hold: Birth certificate of the child" in said
    assert f"{office.document(paper).viit} was moved from case {source.number} to {into.number}" in said
    with office.database.reading() as session:
        left = [moment.words["et"] for moment in timeline.story(session, clerk, source.id)]
    assert left == [f"Dokument tõsteti toimikust {source.number} toimikusse {into.number}"]


def test_a_letter_of_the_case_is_told_with_its_viit(office, clerk):
    document = office.receive("pensioniavaldus", given_names="Mari", family_name="Maasikas", personal_code=MARI)
    with office.database.transaction() as session:
        letter = drafting.draft(session, clerk, office.document(document).case_id or "", Wish("deficiency"))
    with office.database.transaction() as session:
        letter = drafting.issue(session, clerk, letter.id, letter.version)
    assert any(words.startswith(f"Letter {letter.viit} was issued: ") for words, _ in told(office, clerk, document))


def test_no_value_of_a_paper_is_told(office, clerk):
    document = office.receive("perehuvitiste_taotlus", given_names="Mari", family_name="Maasikas", personal_code=MARI)
    office.receive("sunnitoend", child_personal_code=CHILD, mother_name="Mari Maasikas", mother_personal_code=MARI)
    with office.database.reading() as session:
        story = timeline.story(session, clerk, office.document(document).case_id or "")
    everything = " ".join(words for moment in story for words in moment.words.values())
    assert not any(secret in everything for secret in ("Maasikas", MARI, CHILD))


def test_who_does_not_see_the_case_is_told_nothing(office):
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with pytest.raises(NotFound):
        told(office, office.hire("siim", units="DIS"), document)


@pytest.mark.quick
def test_every_event_has_a_sentence_with_the_same_facts_in_three_languages():
    for code, said in EVENTS.items():
        facts = [sorted(re.findall(r"{(\w+)}", said[language])) for language in ("et", "en", "ru")]
        assert facts[0] == facts[1] == facts[2], code


@pytest.mark.quick
def test_every_event_that_the_register_records_of_a_case_has_its_sentence():
    found = set()
    for file in HERE.rglob("*.py"):
        for call in re.findall(r"(?:audit\.record|_record|_done)\((.{0,200}?)\)\n", file.read_text(), re.S):
            found |= set(re.findall(r'"([a-z]+\.[a-z_]+)"', call))
    found = {code for code in found if not code.startswith(ELSEWHERE)}
    assert len(found) > 15
    known = {code.partition(":")[0] for code in EVENTS}
    assert found - known == set()
