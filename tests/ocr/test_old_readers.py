"""A reader that has read for long has gathered much, and may die of it: no page pays for that."""

from __future__ import annotations

import numpy as np
import pytest

from capture.scan import PageImage
from ocr import neural
from ocr.engine import LANGUAGES
from ocr.neural import Neural
from tests.ocr.ageing_neural_child import DIES_AT
from tests.ocr.printed import printed

LINE = "Palun määrata mulle vanaduspension."


def test_a_reader_that_dies_of_old_age_costs_no_page() -> None:
    engine = Neural(child="tests.ocr.ageing_neural_child")
    pages = [PageImage(1, np.full((60, 200), 255, np.uint8), 200.0) for _ in range(DIES_AT)]
    try:
        read = [engine.read(page, LANGUAGES).text for page in pages]
    finally:
        engine.close()
    assert set(read) == {"terve"}


def test_a_page_lies_open_in_the_child_that_is_asked_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last ask of a child's life had been the page itself: its successor was asked for the lines of a blank."""
    monkeypatch.setattr(neural, "_ASKS_A_LIFE", 3)
    page = PageImage(1, np.ascontiguousarray(printed([LINE], 1500, 36)), 300.0)
    engine = Neural()
    try:
        for _ in range(3):  # each time a fresh page, its lines and what stands in them
            again = PageImage(1, page.pixels.copy(), 300.0)
            assert engine.read(again, "est").text == LINE
    finally:
        engine.close()
