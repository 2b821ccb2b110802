"""The shelf, the pictures and the lease."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from desks import Workroom, letter
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from ports.blobs import BlobMissing
from ports.memory import MemoryBlobs
from registry import ledger
from worker import pictures
from worker.lease import Lease
from worker.pictures import Kept, Pictures
from worker.shelf import Shelf, room_of_ones_own

pytestmark = pytest.mark.quick

GREY = arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40)))
COLOUR = arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)))
BLACK_AND_WHITE = GREY.map(lambda pixels: np.where(pixels > 127, 255, 0).astype(np.uint8))


@given(GREY | COLOUR | BLACK_AND_WHITE)
def test_a_cleaned_page_comes_back_to_the_pixel(pixels: np.ndarray) -> None:
    blobs = MemoryBlobs()
    kept = Kept(1, blobs.put_bytes(pictures.as_png(pixels)), 300.0, 0)
    page = Pictures(blobs, [kept])[0]
    assert page is not None
    assert np.array_equal(page.pixels, pixels)


@given(BLACK_AND_WHITE)
def test_black_and_white_is_kept_without_loss_and_small(pixels: np.ndarray) -> None:
    with Image.open(io.BytesIO(pictures.as_it_came(pixels))) as image:
        assert (image.format, image.mode) == ("PNG", "1")
        assert np.array_equal(np.asarray(image.convert("L")), pixels)


def test_a_thumbnail_is_narrow_whatever_the_page() -> None:
    for shape in ((3508, 2480), (10, 4000), (4000, 10), (1, 1)):
        with Image.open(io.BytesIO(pictures.as_thumbnail(np.full(shape, 200, np.uint8)))) as image:
            assert image.width == pictures.THUMBNAIL_WIDTH
            assert image.height <= pictures.THUMBNAIL_TALLEST


def test_pictures_of_a_long_document_are_opened_one_at_a_time() -> None:
    blobs = MemoryBlobs()
    rows = [
        Kept(number, blobs.put_bytes(pictures.as_png(np.full((9, 9), number, np.uint8))), 300.0, 0)
        for number in range(1, 6)
    ]
    shown = Pictures(blobs, rows)
    assert [int(page.pixels[0, 0]) for page in shown if page] == [1, 2, 3, 4, 5]
    assert len(shown[1:3]) == 2


def test_the_shelf_fetches_once_and_keeps_little(tmp_path: Path) -> None:
    blobs = MemoryBlobs()
    keys = [blobs.put_bytes(bytes([number])) for number in range(4)]
    shelf = Shelf(tmp_path, blobs, places=2)
    assert [shelf.take(key).read_bytes() for key in keys] == [bytes([number]) for number in range(4)]
    assert {file.name for file in tmp_path.iterdir()} == set(keys[2:])
    inode = shelf.take(keys[3]).stat().st_ino
    assert shelf.take(keys[3]).stat().st_ino == inode


def test_what_the_store_lacks_is_not_on_the_shelf(tmp_path: Path) -> None:
    with pytest.raises(BlobMissing):
        Shelf(tmp_path, MemoryBlobs()).take(hashlib.sha256(b"never stored").hexdigest())
    assert list(tmp_path.iterdir()) == []


def test_of_the_papers_on_the_shelf_one_is_open(tmp_path: Path) -> None:
    blobs = MemoryBlobs()
    keys = [blobs.put_bytes(pictures.as_png(np.full((9, width), 255, np.uint8))) for width in (7, 8)]
    shelf = Shelf(tmp_path, blobs)
    one = shelf.open(keys[0], "image/png")
    assert one.count() == 1
    assert shelf.open(keys[0], "image/png") is one
    other = shelf.open(keys[1], "image/png")
    assert other.page(1).pixels.shape == (9, 8)
    assert one._child is None, "two are open"
    shelf.close()
    assert other._child is None


def test_papers_of_a_killed_worker_do_not_lie_about(tmp_path: Path) -> None:
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom worker.shelf import room_of_ones_own\n"
        "with room_of_ones_own(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'paper').write_text('x')\n    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert list(tmp_path.rglob("paper"))
    with room_of_ones_own(tmp_path) as first, room_of_ones_own(tmp_path) as second:
        assert first != second
        assert first.is_dir()  # a living neighbour is left alone
        assert not list(tmp_path.rglob("paper"))
    assert [path.name for path in tmp_path.iterdir()] == ["door"]


def test_a_letter_goes_all_its_way_in_one_hand(room: Workroom) -> None:
    """The client waits: nothing lies until somebody looks for work."""
    document_id = room.send(letter("üks"))
    assert room.clerk.do(room.ready()[0])
    assert room.document(document_id).state == "placed"


@pytest.mark.slow
def test_a_lease_is_held_for_as_long_as_the_work_takes(room: Workroom) -> None:
    room.send(letter("üks"))
    (work_id,) = room.ready()
    with room.database.transaction() as session:
        claim = ledger.claim(session, work_id, "slow", lease_ms=400)
    assert claim
    with Lease(room.database, claim, every_s=0.1):
        time.sleep(1.0)
        assert room.ready() == []


@pytest.mark.slow
def test_a_lost_lease_is_said_and_not_fought_for(room: Workroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.send(letter("üks"))
    (work_id,) = room.ready()
    with room.database.transaction() as session:
        claim = ledger.claim(session, work_id, "frozen", lease_ms=-1)
        faster = ledger.claim(session, work_id, "faster")
    assert claim
    assert faster
    with Lease(room.database, claim, every_s=0.05):
        time.sleep(0.3)
    assert capsys.readouterr().err.count("lease_lost") == 1
    with room.database.transaction() as session:
        assert ledger.renew(session, faster)
