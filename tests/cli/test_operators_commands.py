"""`kantselei accounts`, `doctor` and `verify`: what an operator asks, and what is answered."""

from __future__ import annotations

import re
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from running import RunningOffice
from sqlalchemy import text, update
from typer.testing import CliRunner, Result

from capture.scan import Scan
from cli import doctor
from cli.accounts import accounts as accounts_app
from cli.app import application
from ocr.neural import Neural
from ports.database import Database
from registry import acceptance, accounts
from registry.access import Principal
from registry.accounts import BadCredentials
from registry.model import Case, Document, Work


@pytest.fixture
def office(embedded: RunningOffice, monkeypatch: pytest.MonkeyPatch) -> RunningOffice:
    """Its settings are ours: commands look at this office."""
    for key, value in embedded.settings.items():
        monkeypatch.setenv(key, value)
    return embedded


def said(*argv: str) -> Result:
    return CliRunner().invoke(application(), argv)


def test_the_accounts_commands_hang_on_the_command() -> None:
    assert {command.name for command in accounts_app.registered_commands} >= {"list", "add", "disable"}
    for name in ("serve", "work", "demo", "doctor", "verify", "accounts", "cases", "read", "check"):
        assert said(name, "--help").exit_code == 0


def test_a_person_is_added_signs_in_and_is_sent_home(office: RunningOffice) -> None:
    added = said("accounts", "add", "liis", "--name", "Liis Lill", "--units", "FAM,PEN")
    assert added.exit_code == 0, added.output
    password = re.search(r"with (\S+)", added.output)
    assert password
    with closing(Database(office.store.database_url)) as database:
        with database.transaction() as session:
            secret, account = accounts.sign_in(session, "liis", password[1])
            assert account.units == "FAM,PEN"
        assert said("accounts", "disable", "liis").exit_code == 0
        with database.transaction() as session:
            assert accounts.who(session, secret) is None
            with pytest.raises(BadCredentials):
                accounts.sign_in(session, "liis", password[1])


def test_a_station_s_key_is_shown_once_and_renewed(office: RunningOffice) -> None:
    first = said("accounts", "stations", "add", "Narva").output.splitlines()[-1]
    second = said("accounts", "stations", "renew", "Narva").output.splitlines()[-1]
    with closing(Database(office.store.database_url)) as database, database.reading() as session:
        assert accounts.station_of(session, first) is None
        assert accounts.station_of(session, second)
    listed = said("accounts", "list").output
    assert "Narva" in listed
    assert second not in listed


@pytest.mark.parametrize(
    "argv",
    [("add", "menetleja", "--name", "Mari"), ("disable", "nobody"), ("stations", "add", "Rakvere"),
     ("add", "uus", "--name", "U", "--role", "king")],
)  # fmt: skip
def test_a_mistake_is_a_sentence(office: RunningOffice, argv: tuple[str, ...]) -> None:
    answer = said("accounts", *argv)
    assert answer.exit_code == 1
    assert answer.stderr.strip().endswith((".", "`"))
    assert "Traceback" not in answer.output


def test_doctor_says_that_all_is_well(office: RunningOffice) -> None:
    answer = said("doctor")
    assert answer.exit_code == 0, answer.output
    for word in ("Tesseract", "poppler", "est+rus+eng", "cage", "database", "object store", "broker"):
        assert word in answer.output
    assert "neural reader: works" in answer.output


def test_doctor_names_what_is_missing_and_what_to_do(office: RunningOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANTSELEI_LANGUAGES", "est+fin")
    monkeypatch.setenv("KANTSELEI_BROKER_URL", "amqp://guest:sesame@127.0.0.1:1/%2F")
    monkeypatch.setenv("COLUMNS", "300")
    answer = said("doctor")
    assert answer.exit_code == 1
    assert "apt-get install tesseract-ocr-fin" in answer.output
    assert "KANTSELEI_BROKER_URL" in answer.output
    assert "sesame" not in answer.output


def test_doctor_says_that_tesseract_reads_alone(office: RunningOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """A neural reader that does not start is no end of the office, but it is said."""
    monkeypatch.setattr(doctor, "Neural", partial(Neural, child="tests.no_such_reader"))
    answer = said("doctor")
    assert answer.exit_code == 1
    assert "neural reader: does not work" in answer.output
    assert "./run --setup-only" in answer.output


@pytest.fixture
def lived_in(office: RunningOffice, examples: Path) -> RunningOffice:
    """An office with one document in a case."""
    office.start_web()
    office.start_worker()
    office.wait_settled(office.send(examples / "06-valjamaksuviisi-avaldus.pdf"), 90)
    office.end()
    return office


def test_verify_names_the_first_thing_that_does_not_agree(lived_in: RunningOffice) -> None:
    """Each harm done by hand is found, named, and gone when it is undone."""
    assert said("verify", "--quiet").exit_code == 0
    harms = {
        "audit event 2": "UPDATE audit_event SET action = 'document.lost' WHERE seq = 2",
        "stands still": "UPDATE document SET state = 'recognised'",
        "lies in no case": "UPDATE document SET case_id = NULL",
        "number of pages": "UPDATE document SET page_count = 7",
        "lost a page": "UPDATE page SET text = NULL",
        "a gap": "UPDATE counter SET value = 9 WHERE name = 'case_no'",
        "its row says": "UPDATE blob SET size = size + 1",
    }
    for named, harm in harms.items():
        assert named in harmed(lived_in, harm), harm
    for file in stored(lived_in):
        kept = file.read_bytes()
        file.chmod(0o600)
        file.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        assert "not what was stored" in said("verify", "--quiet").output
        file.unlink()
        assert "is missing from the store" in said("verify", "--quiet").output
        file.write_bytes(kept)
    assert said("verify", "--quiet").exit_code == 0


def harmed(office: RunningOffice, statement: str) -> str:
    """What verify says while this harm is done; the rows are put back afterwards."""
    folder = office.folder / "data"
    before = {file: file.read_bytes() for file in folder.glob("kantselei.db*")}
    with closing(Database(office.store.database_url)) as opened, opened.transaction() as session:
        for trigger in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f'DROP TRIGGER "{trigger}"'))  # who owns the file can do that
        session.execute(text(statement))
    answer = said("verify", "--quiet")
    assert answer.exit_code == 1, answer.output
    for file in folder.glob("kantselei.db*"):
        file.unlink()
    for file, content in before.items():
        file.write_bytes(content)
    return answer.output


def stored(office: RunningOffice) -> list[Path]:
    return [file for file in (office.folder / "data" / "blobs").rglob("*") if file.is_file()]


def test_an_operator_moves_a_document_in_somebodys_name_and_takes_it_back(office: RunningOffice) -> None:
    viits = []
    with closing(Database(office.store.database_url)) as database, database.transaction() as session:
        station = Principal("station", accounts.add_station(session, "Valga")[0].id, "station")
        for number in (1, 2):
            batch = acceptance.open_batch(session, station).id
            sent = acceptance.Submission(batch, number, Scan(f"{number:064x}", "image/png", 9))
            receipt = acceptance.accept(session, station, sent, b"k" * 32).receipt
            document = session.get_one(Document, receipt.document_id)
            at = database.now(session)
            document.case = Case(number=document.viit.rpartition("-")[0], kind="tundmatu", unit="CLI", opened_at=at)
            document.kind, document.state = "tundmatu", "placed"
            session.execute(update(Work).where(Work.document_id == document.id).values(state="done"))
            viits.append(document.viit)
    into = viits[0].rpartition("-")[0]
    assert said("accounts", "add", "mihkel", "--name", "Mihkel Mets", "--units", "PEN").exit_code == 0
    assert said("cases", "move", viits[1], into, "--as", "mihkel").exit_code == 1, "his unit does not see them"
    moved = said("cases", "move", viits[1], into, "--as", "menetleja")
    assert f"now in {into}" in moved.output
    act = re.search(r"act (\w+)", moved.output)
    assert act
    assert viits[1] in said("cases", "show", into, "--as", "menetleja").output
    assert said("cases", "undo", act[1], "--as", "menetleja").exit_code == 0
    again = said("cases", "undo", act[1], "--as", "menetleja")
    assert (again.exit_code, "moved again since" in again.output) == (1, True)
    assert said("cases", "merge", viits[1].rpartition("-")[0], into, "--as", "nobody").exit_code == 1
