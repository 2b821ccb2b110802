"""Who may see what: one place holds the predicates, every query carries one.

| role       | content (pictures, text, fields, cases)   | register lines (viit, dates, states, receipts) | batches   |
|------------|-------------------------------------------|------------------------------------------------|-----------|
| station    | none                                      | of its own documents                           | its own   |
| handler    | own units, own cases, what they sent      | the same                                       | their own |
| supervisor | own units, own cases, what they sent      | the same                                       | their own |
| auditor    | none                                      | all                                            | none      |
| admin      | none: content and administration never meet | none                                         | none      |
| system     | all: the worker, never a person           | all                                            | all       |

Client service (`CLI`) has the cases of other bodies (`X-...`) among its own: it sends them on.
A handler or supervisor who breaks the glass (registry/glass.py) sees one more case for some hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from registry.entry_model import Entry
from registry.model import Batch, Case, Document

ROLES = ("handler", "supervisor", "admin", "auditor")
EVERY_UNIT = "*"
ELSEWHERE = "X-"  # units that begin so are other bodies: what is theirs is sent on
FRONT = "CLI"  # client service sends it on, so it sees it
_READERS = frozenset({"handler", "supervisor"})


class NotFound(Exception):
    """There is no such record, or you may not see it. Check the address."""


class Forbidden(Exception):
    """Your role does not allow this. Ask your supervisor or the administrator."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. Made from the database at each request, so a right that was taken away is gone at once."""

    kind: Literal["station", "person", "system"]
    id: str
    role: str  # station, handler, supervisor, admin, auditor, system
    units: frozenset[str] = frozenset()
    name: str = ""
    language: str = ""
    opened: frozenset[str] = frozenset()  # ids of cases opened to this person for a while (registry/glass.py)

    @property
    def key(self) -> str:
        """As batches, documents and the audit name it."""
        return f"{self.kind}:{self.id}"

    @property
    def everywhere(self) -> bool:
        return EVERY_UNIT in self.units


SYSTEM = Principal("system", "worker", "system", frozenset({EVERY_UNIT}), "Kantselei")


def require(principal: Principal, *roles: str) -> None:
    """Raises `Forbidden` unless the principal has one of the roles; the system may do everything."""
    if principal.role not in roles and principal.role != "system":
        raise Forbidden


def _all_or_nothing(principal: Principal) -> ColumnElement[bool] | None:
    """For those who see everything or nothing; None where it goes by unit and by case."""
    if principal.role == "system":
        return true()
    if principal.role not in _READERS:
        return false()
    return true() if principal.everywhere else None


def case_filter(principal: Principal) -> ColumnElement[bool]:
    """Cases whose content the principal may see."""
    return or_(*case_sights(principal))


def case_sights(principal: Principal) -> list[ColumnElement[bool]]:
    """The same one by one, each as an index has it; a case may be in several."""
    if (whole := _all_or_nothing(principal)) is not None:
        return [whole]
    mine = [Case.unit.in_(sorted(principal.units)), Case.handler_id == principal.id]
    if FRONT in principal.units:
        mine.append(Case.unit.startswith(ELSEWHERE))
    if principal.opened:
        mine.append(Case.id.in_(sorted(principal.opened)))
    return mine


def document_filter(principal: Principal) -> ColumnElement[bool]:
    """Documents whose content (pictures, text, fields) the principal may see."""
    if (whole := _all_or_nothing(principal)) is not None:
        return whole
    case = _one(select(Case.id).where(Case.id == Document.case_id, case_filter(principal)).correlate_except(Case))
    return or_(case, Document.principal == principal.key)


def entry_filter(principal: Principal) -> ColumnElement[bool]:
    """Register entries that the principal may see with all they say; what came in is seen as its document is."""
    if (whole := _all_or_nothing(principal)) is not None:
        return whole
    case = _one(select(Case.id).where(Case.id == Entry.case_id, case_filter(principal)).correlate_except(Case))
    own = or_(Entry.unit.in_(sorted(principal.units)), Entry.handler_id == principal.id, case)
    document = select(Document.id).where(Document.id == Entry.document_id, document_filter(principal))
    came = _one(document.correlate_except(Document))
    return or_(came, and_(Entry.document_id.is_(None), own))


def _one(row: Select[str]) -> ColumnElement[bool]:
    """Whether there is such a row, looked up for each line: with OFFSET 0, else PostgreSQL would rather make a table
    of all that the principal may ever see, for the sake of the twenty lines of a page.
    """
    return row.offset(0).exists()


def register_filter(principal: Principal) -> ColumnElement[bool]:
    """Documents whose register line (viit, dates, state, receipt; no content) the principal may see."""
    if principal.role == "station":
        return Document.principal == principal.key
    return true() if principal.role == "auditor" else document_filter(principal)


def batch_filter(principal: Principal) -> ColumnElement[bool]:
    """Batches the principal may see: those it opened."""
    return true() if principal.role == "system" else Batch.principal == principal.key
