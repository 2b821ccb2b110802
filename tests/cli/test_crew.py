"""The crew: order kept, pixels bounded, one file's surprise costs that file only."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from capture.scan import Legibility, PageFailure, PageImage
from cli.crew import Crew, Pages, PageWork
from cli.desk import lost_page
from cli.results import FileResult, PageResult
from cli.trouble import page_trouble
from ocr.text import PageText

pytestmark = pytest.mark.quick


def blank(number: int) -> PageImage:
    return PageImage(number, np.zeros((1, 1), np.uint8), 300.0)


def well(page: PageImage | PageFailure) -> PageResult:
    return PageResult(page.number, PageText(page.number, 1, 1, ()), Legibility("good", 1.0))


class Counted:
    """Pages of a long document that know how many of them were made and not yet done."""

    def __init__(self) -> None:
        self.alive, self.most, self.lock = 0, 0, threading.Lock()

    def pages(self, total: int) -> Iterator[PageImage]:
        for number in range(1, total + 1):
            with self.lock:
                self.alive += 1
                self.most = max(self.most, self.alive)
            yield blank(number)

    def work(self, page: PageImage | PageFailure) -> PageResult:
        time.sleep(0.002)
        with self.lock:
            self.alive -= 1
        return well(page)


def crew(jobs: int, pages: int, work: PageWork, made: Counted | None = None) -> Crew:
    def on_file(file: str, spread: object) -> FileResult:
        assert callable(spread)
        source: Pages = made.pages(pages) if made else iter([blank(n + 1) for n in range(pages)])
        time.sleep(0.02 if file.endswith("0") else 0)
        return FileResult(file, pages=tuple(spread(source)))

    return Crew(jobs, on_file, work)


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_the_order_given_however_long_each_takes(jobs: int) -> None:
    files = [str(n) for n in range(30)]
    with crew(jobs, 3, well) as many:
        results = list(many.work(files))
    assert [result.file for result in results] == files
    assert all([page.number for page in result.pages] == [1, 2, 3] for result in results)


def test_a_long_document_is_never_held_as_pixels() -> None:
    made = Counted()
    with crew(2, 200, made.work, made) as many:
        (result,) = many.work(["pikk"])
    assert len(result.pages) == 200
    assert made.most <= 4


def work_for_minutes() -> None:
    """What the child of the next test does. It hears Ctrl-C although a test run in the background was told not to."""
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def slow(page: PageImage | PageFailure) -> PageResult:
        sys.stdout.write("a page\n")
        sys.stdout.flush()
        time.sleep(0.05)
        return well(page)

    with crew(2, 1000, slow) as many:
        list(many.work(["pikk", "teine", "kolmas"]))


@pytest.mark.slow
def test_an_interrupted_crew_leaves_no_work_behind() -> None:
    """Ctrl-C while a long document is in hand: what waits is dropped, what runs ends, and the program with it."""
    code = "from test_crew import work_for_minutes; work_for_minutes()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=Path(__file__).parent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdout is not None
        for _ in range(10):  # well under way
            assert b"a page" in child.stdout.readline()
        assert pressed(child) == -signal.SIGINT


def pressed(child: subprocess.Popen[bytes]) -> int:
    """Ctrl-C; pressed once more by an impatient person where nothing happens: Python loses one of some forty."""
    child.send_signal(signal.SIGINT)
    try:
        return child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGINT)
        return child.wait(timeout=10)


def test_a_lost_page_says_why_in_every_language() -> None:
    page = lost_page(3, page_trouble(PageFailure(3, "page_timeout", "Lehe avamine võttis liiga kaua.")))
    assert page.legibility.verdict == "rescan"
    assert page.legibility.reasons[0].code == "page_timeout"
    assert page.trouble is not None
    assert set(page.trouble.text) == {"et", "en", "ru"}
