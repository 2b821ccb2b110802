"""The door to SQL: committed means durable, a refusal means nothing changed, and silence is called by its name."""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notes import METADATA, NOTES, TIMES, count, write
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, InternalError, StatementError

from ports import database as door
from ports.database import BadUrl, Contention, Database, Unavailable
from ports.engines import engine_for


@pytest.fixture
def notes(database: Database) -> Database:
    with database.transaction() as session:
        METADATA.create_all(session.connection())
    return database


def test_what_is_committed_is_there_and_what_failed_is_not(notes: Database) -> None:
    write(notes, "kept")
    with contextlib.suppress(RuntimeError), notes.transaction() as session:
        session.execute(insert(NOTES).values(said="lost"))
        raise RuntimeError
    assert count(notes) == 1


def test_a_broken_constraint_stays_what_it_is(notes: Database) -> None:
    write(notes, "once")
    with pytest.raises(IntegrityError):
        write(notes, "once")
    assert count(notes) == 1


def test_inserting_once_says_whether_it_did(notes: Database) -> None:
    with notes.transaction() as session:
        assert door.insert_once(session, NOTES, {"said": "once"})
        assert not door.insert_once(session, NOTES, {"said": "once"})
    assert count(notes) == 1


def test_a_reading_session_changes_nothing(notes: Database) -> None:
    with contextlib.suppress(InternalError), notes.reading() as session:  # PostgreSQL says no, SQLite forgets
        session.execute(insert(NOTES).values(said="slipped"))
    assert count(notes) == 0


def test_a_reading_session_sees_one_picture(notes: Database) -> None:
    with notes.reading() as session:
        before = session.execute(select(func.count()).select_from(NOTES)).scalar_one()
        write(notes, "meanwhile")
        assert session.execute(select(func.count()).select_from(NOTES)).scalar_one() == before == 0
    assert count(notes) == 1


def test_the_clock_is_the_databases_and_goes_on_within_a_transaction(database: Database) -> None:
    with database.transaction() as session:
        first = database.now(session)
        threading.Event().wait(0.02)
        second = database.now(session)
    assert first.tzinfo is UTC
    assert abs(datetime.now(UTC) - first) < timedelta(seconds=5)
    assert second - first >= timedelta(milliseconds=15)


def test_an_instant_comes_back_as_it_was_from_any_zone(notes: Database) -> None:
    tallinn = datetime(2026, 10, 25, 3, 30, 0, 123456, timezone(timedelta(hours=3)))
    with notes.transaction() as session:
        session.execute(insert(TIMES).values(id=1, at=tallinn))
    with notes.reading() as session:
        back = session.execute(select(TIMES.c.at)).scalar_one()
    assert back == tallinn
    assert back.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(notes: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), notes.transaction() as session:
        session.execute(insert(TIMES).values(id=1, at=datetime(2026, 1, 1)))  # noqa: DTZ001


@pytest.mark.quick
@given(st.integers(0, 4_102_444_800_000))
def test_milliseconds_become_an_instant_exactly(milliseconds: int) -> None:
    at = door.instant(milliseconds)
    assert (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1) == milliseconds


def test_writers_wait_for_each_other(notes: Database) -> None:
    write(notes, "0")

    def raise_by_one(_: int) -> None:
        with notes.transaction() as session:
            row = session.execute(select(NOTES.c.said).with_for_update()).scalar_one()
            session.execute(update(NOTES).values(said=str(int(row) + 1)))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(raise_by_one, range(60)))
    with notes.reading() as session:
        assert session.execute(select(NOTES.c.said)).scalar_one() == "60"


@pytest.mark.slow
def test_an_event_that_met_contention_is_tried_again(notes: Database) -> None:
    tries = []

    def event(session: object) -> int:
        tries.append(session)
        if len(tries) < 3:
            raise Contention
        return len(tries)

    assert notes.perform(event) == 3
    tries.clear()

    def hopeless(session: object) -> None:
        tries.append(session)
        raise Contention

    with pytest.raises(Contention):
        notes.perform(hopeless)
    assert len(tries) == door.TRIES


@pytest.mark.quick
@pytest.mark.parametrize("url", ["", "nonsense", "mysql://x:hidden@y/z", "sqlite://", "sqlite:///:memory:"])
def test_a_url_we_cannot_use_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadUrl) as caught:
        Database(url)
    assert "hidden" not in str(caught.value)


@pytest.mark.quick
def test_sqlite_is_set_to_lose_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'some.db'}")
    with database.reading() as session:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [session.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked]
    database.close()
    assert found == ["wal", 2, 1, 10_000]


@pytest.mark.quick
def test_a_sqlite_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'absent' / 'some.db'}")
    with pytest.raises(Unavailable):
        database.check()
    database.close()


@pytest.mark.quick
def test_a_sqlite_writer_who_never_ends_is_contention(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'some.db'}")
    with database.transaction() as session:
        METADATA.create_all(session.connection())
    with database.transaction() as first:
        first.execute(insert(NOTES).values(said="first"))
        with pytest.raises(Contention):
            write_impatiently(database)
    database.close()


def write_impatiently(database: Database) -> None:
    """As another writer does, without waiting the ten seconds out."""
    with database.reading() as reader:
        reader.execute(text("PRAGMA busy_timeout = 50"))
        reader.execute(insert(NOTES).values(said="second"))


def test_who_opens_a_fresh_file_at_the_same_moment_waits_for_the_other(tmp_path: Path) -> None:
    """SQLite itself said "database is locked" at once: an office of several processes lost one on its first start."""
    together = threading.Barrier(4)

    def open_and_write(url: str) -> None:
        together.wait()
        with engine_for(url).begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS fresh (said TEXT)"))
            time.sleep(0.01)
            connection.execute(text("INSERT INTO fresh VALUES ('here')"))

    for start in range(30):
        url = f"sqlite:///{tmp_path}/{start}.db"
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(open_and_write, [url] * 4))
        with engine_for(url).connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM fresh")) == 4
