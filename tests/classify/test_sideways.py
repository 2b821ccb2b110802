"""A stamp across the form: its row is found in any tilt, laid level, read as a day, and doubted where it can be."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import pytest
from drawn import MM, Sheet

from capture.ruling import Ink
from classify.ruling import Picture
from classify.sideways import find, look
from ocr.fieldport import FieldQuestion, FieldReading
from ocr.fieldread import Fields
from ocr.neural import Neural
from ocr.text import Box

quick = pytest.mark.quick
SAID = "2014 JAN 15 PM 3:21"


class Levelled:
    """A reader that says the same of every strip with ink in it; it keeps what it was shown."""

    def __init__(self, *said: tuple[str, float]) -> None:
        self.said = said
        self.seen: list[np.ndarray] = []

    def read_fields(self, ink: Ink, asked: Sequence[tuple[Box, FieldQuestion]]) -> list[FieldReading]:
        assert all(question.asked == "stamp" for _, question in asked)
        self.seen += [ink.grey[box.y0 : box.y1, box.x0 : box.x1] for box, _ in asked]
        (text, sure), *others = self.said
        return [FieldReading(text, sure, tuple(others), SAID, box) for box, _ in asked]


def stamped(tilt: float = 0.0, *, upward: bool = False, said: str = SAID) -> Sheet:
    """A form with a stamp right of the entries, running down the page (or up), askew by `tilt` degrees."""
    sheet = Sheet()
    sheet.text("1. Name Mari Tamm", 20, 40)
    strip = np.full((90 * MM, 90 * MM), 250, np.uint8)
    cv2.putText(strip, said, (8 * MM, 46 * MM), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 20, 3)
    turn = cv2.getRotationMatrix2D((45 * MM, 45 * MM), (90 if upward else -90) + tilt, 1.0)
    turned = cv2.warpAffine(strip, turn, strip.shape[::-1], borderValue=(250,))
    sheet.pixels[100 * MM : 190 * MM, 110 * MM : 200 * MM] = turned
    return sheet


@quick
@pytest.mark.parametrize("tilt", [-9.0, 0.0, 4.0])
def test_the_row_of_letters_is_found_and_nothing_else(tilt: float) -> None:
    sheet = stamped(tilt)
    picture = Picture(sheet.picture)
    (row,) = find(picture.writing.view(np.uint8), picture.mm)
    box = row.box(picture.mm)
    assert box.height > 30 * MM
    assert abs(box.center[0] - 155 * MM) < 4 * MM
    assert abs(np.degrees(row.tilt) - -tilt) <= 2 or tilt == 0


@quick
def test_the_row_is_shown_level_both_ways_and_told_with_its_place() -> None:
    sheet, reader = stamped(3), Levelled(("2014-01-15", 0.9))
    found = look(sheet.page, Picture(sheet.picture), reader)
    assert found is not None
    assert (found.value, found.clear, found.raw) == ("2014-01-15", True, SAID)
    assert found.box.height > found.box.width
    assert len(reader.seen) == 4  # down and up, and both once more with all that is there
    assert all(strip.shape[1] > 5 * strip.shape[0] for strip in reader.seen)


@quick
@pytest.mark.parametrize(
    ("said", "value", "clear"),
    [
        ([("2014-01-15", 0.5), ("2014-01-16", 0.3)], "2014-01-15", False),  # another day can be meant
        ([("2014-01-15?", 0.9)], "2014-01-15", False),  # its year may have lost a sign
        ([("2014-01-15", 0.2)], "2014-01-15", False),  # hardly read
        ([("2099-01-15", 0.9), ("2009-01-15", 0.1)], "2009-01-15", False),  # no stamp is of tomorrow
        ([("2099-01-15", 0.9)], None, None),
        ([("2014-01-15", 0.001)], None, None),
        ([("", 0.0)], None, None),
    ],
)
def test_a_day_that_can_be_doubted_is(said: list[tuple[str, float]], value: str | None, clear: bool | None) -> None:
    sheet = stamped()
    found = look(sheet.page, Picture(sheet.picture), Levelled(*said))
    assert (found and found.value, found and found.clear) == (value, clear)


@quick
def test_a_page_without_such_a_row_is_not_read_at_all() -> None:
    empty, reader = Sheet(), Levelled(("2014-01-15", 0.9))
    empty.text("1. Name Mari Tamm", 20, 40)
    assert look(empty.page, Picture(empty.picture), reader) is None
    assert not reader.seen


@pytest.fixture(scope="module")
def reader() -> Iterator[Fields]:
    neural = Neural()
    yield Fields(neural)
    neural.close()


@pytest.mark.parametrize(
    ("tilt", "upward", "said", "day"),
    [(0, False, SAID, "2014-01-15"), (6, True, "25 JUN 2010", "2010-06-25"), (-5, False, "MAR 18 1991", "1991-03-18"),
     (2, True, "07.11.2023", "2023-11-07")],
)  # fmt: skip
def test_stamps_of_all_offices_are_read_by_the_real_reader(
    reader: Fields, tilt: float, upward: bool, said: str, day: str
) -> None:
    sheet = stamped(tilt, upward=upward, said=said)
    found = look(sheet.page, Picture(sheet.picture), reader)
    assert found is not None
    assert (found.value, found.clear) == (day, True)


def test_print_under_the_stamp_is_taken_out(reader: Fields) -> None:
    sheet = stamped()
    for row in range(110, 180, 6):
        sheet.text("not acquired by birth", 158, row)  # beside and partly under the stamp
    found = look(sheet.page, Picture(sheet.picture), reader)
    assert found is not None
    assert found.value == "2014-01-15"
