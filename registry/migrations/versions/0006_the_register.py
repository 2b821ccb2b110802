"""The document register, the scheme it is kept by, and what its search looks in."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID, WHEN = sa.String(32), sa.DateTime(timezone=True)
OWNER = "Dokumendihaldus (leiutatud)"  # the real series of client files are not public: all of these are invented
FROM = date(2020, 1, 1)
P12, P11 = "AvTS § 35 lg 1 p 12", "AvTS § 35 lg 1 p 11"
UNITS = (
    ("PEN", "Pensionid", "Pensions", "Пенсии"),
    ("FAM", "Perehüvitised", "Family benefits", "Семейные пособия"),
    ("DIS", "Puude tuvastamine", "Disability assessment", "Установление инвалидности"),
    ("EUR", "EL ja välislepingud", "EU and treaties", "ЕС и международные договоры"),
    ("PAY", "Väljamaksed", "Payments", "Выплаты"),
    ("CLI", "Klienditeenindus", "Client service", "Обслуживание клиентов"),
)
FUNCTIONS = (
    ("1", "Ameti juhtimine", "Management", "Управление"),
    ("6.0", "Saabuv paber", "Paper that arrives", "Поступающая бумага"),
    ("6.1", "Pensionid", "Pensions", "Пенсии"),
    ("6.2", "Perehüvitised", "Family benefits", "Семейные пособия"),
    ("6.3", "Puue", "Disability", "Инвалидность"),
    ("6.4", "Rehabilitatsioon", "Rehabilitation", "Реабилитация"),
    ("6.5", "EL ja välislepingud", "EU and treaties", "ЕС и международные договоры"),
    ("6.6", "Väljamaksed", "Payments", "Выплаты"),
    ("7.1", "Klientide kirjad", "Letters of clients", "Письма клиентов"),
    ("7.2", "Teabenõuded", "Requests for information", "Запросы информации"),
    ("7.3", "Vaided", "Challenges", "Возражения"),
)
SERIES = (  # code, unit, years kept (None: for good), basis of the restriction
    ("1-13", "CLI", 5, ""), ("6.0-1", "CLI", 75, P12), ("6.1-1", "PEN", 75, P12), ("6.2-1", "FAM", 75, P12),
    ("6.3-1", "DIS", 75, P11), ("6.4-1", "DIS", 75, P11), ("6.5-1", "EUR", 75, P12), ("6.6-1", "PAY", 10, P12),
    ("7.1-1", "CLI", 5, P12), ("7.2-1", "CLI", 5, P12), ("7.3-1", "CLI", 10, P12),
)  # fmt: skip


def upgrade() -> None:
    scheme()
    entries()
    search()
    if op.get_bind().dialect.name == "sqlite":
        full_text_sqlite()
    else:
        full_text_postgresql()


def must(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def may(name: str, kind: sa.types.TypeEngine[Any], refers_to: str = "") -> sa.Column[Any]:
    return sa.Column(name, kind, *([sa.ForeignKey(refers_to)] if refers_to else []), nullable=True)


def dated(name: str, *more: sa.Column[Any]) -> sa.Table:
    table = op.create_table(
        name,
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True), must("code", sa.String(20)),
        must("title", sa.JSON()), must("owner", sa.String(100)), must("valid_from", sa.Date()),
        may("valid_to", sa.Date()), *more,
    )  # fmt: skip
    op.create_index(f"ix_{name}_code", name, ["code"])
    return table


def scheme() -> None:
    for name, rows in (("office_unit", UNITS), ("office_function", FUNCTIONS)):
        table = dated(name)
        op.bulk_insert(table, [row(code, et, en, ru) for code, et, en, ru in rows])
    table = dated(
        "series", must("function", sa.String(20)), must("unit", sa.String(10)),
        may("retention_years", sa.Integer()), must("archival", sa.Boolean()), must("ak_basis", sa.String(60)),
    )  # fmt: skip
    titles = {code: (et, en, ru) for code, et, en, ru in FUNCTIONS}
    op.bulk_insert(
        table,
        [
            row(code, *titles[code.partition("-")[0]])
            | {"function": code.partition("-")[0], "unit": unit, "retention_years": years, "archival": False}
            | {"ak_basis": basis}
            for code, unit, years, basis in SERIES
        ],
    )


def row(code: str, et: str, en: str, ru: str) -> dict[str, Any]:
    title = {"et": et, "en": en, "ru": ru}
    return {"code": code, "title": title, "owner": OWNER, "valid_from": FROM, "valid_to": None}


def entries() -> None:
    op.create_table(
        "entry",
        sa.Column("id", ID, primary_key=True), must("viit", sa.String(40)), must("direction", sa.String(10)),
        may("document_id", ID, "document.id"), may("letter_id", ID), may("case_id", ID, "case_file.id"),
        must("registered_at", WHEN), must("registered_by", sa.String(80)), must("series", sa.String(20)),
        must("kind", sa.String(60)), must("title", sa.String(300)), must("public_title", sa.String(300)),
        must("party", sa.String(200)), must("party_person", sa.Boolean()), must("how", sa.String(20)),
        may("dated_on", sa.Date()), may("sent_on", sa.Date()), must("their_viit", sa.String(60)),
        may("their_date", sa.Date()), may("reply_to", ID, "entry.id"), must("unit", sa.String(10)),
        may("handler_id", ID, "account.id"), may("answer_due", sa.Date()), must("ak_basis", sa.String(60)),
        may("ak_from", sa.Date()), may("ak_until", sa.Date()), must("edited", sa.JSON()),
        must("version", sa.Integer()),
        sa.UniqueConstraint("viit"), sa.UniqueConstraint("document_id"), sa.UniqueConstraint("letter_id"),
    )  # fmt: skip
    for column in ("case_id", "reply_to", "handler_id"):
        op.create_index(f"ix_entry_{column}", "entry", [column])
    present_documents()


def present_documents() -> None:
    """What was registered before is in the register too; its words come when somebody or something touches it."""
    op.execute(
        "INSERT INTO entry (id, viit, direction, document_id, registered_at, registered_by, series, kind, title, "
        "public_title, party, party_person, how, their_viit, unit, ak_basis, edited, version) "
        "SELECT id, viit, 'in', id, registered_at, principal, '6.0-1', '', '', '', '', true, '', '', '', "
        "'AvTS § 35 lg 1 p 12', '[]', 1 FROM document"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "UPDATE entry SET ak_from = CAST(registered_at AS date), "
            "ak_until = CAST(registered_at + interval '75 years' AS date)"
        )
    else:
        op.execute("UPDATE entry SET ak_from = date(registered_at), ak_until = date(registered_at, '+75 years')")


def search() -> None:
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("entry_id", ID, sa.ForeignKey("entry.id"), nullable=False),
        must("pages", sa.Text()), must("facts", sa.Text()), must("open", sa.Text()),
        sa.UniqueConstraint("entry_id"),
    )  # fmt: skip
    op.create_table(
        "search_near",
        sa.Column("key", sa.String(24), primary_key=True), sa.Column("word", sa.String(24), primary_key=True),
    )  # fmt: skip
    op.execute(
        "INSERT INTO search_text (entry_id, pages, facts, open) SELECT id, '', '', '' FROM entry ORDER BY registered_at"
    )


def full_text_sqlite() -> None:
    """The index follows its table by triggers: nobody can forget it."""
    op.execute(
        "CREATE VIRTUAL TABLE search_fts USING fts5(pages, facts, open, content='search_text', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0')"
    )
    gone = (
        "INSERT INTO search_fts (search_fts, rowid, pages, facts, open) "
        "VALUES ('delete', old.id, old.pages, old.facts, old.open);"
    )
    come = "INSERT INTO search_fts (rowid, pages, facts, open) VALUES (new.id, new.pages, new.facts, new.open);"
    for deed, what in {"INSERT": come, "DELETE": gone, "UPDATE": f"{gone} {come}"}.items():
        op.execute(f"CREATE TRIGGER search_fts_{deed.lower()} AFTER {deed} ON search_text BEGIN {what} END")


def full_text_postgresql() -> None:
    """Words are folded before they come here, so no configuration and no parser of the server's has a say."""
    everything = "array_to_tsvector(string_to_array(btrim(pages || ' ' || facts), ' '))"
    op.execute(f"CREATE INDEX search_fts_all ON search_text USING gin ({everything})")
    op.execute("CREATE INDEX search_fts_open ON search_text USING gin (array_to_tsvector(string_to_array(open, ' ')))")
