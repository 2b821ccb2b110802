"""Pages that hardly got any light, or far too much, or a shadow across them, come out as if there had been a lamp."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from paper_made import letter

from capture.clean import clean, contrast, even_light
from capture.scan import PageImage
from capture.shadow import lies_in_shadow
from capture.sheet import find_sheet

pytestmark = pytest.mark.quick

LETTER = np.asarray(letter(), dtype=np.float32)
INK = LETTER < 100


def paper(pixels: np.ndarray, grain: float = 0.0) -> PageImage:
    noise = np.random.default_rng(3).normal(0, grain, pixels.shape)
    return PageImage(1, np.clip(pixels + noise, 0, 255).astype(np.uint8), 150.0)


def depth(page: PageImage, where: np.ndarray) -> float:
    """Grey levels between the middle of the paper and the middle of the ink in a part of the page."""
    return float(np.median(page.pixels[where & ~INK])) - float(np.median(page.pixels[where & INK]))


def under_shadow(left: float, slant: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """The letter with a shadow over its left half whose edge leans, and where it lies."""
    rows, columns = np.mgrid[0 : LETTER.shape[0], 0 : LETTER.shape[1]]
    edge = columns / LETTER.shape[1] - 0.5 + slant * (rows / LETTER.shape[0] - 0.5)
    light = left + (1 - left) / (1 + np.exp(-edge * 60))
    return LETTER * 0.95 * light, edge < -0.1


def test_a_page_scanned_with_a_dying_lamp_is_read_as_any_other() -> None:
    page = contrast(paper(LETTER * 0.12, grain=1.0))
    assert depth(page, np.ones_like(INK)) > 150
    assert np.median(page.pixels) > 220, "its paper is paper again"


def test_a_burnt_out_page_gets_its_ink_back() -> None:
    page = contrast(paper(255 - (255 - LETTER) * 0.06))
    assert depth(page, np.ones_like(INK)) > 100


@pytest.mark.parametrize("left", [0.5, 0.3, 0.12])
def test_print_in_a_shadow_with_a_hard_edge_is_lit_again(left: float) -> None:
    pixels, shade = under_shadow(left)
    page = even_light(paper(pixels, grain=1.0))
    assert np.median(page.pixels[shade & ~INK]) > 210
    assert depth(page, shade) > 150


def test_a_deep_shadow_is_neither_cut_away_as_a_border_nor_as_a_table() -> None:
    pixels, shade = under_shadow(0.15, slant=0.6)
    dark = paper(pixels, grain=1.0)
    assert find_sheet(dark) is None
    page = clean(dark)
    assert page.pixels.shape == dark.pixels.shape
    assert depth(page, shade) > 150


def test_a_sheet_on_a_dark_table_is_still_found() -> None:
    table = np.full((LETTER.shape[0] + 400, LETTER.shape[1] + 500), 60.0)
    table[200:-200, 250:-250] = LETTER * 0.95
    corners = find_sheet(paper(table, grain=3.0))
    assert corners is not None
    assert np.abs(corners - ((250, 200), (1490, 200), (1490, 1954), (250, 1954))).max() < 30


def test_a_dark_picture_on_a_light_page_is_no_shadow() -> None:
    page = LETTER.copy()
    page[900:1700, 100:1100] = 40
    assert not lies_in_shadow(page.astype(np.uint8))


def test_light_letters_on_a_dark_and_grainy_slide_stay_light() -> None:
    slide = paper((255 - LETTER) * 0.97 + 2, grain=6.0)
    assert contrast(slide) is slide
    assert even_light(slide) is slide


@pytest.mark.parametrize("degrees", [-33, -19, 18, 27])
def test_a_page_put_in_far_askew_is_set_straight(degrees: float) -> None:
    height, width = LETTER.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    askew = cv2.warpAffine(LETTER, matrix, (width, height), borderValue=255)
    page = clean(paper(askew))
    assert page.width > 1.1 * width, "turned, and room made for its corners"
