"""Letters are brought to the size the engine knows, whatever the file says about its resolution."""

import numpy as np
import pytest

from capture.scan import PageImage
from ocr.engine import LANGUAGES
from ocr.scale import letter_height, letters_on, reading_scale
from ocr.tesseract import Tesseract
from tests.ocr.printed import printed

pytestmark = pytest.mark.quick

LINES = ("Palun määrata mulle vanaduspension", "alates esimesest juulist", "Lugupidamisega") * 2


@pytest.mark.parametrize(("size", "low", "high"), [(12, 2.0, 4.0), (40, 1.0, 1.0), (120, 0.2, 0.6)])
def test_small_letters_are_enlarged_and_huge_ones_reduced(size: int, low: float, high: float) -> None:
    grey = printed(LINES, width=size * 30, size=size)
    assert low <= reading_scale(letter_height(grey), grey.size) <= high


def test_a_page_without_letters_is_left_alone() -> None:
    assert letter_height(np.full((500, 500), 255, np.uint8)) == 0
    assert reading_scale(0, 250_000) == 1


def test_a_large_page_is_measured_at_half_its_size_and_says_much_the_same() -> None:
    small = printed(LINES, width=1240, size=40)
    large = np.pad(small, ((0, 2000), (0, 400)), constant_values=255)
    assert letter_height(large) == pytest.approx(letter_height(small), rel=0.3)


def test_letters_measured_once_a_page_are_those_of_that_page() -> None:
    pages = [PageImage(1, printed(LINES, width=size * 30, size=size), 300.0) for size in (20, 60)]
    for page in (*pages, *pages, pages[1]):
        assert letters_on(page) == letter_height(page.pixels) > 0


def test_noise_does_not_set_the_scale() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (600, 600), dtype=np.uint8)
    assert 0.4 <= reading_scale(letter_height(noise), noise.size) <= 4


def test_the_reader_is_never_given_more_pixels_than_it_can_bear() -> None:
    assert 80_000_000 * reading_scale(0, 80_000_000) ** 2 <= 36_000_001


def test_a_tiny_photograph_is_read_and_its_boxes_are_its_own() -> None:
    tiny = PageImage(1, printed(LINES, width=380, size=13), 72.0)
    engine = Tesseract()
    text = engine.read(tiny, LANGUAGES)
    engine.close()
    assert "vanaduspension" in text.text
    assert all(line.box.x1 <= tiny.width and line.box.y1 <= tiny.height for line in text.lines)
