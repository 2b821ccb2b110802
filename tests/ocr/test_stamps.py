"""The wheels of a dater: every day in every order, and a year that may have lost a sign says so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.fieldport import FieldQuestion
from ocr.patterns import pattern_of
from ocr.stamps import MONTHS, UNSURE, meant

pytestmark = pytest.mark.quick
ENGLISH = list(MONTHS)[:12]


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2040, 12, 31)))
def test_every_day_is_read_in_the_order_of_its_wheels(day: date) -> None:
    month, number = ENGLISH[day.month - 1], f"{day.day:02d}" if day.day > 9 else f"-{day.day}"
    (worded, numbers) = (form.automaton for form in pattern_of(FieldQuestion("stamp")).forms)
    for text in (f"{day.year}{month}{number}PM321", f"X'{day.year}{month}{number}", f"{day.day:02d}{month}{day.year}"):
        assert worded.fits(text)
        assert meant(text) == day.isoformat()
    assert meant(f"{month}{day.day:02d}{day.year}AM1015") == day.isoformat()
    plain = f"{day:%d.%m.%Y}"
    assert numbers.fits(plain)
    assert meant(plain) == day.isoformat()


@pytest.mark.parametrize(
    ("read", "day"),
    [("95MAY30AM1037", "1995-05-30"), ("'08JUL23AM920", "2008-07-23"), ("2JAAN2024", "2024-01-02"),
     ("208SEP-3AM941", "2008-09-03" + UNSURE), ("20MAY30PM446", "2020-05-30" + UNSURE), ("95MAY31", "1995-05-31"),
     ("95FEB30", ""), ("REGISTRATIONUNIT", ""), ("12.13.2024", ""), ("", "")],
)  # fmt: skip
def test_what_a_stamp_can_mean(read: str, day: str) -> None:
    assert meant(read) == day


@given(st.text(alphabet="0129ABEFJMNY.'-PR", max_size=20))
def test_no_text_stops_the_parser(text: str) -> None:
    assert meant(text) == "" or date.fromisoformat(meant(text).removesuffix(UNSURE))
