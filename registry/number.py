"""The viit: function-series/case-sequence. Gap-free, unique, never used twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registry.model import Counter

SERIES = "6.0-1"  # intake; invented, for the real series of client files are not public (ADR 0005)
_CASES = "case_no"
_VIIT = re.compile(
    r"(?P<function>\d+(?:\.\d+)*)\.?-(?P<series>\d+(?:\.\d+)*)/(?:(?P<year>\d{2})/)?(?P<case>\d+)(?:-(?P<seq>\d+))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Viit:
    """A reference number taken apart. `year` has two digits and is absent in ours."""

    function: str
    series: str
    case_no: int
    seq: int | None = None
    year: int | None = None


def next_case_no(session: Session) -> int:
    """The next running number of a case. Whoever takes one holds the counter until the transaction ends.

    Should it roll back, the number was never given. That is what a database sequence would not do.
    """
    return _next(session, _CASES)


def next_seq(session: Session, case_no: int) -> int:
    """The next number of a document in its case, from 1; documents that come and letters that go count alike."""
    return _next(session, f"case:{case_no}")


def _next(session: Session, name: str) -> int:
    insert: type[sqlite.Insert | postgresql.Insert]
    insert = sqlite.Insert if session.get_bind().dialect.name == "sqlite" else postgresql.Insert
    first: Insert = (
        insert(Counter)
        .values(name=name, value=1)
        .on_conflict_do_update(index_elements=[Counter.name], set_={"value": Counter.value + 1})
        .returning(Counter.value)
    )
    return int(session.execute(first).scalar_one())


def format_case(series: str, case_no: int) -> str:
    return f"{series}/{case_no}"


def format_viit(series: str, case_no: int, seq: int) -> str:
    """
    >>> format_viit("6.0-1", 13761, 2)
    '6.0-1/13761-2'
    """
    return f"{format_case(series, case_no)}-{seq}"


def parse_viit(text: str) -> Viit | None:
    """Reads a viit as Estonian offices write them; None when it is none.

    `1-2/23-031` is read as case 23, document 31: in an order it would mean the year. The kind of document decides.
    """
    match = _VIIT.fullmatch(text.strip())
    if match is None:
        return None
    year, seq = match["year"], match["seq"]
    return Viit(
        function=match["function"],
        series=match["series"],
        case_no=int(match["case"]),
        seq=None if seq is None else int(seq),
        year=None if year is None else int(year),
    )
