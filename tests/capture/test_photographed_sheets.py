"""A photographed sheet is cut out of its table and pressed flat; a scan is left as it is."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from capture.pages import render
from capture.scan import PageImage
from capture.sheet import cut_out_sheet, find_sheet

pytestmark = pytest.mark.quick
CORNERS = np.array([[90, 60], [610, 100], [580, 820], [60, 790]], np.float32)


def photographed(paper: int, table: int) -> PageImage:
    """A sheet with lines of print, seen askew on a table with a grain."""
    sheet = np.full((900, 640), paper, np.uint8)
    for line in range(60, 850, 30):
        sheet[line : line + 6, 60:580:2] = 40
    frame = np.array([[0, 0], [639, 0], [639, 899], [0, 899]], np.float32)
    warp = cv2.getPerspectiveTransform(frame, CORNERS)
    grain = np.random.default_rng(4).normal(table, 6, (900, 700)).clip(0, 255).astype(np.uint8)
    picture = cv2.warpPerspective(sheet, warp, (700, 900), dst=grain, borderMode=cv2.BORDER_TRANSPARENT)
    return PageImage(1, picture, 100.0)


def test_the_corners_of_a_sheet_on_a_dark_table_are_found() -> None:
    found = find_sheet(photographed(paper=230, table=70))
    assert found is not None
    assert np.abs(found - CORNERS).max() < 9


def test_pressed_flat_its_lines_run_level() -> None:
    flat = cut_out_sheet(photographed(paper=230, table=70))
    ink = (flat.pixels < 140).sum(axis=1)
    assert flat.width > 480
    assert flat.height > 700
    # Level lines of print leave empty rows between them.
    assert (ink == 0).mean() > 0.5


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(np.full((900, 700), 250, np.uint8), id="an empty scan"),
        pytest.param(np.full((900, 700), 20, np.uint8), id="a black scan"),
        pytest.param(photographed(paper=230, table=215).pixels, id="a sheet that hardly stands out"),
    ],
)
def test_what_is_no_photograph_of_a_sheet_stays_as_it_is(picture: np.ndarray) -> None:
    page = PageImage(1, picture, 100.0)
    assert cut_out_sheet(page) is page


@pytest.mark.parametrize("scan", ["05-valjamaksuviisi-avaldus.png", "11-loetamatu.jpg"])
def test_scans_of_the_office_stay_whole(scan: str, examples: Path) -> None:
    kinds = {".png": "image/png", ".jpg": "image/jpeg"}
    page = render(examples / scan, kinds[Path(scan).suffix], 1)
    assert find_sheet(page) is None
