"""A page keeps where each of its faults lies."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("page", sa.Column("places", sa.JSON(), nullable=True))
