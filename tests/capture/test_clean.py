"""Cleanup mends what a scanner or a phone did, and leaves a good page alone."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_made import letter

from capture.clean import clean, contrast, crop_border, even_light, fit, straighten, turn
from capture.scan import PageImage
from capture.skew import angle

LETTER = np.asarray(letter())


def paper(pixels: np.ndarray, dpi: float = 150.0) -> PageImage:
    return PageImage(1, np.ascontiguousarray(pixels.astype(np.uint8)), dpi)


def turned_by(pixels: np.ndarray, degrees: float) -> np.ndarray:
    """Clockwise, on white."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return cv2.warpAffine(pixels, matrix, (width, height), borderValue=255)


def test_a_clean_page_is_left_as_it_is() -> None:
    page = paper(LETTER)
    assert clean(page) is page


@pytest.mark.parametrize("degrees", [-15, -9.3, -3, -0.5, 0.5, 2, 7, 15])
def test_a_page_askew_is_set_straight(degrees: float) -> None:
    page = straighten(paper(turned_by(LETTER, degrees)))
    assert abs(angle(page.pixels)) <= 0.15
    corners = page.pixels[:20, :20], page.pixels[-20:, -20:]
    assert min(corner.min() for corner in corners) > 240, "what appears at the corners is paper"


@settings(max_examples=15)
@given(degrees=st.floats(-14, 14))
def test_the_angle_is_found_to_a_fifth_of_a_degree(degrees: float) -> None:
    assert angle(turned_by(LETTER, degrees)) == pytest.approx(-degrees, abs=0.2)


def test_a_page_on_its_side_is_straightened_by_its_columns() -> None:
    aside = np.rot90(turned_by(LETTER, 4))
    assert angle(np.ascontiguousarray(aside)) == pytest.approx(-4, abs=0.2)


@pytest.mark.parametrize("what", ["blank", "noise", "black", "tiny"])
def test_where_there_are_no_lines_nothing_is_turned(what: str) -> None:
    random = np.random.default_rng(7)
    pictures = {
        "blank": np.full((900, 700), 250),
        "noise": random.integers(0, 255, (900, 700)),
        "black": np.zeros((900, 700)),
        "tiny": np.full((3, 3), 200),
    }
    page = paper(pictures[what])
    assert clean(page).pixels.shape == page.pixels.shape


def test_the_scanners_black_edges_go_and_the_writing_stays() -> None:
    scan = np.full((LETTER.shape[0] + 80, LETTER.shape[1] + 120), 12, np.uint8)
    scan[:-80, 120:] = LETTER
    page = crop_border(paper(scan))
    assert page.width == pytest.approx(LETTER.shape[1], abs=12)
    assert page.height == pytest.approx(LETTER.shape[0], abs=12)
    assert np.count_nonzero(page.pixels < 100) == pytest.approx(np.count_nonzero(LETTER < 100), rel=0.02)


def test_a_black_wedge_is_painted_as_paper() -> None:
    scan = LETTER.copy()
    wedge = np.array([[0, 0], [60, 0], [0, 1753]])
    cv2.fillPoly(scan, [wedge], 0)
    page = crop_border(paper(scan))
    assert page.width == pytest.approx(LETTER.shape[1], abs=15)
    assert page.pixels[200:1500, :10].min() > 200


def test_a_printed_band_with_letters_in_it_is_no_border() -> None:
    form = LETTER.copy()
    form[:200] = 20
    for number in range(14):
        cv2.putText(form, "AVALDUS", (20 + 85 * number, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 255, 2)
    assert crop_border(page := paper(form)) is page


def test_a_deep_shadow_over_half_the_page_is_no_border() -> None:
    columns = np.arange(LETTER.shape[1])
    shadowed = LETTER * (0.26 + 0.7 / (1 + np.exp(-(columns - 700) / 100)))
    page = paper(shadowed)
    assert crop_border(page) is page
    cleaned = clean(page).pixels
    assert cleaned.shape == LETTER.shape, "nor is the lit half the sheet"
    assert np.percentile(cleaned[LETTER < 20], 90) < 90, "the words in the shadow are still there"


def test_a_frame_round_a_form_is_no_border() -> None:
    form = LETTER.copy()
    cv2.rectangle(form, (20, 20), (form.shape[1] - 20, form.shape[0] - 20), 0, 6)
    assert crop_border(page := paper(form)) is page


def test_the_shadow_of_a_hand_goes_and_the_ink_stays() -> None:
    rows, columns = np.mgrid[: LETTER.shape[0], : LETTER.shape[1]]
    shadow = 0.45 + 0.5 / (1 + np.exp(-(columns + 0.4 * rows - 900) / 150))
    page = even_light(paper(LETTER * shadow))
    sheet = cv2.erode(np.where(LETTER > 250, 255, 0).astype(np.uint8), np.ones((9, 9))) > 0
    assert np.ptp(np.percentile(page.pixels[sheet], (2, 98))) < 20
    assert np.median(page.pixels[LETTER < 20]) < 60


def test_coloured_paper_keeps_its_colour() -> None:
    yellow = np.dstack([LETTER, LETTER * 0.95, LETTER * 0.6])
    cleaned = clean(paper(yellow)).pixels
    red, _, blue = np.median(cleaned.reshape(-1, 3), axis=0)
    assert red - blue > 60


def test_faint_print_is_made_darker_and_its_paper_is_not() -> None:
    faint = 255 - (255 - LETTER.astype(float)) * 0.3
    page = contrast(paper(faint))
    assert np.percentile(page.pixels, 1) < 100
    assert np.median(page.pixels) == 255


def test_a_pale_and_noisy_page_is_judged_by_its_ink_not_by_its_noise() -> None:
    random = np.random.default_rng(3)
    pale = paper(np.clip(LETTER * 0.3 + 125 + random.normal(0, 12, LETTER.shape), 0, 255))
    page = contrast(pale)
    assert np.median(page.pixels[LETTER < 20]) < np.median(page.pixels[LETTER > 250]) - 180
    assert np.median(page.pixels[LETTER > 250]) > 220


@pytest.mark.parametrize("noise", [3, 8, 12])
def test_light_letters_on_a_pale_dark_page_are_not_spread_like_ink(noise: float) -> None:
    """A slide, a photostat: what is darker than such a page is its grain."""
    random = np.random.default_rng(3)
    slide = paper(np.clip(125 + (255 - LETTER) * 0.22 + random.normal(0, noise, LETTER.shape), 0, 255))
    assert contrast(slide) is slide


def test_blurred_print_is_not_made_into_blots() -> None:
    blurred = cv2.GaussianBlur(255 - (255 - LETTER.astype(np.float32)) * 0.6, (0, 0), 4.0)
    assert contrast(page := paper(blurred)) is page


def test_noise_alone_is_not_made_into_ink() -> None:
    random = np.random.default_rng(3)
    assert contrast(page := paper(np.clip(random.normal(200, 6, LETTER.shape), 0, 255))) is page


def test_a_page_on_which_only_some_print_has_faded_keeps_its_ink() -> None:
    faded = LETTER.copy()
    faded[:, 700:] = 255 - (255 - faded[:, 700:]) // 4
    assert contrast(page := paper(faded)) is page


def test_light_letters_on_a_printed_panel_are_left_so() -> None:
    slide = LETTER.copy()
    slide[100:700, 100:1100] = 150
    cv2.putText(slide, "TEENUSED", (200, 400), cv2.FONT_HERSHEY_SIMPLEX, 3, 235, 8)
    assert even_light(page := paper(slide)) is page


def test_a_page_too_large_is_made_to_fit_and_says_so() -> None:
    page = fit(paper(np.full((6000, 4000), 255), 600))
    assert page.width * page.height <= 12_010_000
    assert page.dpi == pytest.approx(600 * page.width / 4000, rel=0.001)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_is_turned_clockwise_and_remembers(degrees: int) -> None:
    page = replace(paper(LETTER), embedded_text="tekst")
    turned = turn(page, degrees)
    assert (turned.pixels == np.rot90(LETTER, -degrees // 90)).all()
    assert turned.pixels.flags["C_CONTIGUOUS"]
    assert (turned.rotation, turned.embedded_text) == (degrees, "tekst")
    assert turn(turned, 360 - degrees).rotation == 0


def test_a_page_is_not_turned_by_half_a_quarter() -> None:
    with pytest.raises(ValueError, match="quarters"):
        turn(paper(LETTER), 45)
