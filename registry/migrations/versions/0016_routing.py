"""Routing as data: rules, skills, absences, choices with their steps, other bodies, who holds a case now."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

WHEN = sa.DateTime(timezone=True)
AT_HAND = sa.text("state IN ('new', 'review')")
SINCE = date(2018, 1, 1)
EU = "Määrus (EÜ) nr 883/2004 art 67–68"
# code, position, kind, language, eu, condition, skills, unit, source
RULES: list[tuple[str, int, str, str, bool | None, str, str, str, str]] = [
    ("matusetoetus", 10, "matusetoetuse_avaldus", "", None, "", "", "X-KOV",
     "Matusetoetust maksab alates 01.01.2018 kohalik omavalitsus"),
    ("u1", 11, "pd_dokument", "", None, "pd_type = U1", "", "X-TTK", "Määrus (EÜ) nr 987/2009 art 54"),
    ("s1", 12, "pd_dokument", "", None, "pd_type = S1", "", "X-TK", "Määrus (EÜ) nr 987/2009 art 24"),
    ("el_perehuvitis", 20, "perehuvitiste_taotlus", "", True, "", "eu", "INT", EU),
    ("el_vanemahuvitis", 21, "vanemahuvitise_taotlus", "", True, "", "eu", "INT", EU),
    ("kiri_vene", 30, "kiri", "ru", None, "", "lang:ru", "CLI", "HMS § 20, KeeleS § 12"),
    ("kiri_inglise", 31, "kiri", "en", None, "", "lang:en", "CLI", "HMS § 20, KeeleS § 12"),
]  # fmt: skip
FORWARD = "MSVS § 5, AvTS § 21, HMS § 15 lg 3"
BODIES: list[tuple[str, tuple[str, str, str], tuple[str, str, str]]] = [
    ("X-KOV", ("Elukohajärgne kohalik omavalitsus", "The municipality of residence", "Местное самоуправление"),
     ("Matusetoetust maksab alates 1. jaanuarist 2018 lahkunu viimase elukoha vald või linn.",
      "Since 1 January 2018 the funeral grant is paid by the municipality where the deceased last lived.",
      "С 1 января 2018 года пособие на погребение платит самоуправление последнего места жительства умершего.")),
    ("X-TTK", ("Eesti Töötukassa", "Estonian Unemployment Insurance Fund", "Эстонская касса по безработице"),
     ("Töötushüvitised ja töövõime hindamise korraldab Eesti Töötukassa.",
      "Unemployment benefits and the assessment of work ability are the Unemployment Insurance Fund's.",
      "Пособиями по безработице и оценкой трудоспособности занимается Касса по безработице.")),
    ("X-TK", ("Tervisekassa", "Health Insurance Fund", "Касса здоровья"),
     ("Ravikindlustuse, haiguslehed ja ajutise töövõimetuse hüvitise korraldab Tervisekassa.",
      "Health insurance, sickness certificates and sickness benefit are the Health Insurance Fund's.",
      "Медицинским страхованием, больничными листами и пособием занимается Касса здоровья.")),
    ("X-KT", ("Kohtutäitur", "Bailiff", "Судебный исполнитель"),
     ("Täitmist korraldab kohtutäitur.", "Enforcement is the bailiff's.",
      "Исполнением занимается судебный исполнитель.")),
]  # fmt: skip


def upgrade() -> None:
    _cases()
    _seed_rules(_rules())
    _seed_bodies(_bodies())
    _people()
    _choices()
    _takes()


def _must(name: str, type_: Any, *args: Any, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, *args, nullable=False, **more)


def _number() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True)


def _validity() -> tuple[sa.Column[Any], ...]:
    return _must("valid_from", sa.Date()), sa.Column("valid_to", sa.Date())


def _case() -> sa.Column[Any]:
    return _must("case_id", sa.String(32), sa.ForeignKey("case_file.id"))


def _account(name: str = "account_id", **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.String(32), sa.ForeignKey("account.id"), **more)


def _cases() -> None:
    op.add_column("case_file", _must("priority", sa.Integer(), server_default="5"))
    op.add_column("case_file", _must("needs", sa.String(100), server_default=""))
    order = ["handler_id", "due_on", "priority", "opened_at", "number"]
    op.create_index("case_next", "case_file", order, postgresql_where=AT_HAND, sqlite_where=AT_HAND)


def _rules() -> sa.Table:
    made = op.create_table(
        "route_rule", _number(),
        _must("code", sa.String(60)), _must("position", sa.Integer()), _must("kind", sa.String(60)),
        _must("language", sa.String(2)), _must("region", sa.String(20)), sa.Column("eu", sa.Boolean()),
        _must("condition", sa.String(200)), _must("skills", sa.String(100)), _must("unit", sa.String(10)),
        _must("priority", sa.Integer()), _must("share", sa.String(4)), _must("source", sa.String(200)),
        _must("owner", sa.String(100)), *_validity(),
    )  # fmt: skip
    op.create_index("ix_route_rule_code", "route_rule", ["code"])
    return made


def _seed_rules(table: sa.Table) -> None:
    names = ("code", "position", "kind", "language", "eu", "condition", "skills", "unit", "source")
    fixed = {"region": "", "priority": 5, "share": "push", "owner": "CLI", "valid_from": SINCE, "valid_to": None}
    op.bulk_insert(table, [dict(zip(names, rule, strict=True)) | fixed for rule in RULES])


def _bodies() -> sa.Table:
    made = op.create_table(
        "competent_body", _number(),
        _must("code", sa.String(10)), _must("title", sa.JSON()), _must("reason", sa.JSON()),
        _must("source", sa.String(200)), _must("owner", sa.String(100)), *_validity(),
    )  # fmt: skip
    op.create_index("ix_competent_body_code", "competent_body", ["code"])
    return made


def _seed_bodies(table: sa.Table) -> None:
    fixed = {"source": FORWARD, "owner": "CLI", "valid_from": SINCE, "valid_to": None}
    languages = ("et", "en", "ru")
    rows = [
        {"code": code, "title": dict(zip(languages, title, strict=True)),
         "reason": dict(zip(languages, reason, strict=True))} | fixed
        for code, title, reason in BODIES
    ]  # fmt: skip
    op.bulk_insert(table, rows)


def _people() -> None:
    op.create_table("handler_skill", _number(), _account(nullable=False), _must("skill", sa.String(60)), *_validity())
    op.create_index("ix_handler_skill_account_id", "handler_skill", ["account_id"])
    op.create_table(
        "absence", sa.Column("id", sa.String(32), primary_key=True), _account(nullable=False),
        _must("first_on", sa.Date()), _must("last_on", sa.Date()), _account("substitute_id"),
        _must("recorded_by", sa.String(80)), _must("recorded_at", WHEN), sa.Column("cancelled_at", WHEN),
    )  # fmt: skip
    op.create_index("ix_absence_account_id", "absence", ["account_id"])


def _choices() -> None:
    op.create_table(
        "route_choice", sa.Column("id", sa.String(32), primary_key=True), _case(), _must("at", WHEN),
        _must("by", sa.String(80)), _must("rule", sa.String(60)), _must("unit", sa.String(10)),
        _account("handler_id"), _must("steps", sa.JSON()), _must("reason", sa.String(300)),
    )  # fmt: skip
    op.create_index("ix_route_choice_case_id", "route_choice", ["case_id"])
    op.create_table(
        "referral", sa.Column("id", sa.String(32), primary_key=True), _case(), _must("body", sa.String(10)),
        _must("name", sa.String(200)), _must("why", sa.String(300)), _must("state", sa.String(10)),
        _must("made_at", WHEN), sa.Column("answered_by", sa.String(80)), sa.Column("answered_at", WHEN),
        sa.Column("letter_id", sa.String(32)), sa.Column("sent_viit", sa.String(40)), _must("version", sa.Integer()),
        sa.UniqueConstraint("case_id", "body"),
    )  # fmt: skip
    op.create_index("ix_referral_case_id", "referral", ["case_id"])


def _takes() -> None:
    case = sa.Column("case_id", sa.String(32), sa.ForeignKey("case_file.id"), primary_key=True)
    op.create_table(
        "case_take", case, _account(nullable=False), _must("taken_at", sa.BigInteger()), _must("until", sa.BigInteger())
    )
    op.create_index("ix_case_take_account_id", "case_take", ["account_id"])
    op.create_table(
        "case_pass", sa.Column("case_id", sa.String(32), sa.ForeignKey("case_file.id"), primary_key=True),
        _account(primary_key=True), sa.Column("passed_on", sa.Date(), primary_key=True),
        _must("reason", sa.String(300)),
    )  # fmt: skip
