"""PostgreSQL on its bad days: careless, gone, deadlocked, cut off in the middle of a commit."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from notes import METADATA, NOTES, count, write
from sqlalchemy import func, insert, select, text, update
from wire import Wire, is_commit
from world import Postgres, World, free_port

from ports import database as door
from ports import engines
from ports.database import Database, OutcomeUnknown, Unavailable, UnsafeDatabase


@pytest.mark.quick
@pytest.mark.parametrize(
    ("server", "named"),
    [
        (("off", "on", "on", "UTF8", 150000), "synchronous_commit=off"),
        (("on", "off", "on", "UTF8", 150000), "fsync=off"),
        (("on", "on", "off", "UTF8", 150000), "full_page_writes=off"),
        (("on", "on", "on", "LATIN1", 150000), "LATIN1"),
        (("on", "on", "on", "UTF8", 120022), "PostgreSQL 13"),
    ],
)
def test_a_careless_postgresql_is_named(server: tuple[str, str, str, str, int], named: str) -> None:
    assert named in (engines.danger(*server) or "")
    assert engines.danger("remote_apply", "on", "on", "UTF8", 150000) is None


@pytest.mark.services
def test_a_postgresql_that_is_not_there_is_unavailable() -> None:
    database = Database(f"postgresql+psycopg://kantselei@127.0.0.1:{free_port()}/none")
    with pytest.raises(Unavailable):
        database.check()
    database.close()


@pytest.mark.services
def test_a_database_that_commits_carelessly_is_refused_by_the_name_of_the_setting(world: World) -> None:
    server = world.get(Postgres)
    url = server.fresh_database()
    name = url.rsplit("/", 1)[1]
    with server.connect() as connection:
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off'.encode())
    database = Database(url)
    with pytest.raises(UnsafeDatabase, match="synchronous_commit"):
        database.check()
    database.close()
    server.drop(url)


@pytest.mark.services
def test_a_connection_that_the_server_closed_is_replaced(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.transaction() as session:
        METADATA.create_all(session.connection())
    for number in range(3):
        with pytest.raises(Unavailable):
            be_cut_off(database, f"lost {number}")
        write(database, f"kept {number}")
    assert count(database) == 3
    database.close()


def be_cut_off(database: Database, said: str) -> None:
    with database.transaction() as session:
        session.execute(insert(NOTES).values(said=said))
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


@pytest.mark.services
def test_a_deadlock_is_contention_and_the_second_try_succeeds(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.transaction() as session:
        METADATA.create_all(session.connection())
        session.execute(insert(NOTES).values([{"id": 1, "said": "a"}, {"id": 2, "said": "b"}]))
    both = threading.Barrier(2)
    tries = []

    def cross(order: tuple[int, int]) -> None:
        def event(session: door.Session) -> None:
            tries.append(order)
            session.execute(update(NOTES).where(NOTES.c.id == order[0]).values(said=func.substr(NOTES.c.said, 1)))
            if len(tries) <= 2:
                both.wait(10)
            session.execute(update(NOTES).where(NOTES.c.id == order[1]).values(said=func.substr(NOTES.c.said, 1)))

        database.perform(event)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(cross, [(1, 2), (2, 1)]))
    assert len(tries) == 3
    database.close()


@pytest.fixture
def cut_url(world: World, postgres_url: str) -> Iterator[str]:
    """PostgreSQL behind a wire that is cut when a COMMIT has gone through it."""
    wire = Wire(world.get(Postgres).port, is_commit)
    yield f"postgresql+psycopg://kantselei@127.0.0.1:{wire.port}/{postgres_url.rsplit('/', 1)[1]}?sslmode=disable"
    wire.close()


@pytest.mark.services
def test_a_commit_whose_answer_was_lost_is_of_unknown_outcome(postgres_url: str, cut_url: str) -> None:
    straight, cut = Database(postgres_url), Database(cut_url)
    with straight.transaction() as session:
        METADATA.create_all(session.connection())
    for number in range(20):
        with pytest.raises(OutcomeUnknown):
            write(cut, f"perhaps {number}")
    said = {f"perhaps {number}" for number in range(20)}
    with straight.reading() as session:
        kept = set(session.scalars(select(NOTES.c.said)))
    assert kept <= said
    assert kept, "the commits went through, only their answers did not"
    straight.close()
    cut.close()


@pytest.mark.services
def test_a_wire_cut_before_the_commit_changed_nothing(world: World, postgres_url: str) -> None:
    wire = Wire(world.get(Postgres).port, lambda said: b"INSERT" in said)
    straight = Database(postgres_url)
    with straight.transaction() as session:
        METADATA.create_all(session.connection())
    cut = Database(
        f"postgresql+psycopg://kantselei@127.0.0.1:{wire.port}/{postgres_url.rsplit('/', 1)[1]}?sslmode=disable"
    )
    with pytest.raises(Unavailable):
        write(cut, "never")
    assert count(straight) == 0
    cut.close()
    straight.close()
    wire.close()
