"""`kantselei kinds` in the hands of an administrator: a kind is drafted, mended, signed and taken back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from running import RunningOffice
from typer.testing import CliRunner

from classify.catalogue import SHIPPED
from cli.app import application
from ports.database import Database
from registry import accounts
from registry.accounts import Profile

PERMIT = (SHIPPED / "kiri.toml").read_text(encoding="utf-8").replace('code = "kiri"', 'code = "raieluba"')


@pytest.fixture
def office(embedded: RunningOffice, monkeypatch: pytest.MonkeyPatch) -> RunningOffice:
    """Its settings are ours, and it has an administrator."""
    for key, value in embedded.settings.items():
        monkeypatch.setenv(key, value)
    with closing(Database(embedded.store.database_url)) as database, database.transaction() as session:
        accounts.add_account(session, Profile("aado", "Aado Aru", "admin"), "an invented pass phrase")
    return embedded


def kinds(*argv: str | Path, login: str = "aado") -> tuple[int, str]:
    ran = CliRunner().invoke(application(["kinds"]), ["kinds", *map(str, argv), "--as", login])
    return ran.exit_code, ran.output


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "raieluba.toml"
    file.write_text(PERMIT, encoding="utf-8")
    return file


def test_a_kind_is_drafted_mended_signed_and_taken_back(office: RunningOffice, file: Path) -> None:
    assert kinds("draft", "raieluba", file)[0] == 0
    assert kinds("show", "raieluba") == (0, PERMIT)
    file.write_text(PERMIT.replace('type = "isikukood"', 'type = "isikukod"'), encoding="utf-8")
    status, said = kinds("write", "raieluba", file)
    assert status == 1
    assert "raieluba.toml, line" in said
    assert "Did you mean `isikukood`?" in said
    file.write_text(PERMIT.replace('title.et = "Kiri"', 'title.et = "Raieluba"'), encoding="utf-8")
    assert kinds("write", "raieluba", file)[0] == 0
    assert kinds("publish", "raieluba", "--reason", " ")[0] == 1
    assert kinds("publish", "raieluba", "--reason", "Uus vorm") == (0, "raieluba: edition 1 is published.\n")
    status, said = kinds("list")
    assert "Uus vorm" in said
    assert kinds("withdraw", "raieluba", "--reason", "Trükiviga")[0] == 0
    assert kinds("show", "raieluba")[0] == 1  # neither a draft nor published


def test_only_administrators_tune(office: RunningOffice, file: Path) -> None:
    assert kinds("draft", "raieluba", file, login="menetleja")[0] == 1
    assert kinds("samples", login="menetleja")[0] == 1
    assert "raieluba" not in kinds("list")[1]


def test_a_scan_waits_for_a_worker_and_says_so(office: RunningOffice, tmp_path: Path, examples: Path) -> None:
    scan = next(iter(sorted(examples.glob("*.pdf"))))
    status, said = kinds("add-samples", "kiri", scan, "--wait", "0")
    assert status == 0
    assert "waits for a worker" in said
    assert kinds("add-samples", "olematu", scan, "--wait", "0")[0] == 1
    assert kinds("add-samples", "kiri", tmp_path / "no-such.pdf", "--wait", "0")[0] == 1
    assert kinds("add-blank", scan, "--id", "kiri", "--title", "Kiri", "--wait", "0")[0] == 1
