"""A case's own line, folded: its number, its client's name and code. These find it before its papers do."""

import sqlalchemy as sa
from alembic import op

from registry import folding

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("case_file", sa.Column("said", sa.Text(), nullable=False, server_default=""))
    say()
    if op.get_bind().dialect.name == "postgresql":
        words = "array_to_tsvector(string_to_array(said, ' '))"
        op.execute(f"ALTER TABLE case_file ADD COLUMN search_fts_said tsvector GENERATED ALWAYS AS ({words}) STORED")
        op.execute("CREATE INDEX search_fts_case ON case_file USING gin (search_fts_said)")


def say() -> None:
    case = sa.table("case_file", *map(sa.column, ("id", "number", "client_code", "client_name", "said")))
    rows = op.get_bind().execute(sa.select(case.c.id, case.c.number, case.c.client_code, case.c.client_name)).all()
    said = [
        {"one": one, "told": folding.stored(folding.words(" ".join(part for part in told if part)))}
        for one, *told in rows
    ]
    if said:
        meant = sa.update(case).where(case.c.id == sa.bindparam("one")).values(said=sa.bindparam("told"))
        op.get_bind().execute(meant, said)
