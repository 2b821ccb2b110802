"""Letters the office sends, their templates, what they ask for, how they were delivered."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID, WHEN = sa.String(32), sa.DateTime(timezone=True)


def upgrade() -> None:
    templates()
    letters()
    parts()
    errands()


def column(name: str, kind: Any, refers_to: str = "", *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, *([sa.ForeignKey(refers_to)] if refers_to else []), nullable=null)


def key() -> sa.Column[Any]:
    return sa.Column("id", ID, primary_key=True)


def number() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True)


def templates() -> None:
    op.create_table(
        "letter_template",
        key(), column("kind", sa.String(20)), column("language", sa.String(2)), column("version", sa.Integer()),
        column("body", sa.Text()), column("created_by", ID, "account.id"), column("created_at", WHEN),
        sa.UniqueConstraint("kind", "language", "version"),
    )  # fmt: skip


def letters() -> None:
    op.create_table(
        "letter",
        key(), column("case_id", ID, "case_file.id"), column("kind", sa.String(20)), column("language", sa.String(2)),
        column("template_version", sa.Integer()), column("state", sa.String(12)),
        column("viit", sa.String(40), null=True), column("case_no", sa.BigInteger(), null=True),
        column("viit_seq", sa.Integer(), null=True), column("addressee", sa.JSON()), column("facts", sa.JSON()),
        column("answers_id", ID, "document.id", null=True), column("access_basis", sa.String(100)),
        column("restricted_until", sa.Date(), null=True), column("days", sa.Integer(), null=True),
        column("answer_due_on", sa.Date(), null=True), column("html", sa.Text(), null=True),
        column("sha256", sa.String(64), "blob.sha256", null=True), column("drafted_by", ID, "account.id"),
        column("drafted_at", WHEN), column("issued_by", ID, "account.id", null=True),
        column("issued_at", WHEN, null=True), column("version", sa.Integer()),
        sa.UniqueConstraint("viit"), sa.UniqueConstraint("case_no", "viit_seq"),
    )  # fmt: skip
    for name in ("case_id", "state", "answer_due_on", "issued_at"):
        op.create_index(f"ix_letter_{name}", "letter", [name])


def parts() -> None:
    op.create_table(
        "letter_item",
        key(), column("letter_id", ID, "letter.id"), column("position", sa.Integer()), column("code", sa.String(80)),
        column("document_id", ID, "document.id", null=True), column("ask", sa.Boolean()),
        column("title", sa.String(300)), column("why", sa.String(500)), column("accepted", sa.JSON()),
        column("picture", sa.String(64), null=True), column("place", sa.JSON(), null=True),
        column("met_at", WHEN, null=True),
    )  # fmt: skip
    op.create_table(
        "delivery_event",
        number(), column("letter_id", ID, "letter.id"), column("state", sa.String(12)),
        column("happened_on", sa.Date()), column("evidence", sa.String(30)), column("reference", sa.String(60)),
        column("recorded_by", sa.String(80)), column("recorded_at", WHEN),
    )  # fmt: skip
    for table in ("letter_item", "delivery_event"):
        op.create_index(f"ix_{table}_letter_id", table, ["letter_id"])


def errands() -> None:
    op.create_table(
        "errand",
        key(), column("letter_id", ID, "letter.id"), column("what", sa.String(10)), column("state", sa.String(12)),
        column("attempt", sa.Integer()), column("fence", sa.BigInteger()), column("lease_until", sa.BigInteger()),
        column("not_before", sa.BigInteger()), column("error", sa.String(60), null=True),
        sa.UniqueConstraint("letter_id", "what"),
    )  # fmt: skip
    op.create_index("errand_by_state", "errand", ["state", "not_before"])
