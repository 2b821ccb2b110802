"""What dirt on a scanner's glass darkens gets its light back; what was printed stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from paper_made import letter

from capture.scan import PageImage
from capture.unstreak import remove_streaks

pytestmark = pytest.mark.quick

LETTER = np.asarray(letter())


def streaked(pixels: np.ndarray, at: int, wide: int, left_of_light: float) -> np.ndarray:
    dirty = pixels.astype(np.float32)
    dirty[:, at : at + wide] *= left_of_light
    return dirty.astype(np.uint8)


@pytest.mark.parametrize("colour", [False, True], ids=["grey", "colour"])
@pytest.mark.parametrize("left_of_light", [0.75, 0.5])
def test_under_a_streak_the_print_comes_back(left_of_light: float, colour: bool) -> None:
    clean = np.dstack([LETTER] * 3) if colour else LETTER
    page = remove_streaks(PageImage(1, streaked(clean, 400, 4, left_of_light), 150.0))
    lost = np.abs(page.pixels.astype(int) - clean)
    assert np.median(page.pixels[:, 398:406]) >= 250
    assert (lost > 40).mean() < 0.0005


def test_under_a_black_streak_the_paper_beside_it_is_drawn_across() -> None:
    page = remove_streaks(PageImage(1, streaked(LETTER, 500, 3, 0.05), 150.0))
    assert np.count_nonzero(page.pixels[:, 498:505] < 128) < 0.2 * 7 * LETTER.shape[0]
    assert np.median(page.pixels[:, 498:505]) > 240


def test_across_the_page_where_it_was_fed_lying() -> None:
    aside = np.ascontiguousarray(np.rot90(streaked(LETTER, 400, 4, 0.6)))
    page = remove_streaks(PageImage(1, aside, 150.0))
    assert np.abs(np.rot90(page.pixels, -1)[:, 398:406].astype(int) - LETTER[:, 398:406]).mean() < 6


def test_the_frame_round_a_certificate_is_no_streak() -> None:
    framed = LETTER.copy()
    cv2.rectangle(framed, (60, 30), (framed.shape[1] - 60, framed.shape[0] - 30), 0, 4)
    page = PageImage(1, framed, 150.0)
    assert (remove_streaks(page).pixels == framed).all()


def test_a_page_without_streaks_is_left_as_it_is() -> None:
    page = PageImage(1, LETTER, 150.0)
    assert remove_streaks(page) is page
