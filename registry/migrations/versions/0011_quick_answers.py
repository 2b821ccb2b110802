"""What the plans of docs/registry.md ask for: queues in their order, words kept as the search compares them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

OPEN = sa.text("state IN ('new', 'review', 'waiting')")
ORDER = ["due_on", "opened_at", "number"]


def upgrade() -> None:
    op.create_index("case_by_due", "case_file", ORDER)
    op.create_index("case_open_by_due", "case_file", ORDER, postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_index("ix_case_file_handler_id", "case_file", ["handler_id"])
    op.drop_index("ix_case_file_due_on", "case_file")  # the first of the three begins as it did
    if op.get_bind().dialect.name == "postgresql":
        keep_vectors()


def keep_vectors() -> None:
    """A frequent word is looked for row by row: what is compared must not be made anew for each."""
    op.execute("DROP INDEX search_fts_all")
    op.execute("DROP INDEX search_fts_open")
    everything = "array_to_tsvector(string_to_array(btrim(pages || ' ' || facts), ' '))"
    public = "array_to_tsvector(string_to_array(open, ' '))"
    for column, words in {"search_fts_words": everything, "search_fts_open": public}.items():
        op.execute(f"ALTER TABLE search_text ADD COLUMN {column} tsvector GENERATED ALWAYS AS ({words}) STORED")
    op.execute("CREATE INDEX search_fts_all ON search_text USING gin (search_fts_words)")
    op.execute("CREATE INDEX search_fts_public ON search_text USING gin (search_fts_open)")
