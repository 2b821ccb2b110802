"""Breaking the glass in the register itself, on both databases: once, for a while, ended by whoever watches."""

from datetime import timedelta

import pytest
from bureau import APPLICATION, Office
from sqlalchemy import select

from registry import glass, records
from registry.access import Forbidden, NotFound, Principal
from registry.glass_model import Grant, opened_for
from registry.states import IllegalMove
from registry.term_model import Task


def as_now(office: Office, who: Principal) -> Principal:
    """The person as the next request has them."""
    with office.database.reading() as session:
        opened = opened_for(session, who.id)
    return Principal(who.kind, who.id, who.role, who.units, who.name, opened=opened)


def test_it_opens_once_for_a_while_and_is_ended_by_whoever_watches(office: Office) -> None:
    stranger, chief = office.hire("siim", units="DIS"), office.hire("sulev", "supervisor", units="PAY")
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    with office.database.reading() as session, pytest.raises(NotFound):
        records.case(session, as_now(office, stranger), case.id)
    for _ in range(2):
        with office.database.transaction() as session:
            grant = glass.open_case(session, stranger, case.number, "Klient on letis.").id
    with office.database.reading() as session:
        assert records.case(session, as_now(office, stranger), case.id).number == case.number
        assert [row.code for row in session.scalars(select(Task).order_by(Task.code))] == ["glass_owner", "glass_unit"]
        assert [row.id for row in glass.grants(session, chief)] == [grant]
    with office.database.transaction() as session:
        glass.end(session, chief, grant)
    with office.database.reading() as session, pytest.raises(NotFound):
        records.case(session, as_now(office, stranger), case.id)
    with office.database.transaction() as session, pytest.raises(IllegalMove):
        glass.end(session, chief, grant)


def test_after_its_hours_it_is_over_by_itself(office: Office) -> None:
    stranger = office.hire("siim", units="DIS")
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    with office.database.transaction() as session:
        grant = glass.open_case(session, stranger, case.number, "Klient on letis.")
        assert grant.until - grant.asked_at == glass.LASTS
        session.get_one(Grant, grant.id).until = grant.asked_at - timedelta(seconds=1)
    assert as_now(office, stranger).opened == frozenset()


def test_evidence_and_administration_open_nothing(office: Office) -> None:
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    for role in ("auditor", "admin"):
        with office.database.transaction() as session, pytest.raises(Forbidden):
            glass.open_case(session, office_person(role), case.number, "Soovin vaadata.")


def office_person(role: str) -> Principal:
    return Principal("person", "0" * 32, role)
