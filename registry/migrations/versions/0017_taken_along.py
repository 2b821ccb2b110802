"""What goes along with a merged case; when a reminder is due, as rows."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

REMIND = {
    "code": "remind", "days": 3, "unit": "wd", "starts": "before_end", "longest": None, "longest_unit": "",
    "source": "Maja kord: meeldetuletus 3 tööpäeva enne", "owner": "LAW", "valid_from": date(2018, 1, 1),
    "valid_to": None,
}  # fmt: skip


def upgrade() -> None:
    op.add_column("case_act", sa.Column("taken", sa.JSON(), nullable=True))
    op.bulk_insert(sa.Table("term_rule", sa.MetaData(), *_columns()), [REMIND])


def _columns() -> list[sa.Column[Any]]:
    whole, day = sa.Integer(), sa.Date()
    kinds: dict[str, Any] = {"days": whole, "longest": whole, "valid_from": day, "valid_to": day}
    return [sa.Column(name, kinds.get(name, sa.String())) for name in REMIND]
