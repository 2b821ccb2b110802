"""The shape of the tables: brought up by `upgrade`, asserted by `check` before a process touches anything."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from ports.database import Database
from ports.engines import engine_for
from registry import (
    case_model,
    decision_model,
    entry_model,
    glass_model,
    part_model,
    register_model,
    search_model,
    term_model,
)
from registry.letters import model as letter_model
from registry.routing import model as routing_model
from registry.tuning import model as tuning_model

ENTITIES = (
    case_model,
    decision_model,
    entry_model,
    glass_model,
    letter_model,
    part_model,
    register_model,
    routing_model,
    search_model,
    term_model,
    tuning_model,
)  # beside registry.model: all tables
SEEDED = frozenset(  # configuration: the migrations fill them
    {"office_unit", "office_function", "series", "term_rule", "route_rule", "competent_body"}
)
BESIDE = "search_fts"  # tables and indexes that a database keeps for its full text begin so; no entity stands for them
MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_305_214_118  # two processes that start at once bring the tables up one after the other


class WrongSchema(Exception):
    """The tables do not fit this program. Run the program whose version they have, or bring them up to this one."""


class SchemaOlder(WrongSchema):
    """The tables are older than this program. Run `kantselei serve` (or the `upgrade` of the server profile) once."""


class SchemaNewer(WrongSchema):
    """The tables are newer than this program. Install the newer program; this one would harm what is stored."""


def upgrade(url: str) -> None:
    """Brings the tables to this program's version: wholly, or not at all. Does nothing when they are there already."""
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            _lock(connection)
            _refuse_newer(_present(connection))
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def check(database: Database) -> None:
    """Raises `SchemaOlder` or `SchemaNewer` unless the tables are of exactly this program's version."""
    with database.reading() as session:
        present = _present(session.connection())
    _refuse_newer(present)
    if present != head():
        raise SchemaOlder


def head() -> str:
    """The version this program is written for."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found is not None
    return found


def _present(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(present: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if present is not None and present not in known:
        raise SchemaNewer


def _lock(connection: Connection) -> None:
    """SQLite's `BEGIN IMMEDIATE` has locked already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
