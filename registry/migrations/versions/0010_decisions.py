"""Decisions of persons, and the payments that follow."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID, WHEN = sa.String(32), sa.DateTime(timezone=True)


def column(name: str, kind: Any, refers_to: str = "", *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, *([sa.ForeignKey(refers_to)] if refers_to else []), nullable=null)


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", ID, primary_key=True), column("case_id", ID, "case_file.id"), column("state", sa.String(12)),
        column("outcome", sa.String(10)), column("reason", sa.Text()), column("language", sa.String(2)),
        column("benefit", sa.String(60)), column("period", sa.String(7)), column("person", sa.String(20), null=True),
        column("holder", sa.String(200), null=True), column("iban", sa.String(34), null=True),
        column("amount", sa.BigInteger(), null=True), column("pay_on", sa.Date(), null=True),
        column("sources", sa.JSON()), column("drafted_by", ID, "account.id"), column("drafted_at", WHEN),
        column("confirmed_by", ID, "account.id", null=True), column("confirmed_at", WHEN, null=True),
        column("letter_id", ID, "letter.id", null=True), column("payment_viit", sa.String(40), null=True),
        column("payment", sa.Text(), null=True), column("version", sa.Integer()),
        sa.UniqueConstraint("payment_viit"),
    )  # fmt: skip
    op.create_index("ix_decision_case_id", "decision", ["case_id"])
