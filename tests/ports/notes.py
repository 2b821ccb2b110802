"""Two small tables to try the door with."""

from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select

from ports.database import Database, UtcDateTime

METADATA = MetaData()
NOTES = Table("note", METADATA, Column("id", Integer, primary_key=True), Column("said", String(20), unique=True))
TIMES = Table("instant", METADATA, Column("id", Integer, primary_key=True), Column("at", UtcDateTime))


def count(database: Database) -> int:
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(NOTES)).scalar_one()


def write(database: Database, said: str) -> None:
    with database.transaction() as session:
        session.execute(insert(NOTES).values(said=said))
