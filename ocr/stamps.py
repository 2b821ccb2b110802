"""What the wheels of a dater stamp can say: year, month and day in three orders, or a day in numbers."""

from __future__ import annotations

import re
from datetime import date

MONTHS = {
    "JAN": 1, "FEB": 2, "MAR": 3, "APR": 4, "MAY": 5, "JUN": 6, "JUL": 7, "AUG": 8, "SEP": 9, "OCT": 10, "NOV": 11,
    "DEC": 12, "JAAN": 1, "VEEB": 2, "VEEBR": 2, "MÄR": 3, "MÄRTS": 3, "MAI": 5, "JUUN": 6, "JUUNI": 6, "JUUL": 7,
    "JUULI": 7, "SEPT": 9, "OKT": 10, "DETS": 12,
}  # fmt: skip
UNSURE = "?"  # behind a day whose year may have lost a sign: wheels stand close, and 2008 is read 208
_MONTH = f"(?P<m>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_DAY, _FULL = r"-?(?P<d>\d\d?)", r"(?P<y>(?:19|20)\d\d)(?!\d)"
_ORDERS = tuple(
    map(
        re.compile,
        (
            rf"(?P<y>(?:19|20)\d\d|\d\d){_MONTH}{_DAY}(?!\d)", rf"(?<!\d){_DAY}{_MONTH}{_FULL}",
            rf"{_MONTH}{_DAY}{_FULL}", r"^(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>(?:19|20)\d\d)$",
        ),
    )
)  # fmt: skip
_PIVOT = 40  # a year of two digits up to this one is of this century


def meant(text: str) -> str:
    """The day, ISO, in signs read of a stamp without their spaces; "" where they name none that exists."""
    for order in _ORDERS:
        if found := order.search(text):
            day = _day(found["y"], found["m"], found["d"])
            lost = found["y"] in {"19", "20"} or (order is _ORDERS[0] and text[: found.start()][-1:].isdigit())
            return day + UNSURE if day and lost else day
    return ""


def _day(year: str, month: str, day: str) -> str:
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) <= _PIVOT else 1900)
    try:
        return date(full, MONTHS.get(month) or int(month), int(day)).isoformat()
    except ValueError:
        return ""
