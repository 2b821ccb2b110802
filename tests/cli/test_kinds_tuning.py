"""`kantselei kinds` in the hands of an administrator: a kind is drafted, mended, signed and taken back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from running import RunningOffice
from typer.testing import CliRunner

from classify.catalogue import SHIPPED
from classify.evaluate import Outcome
from cli.app import application
from ports.database import Database
from registry import accounts
from registry.accounts import Profile
from registry.model import Account
from registry.tuning import measures, models
from registry.tuning.measures import Paper
from registry.tuning.models import Made

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
    assert "raieluba.toml, rida" in said
    assert "Kas mõtlesid `isikukood`?" in said
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


def kept(office: RunningOffice, mark: str) -> None:
    """A model that judged 700 papers, two of them wrongly and unsure of itself."""
    outcomes = [
        Outcome(place, "kiri", "vaie" if place < 2 else "kiri", 0.4 if place < 2 else 0.99) for place in range(700)
    ]
    told = measures.packed(outcomes, [Paper(f"{place:032x}", None, 1) for place in range(700)])
    made = Made(mark * 64, "d" * 64, "1", ["kiri", "vaie"], 900, 700, {**told, "own_threshold": 0.6}, 0.99, 0.005)
    with closing(Database(office.store.database_url)) as database, database.transaction() as session:
        account = session.query(Account).filter_by(login="aado").one()
        models.keep(session, accounts.person(account), made)


def test_a_model_is_looked_at_promoted_and_rolled_back(office: RunningOffice, tmp_path: Path) -> None:
    for mark in "ab":
        kept(office, mark)
    status, said = kinds("evaluate", "2", "--plots", tmp_path / "plots")
    assert status == 0
    assert "0 of 698 wrong" in said
    assert len(list((tmp_path / "plots").glob("model-2-*.svg"))) == 3
    assert "cannot be stated" in kinds("evaluate", "2", "--error", "0.001")[1]
    assert kinds("promote", "1", "--reason", "Esimene") == (0, "Model 1 is the champion.\n")
    assert kinds("challenge", "2", "--reason", "Proovime")[0] == 0
    assert "0 of 0 papers" in kinds("shadow")[1]
    assert kinds("promote", "2", "--reason", "Parem")[0] == 0
    assert "champion" in kinds("models")[1]
    assert kinds("rollback", "--reason", "Halvem") == (0, "Model 1 is the champion again.\n")
    assert kinds("retire", "1", "--reason", "Aitab")[0] == 0
    assert kinds("rollback", "--reason", "Veel")[0] == 1
    assert kinds("promote", "9", "--reason", "Ei ole")[0] == 1
    assert kinds("drift")[0] == 0


def test_a_training_waits_for_a_worker(office: RunningOffice) -> None:
    status, said = kinds("train", "--error", "0.01", "--wait", "0")
    assert status == 0
    assert "waits for a worker" in said
