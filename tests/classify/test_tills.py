"""A till receipt: whose it is, where they are, what it came to. All of it told by words that a kind file names."""

from __future__ import annotations

import pytest
from drawn import MM, line, page, typed
from hypothesis import given
from hypothesis import strategies as st

from classify.kind import Field, FieldSpec
from classify.tills import read
from ocr.text import PageText

pytestmark = pytest.mark.quick
SHOP = FieldSpec(
    "company", "text", {"et": ("Müüja",)}, source="head", marks=("oü", "as", "kauplus"), passes=("kviitung", "arve")
)
ADDRESS = FieldSpec(
    "address", "address", {"et": ("Aadress",)}, source="head", lines=4,
    marks=("tänav", "tn", "maantee", "mnt", "linn"), passes=("tel", "kmkr", "kviitung", "reg nr"),
)  # fmt: skip
TOTAL = FieldSpec(
    "total", "money", {"et": ("Tasuda", "Kokku")}, source="sum", passes=("vahesumma", "käibemaks", "kogus"),
    plus=("sularaha", "kaart"), minus=("tagasi",),
)  # fmt: skip
BILL = """
KVIITUNG
Kadaka Kauplus OÜ (12345678)
Reg nr 12345678
Kadaka tee 7, Kase tn 2
12618 Tallinn
Tel 600 1234
Leib 1 2,10
Piim 2 2,40
Kokku käibemaks 0,90
"""


def total(*rows: str) -> Field:
    return read(TOTAL, [typed("\n".join((*BILL.strip().splitlines(), *rows)))])


def test_the_company_stands_on_the_line_with_its_mark_without_its_number() -> None:
    found = read(SHOP, [typed(BILL)])
    assert (found.value, found.state) == ("Kadaka Kauplus OÜ", "found")


def test_a_mark_alone_on_its_line_goes_on_from_the_line_above() -> None:
    assert read(SHOP, [typed("KADAKA RAAMAT\nOÜ (12345678)\nKase tn 2")]).value == "KADAKA RAAMAT OÜ"


def test_without_a_mark_the_first_line_that_is_no_heading_is_the_company_and_less_sure() -> None:
    found = read(SHOP, [typed("ARVE\nMari Maasikas\nKase tn 2")])
    assert found.value == "Mari Maasikas"
    assert found.confidence < read(SHOP, [typed(BILL)]).confidence


def test_the_address_ends_where_a_telephone_begins() -> None:
    assert read(ADDRESS, [typed(BILL)]).value == "Kadaka tee 7, Kase tn 2 12618 Tallinn"


def test_a_paper_without_an_address_has_none() -> None:
    found = read(ADDRESS, [typed("Kadaka Kauplus OÜ\nTel 600 1234")])
    assert (found.value, found.state) == (None, "missing")


def test_the_earlier_label_of_the_kind_file_wins_and_its_value_may_stand_apart() -> None:
    apart = page(line("Kokku", y=100 * MM), line("4,51", x=150 * MM, y=100 * MM + 3), line("Tasuda 4,50", y=110 * MM))
    assert read(TOTAL, [apart]).value == "450"


def test_an_amount_may_stand_below_its_label() -> None:
    below = page(line("Tasuda", y=100 * MM), line("4,50 EUR", x=60 * MM, y=105 * MM))
    assert read(TOTAL, [below]).value == "450"


def test_a_label_with_a_word_that_passes_it_over_is_none() -> None:
    assert total("Vahesumma kokku 9,99", "Kokku 4,50").value == "450"
    assert total().state == "missing"


def test_what_was_paid_less_what_was_given_back_proves_the_sum() -> None:
    plain = total("Kokku 4,50")
    proven = total("Kokku 4,50", "Sularaha 10,00", "Tagasi 5,50")
    assert (plain.value, proven.value) == ("450", "450")
    assert proven.confidence > plain.confidence


def test_a_sum_whose_label_was_not_read_is_known_by_what_was_paid() -> None:
    found = total("K0kw 4,50", "Sularaha 10,00", "Tagasi 5,50")
    assert found.value == "450"


def test_a_label_s_amount_that_differs_from_what_was_paid_gives_way() -> None:
    assert total("Kokku 45,00", "4,50", "Sularaha -10,00", "Tagasi 5,50").value == "450"


def test_more_given_back_than_bought_is_less_than_nothing() -> None:
    assert total("Tasuda -1,73").value == "-173"
    assert total("Tasuda (1,73)").value == "-173"


def test_nothing_on_no_paper() -> None:
    assert read(TOTAL, []).state == "missing"
    assert read(SHOP, [PageText(1, 100, 100, ())]).state == "missing"


@given(st.lists(st.text(alphabet="Kokutasdevhi 0123456789.,-()#№", min_size=1, max_size=24), max_size=8))
def test_no_bill_stops_the_reader_and_a_sum_is_whole_cents(rows: list[str]) -> None:
    bill = [typed("\n".join(["Kokku 1,00", *rows]))]
    summed = read(TOTAL, bill).value
    assert summed is None or summed == str(int(summed))
    for spec in (SHOP, ADDRESS):
        found = read(spec, bill)
        assert (found.value is None) == (found.state == "missing")
