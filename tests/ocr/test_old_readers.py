"""A reader that has read for long has gathered much, and may die of it: no page pays for that."""

from __future__ import annotations

import numpy as np

from capture.scan import PageImage
from ocr.engine import LANGUAGES
from ocr.neural import Neural
from tests.ocr.ageing_neural_child import DIES_AT


def test_a_reader_that_dies_of_old_age_costs_no_page() -> None:
    engine = Neural(child="tests.ocr.ageing_neural_child")
    pages = [PageImage(1, np.full((60, 200), 255, np.uint8), 200.0) for _ in range(DIES_AT)]
    try:
        read = [engine.read(page, LANGUAGES).text for page in pages]
    finally:
        engine.close()
    assert set(read) == {"terve"}
