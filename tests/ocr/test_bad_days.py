"""Bad days of a reading process. Each costs its page; the next page is read by a fresh process."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from capture.cage import Child
from capture.cage_talk import Header
from capture.scan import PageImage
from ocr import tesseract
from ocr.engine import LANGUAGES, EngineCrash, EngineError, EngineTimeout
from ocr.quad import quad_of
from ocr.tesseract import Tesseract
from ocr.text import Box, Line
from tests.ocr import child_of_bad_days as bad
from tests.ocr.printed import TEXTS, page

LINE = quad_of(Box(5, 10, 120, 40))


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
    engine = Tesseract(child="tests.ocr.child_of_bad_days", wall_s=1.5)
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
    """The page is laid before the fresh process again, though it was the last one opened."""
    others = children()
    with pytest.raises(EngineCrash):
        frail.read_lines(marked(illness), [LINE], LANGUAGES)
    well = marked(200)
    assert texts(frail.read_lines(well, [LINE], LANGUAGES)) == ["terve"]
    (reader,) = children() - others
    os.kill(reader, signal.SIGKILL)
    time.sleep(0.5)  # who sits in the cage dies a moment after its wall
    with pytest.raises(EngineCrash):
        frail.read_lines(well, [LINE], LANGUAGES)
    assert texts(frail.read_lines(well, [LINE], LANGUAGES)) == ["terve"]


def test_lies_about_words_are_not_believed(frail: Tesseract) -> None:
    assert frail.read(blank(bad.LIES), LANGUAGES).text == "terve"
    assert frail.orientation(blank(bad.LIES)) is None


def test_the_pixels_of_a_page_are_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    ask = Child.ask

    def noting(child: Child, header: Header, *more: Any) -> tuple[Header, bytearray]:
        sent.append(header["ask"])
        return ask(child, header, *more)

    monkeypatch.setattr(Child, "ask", noting)
    engine, letter = Tesseract(), page("letter")
    (first, *_) = engine.read(letter, "est").lines
    engine.orientation(letter)
    engine.read_lines(letter, [quad_of(first.box)], "est+eng")
    engine.read(page("three_languages"), "rus")
    engine.close()
    assert sent == ["languages", "open", "read", "orientation", "lines", "open", "read"]


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
    monkeypatch.setattr(tesseract, "_PAGES_A_LIFE", 2)
    assert reads_on(frail)
    first = children()
    assert reads_on(frail)
    assert reads_on(frail)
    assert children() != first


def children() -> set[int]:
    """Processes this one started and that have not ended."""
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(number) for task in tasks for number in task.read_text().split()}
