"""An operator prints the letters of the day: one file with a list on top, and no letter twice."""

from pathlib import Path

import pikepdf
import pytest
from bureau import APPLICATION, Office
from typer.testing import CliRunner

from cli.app import application
from ports.blobs import FolderBlobs
from ports.database import Database
from ports.mail import NoMail
from registry.letters import drafting, reading
from registry.letters.drafting import Wish
from worker.letters import PostRoom, attend

INCOMPLETE = {name: value for name, value in APPLICATION.items() if name != "iban"}


def test_the_letters_of_the_day_go_to_the_printer_once(
    empty_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kantselei.db").write_bytes(empty_sqlite.read_bytes())
    monkeypatch.setenv("KANTSELEI_DATA_DIR", str(tmp_path))
    office = Office(Database(f"sqlite:///{tmp_path / 'kantselei.db'}"))
    handler = office.hire("hilja")
    for _ in range(2):
        case = office.case_of(office.receive("valjamaksuviisi_avaldus", office.visit(), **INCOMPLETE)).id
        with office.database.transaction() as session:
            drawn = drafting.draft(session, handler, case, Wish("deficiency"))
            viit = drafting.issue(session, handler, drawn.id, drawn.version).viit or ""
    room = PostRoom(office.database, FolderBlobs(tmp_path / "blobs"), NoMail())
    assert [attend(room), attend(room), attend(room)] == [True, True, False]

    def said(*words: str) -> str:
        done = CliRunner().invoke(application(("cases",)), ["cases", "letters", *words, "--as", "hilja"])
        assert done.exit_code == 0, done.output
        return done.output

    out = tmp_path / "today.pdf"
    assert viit in said("list")
    assert "2 letter(s)" in said("print", "--out", str(out))
    with pikepdf.Pdf.open(out) as whole:
        assert len(whole.pages) == 3  # the list and two letters
    assert out.stat().st_mode & 0o077 == 0
    assert "No letter waits" in said("print", "--out", str(out))
    assert "printer" in said("show", viit)
    with office.database.reading() as session:
        assert reading.letters_in(session, handler, "created") == []
    office.database.close()
