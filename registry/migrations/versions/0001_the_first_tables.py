"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID, HASH, WHEN = sa.String(32), sa.String(64), sa.DateTime(timezone=True)


def upgrade() -> None:
    people()
    intake()
    cases()
    documents()
    pages()
    fields()
    work()
    evidence()


def key(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True)


def must(name: str, kind: sa.types.TypeEngine[Any], refers_to: str = "") -> sa.Column[Any]:
    return sa.Column(name, kind, *([sa.ForeignKey(refers_to)] if refers_to else []), nullable=False)


def may(name: str, kind: sa.types.TypeEngine[Any], refers_to: str = "") -> sa.Column[Any]:
    return sa.Column(name, kind, *([sa.ForeignKey(refers_to)] if refers_to else []), nullable=True)


def index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def people() -> None:
    op.create_table(
        "account",
        key("id", ID), must("login", sa.String(100)), must("name", sa.String(200)),
        must("password_hash", sa.String(300)), must("role", sa.String(20)), must("units", sa.String(200)),
        must("language", sa.String(2)), must("active", sa.Boolean()),
        sa.UniqueConstraint("login"),
    )  # fmt: skip
    op.create_table(
        "sign_in",
        key("secret_hash", HASH), must("account_id", ID, "account.id"), must("created_at", WHEN),
        must("last_seen_at", WHEN), must("expires_at", WHEN),
    )  # fmt: skip
    index("sign_in", "account_id")
    op.create_table(
        "station",
        key("id", ID), must("name", sa.String(100)), must("key_hash", HASH), must("active", sa.Boolean()),
        must("created_at", WHEN),
        sa.UniqueConstraint("name"), sa.UniqueConstraint("key_hash"),
    )  # fmt: skip


def intake() -> None:
    op.create_table(
        "batch",
        key("id", ID), must("principal", sa.String(80)), must("label", sa.String(100)), may("declared", sa.Integer()),
        must("one_client", sa.Boolean()), may("case_no", sa.BigInteger()), must("state", sa.String(10)),
        must("created_at", WHEN), may("closed_at", WHEN),
    )  # fmt: skip
    index("batch", "principal")
    op.create_table(
        "blob",
        key("sha256", HASH), must("size", sa.BigInteger()), must("media_type", sa.String(100)),
        must("created_at", WHEN),
    )  # fmt: skip
    op.create_table("counter", key("name", sa.String(60)), must("value", sa.BigInteger()))


def cases() -> None:
    op.create_table(
        "case_file",
        key("id", ID), must("number", sa.String(40)), must("kind", sa.String(60)), may("client_code", sa.String(20)),
        may("client_name", sa.String(200)), must("unit", sa.String(10)), may("handler_id", ID, "account.id"),
        must("route_why", sa.String(300)), must("state", sa.String(20)), must("opened_at", WHEN),
        may("complete_at", WHEN), may("due_on", sa.Date()), must("due_why", sa.String(500)),
        must("version", sa.Integer()),
        sa.UniqueConstraint("number"),
    )  # fmt: skip
    index("case_file", "kind", "client_code", "unit", "state", "due_on")


def documents() -> None:
    op.create_table(
        "document",
        key("id", ID), must("batch_id", ID, "batch.id"), must("seq", sa.Integer()), must("principal", sa.String(80)),
        must("sha256", HASH, "blob.sha256"), must("declared_type", sa.String(100)),
        must("viit", sa.String(40)), must("case_no", sa.BigInteger()), must("viit_seq", sa.Integer()),
        must("registered_at", WHEN), must("receipt_id", ID),
        must("state", sa.String(20)), may("trouble", sa.String(60)), may("page_count", sa.Integer()),
        may("kind", sa.String(60)), may("kind_confidence", sa.Double()), must("kind_why", sa.JSON()),
        must("kind_alternatives", sa.JSON()), may("kind_confirmed_by", ID, "account.id"),
        may("case_id", ID, "case_file.id"), must("placed_why", sa.String(300)), must("version", sa.Integer()),
        sa.UniqueConstraint("viit"), sa.UniqueConstraint("receipt_id"),
        sa.UniqueConstraint("batch_id", "seq"), sa.UniqueConstraint("case_no", "viit_seq"),
    )  # fmt: skip
    index("document", "sha256", "registered_at", "state", "case_id")


def pages() -> None:
    op.create_table(
        "page",
        sa.Column("document_id", ID, sa.ForeignKey("document.id"), primary_key=True), key("number", sa.Integer()),
        may("trouble", sa.String(60)), may("picture", HASH), may("original", HASH), may("thumbnail", HASH),
        may("width", sa.Integer()), may("height", sa.Integer()), may("dpi", sa.Double()),
        may("rotation", sa.Integer()), may("verdict", sa.String(10)), may("score", sa.Double()),
        must("reasons", sa.JSON()), may("text", sa.JSON()),
    )  # fmt: skip


def fields() -> None:
    op.create_table(
        "field_value",
        key("id", ID), must("document_id", ID, "document.id"), must("position", sa.Integer()),
        must("name", sa.String(60)), may("value", sa.Text()), may("proposed", sa.Text()), must("raw", sa.Text()),
        must("confidence", sa.Double()), may("page", sa.Integer()), may("box", sa.JSON()),
        must("found", sa.String(12)), may("answer", sa.String(12)), may("answered_by", ID, "account.id"),
        may("answered_at", WHEN), must("version", sa.Integer()),
        sa.UniqueConstraint("document_id", "name"),
    )  # fmt: skip
    index("field_value", "document_id")
    op.create_table(
        "problem",
        key("id", sa.Integer()), must("document_id", ID, "document.id"), must("code", sa.String(60)),
        may("field", sa.String(60)), must("severity", sa.String(10)), must("text", sa.JSON()),
    )  # fmt: skip
    index("problem", "document_id")


def work() -> None:
    op.create_table(
        "work",
        key("id", ID), must("document_id", ID, "document.id"), must("page", sa.Integer()),
        must("step", sa.String(20)), must("round", sa.Integer()), must("state", sa.String(12)),
        must("attempt", sa.Integer()), must("fence", sa.BigInteger()), may("lease_owner", sa.String(80)),
        must("lease_until", sa.BigInteger()), must("not_before", sa.BigInteger()), must("hinted_at", sa.BigInteger()),
        must("created_at", sa.BigInteger()), may("error", sa.String(60)),
        sa.UniqueConstraint("document_id", "page", "step", "round"),
    )  # fmt: skip
    op.create_index("work_by_state", "work", ["state", "not_before"])


def evidence() -> None:
    seq = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "audit_event",
        sa.Column("seq", seq, primary_key=True, autoincrement=False), must("at", WHEN), must("actor", sa.String(80)),
        must("action", sa.String(60)), must("object", sa.String(80)), must("detail", sa.JSON()),
        must("previous", HASH), must("hash", HASH),
        sa.UniqueConstraint("hash"),
    )  # fmt: skip
    index("audit_event", "action", "object")
    if op.get_bind().dialect.name == "sqlite":
        seal_sqlite()
    else:
        seal_postgresql()


def seal_sqlite() -> None:
    """Evidence is added, never changed: a slip of ours is stopped here, a deliberate hand is shown by the chain."""
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_event_no_{deed.lower()} BEFORE {deed} ON audit_event "
            "BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END"
        )


def seal_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit events are never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_event_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )
