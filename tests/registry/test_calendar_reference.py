"""10,000 random terms against a slow calendar that knows the law by itself: PTS § 1-2 and the computus."""

import random
from datetime import date, timedelta

import pytest

from registry.clock import due, payment_day

DAY = timedelta(days=1)


def easter(year: int) -> date:
    """The Gregorian computus, step by step (the anonymous algorithm)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def red_letter_days(year: int) -> set[date]:
    """§ 1: 24 February. § 2: New Year, Good Friday, Easter, 1 May, Pentecost, 23 and 24 June, 20 August, Christmas."""
    sunday = easter(year)
    moving = {sunday - 2 * DAY, sunday, sunday + 49 * DAY}
    fixed = [(1, 1), (2, 24), (5, 1), (6, 23), (6, 24), (8, 20), (12, 25), (12, 26)]
    fixed += [(12, 24)] if year >= 2005 else []  # Christmas Eve became a day off by a change of § 2 in 2005
    return moving | {date(year, month, day) for month, day in fixed}


def open_day(day: date) -> bool:
    return day.strftime("%u") not in "67" and day not in red_letter_days(day.year)


def slow_end(start: date, term: int, unit: str) -> date:
    """Crossing off days one by one from the day after the event."""
    day, left = start, term
    while left:
        day += DAY
        left -= 1 if unit == "cd" or open_day(day) else 0
    while not open_day(day):
        day += DAY
    return day


def test_ten_thousand_random_terms_agree_with_crossing_off_days() -> None:
    chance = random.Random(20261122)
    for _ in range(10_000):
        start = date(1998, 3, 1) + timedelta(days=chance.randrange(80 * 365))
        term, unit = chance.randrange(0, 70), chance.choice(["cd", "wd"])
        assert due(start, term, unit).on == slow_end(start, term, unit), (start, term, unit)  # type: ignore[arg-type]


def test_every_event_around_christmas_and_easter_agrees_for_forty_years() -> None:
    for year in range(2010, 2050):
        for middle in (easter(year), date(year, 12, 26), date(year, 6, 24)):
            for away in range(-12, 6):
                start = middle + timedelta(days=away)
                for term, unit in ((0, "cd"), (10, "cd"), (1, "wd"), (10, "wd")):
                    assert due(start, term, unit).on == slow_end(start, term, unit)  # type: ignore[arg-type]


def test_money_is_there_on_the_working_day_before() -> None:
    assert payment_day(date(2026, 10, 10)) == date(2026, 10, 9), "maintenance support, the 10th is a Saturday"
    assert payment_day(date(2026, 12, 26)) == date(2026, 12, 23), "back over Christmas"
    assert payment_day(date(2026, 11, 10)) == date(2026, 11, 10), "a Tuesday stays"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 12, 31), 2, date(2026, 3, 2)),  # no 31 February: the 28th, a Saturday, rolls to Monday
        (date(2026, 1, 15), 2, date(2026, 3, 16)),  # a Sunday rolls
        (date(2026, 11, 3), 2, date(2027, 1, 4)),  # over the year, a Sunday rolls
    ],
)
def test_a_term_in_months_ends_on_the_same_day_of_the_month(start: date, months: int, end: date) -> None:
    assert due(start, months, "m").on == end
