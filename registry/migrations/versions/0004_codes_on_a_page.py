"""A page keeps the bar and QR codes found on it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("page", sa.Column("codes", sa.JSON(), nullable=True))
