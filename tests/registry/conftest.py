"""The register's tests run on SQLite in the inner loop, and on PostgreSQL too where the world has one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office

from ports.database import Database
from registry import schema


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An up-to-date SQLite file without rows, to be copied."""
    file = tmp_path_factory.mktemp("schema") / "empty.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.quick), pytest.param("postgresql", marks=pytest.mark.services)]
)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        schema.upgrade(url)
    else:
        shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / "kantselei.db")
        url = f"sqlite:///{tmp_path / 'kantselei.db'}"
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)
