"""What the web process is made of: no picture reader, no open end, a documented word for every refusal."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from office import Office, paper, settings_of

from api import spool
from api.app import create
from api.errors import STATUS
from api.sentences import SENTENCES
from registry.schema import SchemaOlder

CHECKOUT = Path(__file__).resolve().parents[2]
FORBIDDEN = {"cv2", "PIL", "pikepdf", "tesserocr", "pdf2image", "openvino"}


def test_nothing_that_decodes_pictures_is_loaded_beside_the_network() -> None:
    script = "import sys, api.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert FORBIDDEN & {name.partition(".")[0] for name in done.stdout.split()} == set()


def test_every_code_has_a_status_a_sentence_and_a_line_in_the_manual() -> None:
    assert set(STATUS) == set(SENTENCES)
    manual = (CHECKOUT / "docs" / "api.md").read_text()
    assert [code for code in STATUS if f"`{code}`" not in manual] == []


def test_every_path_has_a_line_in_the_manual(office: Office) -> None:
    manual = (CHECKOUT / "docs" / "api.md").read_text()
    last_parts = {path.rsplit("/", 1)[1] for path in office.app.openapi()["paths"]}
    assert [part for part in sorted(last_parts) if not part.startswith("{") and f"/{part}" not in manual] == []


def test_tables_of_another_version_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaOlder):
        create(settings_of(tmp_path))


def test_a_line_that_only_keeps_the_connection_busy_is_given_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "GRACE_S", 0.3)
    url, stop = f"/v1/batches/{office.batch()}/documents/1", threading.Event()

    def drip() -> object:
        yield paper()[:100]
        stop.wait(1)
        yield paper()[100:]

    answer = office.as_("station").put(url, content=drip())
    stop.set()
    assert (answer.status_code, answer.json()["code"]) == (408, "too_slow")
    assert office.spooled() == []


def test_bodies_that_a_dead_process_left_are_swept_when_they_are_old(tmp_path: Path) -> None:
    left, fresh = tmp_path / "body-left", tmp_path / "body-fresh"
    for path in (left, fresh):
        path.write_bytes(b"%PDF-")
    long_ago = time.time() - spool.STALE_S - 1
    os.utime(left, (long_ago, long_ago))
    assert spool.sweep(tmp_path) == 1
    assert fresh.exists()
