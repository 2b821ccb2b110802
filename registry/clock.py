"""When a term ends, by the law's own arithmetic: TsÜS § 135 and § 136(8), with Estonia's holidays (PTS § 1-2).

A term starts on the day after the event, is counted in calendar or in working days, and an end on a day off rolls
forward to the next working day. A payment rolls the other way: money is there on the working day before.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from holidays import country_holidays

from registry.reasons import why

TermUnit = Literal["wd", "cd", "m"]
TALLINN = ZoneInfo("Europe/Tallinn")
DAY = timedelta(days=1)


class Due(NamedTuple):
    """The last day of a term, and a stored reason (`registry.reasons.sentence` says it in three languages)."""

    on: date
    why: str


class TermError(ValueError):
    """A term is a whole number of days from 0 upwards, counted in wd, cd or m. Mend the [clock] of the kind's file."""


@cache
def _days_off(year: int) -> frozenset[date]:
    """State holidays and public days off. Days shortened by three hours (23.12, ...) remain working days."""
    return frozenset(country_holidays("EE", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _days_off(day.year)


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    return roll(day + DAY)


def working_days_until(today: date, last: date) -> int:
    """How many working days are left after today, the last one included; negative when it has passed."""
    if last < today:
        return -max(1, working_days_until(last, today))
    return sum(is_working_day(today + timedelta(days=ahead)) for ahead in range(1, (last - today).days + 1))


def local_day(at: datetime) -> date:
    """The day in Estonia on which something happened: a document sent at 23:50 has come that day, open or not."""
    return at.astimezone(TALLINN).date()


def due(start: date, term: int, unit: TermUnit) -> Due:
    """The last day of a term that an event on `start` sets going."""
    if term < 0 or unit not in {"wd", "cd", "m"}:
        raise TermError(f"{term} {unit}")
    counted = _counted(start, term, unit)
    on = roll(counted)
    code = "term" if on == counted else "term_rolled"
    return Due(on, why(code, unit=unit, start=start, term=term, counted=counted, on=on))


def payment_day(day: date) -> date:
    """When money due on this day is paid: on it, or on the last working day before."""
    while not is_working_day(day):
        day -= DAY
    return day


def days_before(day: date, working_days: int) -> date:
    """So many working days before a day."""
    for _ in range(working_days):
        day = payment_day(day - DAY)
    return day


def _counted(start: date, term: int, unit: TermUnit) -> date:
    if unit == "wd":
        return _nth_working_day(start, term)
    return start + term * DAY if unit == "cd" else _months_later(start, term)


def _months_later(start: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day (TsÜS § 136)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _nth_working_day(start: date, term: int) -> date:
    day = start
    for _ in range(term):
        day = next_working_day(day)
    return day


def roll(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += DAY
    return day
