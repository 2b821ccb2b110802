"""The search: by what was read and by what the register says, without marks, with slips, and never past one's sight."""

import pytest
import sqlalchemy
from bureau import APPLICATION, BOX, MARI, Office, page_result
from sqlalchemy import select

from ocr.text import Line, PageText, Word
from registry import entries, folding, progress, search, search_words
from registry.access import Forbidden, Principal
from registry.entries import Registration
from registry.model import AuditEvent
from registry.search import Found, Wish
from registry.search_words import Term
from registry.search_words import _known_frequent as known_frequent


def page_of(text: str, number: int = 1) -> PageText:
    lines = tuple(Line(tuple(Word(word, BOX, 0.9) for word in line.split()), "replay") for line in text.splitlines())
    return PageText(number, 2480, 3508, lines)


def file(office: Office, *pages: str, kind: str = "valjamaksuviisi_avaldus") -> str:
    """Paper with these words on its pages goes all the way."""
    document = office.take_in()
    office.count_pages(document, len(pages))
    for number, text in enumerate(pages, 1):
        office.read(document, number, text=page_of(text, number))
    office.understand(document, kind, **(APPLICATION if kind == "valjamaksuviisi_avaldus" else {}))
    office.place(document)
    return document


def look(office: Office, who: Principal, text: str = "", **more: object) -> Found:
    with office.database.transaction() as session:
        return search.search(session, who, Wish(text, **more))  # type: ignore[arg-type]


def viits(found: Found) -> list[str]:
    return [hit.entry.viit for hit in found.hits]


@pytest.fixture
def hilja(office: Office) -> Principal:
    return office.hire("hilja")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Õie Šmidti tõend", "oie smidti"),
        ("Oie Smidti toend", "Õie Šmidti"),
        ("Toitjakaotuspension", "toitjakaotuspensoin"),
        ("Arvelduskontole", "arvelduskonto"),
        ("Пенсия по инвалидности", "пенсии"),
        ("Алёна Королёва", "алена каролева"),
        ("Parental benefit certificate", "parentel certificat"),
        ("koostatud 19.11.2026", "19.11.2026"),
        ("viide 4-2/77-3", "4-2/77"),
        ("Sotsiaalkindlustusametitele", "sotsiaalkind"),
        ("leping ab12cd34", "ab12"),
        ("Ravikindlustus2026", "ravi"),
    ],
)
def test_words_are_found_without_marks_and_with_a_slip(
    office: Office, hilja: Principal, written: str, asked: str
) -> None:
    document = file(office, written)
    file(office, "Hoopis teised sõnad")
    found = look(office, hilja, asked)
    assert viits(found) == [office.document(document).viit]
    assert found.count == 1


def test_every_word_must_be_found(office: Office, hilja: Principal) -> None:
    file(office, "Karukella pension")
    assert viits(look(office, hilja, "karukella lapsetoetus")) == []
    assert viits(look(office, hilja, "../..")) == []


def test_the_line_and_its_page_are_shown(office: Office, hilja: Principal) -> None:
    file(office, "Avaldus\nesimene leht", "teisel lehel\nseisab Karukella nimi")
    place = look(office, hilja, "karukella").hits[0].place
    assert place is not None
    assert (place.page, place.pieces) == (2, (("seisab", False), ("Karukella", True), ("nimi", False)))


def test_values_and_register_data_are_found(office: Office, hilja: Principal) -> None:
    document = file(office, "Avaldus")
    viit = office.document(document).viit
    assert viits(look(office, hilja, MARI)) == [viit] == viits(look(office, hilja, viit))
    assert viits(look(office, hilja, direction="in")) == [viit]
    assert viits(look(office, hilja, direction="out")) == []


def test_who_may_not_see_it_meets_neither_hit_nor_count_nor_line(office: Office, hilja: Principal) -> None:
    file(office, "Karukella pension")
    with office.database.transaction() as session:
        entries.register(session, hilja, Registration("internal", "Karukella märkmed", "memo", "1-13"))
    stranger = office.hire("siim", units="XXX")
    assert look(office, stranger, "karukella") == Found((), 0, None)
    assert look(office, hilja, "karukella").count == 2
    for role in ("admin", "auditor"):
        with pytest.raises(Forbidden):
            look(office, office.hire(role, role=role), "karukella")


def test_pages_of_hits_follow_one_another_without_gap(office: Office, hilja: Principal) -> None:
    wanted = [office.document(file(office, f"Karukella {number}")).viit for number in range(5)]
    seen: list[str] = []
    before = None
    for _ in range(3):
        found = look(office, hilja, "karukella", limit=2, before=before)
        seen += viits(found)
        before = found.following
        assert found.count == 5
    assert (seen, before) == (wanted[::-1], None)


def test_many_hits_are_not_counted_to_the_end(
    office: Office, hilja: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "COUNTED", 2)
    monkeypatch.setattr(search_words, "RARE", 1)
    for _ in range(4):
        file(office, "Karukella")
    assert look(office, hilja, "karukella").count == 3


def test_a_word_the_database_knows_to_be_frequent_is_not_gathered_first(
    office: Office, hilja: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_words, "RARE", 2)
    wanted = {office.document(file(office, f"Karukella {name}")).viit for name in ("Kanarbik", "Sarapuu", "Lepp")}
    with office.database.transaction() as session:
        assert not known_frequent(session, Term("karukella"), "all")  # nobody has counted yet
        session.execute(sqlalchemy.text("ANALYZE"))
        counts = session.get_bind().dialect.name == "postgresql"
        assert known_frequent(session, Term("karukella"), "all") == counts
        assert not known_frequent(session, Term("kanarbik"), "all")
        assert not known_frequent(session, Term("karukella"), "open")  # as was read
    assert set(viits(look(office, hilja, "karukella"))) == wanted
    assert len(viits(look(office, hilja, "kanarbik"))) == 1


@pytest.mark.parametrize(("together", "gathered"), [(True, False), (False, True)])
def test_two_frequent_words_are_gathered_unless_they_meet_often(
    office: Office, hilja: Principal, monkeypatch: pytest.MonkeyPatch, *, together: bool, gathered: bool
) -> None:
    monkeypatch.setattr(search_words, "RARE", 2)
    monkeypatch.setattr(search_words, "_COMMON", 1)
    for number in range(12):
        file(office, "Karukella Kanarbik" if together else ("Karukella", "Kanarbik")[number % 2])
    asked: list[int] = []
    few = search_words.few
    monkeypatch.setattr(search_words, "few", lambda *given: asked.append(1) or few(*given))
    with office.database.transaction() as session:
        session.execute(sqlalchemy.text("ANALYZE"))
        counts = session.get_bind().dialect.name == "postgresql"
    assert look(office, hilja, "karukella kanarbik").count == (12 if together else 0)
    assert bool(asked) == (gathered or not counts)


def test_a_reading_that_was_not_saved_is_not_found(office: Office, hilja: Principal) -> None:
    document = office.take_in()
    office.count_pages(document)
    claim = office.claim(document, "read", 1)
    with office.database.transaction() as session:
        progress.page_read(session, claim, page_result(1, text=page_of("Karukella")))
        session.rollback()
    assert look(office, hilja, "karukella").count == 0  # not saved, not found
    with office.database.transaction() as session:
        progress.page_read(session, claim, page_result(1, text=page_of("Kanarbik")))
    assert look(office, hilja, "kanarbik").count == 1


def test_that_somebody_searched_is_written_down_but_not_what_for(office: Office, hilja: Principal) -> None:
    file(office, "Karukella")
    look(office, hilja, "karukella")
    with office.database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "search.made")).one()
    assert (event.actor, event.detail) == (hilja.key, {"hits": 1, "words": 1})


def test_more_words_than_are_completed_one_by_one_begin_so_and_all_are_found(
    office: Office, hilja: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_words, "_MOST_BEGUN", 3)
    for ending in ("aaa", "aaabbb", "bbb", "ccc", "ddd"):
        file(office, f"pens{ending}")
    assert look(office, hilja, "pens").count == 5
    assert look(office, hilja, "pensaaa").count == 2


@pytest.mark.quick
def test_words_are_folded_alike_in_three_languages() -> None:
    assert folding.fold("ÕÄÖÜŠŽ õäöüšž ЁЙ ёй") == "oaousz oaousz еи еи"
    assert folding.words("Viit 6.0-1/13-2!") == {"viit", "6", "0", "1", "13", "2", "6x0x1x13x2"}
    assert folding.wished("6.0-1/13 Šmidt smidt") == ["6x0x1x13", "smidt"]
    assert folding.near_keys("Tõnu7") == folding.near_keys("abc") == set()
    assert folding.near_keys("kask") == {"kask", "ask", "ksk", "kak", "kas"}
    assert folding.noted_keys("ab12") == {"ab12"}
    assert folding.noted_keys("12ab") == folding.noted_keys("abc") == set()
