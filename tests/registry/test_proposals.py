"""Name and birth date find a case, but only a person may say that it is the right one."""

import pytest
from bureau import APPLICATION, MARI, Office, Read
from sqlalchemy import select

from registry import proposals
from registry.access import NotFound, Principal
from registry.case_model import Proposal
from registry.reasons import code_of, sentence
from registry.states import IllegalMove

MOTHER = {"given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI}
NO_CODE = {"given_names": "Mari", "family_name": "Maasikas", "birth_date": "1989-03-15"}


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


def found(office: Office, document: str, who: Principal) -> list[Proposal]:
    with office.database.reading() as session:
        return proposals.of_case(session, who, office.document(document).case_id or "")


def test_the_same_name_and_birth_date_are_proposed_and_a_person_accepts(office, clerk):
    first = office.receive("pensioniavaldus", **MOTHER)
    second = office.receive("perehuvitiste_taotlus", **NO_CODE)
    [proposal] = found(office, second, clerk)
    assert proposal.case_id == office.document(first).case_id != office.document(second).case_id
    assert "sama nimi ja sama sünniaeg" in sentence(proposal.why)["et"]
    with office.database.transaction() as session:
        proposals.accept(session, clerk, proposal.id, office.document(second).version)
    assert office.document(second).case_id == office.document(first).case_id
    assert found(office, second, clerk) == []


def test_who_is_written_in_cyrillic_or_without_marks_is_the_same(office, clerk):
    office.receive("pensioniavaldus", **MOTHER)
    russian = office.receive("perehuvitiste_taotlus", **NO_CODE | {"given_names": "Мари", "family_name": "Маасикас"})
    assert len(found(office, russian, clerk)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": "1989-03-16"},
        {"family_name": "Kuusepuu"},
        {"given_names": "Peeter"},
        {"birth_date": "2089-03-15"},
    ],
)
def test_another_birth_date_or_name_is_no_hint(office, clerk, other):
    office.receive("pensioniavaldus", **MOTHER)
    assert found(office, office.receive("perehuvitiste_taotlus", **NO_CODE | other), clerk) == []


def test_a_code_read_with_doubt_is_proposed_when_it_is_the_clients(office, clerk):
    office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    doubtful = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"personal_code": Read(MARI, 0.5, "doubtful")})
    [proposal] = found(office, doubtful, clerk)
    assert code_of(proposal.why) == "proposal_same_code"


def test_what_was_declined_stays_declined_and_is_not_proposed_again(office, clerk):
    office.receive("pensioniavaldus", **MOTHER)
    second = office.receive("perehuvitiste_taotlus", **NO_CODE)
    [proposal] = found(office, second, clerk)
    with office.database.transaction() as session:
        proposals.decline(session, clerk, proposal.id, office.document(second).version)
    with pytest.raises(IllegalMove), office.database.transaction() as session:
        proposals.accept(session, clerk, proposal.id, office.document(second).version)
    with office.database.reading() as session:
        assert [row.state for row in session.scalars(select(Proposal))] == ["declined"]


def test_a_case_of_another_unit_is_not_betrayed(office):
    pensions = office.hire("paul", units="FAM")
    office.receive("pensioniavaldus", **MOTHER)
    second = office.receive("perehuvitiste_taotlus", **NO_CODE)
    assert found(office, second, pensions) == []
    with office.database.reading() as session:
        proposal = session.scalars(select(Proposal)).one()
    with pytest.raises(NotFound), office.database.transaction() as session:
        proposals.accept(session, pensions, proposal.id, office.document(second).version)
