"""Eight processes register at once and are killed at any moment: no gap, no double number, no receipt that was lost."""

import json
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest
from bureau import Office
from sqlalchemy import select, text

from ports.database import Database
from registry import acceptance, audit
from registry.entry_model import Entry
from registry.model import AuditEvent, Document, Work
from registry.number import parse_viit
from registry.search_model import SearchText

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
LIVES = 2  # of each of the eight


@dataclass(frozen=True)
class Desk:
    """A script and what it is told; `numbered` desks take up where they do not repeat themselves."""

    argv: tuple[str, ...]
    numbered: bool

    def work(self, dice: random.Random) -> list[str]:
        said: list[str] = []
        for life in range(LIVES):
            first = (str(1 + life * 100_000),) if self.numbered else ()
            said += live((*self.argv, *first), 0.1 + dice.random())
        return said


def live(argv: Sequence[str], seconds: float) -> list[str]:
    """The viits that were said aloud before the SIGKILL, which comes that long after the first word."""
    with subprocess.Popen(
        [sys.executable, *argv], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, env={"PYTHONPATH": str(CHECKOUT)}
    ) as process:
        assert process.stdout is not None
        heard = [process.stdout.readline()]
        killing = Timer(seconds, process.kill)
        killing.start()
        heard += process.stdout.readlines()
        killing.join()
    return [json.loads(line)["viit"] for line in heard if line.rstrip().endswith("}")]


def test_numbers_have_no_gap_and_stand_once(database: Database, office: Office) -> None:
    url = database._engine.url.render_as_string(hide_password=False)
    hilja = office.hire("hilja")
    with database.transaction() as session:
        batches = [acceptance.open_batch(session, office.station, one_client=visit).id for visit in (True, False) * 3]
    desks = [Desk((str(HERE / "sender.py"), url, office.station.id, batch), True) for batch in batches]
    desks += [Desk((str(HERE / "registrar.py"), url, hilja.id), False)] * 2
    with ThreadPoolExecutor(len(desks)) as threads:
        dice = [random.Random(number) for number in range(len(desks))]
        said = [viit for heard in threads.map(Desk.work, desks, dice) for viit in heard]
    with database.reading() as session:
        kept = list(session.scalars(select(Entry.viit)))
        documents = {row.id: row.viit for row in session.execute(select(Document.id, Document.viit))}
        entered = session.execute(select(Entry.document_id, Entry.viit).where(Entry.document_id.is_not(None)))
        assert {row.document_id: row.viit for row in entered} == documents
        assert len(kept) == len(session.scalars(select(SearchText.entry_id)).all())
        assert set(session.scalars(select(Work.document_id))) == documents.keys()
        events = session.scalars(select(AuditEvent.detail).where(AuditEvent.action.in_(REGISTERED)))
        assert sorted(event["viit"] for event in events) == sorted(kept)
        assert audit.verify(session) is None
        if database.dialect == "sqlite":
            assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert len(said) == len(set(said))
    assert set(said) <= set(kept)
    assert len(kept) <= len(said) + len(desks) * LIVES  # each killed process had at most one more in hand
    assert gaps(kept) == []


REGISTERED = ("document.accepted", "entry.registered")


def gaps(viits: list[str]) -> list[str]:
    """Case numbers that are missing, and cases whose documents do not count from one without a gap."""
    cases: dict[int, list[int]] = defaultdict(list)
    for viit in filter(None, map(parse_viit, viits)):
        cases[viit.case_no].append(viit.seq or 0)
    wrong = [f"{number} is missing" for number in range(1, max(cases) + 1) if number not in cases]
    return wrong + [
        f"{number}: {found}" for number, found in cases.items() if sorted(found) != [*range(1, len(found) + 1)]
    ]
