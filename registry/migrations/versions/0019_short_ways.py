"""Indexes for the queues people ask for all day, and for the beginning of a word."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
OPEN = sa.text("state IN ('new', 'review', 'waiting')")
ORDER = ["due_on", "opened_at", "number"]
# Long words and words with a number in them have not been noted so far: nobody looked them up by their beginning.
NOTED = """
    INSERT INTO search_near (key, word)
    SELECT DISTINCT word, word
    FROM search_text, regexp_split_to_table(pages || ' ' || facts, ' ') AS word
    WHERE length(word) BETWEEN 4 AND 40 AND word !~ '^[0-9]' AND (length(word) > 24 OR word ~ '[0-9]')
    ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    for whose in ("unit", "handler_id"):
        name = f"case_open_of_{whose.removesuffix('_id')}"
        op.create_index(name, "case_file", [whose, *ORDER], postgresql_where=OPEN, sqlite_where=OPEN)
    with op.batch_alter_table("search_near") as table:
        for name in ("key", "word"):
            table.alter_column(name, type_=sa.String(40), existing_type=sa.String(24), existing_nullable=False)
    if op.get_bind().dialect.name == "postgresql":  # the index of SQLite finds beginnings by itself
        op.execute(NOTED)
        op.execute('CREATE INDEX search_fts_begin ON search_near (word COLLATE "C") WHERE key = word')
