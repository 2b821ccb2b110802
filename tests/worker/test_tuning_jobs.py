"""What administrators ask of the workers: a blank becomes a draft, a scan becomes samples, and failures have a code."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Workroom, letter, workroom

from capture.intake import receive
from capture.scan import Scan
from ports.database import Database
from registry import kinds
from registry.access import Principal
from registry.model import Account
from registry.tuning import editions, files, jobs, labelling
from registry.tuning.files import CodeTaken, NewKind
from registry.tuning.labelling import Wish
from worker import tuning

TITLE = {"et": "Teade", "en": "Notice", "ru": "Извещение"}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Workroom]:
    room = workroom(tmp_path)
    yield room
    room.close()


@pytest.fixture
def admin(room: Workroom) -> Principal:
    return hired(room.database, "admin")


def hired(database: Database, role: str) -> Principal:
    with database.transaction() as session:
        account = Account(login=role, name="Aado Aru", password_hash="", role=role)
        session.add(account)
        session.flush()
        return Principal("person", account.id, role)


def brought(room: Workroom, content: bytes) -> Scan:
    scan = receive(io.BytesIO(content), 10**8)
    room.blobs.put_bytes(content)
    return scan


def ended(room: Workroom, admin: Principal, job_id: str) -> tuple[str, int, str | None]:
    with room.database.reading() as session:
        row = jobs.job(session, admin, job_id)
        return row.state, row.progress, row.error


def test_a_blank_becomes_a_draft_that_an_administrator_signs(room: Workroom, admin: Principal) -> None:
    scan = brought(room, letter("TEADE"))
    with room.database.transaction() as session:
        job = files.blank(session, admin, scan, NewKind("teade_koigile", TITLE))
    assert tuning.attend(room.clerk)
    assert not tuning.attend(room.clerk)
    assert ended(room, admin, job.id) == ("done", 100, None)
    with room.database.transaction() as session:
        draft = editions.newest(session, admin, "teade_koigile", "draft")
        assert draft.blank == scan.sha256
        assert jobs.job(session, admin, job.id).result == draft.id
        assert 'titles = ["Teade kõigile"]' in draft.text
        editions.publish(session, admin, draft.id, draft.version, "Uus vorm")
    document = room.send(letter("c"))
    room.work()
    assert "teade_koigile" in kinds.catalogue()  # the worker has looked, nobody started it anew
    assert room.document(document).kind == "teade_koigile"


def test_scans_of_a_kind_become_samples_page_by_page(room: Workroom, admin: Principal) -> None:
    with room.database.transaction() as session:
        job = files.scan(session, admin, brought(room, letter("üks", "kaks")), "kiri", "")
    tuning.attend(room.clerk)
    assert ended(room, admin, job.id) == ("done", 100, None)
    with room.database.reading() as session:
        rows = labelling.listed(session, admin, Wish(kind="kiri"))
        assert sorted(row.page for row in rows) == [1, 2]
        assert all(row.picture and room.blobs.exists(row.picture) for row in rows)


def test_a_file_that_is_no_paper_is_given_up_with_a_code(room: Workroom, admin: Principal) -> None:
    broken = b"%PDF-1.4\n1 0 obj\nthis never becomes a page\n%%EOF\n"
    with room.database.transaction() as session:
        job = files.scan(session, admin, brought(room, broken), "kiri", "")
    tuning.attend(room.clerk)
    state, _, error = ended(room, admin, job.id)
    assert state == "failed"
    assert error


def test_who_is_no_administrator_any_more_gets_nothing_done(room: Workroom, admin: Principal) -> None:
    with room.database.transaction() as session:
        job = files.scan(session, admin, brought(room, letter("üks")), "kiri", "")
        session.get_one(Account, admin.id).role = "handler"
    tuning.attend(room.clerk)
    assert ended(room, admin, job.id)[0] == "failed"
    with room.database.reading() as session:
        assert labelling.listed(session, admin, Wish()) == []


def test_a_code_of_the_house_is_not_taken(room: Workroom, admin: Principal) -> None:
    with pytest.raises(CodeTaken), room.database.transaction() as session:
        files.blank(session, admin, brought(room, letter("TEADE")), NewKind("kiri", TITLE))
