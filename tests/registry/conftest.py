"""The register's tests run on SQLite in the inner loop, and on PostgreSQL too where the world has one."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from bureau import Office
from sqlalchemy import text
from world import Postgres, World

from ports.database import Database
from registry import schema
from registry.model import Entity

SHIPPED = "2018-01-01"  # since when the rules of routing that come with the house hold; tests add others


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An up-to-date SQLite file without rows, to be copied."""
    file = tmp_path_factory.mktemp("schema") / "empty.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def registry_postgres_url(world: World) -> Iterator[str]:
    """One database with an up-to-date schema for all the tests here: to make one each would take seconds each."""
    server = world.get(Postgres)
    url = server.fresh_database()
    schema.upgrade(url)
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sqlite") / "kantselei.db"


@pytest.fixture(scope="session")
def sqlite_database(sqlite_file: Path) -> Iterator[Database]:
    """One for all tests, as a program has it: to make the statements of the house anew each time is half of a test."""
    with closing(Database(f"sqlite:///{sqlite_file}")) as database:
        yield database


@pytest.fixture(scope="session")
def postgres_database(registry_postgres_url: str) -> Iterator[Database]:
    with closing(Database(registry_postgres_url)) as database:
        yield database


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.quick), pytest.param("postgresql", marks=pytest.mark.services)]
)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database without rows."""
    if request.param == "postgresql":
        database: Database = request.getfixturevalue("postgres_database")
        with database.transaction() as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))  # evidence defends itself
            session.execute(text(f"TRUNCATE {', '.join(Entity.metadata.tables.keys() - schema.SEEDED)}"))
            session.execute(text(f"DELETE FROM route_rule WHERE valid_from <> '{SHIPPED}'"))
    else:
        database = request.getfixturevalue("sqlite_database")
        file: Path = request.getfixturevalue("sqlite_file")
        for left in file.parent.iterdir():
            left.unlink()
        shutil.copy(request.getfixturevalue("empty_sqlite"), file)
    yield database
    database.close()


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)
