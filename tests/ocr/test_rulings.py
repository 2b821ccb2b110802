"""A personal code written into a comb is read as its digits, and no letter loses a stroke to a line."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from capture.scan import PageImage
from ocr.engine import LANGUAGES
from ocr.rulings import teeth, without_rulings
from ocr.scale import letter_height
from ocr.tesseract import Tesseract
from tests.ocr.printed import printed

pytestmark = pytest.mark.quick

CODE = "45801139217"
CELL, SIZE = 64, 40


def comb() -> np.ndarray:
    """A label, and eleven cells with a digit in each."""
    page = Image.fromarray(printed(("Isikukood palun täita trükitähtedega", "", "Sünniaeg ja elukoha aadress")))
    pen, font = ImageDraw.Draw(page), ImageFont.truetype("DejaVuSans.ttf", SIZE)
    for n, digit in enumerate(CODE):
        x = 2 * SIZE + n * CELL
        pen.rectangle((x, 225, x + CELL, 225 + CELL + 16), outline=0, width=3)
        pen.text((x + 20, 242), digit, 0, font)
    return np.asarray(page)


def test_a_thin_large_title_over_small_print_keeps_its_stems() -> None:
    page = printed(("Palun täita loetavalt trükitähtedega", "ja saata posti teel"), size=20).copy()
    cv2.putText(page, "ILLITT", (60, 70), cv2.FONT_HERSHEY_SIMPLEX, 2.4, 0, 4)
    assert np.array_equal(without_rulings(page, letter_height(page)), page)


def test_a_code_in_a_comb_is_read_as_its_digits() -> None:
    engine = Tesseract()
    text = engine.read(PageImage(1, comb(), 300.0), LANGUAGES).text
    engine.close()
    assert CODE in text.replace(" ", "")


def test_a_large_scan_of_a_comb_is_read_as_well() -> None:
    """Above two and a half million pixels lines are looked for at half the size."""
    page = cv2.copyMakeBorder(comb(), 0, 2400, 0, 0, cv2.BORDER_CONSTANT, value=255)
    engine = Tesseract()
    text = engine.read(PageImage(1, page, 300.0), LANGUAGES).text
    engine.close()
    assert CODE in text.replace(" ", "")
    clear = without_rulings(page, letter_height(page))
    assert (clear[230:300, 2 * SIZE : 2 * SIZE + 11 * CELL] < 128).sum(axis=0).max() < 45, "no tooth is left"


def test_a_glance_counts_the_teeth_of_a_comb() -> None:
    assert teeth(comb(), 29) == 12
    assert teeth(printed(("Palun määrata mulle vanaduspension", "ILLI VILL") * 6), 29) < 8


def test_black_between_white_letters_is_no_line() -> None:
    page = printed(("Taotleja andmed", "Palun määrata mulle vanaduspension")).copy()
    page[140:220] = 255 - page[140:220]
    assert np.array_equal(without_rulings(page, letter_height(page))[145:215], page[145:215])


def test_the_comb_goes_and_the_digits_stay() -> None:
    page = comb()
    clear = without_rulings(page, letter_height(page))
    assert (clear[230:300, 2 * SIZE : 2 * SIZE + 11 * CELL] < 128).sum(axis=0).max() < 45, "no tooth is left"
    for n in range(11):
        cell = np.s_[240:290, 2 * SIZE + n * CELL + 14 : 2 * SIZE + n * CELL + 50]
        assert np.array_equal(clear[cell] < 128, page[cell] < 128)


def test_a_page_without_lines_is_untouched() -> None:
    page = printed(("Lugupidamisega", "ILLI VILL", "üks — kaks"))
    assert np.array_equal(without_rulings(page, letter_height(page)), page)


def test_letters_on_an_underline_keep_nearly_all_their_ink() -> None:
    page = printed(("gjpqy gjpqy gjpqy gjpqy gjpqy gjpqy",)).copy()
    rows = np.flatnonzero((page < 128).any(axis=1))
    line = int(rows[-1]) - 6
    with_line = page.copy()
    cv2.line(with_line, (60, line), (1100, line), 0, 2)
    clear = without_rulings(with_line, letter_height(page))
    lost = (page < 128) & (clear >= 128)
    assert lost.sum() < 0.05 * (page < 128).sum()
    assert (clear < 128).sum() < 1.1 * (page < 128).sum()
