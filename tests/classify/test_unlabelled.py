"""Days, amounts and names that no label leads to: stamped across a form, or printed on a receipt."""

from datetime import date

import pytest
from drawn import line, page, typed
from hypothesis import given
from hypothesis import strategies as st

from classify.forms import family_given, normal
from classify.kind import FieldSpec
from classify.stampdays import days
from classify.unlabelled import read

pytestmark = pytest.mark.quick
STAMP = FieldSpec("received", "date", {"en": ("Received by the Registry",)}, source="stamp", form="month_first")
DAY = FieldSpec("date", "date", {"en": ("Date",)}, source="anywhere")
TOTAL = FieldSpec("total", "money", {"en": ("Grand Total", "Total")}, source="anywhere")
SHOP = FieldSpec("company", "text", {"en": ("Company",)}, source="top")


@pytest.mark.parametrize(
    ("printed", "put"),
    [
        ("Mari L. Tamm", "Tamm, Mari L."), ("Jaan P. Kask, Jr.", "Kask, Jaan P. Jr"), ("Ms. Anna Mets", "Mets, Anna"),
        ("PEETER SAAR III", "Saar, Peeter III"), ("Karl van der Meer", "van der Meer, Karl"),
        ("Kuusk, Liis", "Kuusk, Liis"), ("Mart 5. Ilves", "Ilves, Mart S."), ("Dr. Eha Põld, Ph.D.", "Põld, Eha"),
        ("Mari Tamm M", "Tamm, Mari"), ("Jaan Kask Jr. o", "Kask, Jaan Jr."),
    ],
)  # fmt: skip
def test_a_person_is_put_family_first(printed: str, put: str) -> None:
    assert family_given(printed).value == put
    assert not family_given(printed).reason


@pytest.mark.parametrize(
    ("printed", "number"), [("05758", "5758"), ("| 5758 4", "5758"), ("No. 1787.", "1787"), ("000", "0")]
)
def test_a_running_number_is_its_digits(printed: str, number: str) -> None:
    spec = FieldSpec("number", "docno", {"en": ("No.",)}, form="plain")
    assert normal(spec, printed).value == number
    assert normal(spec, "SASS").reason == "no_digit"


def test_one_name_alone_is_doubtful() -> None:
    assert family_given("Kask").reason == "not_a_name"
    assert family_given("  ").value is None


@given(st.text(max_size=60))
def test_no_text_stops_the_parsers(text: str) -> None:
    said = family_given(text).value
    assert said is None or said == said.strip()
    days(text)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2035, 12, 31)))
def test_every_day_is_read_off_a_received_line(day) -> None:
    (plain,) = days(f"{day.month:02d}/{day.day:02d}/{day.year} 3:21:07 PM", month_first=True)
    assert (plain.value, plain.timed) == (day.isoformat(), True)


def test_the_received_stamp_is_told_from_the_days_of_the_text() -> None:
    paper = typed(
        "Registration form\nStatement for the period ending March 31, 2012\n"
        "Received by the Registry 10/02/2012 2:39:31 PM\nWe received the fee of 12 kroons on 05/06/2012"
    )
    found = read(STAMP, [paper])
    assert (found.value, found.state) == ("2012-10-02", "found")
    assert read(STAMP, [typed("Statement for the period ending March 31, 2012")]).state == "missing"


def test_a_receipt_tells_its_shop_day_and_total() -> None:
    paper = typed(
        "KASE POOD OÜ\nMetsa 3, Tartu\nDate: 03/08/2017 14:20\nLeib 1 2.50 2.50\nSubtotal 4.40\n"
        "Total 4.40\nCash 5.00\nChange 0.60"
    )
    assert read(SHOP, [paper]).value == "KASE POOD OÜ"
    assert read(DAY, [paper]).value == "2017-08-03"
    assert read(TOTAL, [paper]).value == "440"


def test_the_amount_stands_beside_its_word_though_on_another_line() -> None:
    paper = page(line("Grand Total", y=800), line("12.50", x=900, y=804), line("Total 99.00", y=400))
    assert read(TOTAL, [paper]).value == "1250"


def test_two_days_equally_good_are_doubtful() -> None:
    paper = typed("Pood\n03/08/2017\n04/09/2017")
    assert read(DAY, [paper]).state == "doubtful"


def test_a_day_written_month_first_is_read_so() -> None:
    assert normal(STAMP, "10/02/2017").value == "2017-10-02"
    assert normal(STAMP, "13/02/2017").value is None
