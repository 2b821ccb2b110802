"""The tables: what the migrations make is what the model says, whole or not at all, and only for the right program."""

import runpy
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from ports.database import Database
from registry import schema
from registry.model import Entity


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.quick), pytest.param("postgresql", marks=pytest.mark.services)]
)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'fresh.db'}"
    return str(request.getfixturevalue("postgres_url"))


def tables(url: str) -> set[str]:
    database = Database(url)
    with database.reading() as session:
        names = inspect(session.connection()).get_table_names()
    database.close()
    return {name for name in names if not name.startswith(schema.BESIDE)}


def test_the_migrations_make_what_the_model_says(database: Database) -> None:
    with database.reading() as session:
        opts = {"compare_type": True, "include_name": lambda name, *_: not (name or "").startswith(schema.BESIDE)}
        context = MigrationContext.configure(session.connection(), opts=opts)
        assert compare_metadata(context, Entity.metadata) == []
    schema.check(database)


def test_upgrading_again_changes_nothing(empty_url: str) -> None:
    schema.upgrade(empty_url)
    before = tables(empty_url)
    schema.upgrade(empty_url)
    assert tables(empty_url) == before == {*Entity.metadata.tables, "alembic_version"}


def test_processes_that_start_at_once_upgrade_one_after_the_other(empty_url: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(schema.upgrade, [empty_url] * 3))
    assert "document" in tables(empty_url)


def test_a_migration_that_breaks_off_leaves_nothing_behind(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("killed half way")

    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", fail)  # the first tables are made by then
        with pytest.raises(RuntimeError):
            schema.upgrade(empty_url)
    assert tables(empty_url) == set()
    schema.upgrade(empty_url)
    assert "audit_event" in tables(empty_url)


def test_older_tables_are_refused(empty_url: str) -> None:
    database = Database(empty_url)
    with pytest.raises(schema.SchemaOlder):
        schema.check(database)
    database.close()


def test_newer_tables_are_refused_and_left_alone(empty_url: str) -> None:
    schema.upgrade(empty_url)
    database = Database(empty_url)
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaNewer):
        schema.check(database)
    with pytest.raises(schema.SchemaNewer):
        schema.upgrade(empty_url)
    database.close()


@pytest.mark.quick
def test_every_migration_names_the_one_before() -> None:
    versions = sorted((schema.MIGRATIONS / "versions").glob("[0-9]*.py"))
    found = [runpy.run_path(str(path)) for path in versions]
    assert [each["down_revision"] for each in found] == [None, *(each["revision"] for each in found[:-1])]
