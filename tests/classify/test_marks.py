"""Ticks, signatures and stamps on the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from drawn import MM, Sheet

from capture.ruling import without_rules
from capture.scan import PageImage
from classify.accents import marked
from classify.catalogue import load
from classify.fields import extract
from classify.ruling import Picture
from classify.signatures import signature, stamp
from classify.ticks import assign, squares_in, tick
from ocr.text import Box, Word

pytestmark = pytest.mark.quick

ZONE = Box(20 * MM, 20 * MM, 120 * MM, 40 * MM)


@pytest.mark.parametrize(
    ("mark", "marked"), [("", False), ("cross", True), ("filled", True), ("ring", True), ("dot", False)]
)
def test_a_box_is_marked_by_what_people_draw_and_not_by_a_dot(mark: str, marked: bool) -> None:
    sheet = Sheet()
    sheet.square(40, 30, mark)
    picture = Picture(sheet.picture)
    squares = squares_in(ZONE, picture)
    assert len(squares) == 1
    assert abs(squares[0].x0 - 40 * MM) <= MM
    assert tick(squares[0], picture).marked is marked


def test_letters_are_no_boxes() -> None:
    sheet = Sheet()
    sheet.text("DOBRO OOO oma arvelduskontole", 25, 28)
    assert squares_in(ZONE, Picture(sheet.picture)) == []


def test_an_option_whose_label_was_lost_gets_the_box_that_is_left() -> None:
    sheet = Sheet()
    for x in (30, 70):
        sheet.square(x, 30)
    found = assign(
        squares_in(ZONE, Picture(sheet.picture)), {"yes": Box(36 * MM, 30 * MM, 42 * MM, 33 * MM), "no": None}, MM
    )
    assert abs(found["no"].x0 - 70 * MM) <= 3


def test_two_lost_labels_are_not_guessed_when_a_box_is_missing_too() -> None:
    sheet = Sheet()
    sheet.square(30, 30)
    assert assign(squares_in(ZONE, Picture(sheet.picture)), {"yes": None, "no": None}, MM) == {}


def test_a_signature_a_blank_a_dash_and_a_blot() -> None:
    signed, blank, dashed, blotted = Sheet(), Sheet(), Sheet(), Sheet()
    signed.scrawl(40, 30)
    dashed.ruled(60, 30, 6, 0.2)
    cv2.rectangle(blotted.pixels, (21 * MM, 21 * MM), (100 * MM, 39 * MM), 20, -1)
    assert signature(ZONE, Picture(signed.picture))[0] == "present"
    assert signature(ZONE, Picture(blank.picture))[0] == "absent"
    assert signature(ZONE, Picture(dashed.picture))[0] != "present"
    assert signature(ZONE, Picture(blotted.picture))[0] != "present"


@pytest.mark.parametrize("colour", [(90, 50, 160), (40, 60, 170), (190, 40, 40)])
def test_a_coloured_stamp_is_seen(colour: tuple[int, int, int]) -> None:
    sheet = Sheet(colour=True)
    sheet.stamp(60, 30, colour)
    assert stamp(ZONE, Picture(sheet.picture))[0] == "present"
    assert stamp(ZONE, Picture(Sheet(colour=True).picture))[0] == "absent"


def test_a_grey_picture_shows_a_stamp_by_its_size() -> None:
    sheet = Sheet(colour=True)
    sheet.stamp(60, 30, (90, 50, 160))
    grey = PageImage(1, np.ascontiguousarray(cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2GRAY)), sheet.picture.dpi)
    assert stamp(ZONE, Picture(grey))[0] == "present"


def test_lines_and_rows_of_dots_go_and_letters_stay() -> None:
    sheet = Sheet()
    sheet.ruled(20, 20, 100, 12)
    sheet.text("Isikukood", 22, 22)
    with_letters = sheet.pixels.copy()
    for x in range(25 * MM, 110 * MM, 6):
        sheet.pixels[29 * MM : 29 * MM + 2, x : x + 2] = 40
    cleared = without_rules(sheet.picture).pixels
    letters = slice(22 * MM, 25 * MM), slice(22 * MM, 40 * MM)
    assert (cleared[letters] < 100).sum() > 0.9 * (with_letters[letters] < 100).sum()
    assert (cleared[28 * MM : 31 * MM, 26 * MM : 108 * MM] < 100).sum() == 0
    assert (cleared[20 * MM - 2 : 20 * MM + 3, 30 * MM : 100 * MM] < 100).sum() == 0


def test_a_ruled_box_is_found_around_its_label_even_where_its_line_is_broken() -> None:
    sheet = Sheet()
    sheet.ruled(20, 20, 80, 12)
    sheet.pixels[31 * MM : 33 * MM, 50 * MM : 50 * MM + 10] = 250
    cell = Picture(sheet.picture).cell(Box(22 * MM, 22 * MM, 30 * MM, 24 * MM))
    assert cell is not None
    assert abs(cell.x1 - 100 * MM) < MM
    assert Picture(sheet.picture).cell(Box(150 * MM, 150 * MM, 155 * MM, 155 * MM)) is None


def test_marks_an_engine_lost_are_seen_on_the_picture() -> None:
    """The word was read as "Us"; two dots stand over the U, and nothing over the s."""
    pixels = Sheet().pixels
    for x in (100, 130):
        cv2.rectangle(pixels, (x, 100), (x + 16, 130), 20, 3)
    word = Word("Us", Box(98, 84, 150, 132), 0.9)
    assert marked(word, Picture(PageImage(1, pixels.copy(), MM * 25.4))) == "Us"
    for x in (103, 112):
        cv2.circle(pixels, (x, 88), 2, 20, -1)
    assert marked(word, Picture(PageImage(1, pixels, MM * 25.4))) == "Üs"


def test_options_alike_in_words_stand_as_on_the_form() -> None:
    """The first word of "e-postiga" was lost under its filled box: what is left is the other option's name."""
    sheet = Sheet()
    sheet.ruled(20, 60, 170, 14)
    sheet.text("Soovin otsuse saada", 22, 61)
    for x, mark, label in ((24, "filled", "postiga"), (64, "", "postiga"), (104, "", "iseteeninduses")):
        sheet.square(x, 67, mark)
        sheet.text(label, x + 6, 67.4)
    kind = load()["rehabilitatsiooni_taotlus"]
    read = {field.name: field for field in extract(kind, [sheet.page], [sheet.picture])}
    assert read["delivery_channel"].value == "email"
