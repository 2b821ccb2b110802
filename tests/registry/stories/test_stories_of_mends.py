"""What once went wrong: decisions left behind, a void paper still asked for, a challenge on the wrong clock."""

import pytest
from bureau import APPLICATION, CHILD, MARI, Office
from sqlalchemy import select

from registry import decisions, rearrange, review
from registry.access import Principal
from registry.checklist import missing
from registry.clock import due, local_day
from registry.decision_model import Decision
from registry.decisions import Ruling
from registry.kinds import catalogue
from registry.letters import drafting
from registry.letters.drafting import Wish
from registry.letters.model import Letter
from registry.model import Case
from registry.term_model import Term

PENSIONER = {"given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI}
LIFE = PENSIONER | {
    "appeared_date": "2026-11-10", "authority_name": "Konsulaat", "official_name": "Ann Ametnik",
    "official_signature": "yes", "authority_stamp": "yes", "doc_kind": "pass", "doc_number": "KE1234567",
    "authority_address": "Helsinki", "address": "Helsinki",
}  # fmt: skip


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


def lacks(office: Office, document: str) -> set[str]:
    with office.database.reading() as session:
        case = session.get_one(Case, office.document(document).case_id)
        return {item.code for item in missing(session, case, catalogue())}


def running(office: Office, document: str) -> list[tuple[str, object]]:
    with office.database.reading() as session:
        rows = session.scalars(select(Term).where(Term.document_id == document, Term.state == "running"))
        return [(row.code, row.ends_on) for row in rows]


def test_a_decision_goes_along_with_a_merged_case_and_comes_back_when_that_is_undone(office, clerk):
    family, paper = office.receive("valjamaksuviisi_avaldus", **APPLICATION), office.receive("tundmatu")
    source, into = office.case_of(family), office.case_of(paper)
    with office.database.transaction() as session:
        ruling = Ruling(outcome="refuse", reason="Tingimused ei ole täidetud.", language="et")
        decision = decisions.draft(session, clerk, source.id, ruling).id
        letter = drafting.draft(session, clerk, source.id, Wish("receipt")).id
    with office.database.transaction() as session:
        version = session.get_one(Case, source.id).version
        act = rearrange.merge(session, clerk, source.id, version, into.id).id
    with office.database.reading() as session:
        assert session.get_one(Decision, decision).case_id == into.id
        assert session.get_one(Letter, letter).case_id == into.id
    with office.database.transaction() as session:
        later = decisions.draft(session, clerk, into.id, ruling).id
        rearrange.undo(session, clerk, act)
    with office.database.reading() as session:
        assert session.get_one(Decision, decision).case_id == source.id
        assert session.get_one(Letter, letter).case_id == source.id, "a draft that has no number comes back too"
        assert session.get_one(Decision, later).case_id == into.id, "what was made since stays"


def test_a_void_life_certificate_is_not_asked_about_any_more_once_a_good_one_came(office):
    void = office.receive("elusolekutoend", **{name: LIFE[name] for name in LIFE if name != "authority_stamp"})
    assert "field:authority_stamp" in lacks(office, void)
    good = office.receive("elusolekutoend", **LIFE)
    assert office.document(good).case_id == office.document(void).case_id
    assert lacks(office, void) == set()


def test_a_void_certificate_of_another_person_is_still_asked_about(office, clerk):
    void = office.receive("elusolekutoend", **{name: LIFE[name] for name in LIFE if name != "authority_stamp"})
    other = {"given_names": "Jüri", "family_name": "Tamm", "personal_code": "38001085718"}
    good = office.receive("elusolekutoend", **LIFE | other)
    with office.database.transaction() as session:
        into = office.document(good).case_id or ""
        if office.document(void).case_id != into:
            rearrange.move(session, clerk, void, office.document(void).version, into)
    assert lacks(office, void) == {"field:authority_stamp"}


def test_a_bank_statement_is_optional_and_never_holds_the_term(office):
    """domain.md 1.10: "bank statement optional": the form names holder, account and bank."""
    abroad = APPLICATION | {"payment_method": "abroad", "bic": "NDEAFIHH", "bank_name": "Nordea"}
    document = office.receive("valjamaksuviisi_avaldus", **abroad)
    assert "document:pangakonto_teatis" not in lacks(office, document)
    assert office.case_of(document).complete_at is not None


def test_a_challenge_has_the_clock_of_what_it_contests(office, clerk):
    unknown = office.receive("vaie", **PENSIONER)
    came = local_day(office.document(unknown).registered_at)
    assert running(office, unknown) == [("vaie_hms", due(came, 10, "cd").on)], "the shortest while nobody knows"
    pension = office.receive("pensioniavaldus", given_names="Jüri", family_name="Tamm", personal_code="38001085718")
    number = office.document(pension).viit
    of_pension = office.receive("vaie", **PENSIONER, decision_no=number)
    assert running(office, of_pension) == [("vaie_pension", due(came, 60, "cd").on)]
    family = office.receive("perehuvitiste_taotlus", **PENSIONER, child1_personal_code=CHILD)
    of_benefit = office.receive("vaie", **PENSIONER, decision_no=office.document(family).viit)
    assert running(office, of_benefit) == [("vaie", due(came, 30, "cd").on)]


def test_a_letter_that_is_a_challenge_follows_the_case_into_which_a_person_lays_it(office, clerk):
    letter = office.receive("kiri", sender_name="Mari Maasikas", letter_kind="challenge")
    assert [code for code, _ in running(office, letter)] == ["vaie_hms"]
    pension = office.receive("pensioniavaldus", given_names="Jüri", family_name="Tamm", personal_code="38001085718")
    with office.database.transaction() as session:
        into = office.document(pension).case_id or ""
        rearrange.move(session, clerk, letter, office.document(letter).version, into)
    field = office.field(letter, "letter_kind")
    with office.database.transaction() as session:
        review.confirm(session, clerk, field.id, field.version)
    assert [code for code, _ in running(office, letter)] == ["vaie_pension"]
