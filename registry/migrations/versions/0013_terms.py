"""Terms with the rules they come from, and tasks for people."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

SINCE = date(2018, 1, 1)
ANSWERS = "MSVS § 6"
# code, days, unit, starts, longest, its unit, source
RULES: list[tuple[str, int, str, str, int | None, str, str]] = [
    ("register", 1, "wd", "registered", None, "", "AvTS § 12 lg 1"),
    ("teabenoue", 5, "wd", "registered", 15, "wd", "AvTS § 18 lg 1 ja 3, § 19"),
    ("selgitustaotlus", 30, "cd", "registered", 2, "m", ANSWERS),
    ("margukiri", 30, "cd", "registered", 2, "m", ANSWERS),
    ("kiri", 30, "cd", "registered", 2, "m", ANSWERS),
    ("forward", 5, "wd", "registered", None, "", "AvTS § 21, MSVS § 5, HMS § 15 lg 3"),
    ("pensioniavaldus", 15, "wd", "complete", 0, "", "SKA menetlustähtajad: pensioniavaldus"),
    ("toitjakaotuspensioni_avaldus", 15, "wd", "complete", 0, "", "SKA menetlustähtajad: pensioniavaldus"),
    ("perehuvitiste_taotlus", 10, "wd", "complete", None, "", "SKA menetlustähtajad: perehüvitised"),
    ("vanemahuvitise_taotlus", 10, "wd", "complete", None, "", "SKA menetlustähtajad: vanemahüvitis"),
    ("puude_raskusastme_taotlus", 15, "wd", "complete", None, "", "SKA menetlustähtajad: puude ekspertiis"),
    ("vaie", 30, "cd", "registered", None, "", "SKA menetlustähtajad: hüvitise või teenuse vaie"),
    ("vaie_pension", 60, "cd", "registered", None, "", "SKA menetlustähtajad: pensioni vaie"),
    ("vaie_hms", 10, "cd", "registered", None, "", "HMS § 84"),
    ("deficiency", 14, "cd", "delivered", 3, "m", "HMS § 15 lg 2; tavaks 14 päeva"),
    ("deficiency_foreign", 30, "cd", "delivered", 3, "m", "HMS § 15 lg 2; tavaks 30 päeva"),
]


def upgrade() -> None:
    _seed(_rules())
    _terms()
    _tasks()


def _must(name: str, type_: Any, *args: Any, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, *args, nullable=False, **more)


def _rules() -> sa.Table:
    made = op.create_table(
        "term_rule",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        _must("code", sa.String(60)), _must("days", sa.Integer()), _must("unit", sa.String(2)),
        _must("starts", sa.String(12)), sa.Column("longest", sa.Integer()), _must("longest_unit", sa.String(2)),
        _must("source", sa.String(200)), _must("owner", sa.String(100)), _must("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
    )  # fmt: skip
    op.create_index("ix_term_rule_code", "term_rule", ["code"])
    return made


def _seed(table: sa.Table) -> None:
    names = ("code", "days", "unit", "starts", "longest", "longest_unit", "source")
    fixed = {"owner": "LAW", "valid_from": SINCE, "valid_to": None}
    op.bulk_insert(table, [dict(zip(names, rule, strict=True)) | fixed for rule in RULES])


def _terms() -> None:
    when = sa.DateTime(timezone=True)
    op.create_table(
        "term",
        sa.Column("id", sa.String(32), primary_key=True),
        _must("case_id", sa.String(32), sa.ForeignKey("case_file.id")),
        sa.Column("document_id", sa.String(32), sa.ForeignKey("document.id")), sa.Column("letter_id", sa.String(32)),
        _must("code", sa.String(60)), _must("days", sa.Integer()), _must("unit", sa.String(2)),
        _must("starts_on", sa.Date()), _must("ends_on", sa.Date()), _must("remind_on", sa.Date()),
        _must("why", sa.String(300)), _must("source", sa.String(200)), _must("state", sa.String(10)),
        sa.Column("paused_on", sa.Date()), _must("extended_for", sa.String(200)), _must("started_at", when),
        sa.Column("ended_at", when), _must("version", sa.Integer()),
    )  # fmt: skip
    for column in ("case_id", "document_id", "letter_id"):
        op.create_index(f"ix_term_{column}", "term", [column])
    op.create_index("term_by_end", "term", ["state", "ends_on"])
    op.create_index("term_by_reminder", "term", ["state", "remind_on"])


def _tasks() -> None:
    when = sa.DateTime(timezone=True)
    op.create_table(
        "task",
        sa.Column("id", sa.String(32), primary_key=True),
        _must("key", sa.String(100), unique=True),
        _must("case_id", sa.String(32), sa.ForeignKey("case_file.id")),
        sa.Column("term_id", sa.String(32), sa.ForeignKey("term.id")),
        _must("code", sa.String(40)), _must("for_role", sa.String(20)), _must("due_on", sa.Date()),
        _must("state", sa.String(10)), _must("made_at", when), sa.Column("done_by", sa.String(80)),
        sa.Column("done_at", when),
    )  # fmt: skip
    op.create_index("ix_task_case_id", "task", ["case_id"])
    op.create_index("ix_task_term_id", "task", ["term_id"])
    op.create_index("task_by_due", "task", ["state", "due_on"])
