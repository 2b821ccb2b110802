"""The same sheet twice is pointed out on both; the same form of somebody else, or of another day, is not."""

import pytest
from bureau import APPLICATION, Office, Read, Sheet
from sqlalchemy import func, select

from registry import likeness
from registry.access import Principal
from registry.likeness import same_text
from registry.model import Document

CONTRACT = """ÜÜRILEPING nr 2231 sõlmitud Raplas 20.08.2018 üürileandja ja üürniku vahel
Üürileandja annab üürnikule kasutada korteri aadressil Pikk 7-12 Rapla
Üür on 245,50 eurot kuus ja tasutakse iga kuu 10. kuupäevaks arvele 221020145685
Leping kehtib kuni 31.12.2019 ja pikeneb aasta kaupa kui pooled ei ütle seda üles"""


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


def twins(office: Office, who: Principal, document: str) -> list[tuple[str, str]]:
    with office.database.reading() as session:
        found = likeness.twins(session, who, [document]).get(document, [])
    return [(other.id, how) for other, how in found]


def test_a_second_scan_of_one_sheet_is_pointed_out_on_both_and_none_is_dropped(office, clerk):
    scan = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    photo = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"family_name": Read("Maaslkas", 0.6)})
    assert twins(office, clerk, scan) == [(photo, "same_sheet")]
    assert twins(office, clerk, photo) == [(scan, "same_sheet")]
    with office.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 2


def test_an_application_of_another_day_is_another_sheet(office, clerk):
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"application_date": "2026-11-21"})
    assert twins(office, clerk, first) == []


def test_the_same_form_of_another_person_is_another_sheet(office, clerk):
    visit = office.visit()
    mine = office.receive("valjamaksuviisi_avaldus", visit, **APPLICATION)
    his = APPLICATION | {
        "given_names": "Jüri", "family_name": "Tamm", "personal_code": "38001085718", "iban": "EE471000001020145685",
        "account_holder": "Jüri Tamm",
    }  # fmt: skip
    office.receive("valjamaksuviisi_avaldus", visit, **his)
    assert twins(office, clerk, mine) == []


def test_the_same_bytes_in_another_case_are_pointed_out_where_one_may_see_them(office, clerk):
    first, second = office.receive("tundmatu"), office.take_in()
    with office.database.transaction() as session:
        session.get_one(Document, second).sha256 = session.get_one(Document, first).sha256
    office.process(second, "tundmatu")
    assert twins(office, clerk, first) == [(second, "same_bytes")]
    assert twins(office, office.hire("siim", units="DIS"), first) == []


def test_a_paper_without_fields_is_compared_by_its_words_and_numbers(office, clerk):
    visit = office.visit()
    sheets = [
        Sheet(CONTRACT), Sheet(CONTRACT.replace("Üürileandja annab", "Uurileandja anmab")),
        Sheet(CONTRACT.replace("2231", "2232").replace("245,50", "310,00").replace("20145685", "77777777")),
    ]  # fmt: skip
    found = []
    for sheet in sheets:
        document = office.take_in(visit)
        office.count_pages(document)
        office.read(document, text=sheet.page_text())
        office.understand(document, "tundmatu")
        office.place(document)
        found.append(document)
    assert twins(office, clerk, found[0]) == [(found[1], "same_sheet")]
    assert twins(office, clerk, found[2]) == []


@pytest.mark.quick
def test_empty_sheets_are_not_alike():
    assert not same_text("", "")
    assert not same_text("Avaldus", "Avaldus")
    assert same_text(CONTRACT, CONTRACT)
