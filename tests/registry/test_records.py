"""Who finds what: every query shows what its principal may see, and nothing else."""

from datetime import UTC, datetime

import pytest
from bureau import APPLICATION, JURI, MARI, Read
from sqlalchemy import select

from registry import rearrange, records, retry, search
from registry.access import Forbidden, NotFound
from registry.model import AuditEvent, Case
from registry.records import CasePage, CaseQuery
from registry.review import confirm_document

OTHER = {"given_names": "Jüri", "family_name": "Õunapuu", "personal_code": JURI, "account_holder": "Jüri Õunapuu"}


@pytest.fixture
def kadri(office):
    return office.hire("kadri", units="PAY")


@pytest.fixture
def document(office, kadri):
    return office.receive("valjamaksuviisi_avaldus", **APPLICATION)


def found(office, principal, **query):
    with office.database.reading() as session:
        page = records.cases(session, principal, CaseQuery(**query))
        assert (page.count, page.beyond, page.following) == (len(page.rows), False, False)
        return [case.client_name for case in page.rows]


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
        assert records.cases(session, stranger, CaseQuery()) == CasePage([], 0, beyond=False, following=False)
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


def test_the_list_begins_with_what_is_due_first_and_ends_with_what_waits(office, kadri):
    for name, day in (("Uus", 20), ("Vana", 2)):
        document = office.take_in()
        office.backdate(document, registered_at=datetime(2026, 11, day, 9, 0, tzinfo=UTC))
        named = APPLICATION | {"given_names": "A", "family_name": name, "personal_code": Read(None)}
        office.process(document, "valjamaksuviisi_avaldus", **named | {"personal_code": JURI if day == 2 else MARI})
    waits = {"given_names": "A", "family_name": "Ootab", "personal_code": Read(None), "iban": Read(None)}
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | waits)
    assert found(office, kadri) == ["A Vana", "A Uus", "A Ootab"]


SEARCHES: dict[str, set[str]] = {
    "": {"Mari Maasikas", "Jüri Õunapuu"},
    "maasikas": {"Mari Maasikas"},
    "õunapuu": {"Jüri Õunapuu"},
    "ÕUNAPUU jüri": {"Jüri Õunapuu"},
    "õunapuu maasikas": set(),
    MARI: {"Mari Maasikas"},
    MARI[:6]: {"Mari Maasikas"},
    "100%": set(),
    "_": set(),
    "6.0-1/": {"Mari Maasikas", "Jüri Õunapuu"},
}


def test_search_finds_by_name_code_and_number(office, kadri, document):
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER)
    assert {text: set(found(office, kadri, text=text)) for text in SEARCHES} == SEARCHES


def test_search_finds_a_case_by_the_viit_of_any_of_its_papers(office, kadri, document):
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    assert found(office, kadri, text=office.document(second).viit) == ["Mari Maasikas"]


def test_search_finds_a_paper_where_it_lies_now(office, kadri, document):
    """The words of a paper go along when a person moves it, and come back when that is undone."""
    other = office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER)
    viit, here, there = office.document(other).viit, office.document(other).case_id, office.document(document).case_id
    assert held(office, kadri, viit) == {here}
    with office.database.transaction() as session:
        act = rearrange.move(session, kadri, other, office.document(other).version, there)
        session.flush()
        done = act.id
    assert held(office, kadri, viit) == {there}
    with office.database.transaction() as session:
        rearrange.undo(session, kadri, done)
    assert held(office, kadri, viit) == {here}


def held(office, principal, text):
    with office.database.reading() as session:
        return {case.id for case in records.cases(session, principal, CaseQuery(text=text)).rows}


@pytest.mark.parametrize("rare", [search.RARE, 0], ids=["a rare word", "a word on every page"])
def test_a_word_is_found_whichever_way_the_database_goes(office, kadri, document, monkeypatch, rare):
    """Few lines are gathered; for many, cases are walked through in their order until the page is full."""
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER)
    monkeypatch.setattr(search, "RARE", rare)
    assert set(found(office, kadri, text="õunapuu")) == {"Jüri Õunapuu"}
    assert set(found(office, kadri, text="6.0-1/")) == {"Mari Maasikas", "Jüri Õunapuu"}


def test_of_many_cases_found_by_a_word_so_many_are_counted(office, kadri, document, monkeypatch):
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER)
    monkeypatch.setattr(records, "SOUGHT", 1)
    with office.database.reading() as session:
        page = records.cases(session, kadri, CaseQuery(text="6.0-1/", limit=1))
    assert (len(page.rows), page.count, page.beyond, page.following) == (1, 1, True, True)


def test_what_is_done_comes_after_what_is_open_the_latest_first(office, kadri):
    days = {"Ammu": 3, "Vana": 5, "Uus": 20}
    for name, day in days.items():
        document = office.take_in()
        office.backdate(document, registered_at=datetime(2026, 11, day, 9, 0, tzinfo=UTC))
        office.process(
            document,
            "valjamaksuviisi_avaldus",
            **APPLICATION | OTHER | {"family_name": name, "personal_code": Read(None)},
        )
        if name != "Uus":
            with office.database.transaction() as session:
                confirm_document(session, kadri, document, office.document(document).version)
    assert found(office, kadri) == ["Jüri Uus", "Jüri Vana", "Jüri Ammu"]
    assert found(office, kadri, state="confirmed") == ["Jüri Vana", "Jüri Ammu"]


def test_the_list_is_narrowed_by_state_unit_and_mine(office, kadri, document):
    other = office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER)
    with office.database.transaction() as session:
        session.get_one(Case, office.document(other).case_id).handler_id = None
    assert found(office, kadri, mine=True) == ["Mari Maasikas"]
    assert found(office, kadri, unit="FAM") == []
    assert len(found(office, kadri, unit="PAY")) == 2
    with office.database.transaction() as session:
        confirm_document(session, kadri, document, office.document(document).version)
    assert found(office, kadri, state="open") == ["Jüri Õunapuu"]
    assert found(office, kadri, state="confirmed") == ["Mari Maasikas"]
    assert len(found(office, kadri, state="all")) == 2


def test_the_list_comes_in_pages_that_neither_repeat_nor_skip(office, kadri):
    for _ in range(5):
        office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"personal_code": Read(None)})
    with office.database.reading() as session:
        parts = [records.cases(session, kadri, CaseQuery(limit=2, offset=offset)) for offset in (0, 2, 4)]
        assert [(len(part.rows), part.count, part.following) for part in parts] == [
            (2, 5, True),
            (2, 5, True),
            (1, 5, False),
        ]
        assert len({case.id for part in parts for case in part.rows}) == 5


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
