"""The process is killed while it accepts: every receipt that was given is kept, nothing half done is left."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from ports.database import Database
from registry import acceptance, accounts, audit
from registry.model import AuditEvent, Document, Work
from registry.number import parse_viit

pytestmark = pytest.mark.slow

SENDER = Path(__file__).with_name("sender.py")
CHECKOUT = Path(__file__).resolve().parents[2]


def accept_until_killed(url: str, station: str, batch: str, first: int, after_s: float) -> list[dict[str, int | str]]:
    """The receipts that were said aloud before the SIGKILL."""
    argv = [sys.executable, str(SENDER), url, station, batch, str(first)]
    with subprocess.Popen(
        argv, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, env={"PYTHONPATH": str(CHECKOUT)}
    ) as sender:
        assert sender.stdout is not None
        heard = [sender.stdout.readline()]  # it has begun
        time.sleep(after_s)
        sender.kill()
        heard += sender.stdout.read().splitlines()
    return [json.loads(line) for line in heard if line.rstrip().endswith("}")]


@pytest.fixture
def url(database: Database) -> str:
    return database._engine.url.render_as_string(hide_password=False)


def test_every_receipt_given_before_a_kill_is_kept(database: Database, url: str) -> None:
    with database.transaction() as session:
        station, _ = accounts.add_station(session, "laud 1")
    with database.transaction() as session:
        who = accounts.Principal("station", station.id, "station")
        batch = acceptance.open_batch(session, who).id
    given: list[dict[str, int | str]] = []
    for number in range(5):
        given += accept_until_killed(url, station.id, batch, 1 + number * 100_000, 0.05 + 0.037 * number)
    with database.reading() as session:
        kept = {document.seq: document for document in session.scalars(select(Document))}
        numbers = sorted(viit.case_no for viit in (parse_viit(each.viit) for each in kept.values()) if viit)
        assert {each["seq"] for each in given} <= kept.keys()
        for receipt in given:
            assert kept[int(receipt["seq"])].viit == receipt["viit"]
            assert session.get_one(AuditEvent, receipt["audit_seq"]).action == "document.accepted"
        assert numbers == list(range(1, len(kept) + 1))
        assert set(session.scalars(select(Work.document_id))) == {each.id for each in kept.values()}
        assert audit.verify(session) is None
        if database.dialect == "sqlite":
            assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert len(kept) <= len(given) + 5  # each killed process had at most one more in hand
