"""Who finds what: every query shows what its principal may see, and nothing else."""

import pytest
from bureau import APPLICATION, JURI
from sqlalchemy import select

from registry import case_list, records, retry
from registry.access import Forbidden, NotFound
from registry.case_list import CasePage, CaseQuery
from registry.model import AuditEvent, Case

OTHER = {"given_names": "Jüri", "family_name": "Õunapuu", "personal_code": JURI, "account_holder": "Jüri Õunapuu"}


@pytest.fixture
def kadri(office):
    return office.hire("kadri", units="PAY")


@pytest.fixture
def document(office, kadri):
    return office.receive("valjamaksuviisi_avaldus", **APPLICATION)


def test_a_case_comes_with_all_that_its_page_shows(office, kadri, document):
    with office.database.reading() as session:
        case = records.case(session, kadri, office.document(document).case_id)
    assert case.handler.name == "Kadri"
    [row] = case.documents
    assert (row.id, len(row.pages), row.blob.media_type) == (document, 1, "application/pdf")
    assert {field.name: field.value for field in row.fields}["iban"] == APPLICATION["iban"]
    assert isinstance(row.problems, list)


def test_document_page_and_field_are_found_by_who_may_see_them(office, kadri, document):
    iban = office.field(document, "iban")
    with office.database.reading() as session:
        assert records.document(session, kadri, document).viit.endswith("-1")
        assert records.page(session, kadri, document, 1).text["number"] == 1
        assert records.field(session, kadri, iban.id).value == APPLICATION["iban"]


@pytest.mark.parametrize("role", ["handler", "supervisor", "admin", "auditor", "station"])
def test_a_stranger_gets_not_found_for_everything(office, document, role):
    stranger = office.station if role == "station" else office.hire("võõras", role=role, units="FAM")
    iban, case = office.field(document, "iban"), office.document(document).case_id
    with office.database.reading() as session:
        for look in (
            lambda: records.case(session, stranger, case),
            lambda: records.document(session, stranger, document),
            lambda: records.page(session, stranger, document, 1),
            lambda: records.field(session, stranger, iban.id),
        ):
            with pytest.raises(NotFound):
                look()
        assert case_list.cases(session, stranger, CaseQuery()) == CasePage([], 0, beyond=False, following=False)
        assert records.troubled(session, stranger) == []
    with pytest.raises((NotFound, Forbidden)), office.database.transaction() as session:
        retry.read_page_again(session, stranger, document, 99)


def test_what_does_not_exist_is_not_found(office, kadri, document):
    nobody = "0" * 32
    with office.database.reading() as session:
        for look in (
            lambda: records.case(session, kadri, nobody),
            lambda: records.document(session, kadri, nobody),
            lambda: records.page(session, kadri, document, 2),
            lambda: records.field(session, kadri, nobody),
            lambda: records.batch(session, kadri, nobody),
            lambda: records.timeline(session, kadri, nobody),
        ):
            with pytest.raises(NotFound):
                look()


def test_a_handler_sees_a_case_of_another_unit_that_is_theirs(office, document):
    helper = office.hire("abi", units="FAM")
    with office.database.transaction() as session:
        session.get_one(Case, office.document(document).case_id).handler_id = helper.id
    with office.database.reading() as session:
        assert records.document(session, helper, document).id == document


def test_a_station_sees_how_far_its_own_batch_has_come(office, kadri):
    visit = office.visit()
    document = office.receive("tundmatu", visit)
    with office.database.reading() as session:
        assert [batch.id for batch in records.batches(session, office.station)] == [visit]
        [row] = records.batch_documents(session, office.station, visit)
        assert (row.id, row.state, row.pages[0].verdict) == (document, "placed", "good")
        assert records.batches(session, kadri) == []
        with pytest.raises(NotFound):
            records.batch(session, kadri, visit)
        with pytest.raises(NotFound):
            records.batch_documents(session, kadri, visit)


def test_a_look_at_content_is_written_down_without_the_content(office, kadri, document):
    with office.database.transaction() as session:
        records.document(session, kadri, document)
        records.seen(session, kadri, f"document:{document}", page=1)
    with office.database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "content.seen")).one()
    assert (event.actor, event.object, event.detail) == (kadri.key, f"document:{document}", {"page": 1})


def test_the_timeline_tells_a_case_from_the_first_paper_on(office, kadri, document):
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    case = office.document(document).case_id
    auditor = office.hire("audiitor", role="auditor", units="")
    with office.database.reading() as session:
        told = records.timeline(session, kadri, case)
        assert [event.seq for event in records.timeline(session, auditor, case)] == [event.seq for event in told]
    assert {event.object for event in told} == {f"document:{document}", f"document:{second}"}
    assert [event.seq for event in told] == sorted(event.seq for event in told)
    assert told[-1].action == "document.placed"


def test_troubled_documents_are_listed_for_who_may_see_them(office, kadri):
    clerk = office.hire("juhataja", role="supervisor", units="CLI")
    office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    broken = office.take_in()
    office.refuse(broken, "encrypted")
    office.place(broken)
    with office.database.reading() as session:
        assert [row.id for row in records.troubled(session, clerk)] == [broken]
        assert records.troubled(session, kadri) == []
        assert [work.error for work in records.given_up(session, clerk)] == ["encrypted"]
        with pytest.raises(Forbidden):
            records.given_up(session, kadri)
