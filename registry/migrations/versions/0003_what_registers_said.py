"""What other offices' registers said of a case's papers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "register_answer",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("case_id", sa.String(32), sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("register", sa.String(60), nullable=False),
        sa.Column("paper", sa.String(60), nullable=False),
        sa.Column("person", sa.String(20), nullable=False),
        sa.Column("said", sa.String(10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_register_answer_case_id", "register_answer", ["case_id"])
