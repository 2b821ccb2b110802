"""The door to SQL: one transaction per business event, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from time import sleep
from typing import Any, TypeVar

import psycopg
from sqlalchemy import BigInteger, DateTime, Dialect, func, literal_column, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from ports.engines import BEGIN, BadUrl, UnsafeDatabase, engine_for

__all__ = ["BadUrl", "Contention", "Database", "OutcomeUnknown", "Unavailable", "UnsafeDatabase", "UtcDateTime"]

T = TypeVar("T")
TRIES = 4
_DRIVER = (DBAPIError, PoolTimeout, sqlite3.OperationalError, psycopg.Error)  # the last two: from a new connection
# deadlock, serialization failure, lock timeout, statement timeout: another try may well succeed
_CONTENTION = frozenset({"40P01", "40001", "55P03", "57014"})


class Unavailable(Exception):
    """The database does not answer. Nothing was changed; try again in a few seconds."""


class Contention(Unavailable):
    """Too many people want the same record at once. Nothing was changed; try again in a few seconds."""


class OutcomeUnknown(Exception):
    """The database went silent while it confirmed. Repeat the same request: nothing is done twice."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware, in UTC, on both databases. A naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored: give it one")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class now_ms(FunctionElement[int]):  # noqa: N801 (reads as the SQL function it is)
    """The database's clock: whole milliseconds since 1970, at this statement and not at the transaction's start."""

    type = BigInteger()
    inherit_cache = True


@compiles(now_ms, "sqlite")
def _now_sqlite(_element: now_ms, _compiler: SQLCompiler, **_: Any) -> str:
    return "CAST(round((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)"


@compiles(now_ms, "postgresql")
def _now_postgresql(_element: now_ms, _compiler: SQLCompiler, **_: Any) -> str:
    return "CAST(extract(epoch from clock_timestamp()) * 1000 AS BIGINT)"


def now(session: Session) -> datetime:
    """The database's clock: the only one that leases, receipts and evidence go by."""
    return instant(session.execute(select(now_ms())).scalar_one())


def instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)


def insert_once(session: Session, entity: Any, values: Mapping[str, Any]) -> bool:
    """Inserts unless a unique constraint already holds such a row; whether it did. Column defaults apply."""
    insert = sqlite.insert if _dialect(session) == "sqlite" else postgresql.insert
    once: Any = insert(entity).values(**values).on_conflict_do_nothing().returning(literal_column("1"))
    return session.execute(once).first() is not None


def serialise(session: Session, name: str) -> None:
    """Until this transaction ends nobody else passes here. On SQLite a writing transaction is alone anyway."""
    if _dialect(session) == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        session.execute(select(func.pg_advisory_xact_lock(key)))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


class Database:
    """The tables behind one URL. Sessions come out of `transaction` (writes) and `reading` (never writes)."""

    def __init__(self, url: str) -> None:
        self._engine = engine_for(url)
        self._writing = self._engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        reading: dict[str, Any] = {BEGIN: "BEGIN"}
        if self._engine.dialect.name == "postgresql":
            reading |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}  # one picture, as SQLite's
        self._reading = self._engine.execution_options(**reading)

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    def check(self) -> None:
        """Raises `Unavailable` when nothing answers, `UnsafeDatabase` when it would lose what it confirms."""
        with self.reading() as session:
            session.execute(text("SELECT 1"))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One business event. Leaving without an exception means: committed and durable.

        Raises `Unavailable` (nothing changed), `Contention` (nothing changed, try again), `OutcomeUnknown`.
        """
        with Session(self._writing, expire_on_commit=False) as session:
            try:
                yield session
                session.flush()
            except _DRIVER as error:
                _refuse(error)
                raise
            try:
                session.commit()
            except _DRIVER as error:
                _refuse(error, committing=True)
                raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent picture; what is changed in it is thrown away."""
        with Session(self._reading, autoflush=False, expire_on_commit=False) as session:
            try:
                yield session
            except _DRIVER as error:
                _refuse(error)
                raise

    def perform(self, event: Callable[[Session], T]) -> T:
        """A business event in a transaction, and again when others were in the way. It must be repeatable."""
        for attempt in range(1, TRIES):
            try:
                with self.transaction() as session:
                    return event(session)
            except Contention:
                sleep(0.05 * 2**attempt)
        with self.transaction() as session:
            return event(session)

    @staticmethod
    def now(session: Session) -> datetime:
        return now(session)

    def close(self) -> None:
        self._engine.dispose()


def _refuse(error: Exception, *, committing: bool = False) -> None:
    """Raises what an error of the driver means to the caller; broken constraints and our own mistakes pass."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, PoolTimeout):
        raise Unavailable from error
    if isinstance(origin, sqlite3.OperationalError):
        _refuse_sqlite(origin, committing)
    if isinstance(origin, psycopg.Error) and origin.sqlstate in _CONTENTION:
        raise Contention from error
    if isinstance(origin, psycopg.OperationalError | psycopg.InterfaceError):
        raise (OutcomeUnknown if committing and _is_lost(origin) else Unavailable) from error


def _refuse_sqlite(error: sqlite3.OperationalError, committing: bool) -> None:
    if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        raise Contention from error
    if error.sqlite_errorname != "SQLITE_ERROR":  # that one is a mistake in the statement
        raise (OutcomeUnknown if committing else Unavailable) from error


def _is_lost(error: psycopg.Error) -> bool:
    """Whether the answer never came. An error with a state is an answer, unless the state says it was cut off."""
    return error.sqlstate is None or error.sqlstate.startswith(("08", "57P"))
