"""What everybody may see of the register: that a document is there, and of no natural person anything."""

import pytest
from bureau import APPLICATION, MARI, Office
from test_entries import LETTER

from registry import entries, public
from registry.entries import Registration
from registry.public import Sheet
from registry.search import Wish


def look(office: Office, text: str = "", **more: object) -> Sheet:
    with office.database.reading() as session:
        return public.register(session, Wish(text, **more))  # type: ignore[arg-type]


def test_a_clients_paper_shows_that_it_is_there_and_no_more(office: Office) -> None:
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    (line,) = look(office).lines
    assert (line.viit, line.title, line.kind) == (office.document(document).viit, "Avaldus", "avaldus")
    assert (line.party, line.person, line.ak_basis) == ("", True, "AvTS § 35 lg 1 p 12")
    case = office.case_of(document)
    assert (line.unit, line.answer_due) == (case.unit, case.due_on)
    assert "Maasikas" not in str(line)


@pytest.mark.parametrize("secret", ["Maasikas", "maasikass", MARI, "Mari", "EE382200221020145685"])
def test_nobody_finds_what_is_not_shown(office: Office, secret: str) -> None:
    office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    assert look(office, secret) == Sheet((), 0, None)


def test_an_organisation_and_an_open_title_are_shown_and_found(office: Office) -> None:
    hilja, letter = office.hire("hilja"), office.receive("kiri", **LETTER)
    wish = Registration(
        "out",
        "Vastus statistika küsimusele",
        "kiri",
        "7.1-1",
        party="Kuu Kaubandus OÜ",
        party_person=False,
        ak_basis="",
    )
    with office.database.transaction() as session:
        sent = entries.register(session, hilja, wish).viit
    found = look(office, "kuu kaubandus")
    assert [(line.viit, line.party) for line in found.lines] == [
        (sent, "Kuu Kaubandus OÜ"), (office.document(letter).viit, "Kuu Kaubandus OÜ")
    ]  # fmt: skip
    assert [line.title for line in look(office, "statistika").lines] == ["Vastus statistika küsimusele"]
    assert [line.title for line in look(office, "teabenõue").lines] == ["Kiri"]


def test_the_sheets_follow_one_another(office: Office) -> None:
    for _ in range(3):
        office.take_in()
    first = look(office, limit=2)
    second = look(office, limit=2, before=first.following)
    assert len({line.viit for line in (*first.lines, *second.lines)}) == 3
    assert second.following is None
