"""Why a term stands still, and how a task was done."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("term", sa.Column("paused_for", sa.String(200), nullable=False, server_default=""))
    op.add_column("task", sa.Column("note", sa.String(500), nullable=False, server_default=""))
