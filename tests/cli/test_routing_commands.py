"""`kantselei routing` and `kantselei cases list|search|next|route`: an operator keeps the rules and asks what comes."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
from running import RunningOffice
from sqlalchemy import select
from typer.testing import CliRunner, Result

from cli.app import application
from ports.database import Database
from ports.settings import StoreSettings
from registry.model import Account
from registry.routing.model import Absence, RouteRule, Skill

MANUAL = Path(__file__).parents[2] / "docs" / "routing.md"


@pytest.fixture
def office(embedded: RunningOffice, monkeypatch: pytest.MonkeyPatch) -> RunningOffice:
    for key, value in embedded.settings.items():
        monkeypatch.setenv(key, value)
    for login, role in (("juhataja", "supervisor"), ("kadri", "handler"), ("peeter", "handler")):
        said("accounts", "add", login, "--name", login.title(), "--role", role)
    return embedded


def said(*argv: str) -> Result:
    return CliRunner().invoke(application(), argv)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The example of docs/routing.md."""
    found = re.search(r"```toml\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    file = tmp_path / "routing.toml"
    file.write_text(found[1], encoding="utf-8")
    return file


def test_the_example_of_the_manual_is_loaded_once_and_shown(office: RunningOffice, book: Path) -> None:
    assert said("routing", "check", str(book)).exit_code == 0
    first = said("routing", "load", str(book), "--as", "juhataja")
    assert (first.exit_code, first.output) == (0, "4 rows are new or ended.\n")
    assert said("routing", "load", str(book), "--as", "juhataja").output == "0 rows are new or ended.\n"
    shown = said("routing", "show", "--day", "2026-12-01").output
    for word in ("ida_viru", "lang:ru", "X-KOV", "matusetoetus"):
        assert word in shown
    assert said("routing", "load", str(book), "--as", "kadri").exit_code == 1, "a handler does not write rules"


def test_a_change_ends_what_held_and_nothing_is_overwritten(office: RunningOffice, book: Path) -> None:
    said("routing", "load", str(book), "--as", "juhataja")
    text = book.read_text(encoding="utf-8")
    book.write_text(text.replace("priority = 4", "priority = 3"), encoding="utf-8")
    refused = said("routing", "load", str(book), "--as", "juhataja")
    assert refused.exit_code == 1
    assert "line 13" in refused.output
    assert "later `valid_from`" in refused.output
    rule = text[: text.index("[[handler]]")].replace("priority = 4", "priority = 3")
    book.write_text(rule.replace("2026-12-01", "2027-02-01"), encoding="utf-8")
    assert said("routing", "load", str(book), "--as", "juhataja").exit_code == 0
    with closing(Database(StoreSettings.read().database_url)) as database, database.reading() as session:
        wanted = select(RouteRule).where(RouteRule.code == "ida_viru_vene").order_by(RouteRule.valid_from)
        rows = [(row.priority, str(row.valid_from), str(row.valid_to)) for row in session.scalars(wanted)]
        assert session.scalars(select(Skill)).all()
    assert rows == [(4, "2026-12-01", "2027-01-31"), (3, "2027-02-01", "None")]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("wrong", "right", "line", "remedy"),
    [
        ('kind = "pensioniavaldus"', 'kind = "pensionavaldus"', 4, "pensioniavaldus"),
        ('region = "ida-viru"', 'region = "virumaa"', 6, "ida-viru"),
        ('when = "service_abroad = yes"', 'when = "service_abroad ~ yes"', 7, "name = value"),
        ("position = 5", 'position = "5"', 3, "a number"),
        ('unit = "PEN"', 'unit = "pen"', 9, "in capitals"),
        ('source = "Pensioniosakonna töökord p 7"', "", 2, "source"),
        ('owner = "PEN"', 'owner = "PEN"\ncolour = "red"', 13, "known"),
        ('skills = ["lang:ru", "eu"]', 'skills = ["Vene keel"]', 17, "lang:ru"),
    ],
)
def test_a_mistake_names_its_line_and_the_remedy(book: Path, wrong: str, right: str, line: int, remedy: str) -> None:
    text = book.read_text(encoding="utf-8")
    assert wrong in text
    book.write_text(text.replace(wrong, right, 1), encoding="utf-8")
    refused = said("routing", "check", str(book))
    assert refused.exit_code == 1
    assert remedy in refused.output, refused.output
    assert re.search(rf"line {line}\b", refused.output) or line == 2, refused.output


def test_who_is_away_and_comes_back(office: RunningOffice) -> None:
    days = ("--from", "2026-11-01", "--to", "2030-12-31")
    gone = said("routing", "away", "kadri", *days, "--substitute", "peeter", "--as", "juhataja")
    assert gone.exit_code == 0, gone.output
    assert "peeter" in said("routing", "show").output
    assert said("routing", "away", "kadri", *days, "--substitute", "kadri", "--as", "juhataja").exit_code == 1
    turned = ("--from", "2026-12-02", "--to", "2026-12-01")
    assert "earlier day" in said("routing", "away", "kadri", *turned, "--as", "juhataja").output
    assert "1 absence(s) ended" in said("routing", "back", "kadri", "--as", "juhataja").output
    with closing(Database(StoreSettings.read().database_url)) as database, database.reading() as session:
        kadri = session.scalars(select(Account).where(Account.login == "kadri")).one()
        (row,) = session.scalars(select(Absence).where(Absence.account_id == kadri.id))
        assert row.last_on.year < 2030


def test_the_queue_of_a_person_and_nothing_to_do(office: RunningOffice) -> None:
    listed = said("cases", "list", "--as", "kadri")
    assert (listed.exit_code, listed.output.splitlines()[0].split("\t")[0]) == (0, "number")
    assert said("cases", "search", "Maasikas", "--as", "kadri").exit_code == 0
    assert said("cases", "list", "--as", "kadri", "--state", "sleeping").exit_code == 2
    assert said("cases", "next", "--as", "juhataja").exit_code == 1, "supervisors are given none"
    assert said("cases", "route", "6.0-1/999999", "--as", "kadri").exit_code == 1
