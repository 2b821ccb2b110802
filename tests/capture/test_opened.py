"""A scan is held open between questions: no start for each page, and no page lost when the child behind it dies."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from pathlib import Path

import pytest
from paper_made import corner_marks, saved
from PIL import Image

from capture.cage import Limits
from capture.pages import Opened, Unreadable, render


@pytest.fixture
def three_pages(tmp_path: Path) -> Path:
    sheets = [Image.new("L", (60 + number, 80), 255) for number in range(3)]
    sheets[0].save(tmp_path / "scan.tif", save_all=True, append_images=sheets[1:], compression="tiff_lzw")
    return tmp_path / "scan.tif"


def behind(scan: Opened) -> int:
    assert scan._child is not None
    return scan._child._caged.process.pid


def test_the_count_and_every_page_come_from_one_child(three_pages: Path) -> None:
    with closing(Opened(three_pages, "image/tiff")) as scan:
        assert scan.count() == 3
        first = behind(scan)
        assert [scan.page(number).pixels.shape[1] for number in (3, 1, 2, 1)] == [62, 60, 61, 60]
        assert behind(scan) == first
    assert not Path(f"/proc/{first}").exists(), "the child outlives the scan"


def test_a_child_killed_between_two_pages_costs_nothing(three_pages: Path) -> None:
    with closing(Opened(three_pages, "image/tiff")) as scan:
        scan.page(1)
        first = behind(scan)
        os.kill(first, signal.SIGKILL)
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
        assert scan.page(2).pixels.shape[1] == 61
        assert behind(scan) != first


def test_a_child_worn_out_by_the_pages_before_is_replaced(three_pages: Path) -> None:
    """Its processor seconds are used up in the middle of a page that by itself is quick."""
    with closing(Opened(three_pages, "image/tiff", Limits(cpu_s=1))) as scan:
        asked = 0
        while asked < 4000:
            scan.page(1 + asked % 3)
            asked += 1
            if asked == 1:
                first = behind(scan)
            if behind(scan) != first:
                break
        assert behind(scan) != first


def test_a_picture_asked_for_twice_is_the_same_picture(tmp_path: Path) -> None:
    path = saved(tmp_path / "photo.jpg", corner_marks().convert("RGB"), "JPEG")
    with closing(Opened(path, "image/jpeg")) as scan:
        once, twice = scan.page(1), scan.page(1)
    assert once.pixels.tobytes() == twice.pixels.tobytes()
    assert once.dpi == twice.dpi


def test_after_a_refusal_it_still_answers(three_pages: Path) -> None:
    with closing(Opened(three_pages, "image/tiff")) as scan:
        with pytest.raises(Unreadable) as refused:
            scan.page(4)
        assert refused.value.code == "no_such_page"
        assert scan.page(3).pixels.shape[1] == 62


def test_a_small_copy_laid_behind_the_page_is_not_taken_for_it(tmp_path: Path) -> None:
    """TIFF NewSubfileType 1: a reduced copy for a preview."""
    page, copy = Image.new("L", (60, 80), 255), Image.new("L", (6, 8), 255)
    copy.encoderinfo = {"tiffinfo": {254: 1}}
    page.save(tmp_path / "scan.tif", save_all=True, append_images=[copy])
    with closing(Opened(tmp_path / "scan.tif", "image/tiff")) as scan:
        assert scan.count() == 1
    assert render(tmp_path / "scan.tif", "image/tiff", 1).pixels.shape == (80, 60)
