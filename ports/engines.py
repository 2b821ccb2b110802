"""Connections as the house needs them: durable, bounded in time, or refused with the name of the setting."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

BEGIN = "kantselei_begin"  # execution option: how a SQLite transaction begins
BUSY_S = 10
_AGAIN_S = 0.02
PATIENCE_S = 5  # to get a connection, from the server or from the pool
LIMITS_MS = {"statement_timeout": 30_000, "lock_timeout": 10_000, "idle_in_transaction_session_timeout": 60_000}
OLDEST_POSTGRES = 130_000


class UnsafeDatabase(Exception):
    """The database would lose what it has confirmed. Change the setting that is named here, then start again."""


class BadUrl(Exception):
    """The database URL cannot be used. Write sqlite:////folder/file.db or postgresql+psycopg://user:password@host/name."""


def engine_for(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. Nothing is connected yet."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadUrl from None  # the URL holds a password: it is not repeated, nor is the error that quotes it
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed.set(drivername="postgresql+psycopg"))
    raise BadUrl


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,  # errors end in logs, parameters are what documents say
        pool_timeout=PATIENCE_S,
        connect_args={"timeout": BUSY_S, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself
    _write_ahead(connection)
    for setting in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """SQLite does not wait when two give a fresh file its log at the same moment: one is told that it is locked."""
    patience = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(_AGAIN_S)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN IMMEDIATE"))


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True, isolation_level="READ COMMITTED",
        pool_pre_ping=True, pool_size=10, max_overflow=20, pool_timeout=PATIENCE_S, pool_recycle=1800,
        connect_args={
            "connect_timeout": PATIENCE_S, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
            "tcp_user_timeout": 15_000, "application_name": "kantselei",
            "options": " ".join(f"-c {name}={value}" for name, value in LIMITS_MS.items()),
        },
    )  # fmt: skip
    event.listen(engine, "connect", _check_postgresql)
    return engine


_SETTINGS = """
    SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes'),
           current_setting('server_encoding'), current_setting('server_version_num')::int
"""


def _check_postgresql(connection: psycopg.Connection[Any], _record: Any) -> None:
    """Durability can be switched off for a role or a database too, so every connection is asked."""
    connection.autocommit = True
    row = connection.execute(_SETTINGS).fetchone()
    connection.autocommit = False
    assert row is not None
    found = danger(*row)
    if found:
        connection.close()
        raise UnsafeDatabase(found)


def danger(commit: str, fsync: str, full_pages: str, encoding: str, version: int) -> str | None:
    for name, value in {"synchronous_commit": commit, "fsync": fsync, "full_page_writes": full_pages}.items():
        if value == "off":
            return f"PostgreSQL runs with {name}=off: set {name}=on and start again."
    if encoding != "UTF8":
        return f"server_encoding is {encoding}: make the database with ENCODING 'UTF8' and start again."
    if version < OLDEST_POSTGRES:
        return "PostgreSQL 13 or newer is needed: upgrade the server and start again."
    return None
