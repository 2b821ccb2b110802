"""Bad days of a reading process. Each costs its page; the next page is read by a fresh process."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from capture.cage import Child
from capture.cage_talk import Header
from capture.scan import PageImage
from ocr import tesseract_reader
from ocr.engine import LANGUAGES, EngineCrash, EngineError, EngineTimeout
from ocr.quad import Quad, quad_of
from ocr.second import Second
from ocr.slips import HEIGHT, MARGIN
from ocr.tesseract import Tesseract
from ocr.tesseract_reader import Reader
from ocr.text import Box, Line
from tests.ocr import child_of_bad_days as bad
from tests.ocr.printed import TEXTS, page

LINE = quad_of(Box(5, 10, 120, 40))


def line_shown(width: int) -> Quad:
    """A line of which the reader gets a picture so wide."""
    return quad_of(Box(5, 10, 5 + width - 2 * MARGIN, 10 + HEIGHT))


def blank(width: int) -> PageImage:
    return PageImage(1, np.full((60, width), 255, np.uint8), 300.0)


def texts(lines: list[Line | None]) -> list[str | None]:
    return [line and line.text for line in lines]


def marked(width: int) -> PageImage:
    pixels = blank(width).pixels.copy()
    pixels[20:32, 10:100:3] = 0
    return PageImage(1, pixels, 300.0)


@pytest.fixture
def frail() -> Iterator[Tesseract]:
    engine = Tesseract(Reader(child="tests.ocr.child_of_bad_days", wall_s=1.5))
    yield engine
    engine.close()


def reads_on(engine: Tesseract) -> bool:
    return engine.read(blank(200), LANGUAGES).text == "terve"


def test_a_hanging_page_is_stopped_on_time(frail: Tesseract) -> None:
    assert reads_on(frail)
    began = time.monotonic()
    with pytest.raises(EngineTimeout, match="longer than"):
        frail.read(blank(bad.HANGS), LANGUAGES)
    assert 1.4 < time.monotonic() - began < 4
    assert reads_on(frail)


@pytest.mark.parametrize("illness", [bad.CRASHES, bad.RAVES, bad.SWELLS])
def test_a_crash_costs_its_page_only(frail: Tesseract, illness: int) -> None:
    with pytest.raises(EngineCrash):
        frail.read(blank(illness), LANGUAGES)
    assert reads_on(frail)


@pytest.mark.parametrize("illness", [bad.CRASHES, bad.RAVES])
def test_a_crash_over_single_lines_costs_its_page_only(frail: Tesseract, illness: int) -> None:
    """A fresh process reads the next, also where the old one was killed while it waited."""
    others = children()
    with pytest.raises(EngineCrash):
        frail.read_lines(marked(200), [line_shown(illness)], LANGUAGES)
    well = marked(200)
    assert texts(frail.read_lines(well, [LINE], LANGUAGES)) == ["terve"]
    (reader,) = children() - others
    os.kill(reader, signal.SIGKILL)
    time.sleep(0.5)  # who sits in the cage dies a moment after its wall
    with pytest.raises(EngineCrash):
        frail.read_lines(well, [LINE], LANGUAGES)
    assert texts(frail.read_lines(well, [LINE], LANGUAGES)) == ["terve"]


def test_a_crash_of_the_second_reader_costs_its_page_only() -> None:
    """It had the lower half of the page, or the other letters of its lines."""
    with (
        closing(Second(2, Reader(child="tests.ocr.child_of_bad_days", wall_s=1.5))) as second,
        closing(Tesseract(second=second)) as engine,
    ):
        letter = page("letter")
        (first, *_) = engine.read(letter, "est").lines
        for illness in (bad.CRASHES, bad.RAVES, bad.HANGS):
            with pytest.raises(EngineError):
                engine.read_lines(marked(200), [line_shown(illness)], LANGUAGES)
            assert engine.read_lines(letter, [quad_of(first.box)], LANGUAGES)[0]


def test_lies_about_words_are_not_believed(frail: Tesseract) -> None:
    assert frail.read(blank(bad.LIES), LANGUAGES).text == "terve"
    assert frail.orientation(blank(bad.LIES)) is None


def test_only_what_is_read_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few doubtful lines of a page that another reader has read: not the page."""
    sent = []
    ask = Child.ask

    def noting(child: Child, header: Header, pixels: bytes, *more: Any) -> tuple[Header, bytearray]:
        sent.append((header["ask"], len(pixels)))
        return ask(child, header, pixels, *more)

    monkeypatch.setattr(Child, "ask", noting)
    engine, letter = Tesseract(), page("letter")
    (first, *_) = engine.read(letter, "est").lines
    engine.orientation(letter)
    engine.read_lines(letter, [quad_of(first.box)], "est+eng")
    engine.close()
    size = letter.width * letter.height
    assert sent[:-1] == [("languages", 0), ("read", size), ("orientation", size)]
    assert sent[-1][0] == "read"
    assert 0 < sent[-1][1] < size / 4


def test_a_refusal_leaves_the_process_alive(frail: Tesseract) -> None:
    assert reads_on(frail)
    before = children()
    with pytest.raises(EngineError):
        frail.read(blank(bad.REFUSES), LANGUAGES)
    assert reads_on(frail)
    assert children() == before


def test_a_killed_reader_comes_back() -> None:
    engine = Tesseract()
    others = children()
    engine.require(LANGUAGES)
    (reader,) = children() - others
    os.kill(reader, signal.SIGKILL)
    with pytest.raises(EngineCrash):
        engine.read(page("letter"), LANGUAGES)
    assert engine.read(page("letter"), LANGUAGES).text.splitlines() == list(TEXTS["letter"])
    engine.close()
    assert children() == others


def test_a_reader_retires_before_it_grows_old(frail: Tesseract, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract_reader, "_ASKS_A_LIFE", 3)
    assert reads_on(frail)
    first = children()
    assert reads_on(frail)
    assert reads_on(frail)
    assert children() != first


def children() -> set[int]:
    """Processes this one started and that have not ended."""
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(number) for task in tasks for number in task.read_text().split()}
