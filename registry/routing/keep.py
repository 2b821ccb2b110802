"""Brings the file of an office into the tables, and writes down who is away. What held is ended, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kindfile import KindFileError
from ports.database import now
from registry import audit
from registry.access import NotFound, Principal, require
from registry.clock import DAY
from registry.model import Account
from registry.routing.book import Book, Row
from registry.routing.model import Absence, CompetentBody, RouteRule, Skill


class WrongDays(ValueError):
    """The last day of an absence is before the first. Give the earlier day as the first."""


class OwnSubstitute(ValueError):
    """Nobody stands in for themselves. Name a colleague, or nobody."""


@dataclass(frozen=True, slots=True)
class Days:
    """Both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise WrongDays


def keep(session: Session, principal: Principal, book: Book) -> int:
    """How many rows are new or ended. Loading the same file again changes nothing.

    Raises `KindFileError` for a rule that is changed without a new `valid_from`, and for a login nobody has.
    """
    require(principal, "admin", "supervisor")
    logins = {row.login: row.id for row in session.execute(select(Account.login, Account.id))}
    skills = [_of_account(row, logins) for row in book.skills]
    changed = _bring(session, RouteRule, book.rules) + _bring(session, CompetentBody, book.bodies)
    changed += _bring(session, Skill, skills)
    if changed:
        audit.record(session, principal.key, "routing.loaded", "routing:book", changed=changed)
    return changed


def away(session: Session, principal: Principal, login: str, days: Days, substitute: str | None = None) -> Absence:
    """A handler is away; an earlier absence over the same days is taken back. Raises `NotFound`, `OwnSubstitute`."""
    require(principal, "admin", "supervisor")
    account = _account(session, login)
    instead = _account(session, substitute) if substitute else None
    if instead is account:
        raise OwnSubstitute
    _take_back(session, account.id, days)
    at = now(session)
    row = Absence(
        account_id=account.id, first_on=days.first, last_on=days.last, substitute_id=instead.id if instead else None,
        recorded_by=principal.key, recorded_at=at,
    )  # fmt: skip
    session.add(row)
    audit.record(session, principal.key, "routing.away", f"person:{account.id}", instead=row.substitute_id)
    return row


def back(session: Session, principal: Principal, login: str, day: date) -> int:
    """A handler is there from this day on; how many absences are taken back or end the day before."""
    require(principal, "admin", "supervisor")
    account = _account(session, login)
    wanted = Absence.account_id == account.id, Absence.cancelled_at.is_(None), Absence.last_on >= day
    rows = list(session.scalars(select(Absence).where(*wanted)))
    for row in rows:
        if row.first_on < day:
            row.last_on = day - DAY
        else:
            row.cancelled_at = now(session)
    audit.record(session, principal.key, "routing.back", f"person:{account.id}")
    return len(rows)


def _take_back(session: Session, account_id: str, days: Days) -> None:
    wanted = Absence.account_id == account_id, Absence.cancelled_at.is_(None), Absence.first_on <= days.last
    for row in session.scalars(select(Absence).where(*wanted, Absence.last_on >= days.first)):
        row.cancelled_at = now(session)


def _account(session: Session, login: str) -> Account:
    account = session.scalar(select(Account).where(Account.login == login.strip().casefold()))
    if account is None:
        raise NotFound
    return account


def _of_account(row: Row, logins: Mapping[str, str]) -> Row:
    login = str(row.values["login"])
    if login not in logins:
        raise row.table.error("login", f"Nobody signs in as {login!r}.", "Correct it, or add the account first.")
    values = {"account_id": logins[login], **{name: row.values[name] for name in row.values if name != "login"}}
    return Row(row.key, row.valid_from, values, row.table)


def _bring(session: Session, entity: type[Any], rows: Iterable[Row]) -> int:
    changed = 0
    for row in sorted(rows, key=lambda each: each.valid_from):
        names = ("account_id", "skill") if entity is Skill else ("code",)
        same = [getattr(entity, name) == row.values[name] for name in names]
        known = list(session.scalars(select(entity).where(*same).order_by(entity.valid_from)))
        changed += _bring_one(session, entity, known, row)
        session.flush()
    return changed


def _bring_one(session: Session, entity: type[Any], known: list[Any], row: Row) -> int:
    twin = next((one for one in known if one.valid_from == row.valid_from), None)
    if twin is not None:
        return _end_twin(twin, row)
    if any(one.valid_from > row.valid_from for one in known):
        raise _overwrites(row)
    for one in known:
        if one.valid_to is None or one.valid_to >= row.valid_from:
            one.valid_to = row.valid_from - DAY  # what held until now holds until the day before
    session.add(entity(**row.values))
    return 1


def _end_twin(twin: Any, row: Row) -> int:
    """The same row once more: nothing, or it is given an end."""
    end = row.values["valid_to"]
    if any(getattr(twin, name) != value for name, value in row.values.items() if name != "valid_to"):
        raise _overwrites(row)
    if end is None or end == twin.valid_to:
        return 0
    twin.valid_to = end
    return 1


def _overwrites(row: Row) -> KindFileError:
    what = f"`{row.key}` from {row.valid_from} would overwrite what is known already."
    return row.table.error("valid_from", what, "Leave what held as it is and add a table with a later `valid_from`.")
