"""A line of the search says in which case its document lies; cases that are done have an order of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
DONE = sa.text("state IN ('closed', 'confirmed')")
ORDER = ["opened_at", "number"]
LIES = """
    UPDATE search_text SET case_id = (
        SELECT coalesce(entry.case_id, document.case_id)
        FROM entry LEFT JOIN document ON document.id = entry.document_id
        WHERE entry.id = search_text.entry_id
    )
"""
FOLLOW = (
    "UPDATE search_text SET case_id = new.case_id WHERE entry_id = (SELECT id FROM entry WHERE document_id = new.id);"
)


def upgrade() -> None:
    with op.batch_alter_table("search_text") as table:
        table.add_column(sa.Column("case_id", sa.String(32), nullable=True))
    op.execute(LIES)
    op.create_index("ix_search_text_case_id", "search_text", ["case_id"])
    if op.get_bind().dialect.name == "postgresql":
        follow_postgresql()
    else:
        op.execute(f"CREATE TRIGGER search_text_lies AFTER UPDATE OF case_id ON document BEGIN {FOLLOW} END")
    op.drop_index("case_by_due", "case_file")
    for name, whose in (("case_done", []), ("case_done_of_unit", ["unit"]), ("case_done_of_handler", ["handler_id"])):
        op.create_index(name, "case_file", [*whose, *ORDER], postgresql_where=DONE, sqlite_where=DONE)


def follow_postgresql() -> None:
    """By a trigger, as the index of SQLite follows its table: nobody who moves a document can forget it."""
    op.execute(
        f"CREATE FUNCTION search_text_lies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {FOLLOW} RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER search_text_lies AFTER UPDATE OF case_id ON document FOR EACH ROW "
        "WHEN (old.case_id IS DISTINCT FROM new.case_id) EXECUTE FUNCTION search_text_lies()"
    )
