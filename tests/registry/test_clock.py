"""When a term ends: the vectors of the law, and properties that hold on every day of six decades."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.clock import Due, TermError, due, is_working_day, local_day, next_working_day, working_days_until
from registry.reasons import sentence

pytestmark = pytest.mark.quick

DECADES = st.dates(date(2000, 1, 1), date(2060, 12, 31))
TERMS = st.integers(0, 90)


@pytest.mark.parametrize(
    ("start", "term", "unit", "last_day", "story"),
    [
        (date(2025, 12, 23), 30, "cd", date(2026, 1, 22), "over the new year"),
        (date(2026, 11, 25), 30, "cd", date(2026, 12, 28), "Christmas Day, the second day and a Sunday roll to Monday"),
        (date(2027, 1, 22), 30, "cd", date(2027, 2, 22), "a Sunday rolls to Monday"),
        (date(2026, 12, 22), 10, "wd", date(2027, 1, 8), "ten working days over Christmas and New Year"),
        (date(2026, 12, 23), 1, "wd", date(2026, 12, 28), "the day before Christmas Eve is a shorter working day"),
        (date(2026, 6, 22), 1, "wd", date(2026, 6, 25), "Victory Day and Midsummer are skipped"),
        (date(2026, 6, 22), 1, "cd", date(2026, 6, 25), "an end on Victory Day rolls over Midsummer"),
        (date(2026, 2, 23), 1, "wd", date(2026, 2, 25), "Independence Day is skipped"),
        (date(2026, 2, 23), 1, "cd", date(2026, 2, 25), "an end on Independence Day rolls"),
        (date(2026, 4, 2), 1, "wd", date(2026, 4, 6), "Good Friday and Easter; Easter Monday is a working day"),
        (date(2026, 3, 27), 7, "cd", date(2026, 4, 6), "an end on Good Friday rolls to Monday"),
        (date(2026, 5, 14), 10, "cd", date(2026, 5, 25), "Pentecost is a Sunday"),
        (date(2026, 12, 24), 15, "wd", date(2027, 1, 18), "a term that starts on a holiday"),
        (date(2026, 8, 20), 5, "wd", date(2026, 8, 27), "starts on the day of restored independence"),
        (date(2024, 1, 30), 30, "cd", date(2024, 2, 29), "a leap day"),
        (date(2026, 11, 22), 0, "cd", date(2026, 11, 23), "a term of no days that falls on a Sunday"),
    ],
)
def test_the_vectors_of_the_law(start, term, unit, last_day, story):
    assert due(start, term, unit).on == last_day, story


def test_the_shorter_days_before_holidays_are_working_days():
    assert all(is_working_day(day) for day in (date(2026, 2, 23), date(2026, 6, 22), date(2026, 12, 23)))
    assert is_working_day(date(2026, 12, 31))


def test_a_letter_sent_on_saturday_night_has_come_on_saturday():
    saturday_2350 = datetime(2026, 11, 21, 21, 50, tzinfo=UTC)
    assert local_day(saturday_2350) == date(2026, 11, 21)
    assert due(local_day(saturday_2350), 1, "wd").on == date(2026, 11, 23)


def test_midnight_is_estonias_midnight_in_summer_and_in_winter():
    assert local_day(datetime(2026, 7, 1, 20, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert local_day(datetime(2026, 7, 1, 21, 0, tzinfo=UTC)) == date(2026, 7, 2)
    assert local_day(datetime(2026, 12, 1, 21, 59, tzinfo=UTC)) == date(2026, 12, 1)
    assert local_day(datetime(2026, 12, 1, 22, 0, tzinfo=UTC)) == date(2026, 12, 2)


def test_one_minute_before_and_after_the_desk_closes_is_the_same_day():
    before, after = (datetime(2026, 11, 20, 14, 59, tzinfo=UTC) + timedelta(minutes=2 * late) for late in (0, 1))
    assert due(local_day(before), 10, "wd").on == due(local_day(after), 10, "wd").on


def test_a_negative_or_unitless_term_is_refused():
    with pytest.raises(TermError):
        due(date(2026, 1, 5), -1, "cd")
    with pytest.raises(TermError):
        due(date(2026, 1, 5), 5, "weeks")  # type: ignore[arg-type]


def test_the_reason_names_the_day_that_rolled_in_three_languages():
    rolled = sentence(due(date(2026, 11, 25), 30, "cd").why)
    assert "25.12.2026" in rolled["et"]
    assert "28.12.2026" in rolled["en"]
    assert "30 календарных дней" in rolled["ru"]
    assert "10 tööpäeva" in sentence(due(date(2026, 12, 22), 10, "wd").why)["et"]


@given(DECADES, TERMS, st.sampled_from(["wd", "cd"]))
def test_a_term_always_ends_on_a_working_day_not_before_its_start(start, term, unit):
    end = due(start, term, unit)
    assert is_working_day(end.on)
    assert end.on >= start


@given(DECADES, st.integers(1, 90))
def test_working_days_are_exactly_those_between_start_and_end(start, term):
    end = due(start, term, "wd").on
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(is_working_day, between)) == term


@given(DECADES, TERMS)
def test_a_calendar_term_rolls_over_days_off_only(start, term):
    counted, end = start + timedelta(days=term), due(start, term, "cd").on
    skipped = [counted + timedelta(days=n) for n in range((end - counted).days)]
    assert not any(map(is_working_day, skipped))
    assert len(skipped) <= 4, "the longest run of days off: 24.-26.12 beside a weekend"


@given(DECADES, TERMS, st.sampled_from(["wd", "cd"]))
def test_later_events_and_longer_terms_never_end_earlier(start, term, unit):
    assert due(start, term, unit).on <= due(start + timedelta(days=1), term, unit).on
    assert due(start, term, unit).on <= due(start, term + 1, unit).on


@given(DECADES)
def test_the_next_working_day_lies_ahead(day):
    assert next_working_day(day) == due(day, 1, "wd").on > day


def test_twelve_holidays_and_the_moving_feasts():
    easter = {2024: date(2024, 3, 31), 2025: date(2025, 4, 20), 2026: date(2026, 4, 5), 2038: date(2038, 4, 25)}
    for sunday in easter.values():
        assert not is_working_day(sunday - timedelta(days=2)), "Good Friday"
        assert is_working_day(sunday + timedelta(days=1)), "Easter Monday"
        assert sunday.weekday() == 6
    fixed = [(1, 1), (2, 24), (5, 1), (6, 23), (6, 24), (8, 20), (12, 24), (12, 25), (12, 26)]
    assert not any(is_working_day(date(year, *day)) for year in range(2006, 2061) for day in fixed)


def test_due_unpacks_as_date_and_reason():
    on, reason = due(date(2026, 12, 22), 10, "wd")
    assert Due(on, reason) == (date(2027, 1, 8), reason)


@given(DECADES, st.integers(1, 60))
def test_the_working_days_left_are_those_of_the_term(start, term):
    last = due(start, term, "wd").on
    assert working_days_until(start, last) == term
    assert working_days_until(last, start) == -term


def test_on_the_last_day_no_working_day_is_left_and_after_a_weekend_one_is_lost():
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    assert working_days_until(friday, friday) == 0
    assert working_days_until(sunday, friday) == -1, "passed, though no working day lies between"
