"""Pictures are made while the page is read; what is kept is the page as it is shown in the end."""

import io

import numpy as np
from desks import Workroom
from PIL import Image

from capture.clean import turn
from capture.scan import PageImage
from worker.ahead import Ahead


def sheet() -> PageImage:
    pixels = np.full((400, 300), 255, np.uint8)
    pixels[40:60, 30:270] = 0
    return PageImage(1, pixels, 300.0)


def kept(room: Workroom, sha256: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(room.blobs.get(sha256))).convert("L"))


def test_the_pictures_begun_are_those_of_the_page_as_it_is_shown(room: Workroom) -> None:
    page = sheet()
    ahead = Ahead(room.clerk.desk, page)
    ahead.begin(page)
    made = ahead.made(page)
    assert np.array_equal(kept(room, made.picture), page.pixels)
    assert kept(room, made.thumbnail).shape[1] == 320
    assert made.codes == ()


def test_a_page_that_is_turned_after_all_is_kept_upright(room: Workroom) -> None:
    page = sheet()
    upright = turn(page, 90)
    ahead = Ahead(room.clerk.desk, page)
    ahead.begin(page)
    made = ahead.made(upright)
    assert np.array_equal(kept(room, made.picture), upright.pixels)
    assert kept(room, made.original).shape == upright.pixels.shape
