"""The doors are tested against the real SQLite and PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ports.database import Database


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.quick), pytest.param("postgresql", marks=pytest.mark.services)]
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'some.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()
