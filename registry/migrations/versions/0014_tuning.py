"""Kinds as data, samples, models, judgements: what admins tune without code."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ID, HASH, WHEN = sa.String(32), sa.String(64), sa.DateTime(timezone=True)


def column(name: str, kind: Any, refers_to: str = "", *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, *([sa.ForeignKey(refers_to)] if refers_to else []), nullable=null)


def upgrade() -> None:
    _editions()
    _samples()
    _models()
    _judgements()
    _jobs()


def _editions() -> None:
    op.create_table(
        "kind_edition",
        sa.Column("id", ID, primary_key=True), column("code", sa.String(60)), column("number", sa.Integer()),
        column("text", sa.Text()), column("blank", HASH, null=True), column("state", sa.String(12)),
        column("made_by", ID, "account.id"), column("made_at", WHEN),
        column("signed_by", ID, "account.id", null=True), column("signed_at", WHEN, null=True),
        column("reason", sa.String(500)), column("version", sa.Integer()),
        sa.UniqueConstraint("code", "number"),
    )  # fmt: skip
    op.create_index("ix_kind_edition_state", "kind_edition", ["state"])


def _samples() -> None:
    op.create_table(
        "sample",
        sa.Column("id", ID, primary_key=True), column("key", sa.String(100)), column("kind", sa.String(60)),
        column("origin", sa.String(12)), column("group_key", HASH), column("held_back", sa.Boolean()),
        column("document_id", ID, "document.id", null=True), column("page", sa.Integer()),
        column("picture", HASH, null=True), column("text", sa.JSON(), null=True), column("excluded", sa.String(200)),
        column("said_by", ID, "account.id"), column("said_at", WHEN), column("version", sa.Integer()),
        sa.UniqueConstraint("key"),
    )  # fmt: skip
    for name in ("kind", "group_key", "document_id"):
        op.create_index(f"ix_sample_{name}", "sample", [name])


def _models() -> None:
    op.create_table(
        "trained_model",
        sa.Column("id", ID, primary_key=True), column("number", sa.Integer()), column("sha256", HASH),
        column("data_hash", HASH), column("code_version", sa.String(60)), column("kinds", sa.JSON()),
        column("trained_on", sa.Integer()), column("evaluated_on", sa.Integer()), column("metrics", sa.JSON()),
        column("threshold", sa.Double()), column("stated_error", sa.Double()), column("state", sa.String(12)),
        column("made_by", ID, "account.id"), column("made_at", WHEN), column("version", sa.Integer()),
        sa.UniqueConstraint("number"),
    )  # fmt: skip
    op.create_index("ix_trained_model_state", "trained_model", ["state"])
    op.create_table(
        "promotion",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True), column("act", sa.String(12)),
        column("model_id", ID, "trained_model.id", null=True), column("before_id", ID, "trained_model.id", null=True),
        column("reason", sa.String(500)), column("signed_by", ID, "account.id"), column("signed_at", WHEN),
    )  # fmt: skip


def _judgements() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True), column("document_id", ID, "document.id"),
        column("model_id", ID, "trained_model.id", null=True), column("kind", sa.String(60)),
        column("confidence", sa.Double()), column("shadow_id", ID, "trained_model.id", null=True),
        column("shadow_kind", sa.String(60), null=True), column("shadow_confidence", sa.Double(), null=True),
        column("at", WHEN),
    )  # fmt: skip
    op.create_index("ix_judgement_document_id", "judgement", ["document_id"])
    op.create_index("judgement_by_time", "judgement", ["at"])
    op.create_index("judgement_by_shadow", "judgement", ["shadow_id", "at"])


def _jobs() -> None:
    op.create_table(
        "tuning_job",
        sa.Column("id", ID, primary_key=True), column("what", sa.String(12)), column("wish", sa.JSON()),
        column("state", sa.String(12)), column("progress", sa.Integer()), column("attempt", sa.Integer()),
        column("fence", sa.BigInteger()), column("lease_until", sa.BigInteger()), column("not_before", sa.BigInteger()),
        column("error", sa.String(60), null=True), column("result", ID, null=True),
        column("asked_by", ID, "account.id"), column("asked_at", WHEN), column("ended_at", WHEN, null=True),
    )  # fmt: skip
    op.create_index("ix_tuning_job_state", "tuning_job", ["state"])
    op.create_table(
        "tuning_notice",
        sa.Column("id", ID, primary_key=True), column("key", sa.String(100)), column("code", sa.String(40)),
        column("facts", sa.JSON()), column("state", sa.String(10)), column("made_at", WHEN),
        column("done_by", ID, "account.id", null=True), column("done_at", WHEN, null=True),
        sa.UniqueConstraint("key"),
    )  # fmt: skip
    op.create_index("ix_tuning_notice_state", "tuning_notice", ["state"])
