"""Pairs of documents that seem to show the same sheet."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "likeness",
        sa.Column("one_id", sa.String(32), sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("other_id", sa.String(32), sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("how", sa.String(12), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_likeness_other_id", "likeness", ["other_id"])
