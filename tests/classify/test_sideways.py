"""A stamp across the form: its upright letters are found, turned level, and read as a day."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from drawn import MM, Sheet

from capture.ruling import Ink
from classify.ruling import Picture
from classify.sideways import look, strips
from ocr.fieldport import FieldQuestion, FieldReading
from ocr.text import Box

pytestmark = pytest.mark.quick


class Levelled:
    """A reader that reads what lies level and of a stamp's length; it keeps what it was shown."""

    def __init__(self, said: str) -> None:
        self.said = said
        self.seen: list[Box] = []

    def read_fields(self, ink: Ink, asked: Sequence[tuple[Box, FieldQuestion]]) -> list[FieldReading]:
        self.seen += [box for box, _ in asked]
        return [FieldReading(self.said, 0.9, (), self.said if self._there(ink, box) else "", box) for box, _ in asked]

    def _there(self, ink: Ink, box: Box) -> bool:
        return bool((ink.grey[box.y0 : box.y1, box.x0 : box.x1] < 128).mean() > 0.05)


@pytest.fixture
def stamped() -> Sheet:
    """2014 JAN 15 PM 3:21 from top to bottom, right of the entries."""
    sheet = Sheet()
    sheet.text("1. Name Mari Tamm", 20, 40)
    strip = np.full((6 * MM, 70 * MM), 250, np.uint8)
    cv2.putText(strip, "2014 JAN 15 PM 3:21", (8, 5 * MM - 4), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 20, 3)
    turned = cv2.rotate(strip, cv2.ROTATE_90_CLOCKWISE)
    high, wide = turned.shape
    sheet.pixels[100 * MM : 100 * MM + high, 150 * MM : 150 * MM + wide] = turned
    return sheet


def test_the_row_of_upright_letters_is_found_and_nothing_else(stamped: Sheet) -> None:
    boxes = strips(stamped.page, Picture(stamped.picture))
    assert boxes
    assert all(145 * MM < box.center[0] < 160 * MM for box in boxes)
    assert boxes[0].height > 30 * MM


def test_the_day_is_read_with_its_place(stamped: Sheet) -> None:
    reader = Levelled("2014 JAN 15 PM 3:21")
    found = look(stamped.page, Picture(stamped.picture), reader)
    assert found is not None
    assert (found.day.value, found.day.clear) == ("2014-01-15", True)
    assert found.box.height > found.box.width
    assert all(box.width > box.height for box in reader.seen)


def test_where_no_day_is_read_there_is_none(stamped: Sheet) -> None:
    assert look(stamped.page, Picture(stamped.picture), Levelled("REGISTRATION UNIT")) is None
    empty = Sheet()
    assert look(empty.page, Picture(empty.picture), Levelled("2014 JAN 15 PM 3:21")) is None
