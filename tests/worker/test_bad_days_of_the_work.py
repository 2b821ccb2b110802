"""What goes wrong in a step costs what it must and nothing more: a page, an attempt, or only time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desks import Workroom, letter

from ocr.engine import EngineCrash, EngineMissing, EngineTimeout
from ports.blobs import BlobsUnavailable
from registry import ledger
from worker import sweep

pytestmark = pytest.mark.slow

quick = pytest.mark.quick  # the rest opens the cage too often for the inner loop


@quick
def test_a_document_walks_through_all_steps(room: Workroom) -> None:
    document_id = room.send(letter("üks", "kaks"))
    room.work()
    document = room.document(document_id)
    assert (document.state, document.trouble, document.page_count) == ("placed", None, 2)
    page = room.page(document_id, 2)
    assert page.text
    assert page.verdict
    for key in (page.picture, page.original, page.thumbnail):
        assert key
        assert room.blobs.exists(key)


def test_a_step_done_twice_changes_nothing(room: Workroom) -> None:
    """A hint may come twice, late, or for nothing."""
    document_id = room.send(letter("üks"))
    (first,) = room.ready()
    room.work()
    before = room.document(document_id).version
    assert room.clerk.do(first) is False
    assert room.clerk.do("f" * 32) is False
    assert room.document(document_id).version == before
    assert room.reader.asked == [1]


@pytest.mark.parametrize("bad", [EngineCrash, ValueError, MemoryError])
def test_f14_a_page_that_always_fails_costs_that_page(room: Workroom, bad: type[Exception]) -> None:
    room.reader.bad_days[2] = bad
    document_id = room.send(letter("üks", "kaks", "kolm"))
    room.work()
    document, lost = room.document(document_id), room.page(document_id, 2)
    assert document.state == "placed"
    assert room.reader.asked.count(2) == ledger.MAX_ATTEMPTS
    assert lost.text is None
    assert lost.trouble
    assert all(room.page(document_id, number).text for number in (1, 3))


def test_a_page_that_takes_too_long_is_tried_once_more_and_then_shown_unread(room: Workroom) -> None:
    room.reader.bad_days[1] = lambda: EngineTimeout(seconds=60)
    document_id = room.send(letter("üks"))
    room.work()
    assert room.reader.asked == [1, 1]
    page = room.page(document_id, 1)
    assert page.trouble == "engine_timeout"
    assert page.picture


def test_a_page_nobody_can_read_can_still_be_looked_at(room: Workroom) -> None:
    room.reader.bad_days[1] = EngineCrash
    document_id = room.send(letter("üks"))
    room.work()
    page = room.page(document_id, 1)
    assert page.trouble == "engine_crash"
    assert page.picture
    assert room.blobs.exists(page.picture)


@quick
def test_a_store_that_is_away_costs_no_attempt(room: Workroom, monkeypatch: pytest.MonkeyPatch) -> None:
    document_id = room.send(letter("üks"))

    def away(*_: object) -> None:
        raise BlobsUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(room.blobs, "fetch", away)
        for _ in range(5):
            for work_id in room.ready():
                room.clerk.do(work_id)
    (row,) = room.rows(document_id, "pages")
    assert (row.state, row.attempt) == ("ready", 0)
    room.work()
    assert room.document(document_id).state == "placed"


def test_without_tesseract_pages_wait(room: Workroom) -> None:
    """Better no reading than pages given up because somebody removed a package."""
    room.reader.bad_days[1] = EngineMissing
    document_id = room.send(letter("üks"))
    for _ in range(6):
        for work_id in room.ready():
            room.clerk.do(work_id)
    (row,) = room.rows(document_id, "read")
    assert (row.state, row.attempt) == ("ready", 0)
    room.reader.bad_days.clear()
    room.work()
    assert room.document(document_id).state == "placed"


def test_bytes_gone_from_the_store_go_to_a_person(room: Workroom) -> None:
    document_id = room.send(letter("üks"))
    (stored,) = (file for file in (room.folder / "blobs").rglob("*") if file.is_file())
    stored.unlink()
    room.work()
    document = room.document(document_id)
    assert document.trouble == "bytes_missing"
    assert document.viit
    assert document.case_id


@pytest.mark.parametrize("content", [b"%PDF-1.7\nthis is no pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_a_file_nobody_can_open_has_its_number_and_a_person(room: Workroom, content: bytes) -> None:
    document_id = room.send(content)
    room.work()
    document = room.document(document_id)
    assert document.trouble
    assert (document.state, document.kind) == ("placed", "tundmatu")
    assert document.case_id


def only_counted(room: Workroom) -> None:
    """The pages are counted, and whoever did it goes home before he reads one."""
    room.clerk.leaving = True
    room.clerk.do(room.ready()[0])
    room.clerk.leaving = False


@quick
def test_work_that_kills_its_worker_runs_out_of_attempts(room: Workroom) -> None:
    """F14: nobody reports the death, so the sweep counts the leases that ran out."""
    document_id = room.send(letter("üks", "kaks"))
    only_counted(room)
    victim = room.ready()[0]
    for _ in range(ledger.MAX_ATTEMPTS):
        with room.database.transaction() as session:
            assert ledger.claim(session, victim, "a worker that dies", lease_ms=-1)
    found = sweep.sweep(room.database, room.clerk.desk.hints)
    assert found.given_up == 1
    room.work()
    assert room.document(document_id).state == "placed"
    assert room.page(document_id, 1).trouble == "worker_lost"
    assert room.page(document_id, 2).text


@quick
def test_a_clerk_sent_home_hands_its_work_back_for_free(room: Workroom) -> None:
    """F10: the next worker need not wait for the lease, and the late result is fenced off."""
    document_id = room.send(letter("üks"))
    only_counted(room)
    (reading,) = room.ready()

    def sent_home() -> Exception:
        room.clerk.hand_back()
        return EngineCrash()

    room.reader.bad_days[1] = sent_home
    room.clerk.do(reading)
    (row,) = room.rows(document_id, "read")
    assert (row.state, row.attempt, row.error) == ("ready", 0, "handed_back")


@quick
def test_the_log_holds_no_word_of_a_document(room: Workroom, capsys: pytest.CaptureFixture[str]) -> None:
    """I11: an exception may carry a client's words; the log carries its type and its line."""

    def talkative() -> Exception:
        return ValueError("Mari Maasikas 48903150012")

    room.reader.bad_days[1] = talkative
    room.send(letter("üks"))
    room.work()
    said = capsys.readouterr().err
    failed = [json.loads(line) for line in said.splitlines() if "work_failed" in line]
    assert len(failed) == ledger.MAX_ATTEMPTS
    assert failed[0]["where"].startswith(f"ValueError {Path(__file__).with_name('desks.py').name}:")
    assert "Maasikas" not in said
