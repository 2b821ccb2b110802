"""Cases opened for a while to those who may not see them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    key, when = sa.String(32), sa.DateTime(timezone=True)
    op.create_table(
        "access_grant",
        sa.Column("id", key, primary_key=True),
        sa.Column("case_id", key, sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("account_id", key, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("asked_at", when, nullable=False),
        sa.Column("until", when, nullable=False),
        sa.Column("ended_at", when),
        sa.Column("ended_by", sa.String(80)),
    )
    op.create_index("ix_access_grant_case_id", "access_grant", ["case_id"])
    op.create_index("ix_access_grant_asked_at", "access_grant", ["asked_at"])
    op.create_index("access_grant_of", "access_grant", ["account_id", "until"])
