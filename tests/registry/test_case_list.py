"""What the list of cases shows, in which order, and what words find: each sees what it may see, once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from bureau import APPLICATION, JURI, MARI, Read

from api.web.views import still_open
from registry import case_list, rearrange, search_words
from registry.case_list import CaseQuery
from registry.model import Case, ProblemRow
from registry.review import confirm_document

OTHER = {"given_names": "Jüri", "family_name": "Õunapuu", "personal_code": JURI, "account_holder": "Jüri Õunapuu"}
DOUBTFUL = Read("Jüri", state="doubtful")


@pytest.fixture
def kadri(office):
    return office.hire("kadri", units="PAY")


@pytest.fixture
def document(office, kadri):
    return office.receive("valjamaksuviisi_avaldus", **APPLICATION)


def found(office, principal, **query):
    with office.database.reading() as session:
        page = case_list.cases(session, principal, CaseQuery(**query))
        assert (page.count, page.beyond, page.following) == (len(page.rows), False, False)
        return [case.client_name for case in page.rows]


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
        return {case.id for case in case_list.cases(session, principal, CaseQuery(text=text)).rows}


@pytest.mark.parametrize("rare", [search_words.RARE, 0], ids=["a rare word", "a word on every page"])
def test_a_word_is_found_whichever_way_the_database_goes(office, kadri, document, monkeypatch, rare):
    """Few lines are gathered; for many, cases are walked through in their order until the page is full."""
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER)
    monkeypatch.setattr(search_words, "RARE", rare)
    assert set(found(office, kadri, text="õunapuu")) == {"Jüri Õunapuu"}
    assert set(found(office, kadri, text="6.0-1/")) == {"Mari Maasikas", "Jüri Õunapuu"}


@pytest.mark.parametrize("rare", [search_words.RARE, 0], ids=["a rare word", "a word on every page"])
def test_the_clients_own_case_comes_before_one_that_only_speaks_of_her(office, kadri, document, monkeypatch, rare):
    """With a slip in the name, too. What is done comes after what is open all the same."""
    monkeypatch.setattr(search_words, "RARE", rare)
    about = office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER | {"account_holder": "Mari Maasikas"})
    with office.database.transaction() as session:
        session.get_one(Case, office.document(about).case_id).due_on = date(2020, 1, 1)
    assert found(office, kadri) == ["Jüri Õunapuu", "Mari Maasikas"]
    for wish in ("Mari Maasikas", "Mari Maaskas"):
        assert found(office, kadri, text=wish) == ["Mari Maasikas", "Jüri Õunapuu"]
    with office.database.transaction() as session:
        confirm_document(session, kadri, document, office.document(document).version)
    assert found(office, kadri, text="Mari Maasikas") == ["Jüri Õunapuu", "Mari Maasikas"]


def test_a_case_is_counted_once_however_many_reasons_there_are_to_see_it(office, document):
    """It is of her unit, it is hers, and she has opened it."""
    other = office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER)
    case = office.document(document).case_id
    mall = office.hire("mall", units="PAY,CLI")
    with office.database.transaction() as session:
        session.get_one(Case, case).handler_id = mall.id
    assert len(found(office, replace(mall, opened=frozenset({case})))) == 2
    with office.database.transaction() as session:
        session.get_one(Case, office.document(other).case_id).unit = "FAM"
    assert found(office, replace(mall, opened=frozenset({case}))) == ["Mari Maasikas"]


def test_the_list_counts_what_waits_as_the_case_page_does(office, kadri, document):
    """One case with a value that nobody can read; one with a doubtful value and another that a check finds wrong."""
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"iban": Read("EE00", state="illegible")})
    other = office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER | {"given_names": DOUBTFUL})
    with office.database.transaction() as session:
        session.add(ProblemRow(document_id=other, code="iban", field="iban", severity="error", text={}))
    with office.database.reading() as session:
        page = case_list.cases(session, kadri, CaseQuery())
        waiting = case_list.waiting(session, page.rows)
        seen = {case.id: sum(map(still_open, case.documents)) for case in page.rows}
    assert waiting == seen
    assert sorted(waiting.values()) == [1, 2]


def test_of_many_cases_found_by_a_word_so_many_are_counted(office, kadri, document, monkeypatch):
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | OTHER)
    monkeypatch.setattr(case_list, "SOUGHT", 1)
    with office.database.reading() as session:
        page = case_list.cases(session, kadri, CaseQuery(text="6.0-1/", limit=1))
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
        parts = [case_list.cases(session, kadri, CaseQuery(limit=2, offset=offset)) for offset in (0, 2, 4)]
        assert [(len(part.rows), part.count, part.following) for part in parts] == [
            (2, 5, True),
            (2, 5, True),
            (1, 5, False),
        ]
        assert len({case.id for part in parts for case in part.rows}) == 5
