"""Who may see what, role by role: what a person may not see is not there."""

import pytest
from bureau import Office
from sqlalchemy import select

from registry.access import (
    SYSTEM,
    Forbidden,
    Principal,
    batch_filter,
    case_filter,
    document_filter,
    register_filter,
    require,
)
from registry.model import Batch, Case, Document


def seen(office: Office, who: Principal) -> tuple[int, int, int, int]:
    """How many cases, documents, register lines and batches somebody sees."""
    asked = [(Case, case_filter), (Document, document_filter), (Document, register_filter), (Batch, batch_filter)]
    with office.database.reading() as session:
        found = [len(list(session.scalars(select(entity).where(predicate(who))))) for entity, predicate in asked]
    return found[0], found[1], found[2], found[3]


@pytest.fixture
def unit(office: Office) -> str:
    """One document lies in a case of this unit; a second one has only been registered."""
    office.hire("jüri", units="*")
    document = office.receive("kiri")
    office.take_in()
    case_id = office.document(document).case_id
    with office.database.reading() as session:
        return session.get_one(Case, case_id).unit


def person(role: str, *units: str, id: str = "9" * 32) -> Principal:  # noqa: A002
    return Principal("person", id, role, frozenset(units))


@pytest.mark.parametrize("role", ["handler", "supervisor"])
def test_a_person_of_the_unit_sees_its_cases_and_not_what_lies_in_none(office: Office, unit: str, role: str) -> None:
    assert seen(office, person(role, unit)) == (1, 1, 1, 0)
    assert seen(office, person(role, "other")) == (0, 0, 0, 0)
    assert seen(office, person(role, unit, "other")) == (1, 1, 1, 0)
    assert seen(office, person(role, "*")) == (1, 2, 2, 0)
    assert seen(office, person(role)) == (0, 0, 0, 0)


def test_a_handler_sees_the_case_that_was_given_to_them(office: Office, unit: str) -> None:
    with office.database.transaction() as session:
        case = session.scalars(select(Case)).one()
        handler = case.handler_id
    assert handler is not None
    assert unit
    assert seen(office, person("handler", "other", id=handler)) == (1, 1, 1, 0)


@pytest.mark.usefixtures("unit")
def test_a_station_sees_the_receipts_of_what_it_sent_and_nothing_else(office: Office) -> None:
    assert seen(office, office.station) == (0, 0, 2, 2)
    assert seen(office, Principal("station", "8" * 32, "station")) == (0, 0, 0, 0)


@pytest.mark.usefixtures("unit")
def test_an_admin_sees_no_document_and_no_case(office: Office) -> None:
    assert seen(office, person("admin", "*")) == (0, 0, 0, 0)


@pytest.mark.usefixtures("unit")
def test_an_auditor_sees_every_register_line_and_no_content(office: Office) -> None:
    assert seen(office, person("auditor", "*")) == (0, 0, 2, 0)


@pytest.mark.usefixtures("unit")
def test_the_worker_sees_everything(office: Office) -> None:
    assert seen(office, SYSTEM) == (1, 2, 2, 2)


@pytest.mark.quick
def test_a_role_nobody_has_heard_of_sees_nothing_and_may_do_nothing(office: Office) -> None:
    assert seen(office, person("director", "*")) == (0, 0, 0, 0)
    with pytest.raises(Forbidden):
        require(person("director", "*"), "handler", "supervisor")
    require(person("handler"), "handler")
    require(SYSTEM, "handler")
