"""What an office did in a span of days, in numbers only: no line tells of one person or names one.

Days are days in Estonia. Every number counts only what the asking supervisor may see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from ports.database import now
from registry.access import Principal, case_filter, document_filter, require
from registry.clock import DAY, TALLINN, local_day
from registry.letters.model import Letter, LetterItem
from registry.model import SENT, Case, Document, FieldValue, Page, Station
from registry.states import OPEN_CASES
from registry.term_model import Term

EARLIEST, LATEST = date(1998, 1, 1), date(2100, 12, 31)
UNKNOWN = "-"  # what has no kind or no station


class BadSpan(ValueError):
    """The days are turned round or not from 1998 to 2100. Give the earlier day as the first."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days asked about, the last one included, and the unit; an empty unit: all that one may see."""

    first: date
    last: date
    unit: str = ""

    def __post_init__(self) -> None:
        if not EARLIEST <= self.first <= self.last <= LATEST:
            raise BadSpan

    def holds(
        self, column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    ) -> ColumnElement[bool]:
        return (column >= _midnight(self.first)) & (column < _midnight(self.last + DAY))

    def of_unit(self) -> ColumnElement[bool]:
        return Case.unit == self.unit if self.unit else true()


@dataclass(frozen=True, slots=True)
class Line:
    """`group` is a kind, a station or a field's kind; `what` a code within it, empty where the group says all."""

    measure: str
    group: str
    what: str
    count: int


def statistics(session: Session, who: Principal, span: Span) -> list[Line]:
    """Every measure, in a fixed order; within one the greatest number first."""
    require(who, "supervisor")
    measures = (_arrivals, _waiting, _on_time, _deficiencies, _rescans, _straight_through, _corrections)
    return [line for measure in measures for line in measure(session, who, span)]


def _arrivals(session: Session, who: Principal, span: Span) -> list[Line]:
    """Documents as they were sent to us, by kind: a scan of many counts once."""
    rows = select(Document.kind, func.count()).outerjoin(Document.case).where(*_arrived(who, span), SENT)
    return _lines(
        "arrivals", ((kind or UNKNOWN, "", count) for kind, count in session.execute(rows.group_by(Document.kind)))
    )


def _waiting(session: Session, who: Principal, span: Span) -> list[Line]:
    """Open cases as they stand now, not in the span; those whose due day has passed are `overdue` too."""
    opened = (case_filter(who), span.of_unit(), Case.state.in_(OPEN_CASES))
    grouped = select(Case.kind, func.count()).group_by(Case.kind).where(*opened)
    late = grouped.where(Case.due_on < local_day(now(session)))
    rows = [(kind, "", count) for kind, count in session.execute(grouped)]
    rows += [(kind, "overdue", count) for kind, count in session.execute(late)]
    return _lines("waiting", rows)


def _on_time(session: Session, who: Principal, span: Span) -> list[Line]:
    """Terms met in the span, by the code of their rule: in time, or late."""
    met = select(Term.code, Term.ended_at, Term.ends_on).join(Term.case)
    met = met.where(case_filter(who), span.of_unit(), Term.state == "met", span.holds(Term.ended_at))
    counts = Counter(
        (code, "on_time" if local_day(ended) <= ends else "late") for code, ended, ends in session.execute(met) if ended
    )
    return _lines("terms", _counted(counts))


def _deficiencies(session: Session, who: Principal, span: Span) -> list[Line]:
    """What deficiency notices issued in the span asked for, by kind of case."""
    asked = (
        select(Case.kind, LetterItem.code, func.count()).join(LetterItem.letter).join(Case, Case.id == Letter.case_id)
    )
    asked = asked.where(case_filter(who), span.of_unit(), LetterItem.ask, Letter.kind == "deficiency")
    asked = asked.where(Letter.viit.is_not(None), span.holds(Letter.issued_at))
    rows = session.execute(asked.group_by(Case.kind, LetterItem.code))
    return _lines("deficiencies", ((kind, code, count) for kind, code, count in rows))


def _rescans(session: Session, who: Principal, span: Span) -> list[Line]:
    """Why pages should be scanned again, by the name of the station; a page with two reasons counts under both.

    Only scans as they were sent: the parts of a scan have copies of its pages.
    """
    names = {f"station:{key}": name for key, name in session.execute(select(Station.id, Station.name))}
    pages = select(Document.principal, Page.reasons).join(Page.document).outerjoin(Document.case)
    pages = pages.where(*_arrived(who, span), SENT, Page.verdict == "rescan")
    counts = Counter(
        (names.get(key, UNKNOWN), str(reason)) for key, reasons in session.execute(pages) for reason in reasons
    )
    return _lines("rescans", _counted(counts))


def _straight_through(session: Session, who: Principal, span: Span) -> list[Line]:
    """Confirmed documents that arrived in the span, by kind: `untouched` where no person changed any value."""
    corrected = select(FieldValue.id).where(FieldValue.document_id == Document.id, FieldValue.answer == "corrected")
    rows = select(Document.kind, corrected.exists()).outerjoin(Document.case)
    rows = rows.where(*_arrived(who, span), Document.state == "confirmed")
    counts = Counter(
        (kind or UNKNOWN, "corrected" if touched else "untouched") for kind, touched in session.execute(rows)
    )
    return _lines("confirmed", _counted(counts))


def _corrections(session: Session, who: Principal, span: Span) -> list[Line]:
    """Values that persons changed in documents that arrived in the span, by kind and field."""
    rows = select(Document.kind, FieldValue.name, func.count()).join(FieldValue.document).outerjoin(Document.case)
    rows = rows.where(*_arrived(who, span), FieldValue.answer == "corrected").group_by(Document.kind, FieldValue.name)
    return _lines("corrections", ((kind or UNKNOWN, name, count) for kind, name, count in session.execute(rows)))


def _arrived(who: Principal, span: Span) -> tuple[ColumnElement[bool], ...]:
    return document_filter(who), span.of_unit(), span.holds(Document.registered_at)


def _counted(counts: Counter[tuple[str, str]]) -> Iterable[tuple[str, str, int]]:
    return ((group, what, count) for (group, what), count in counts.items())


def _lines(measure: str, rows: Iterable[tuple[str, str, int]]) -> list[Line]:
    ordered = sorted(rows, key=lambda row: (-row[2], row[0], row[1]))
    return [Line(measure, *row) for row in ordered]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TALLINN).astimezone(UTC)
