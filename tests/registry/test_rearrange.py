"""Documents in the wrong case: moved, joined, parted, and taken back, without a viit ever changing."""

import threading

import pytest
from bureau import APPLICATION, JURI, MARI, Office
from sqlalchemy import select

from registry import rearrange
from registry.access import Forbidden, NotFound, Principal
from registry.case_model import CaseAct
from registry.model import AuditEvent, Case
from registry.rearrange import ClosedCaseError, MovedOnError, SameCaseError
from registry.reasons import code_of
from registry.review import VersionConflict, confirm_document

MOTHER = {"given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI}
JURI_TAMM = {"given_names": "Jüri", "family_name": "Tamm", "personal_code": JURI}


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


@pytest.fixture
def two(office: Office) -> tuple[str, str]:
    """A pension application and a paper nobody knew, each in its own case."""
    return office.receive("pensioniavaldus", **MOTHER), office.receive("tundmatu")


def case(office: Office, document: str) -> Case:
    return office.case_of(document)


def move(office: Office, who: Principal, document: str, into: str) -> CaseAct:
    with office.database.transaction() as session:
        return rearrange.move(session, who, document, office.document(document).version, into)


def state(office: Office, case_id: str) -> str:
    with office.database.reading() as session:
        return session.get_one(Case, case_id).state


def test_a_moved_document_keeps_its_viit_and_the_empty_case_is_closed(office, clerk, two):
    pension, paper = two
    viit, left = office.document(paper).viit, case(office, paper).id
    move(office, clerk, paper, case(office, pension).id)
    assert office.document(paper).viit == viit
    assert office.document(paper).case_id == office.document(pension).case_id
    assert code_of(office.document(paper).placed_why) == "move_by_person"
    assert state(office, left) == "closed"
    with office.database.reading() as session:
        said = set(session.scalars(select(AuditEvent.action).where(AuditEvent.actor == clerk.key)))
    assert said == {"document.moved", "case.document_moved"}


def test_a_move_is_taken_back_and_both_acts_remain(office, clerk, two):
    pension, paper = two
    before = (case(office, paper).id, office.document(paper).placed_why)
    act = move(office, clerk, paper, case(office, pension).id)
    with office.database.transaction() as session:
        rearrange.undo(session, clerk, act.id)
    assert (office.document(paper).case_id, office.document(paper).placed_why) == before
    assert state(office, before[0]) == "review"
    with office.database.reading() as session:
        acts = rearrange.acts(session, clerk, before[0])
    assert [(one.what, one.undoes) for one in acts] == [("move", None), ("undo", act.id)]
    with pytest.raises(MovedOnError), office.database.transaction() as session:
        rearrange.undo(session, clerk, act.id)


def test_the_undoing_can_be_undone(office, clerk, two):
    pension, paper = two
    act = move(office, clerk, paper, case(office, pension).id)
    with office.database.transaction() as session:
        back = rearrange.undo(session, clerk, act.id)
    with office.database.transaction() as session:
        rearrange.undo(session, clerk, back.id)
    assert office.document(paper).case_id == office.document(pension).case_id


def test_what_was_moved_on_cannot_be_taken_back_from_behind(office, clerk, two):
    pension, paper = two
    third = office.receive("pensioniavaldus", **JURI_TAMM)
    act = move(office, clerk, paper, case(office, pension).id)
    move(office, clerk, paper, case(office, third).id)
    with pytest.raises(MovedOnError), office.database.transaction() as session:
        rearrange.undo(session, clerk, act.id)


def test_merged_cases_become_one_and_the_old_number_leads_there(office, clerk, two):
    pension, paper = two
    source, into = case(office, paper), case(office, pension)
    with office.database.transaction() as session:
        act = rearrange.merge(session, clerk, source.id, source.version, into.id)
    assert {one.id for one in case(office, pension).documents} == {pension, paper}
    with office.database.reading() as session:
        assert rearrange.successor(session, session.get_one(Case, source.id)).id == into.id
    with office.database.transaction() as session:
        rearrange.undo(session, clerk, act.id)
    assert office.document(paper).case_id == source.id
    with office.database.reading() as session:
        assert rearrange.successor(session, session.get_one(Case, source.id)).id == source.id


def test_a_split_gives_a_case_of_its_own_with_a_new_number(office, clerk):
    visit = office.visit()
    mine = office.receive("pensioniavaldus", visit, **MOTHER)
    his = office.receive("valjamaksuviisi_avaldus", visit, **APPLICATION | JURI_TAMM)
    source = case(office, mine)
    assert source.id == case(office, his).id
    with office.database.transaction() as session:
        act = rearrange.split(session, clerk, source.id, source.version, [his])
    parted = case(office, his)
    assert parted.number not in {source.number, ""}
    assert (parted.client_code, parted.kind, case(office, mine).client_code) == (
        JURI, "valjamaksuviisi_avaldus", MARI,
    )  # fmt: skip
    with office.database.transaction() as session:
        rearrange.undo(session, clerk, act.id)
    assert case(office, his).id == source.id
    assert state(office, parted.id) == "closed"


def test_a_split_takes_some_documents_but_never_all_or_none_or_others(office, clerk, two):
    pension, paper = two
    source = case(office, pension)
    for chosen, refusal in (([], SameCaseError), ([pension], SameCaseError), ([paper], NotFound)):
        with pytest.raises(refusal), office.database.transaction() as session:
            rearrange.split(session, clerk, source.id, source.version, chosen)


def test_a_closed_case_gives_and_takes_nothing(office, clerk, two):
    pension, paper = two
    third = office.receive("tundmatu")
    closed = case(office, paper).id
    move(office, clerk, paper, case(office, pension).id)
    with pytest.raises(ClosedCaseError):
        move(office, clerk, third, closed)


def test_who_saw_an_older_version_moves_nothing(office, clerk, two):
    pension, paper = two
    with pytest.raises(VersionConflict), office.database.transaction() as session:
        rearrange.move(session, clerk, paper, office.document(paper).version - 1, case(office, pension).id)
    source = case(office, paper)
    with pytest.raises(VersionConflict), office.database.transaction() as session:
        rearrange.merge(session, clerk, source.id, source.version + 1, case(office, pension).id)


def test_who_does_not_see_both_cases_moves_nothing(office, two):
    pension, paper = two
    for units in ("PEN", "CLI", "DIS"):
        who = office.hire(units.lower(), units=units)
        with pytest.raises(NotFound):
            move(office, who, paper, case(office, pension).id)
    with pytest.raises(Forbidden):
        move(office, office.hire("audiitor", role="auditor"), paper, case(office, pension).id)


def test_a_confirmed_case_that_gets_an_unconfirmed_paper_is_under_review_again(office, clerk):
    application = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with office.database.transaction() as session:
        confirm_document(session, clerk, application, office.document(application).version)
    assert case(office, application).state == "confirmed"
    move(office, clerk, office.receive("tundmatu"), case(office, application).id)
    assert case(office, application).state == "review"


def test_two_who_merge_into_each_other_at_once_do_not_wait_forever(office, clerk, two):
    one, other = (case(office, document) for document in two)
    together, outcomes = threading.Barrier(2), []

    def merge(source: Case, into: Case) -> None:
        together.wait(5)
        try:
            office.database.perform(lambda s: rearrange.merge(s, clerk, source.id, source.version, into.id))
            outcomes.append("merged")
        except (ClosedCaseError, VersionConflict, NotFound) as refusal:
            outcomes.append(type(refusal).__name__)

    threads = [threading.Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(outcomes) == 2
    assert outcomes.count("merged") == 1
    assert office.document(two[0]).case_id == office.document(two[1]).case_id
