"""Stories of the wrong office: what is another body's is sent on in five working days, and the sender is told."""

import pytest
from bureau import JURI, Office, Read
from sqlalchemy import select

from ports.database import now
from registry import timeline
from registry.access import NotFound, Principal
from registry.clock import due, local_day
from registry.entry_model import Entry
from registry.letters.drafting import Addressee, NoAddressee
from registry.letters.model import Letter
from registry.model import Case
from registry.review import VersionConflict
from registry.routing import referrals, send_on
from registry.routing.model import Referral
from registry.routing.referrals import Proposed
from registry.routing.send_on import Notice
from registry.states import IllegalMove
from registry.term_model import Term

GRIEF: dict[str, Read | str] = {
    "given_names": "Peeter", "family_name": "Pihlakas", "personal_code": JURI, "application_date": "2026-11-20",
    "applicant_signature": "yes",
}  # fmt: skip
SENDER = Addressee("Peeter Pihlakas", ("Pikk 7", "44308 Rakvere"))


def proposed(office: Office, who: Principal, case: str) -> list[Proposed]:
    with office.database.reading() as session:
        return referrals.referrals_of(session, who, case)


def terms(office: Office, case: str) -> dict[str, str]:
    with office.database.reading() as session:
        return {row.code: row.state for row in session.scalars(select(Term).where(Term.case_id == case))}


def accept(office: Office, who: Principal, row: Referral, notice: Notice) -> Referral:
    return office.database.perform(lambda session: send_on.accept(session, who, row.id, row.version, notice))


def test_a_funeral_grant_is_proposed_for_the_municipality_confirmed_and_sent_on(office: Office) -> None:
    front = office.hire("aare", units="CLI")
    paper = office.receive("matusetoetuse_avaldus", **GRIEF)
    case = office.case_of(paper)
    assert (case.unit, case.handler_id) == ("X-KOV", front.id), "client service sends it on"
    (found,) = proposed(office, front, case.id)
    came = local_day(office.document(paper).registered_at)
    assert (found.referral.body, found.referral.state, found.due_on) == ("X-KOV", "open", due(came, 5, "wd").on)
    row = accept(office, front, found.referral, Notice("Rakvere Linnavalitsus", addressee=SENDER))
    with office.database.reading() as session:
        letter = session.get_one(Letter, row.letter_id)
        sent = session.scalars(select(Entry).where(Entry.viit == row.sent_viit)).one()
        closed = session.get_one(Case, case.id)
        story = [moment.words["et"] for moment in timeline.story(session, front, case.id)]
        assert (closed.state, sent.party, sent.direction, sent.party_person) == (
            "closed", "Rakvere Linnavalitsus", "out", False)  # fmt: skip
    assert (letter.viit, row.sent_viit) == (f"{case.number}-2", f"{case.number}-3")
    assert "Rakvere Linnavalitsus" in (letter.html or "")
    assert "lahkunu viimase elukoha" in (letter.html or "")
    assert terms(office, case.id)["forward"] == "met"
    assert "Toimik edastati pädevale asutusele: X-KOV" in story


def test_nothing_goes_out_before_a_person_says_so_and_only_once(office: Office) -> None:
    front = office.hire("aare", units="CLI")
    case = office.case_of(office.receive("matusetoetuse_avaldus", **GRIEF))
    (found,) = proposed(office, front, case.id)
    with office.database.reading() as session:
        assert session.scalars(select(Letter)).all() == []
    with pytest.raises(VersionConflict):
        office.database.perform(lambda session: send_on.accept(session, front, found.referral.id, 7, Notice()))
    row = accept(office, front, found.referral, Notice(addressee=SENDER))
    with pytest.raises(IllegalMove):
        accept(office, front, row, Notice(addressee=SENDER))


def test_a_sender_nobody_knows_must_be_named(office: Office) -> None:
    front = office.hire("aare", units="CLI")
    case = office.case_of(office.receive("matusetoetuse_avaldus"))
    (found,) = proposed(office, front, case.id)
    with pytest.raises(NoAddressee):
        accept(office, front, found.referral, Notice())
    assert proposed(office, front, case.id)[0].referral.state == "open", "all or nothing"


def test_what_a_person_keeps_here_is_not_proposed_again(office: Office) -> None:
    front = office.hire("aare", units="CLI")
    case = office.case_of(office.receive("matusetoetuse_avaldus", **GRIEF))
    (found,) = proposed(office, front, case.id)
    office.database.perform(lambda session: send_on.decline(session, front, found.referral.id, found.referral.version))
    with office.database.reading() as session:
        assert session.get_one(Case, case.id).unit == "CLI"
    assert terms(office, case.id)["forward"] == "cancelled"
    office.receive("matusetoetuse_avaldus", **GRIEF)
    assert [one.referral.state for one in proposed(office, front, case.id)] == ["declined"]


def test_a_handler_finds_that_a_letter_is_for_the_health_insurance_fund(office: Office) -> None:
    mall = office.hire("mall", units="CLI")
    paper = office.receive("kiri", sender_name="Peeter Pihlakas")
    case = office.case_of(paper)
    row = office.database.perform(lambda session: send_on.suggest(session, mall, case.id, "X-TK"))
    found = terms(office, case.id)
    assert (found["forward"], found["kiri"]) == ("running", "cancelled")
    assert office.case_of(paper).due_on == due(local_day(office.document(paper).registered_at), 5, "wd").on
    done = accept(office, mall, row, Notice(addressee=SENDER, language="ru"))
    assert done.name == "Tervisekassa"
    with pytest.raises(NotFound):
        office.database.perform(lambda session: send_on.suggest(session, mall, case.id, "X-NIX"))


def test_a_portable_document_of_the_unemployed_is_the_unemployment_funds(office: Office) -> None:
    front = office.hire("aare", units="CLI")
    case = office.case_of(office.receive("pd_dokument", pd_type="U1"))
    assert [one.referral.body for one in proposed(office, front, case.id)] == ["X-TTK"]
    ingrid = office.hire("ingrid", units="INT")
    assert proposed(office, ingrid, office.case_of(office.receive("pd_dokument", pd_type="A1")).id) == []


def test_referrals_of_a_case_out_of_sight_are_out_of_sight(office: Office) -> None:
    office.hire("aare", units="CLI")
    stranger = office.hire("siim", units="PEN")
    case = office.case_of(office.receive("matusetoetuse_avaldus", **GRIEF))
    with pytest.raises(NotFound):
        proposed(office, stranger, case.id)
    with office.database.reading() as session:
        row = session.scalars(select(Referral)).one()
        assert now(session) >= row.made_at
    with pytest.raises(NotFound):
        accept(office, stranger, row, Notice())
