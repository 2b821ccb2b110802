"""Two sheets in one picture, a scanner that lost a colour, and pages that only look empty."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from paper_made import letter

from capture.legibility import judge
from capture.scan import Legibility, PageImage

pytestmark = pytest.mark.quick

LETTER = np.asarray(letter(), dtype=np.uint8)
RANDOM = np.random.default_rng(11)


def judged(pixels: np.ndarray) -> Legibility:
    return judge(PageImage(1, np.ascontiguousarray(pixels), 150.0))


def codes(pixels: np.ndarray) -> set[str]:
    return {reason.code for reason in judged(pixels).reasons}


def white(colour: int = 3) -> np.ndarray:
    paper = np.full((1754, 1240, colour), 246, np.int16) + RANDOM.integers(-2, 3, (1754, 1240, 1))
    return np.clip(paper, 0, 255).astype(np.uint8)


def test_two_sheets_on_the_glass_are_told_with_their_place() -> None:
    glass = np.full((1300, 2100), 25, np.uint8)
    small = cv2.resize(LETTER, (800, 1130), interpolation=cv2.INTER_AREA)
    glass[80:1210, 100:900] = small
    glass[80:1210, 1150:1950] = small
    verdict = judged(glass)
    two = next(reason for reason in verdict.reasons if reason.code == "two_sheets")
    assert verdict.verdict != "good"
    assert two.place is not None


def test_one_sheet_on_a_dark_table_is_one() -> None:
    glass = np.full((2000, 1600), 25, np.uint8)
    glass[100:1854, 150:1390] = LETTER
    assert "two_sheets" not in codes(glass)


def test_a_scanner_whose_red_lamp_died_is_found_out() -> None:
    coloured = np.dstack([LETTER, LETTER, LETTER])
    coloured[..., 0] = 20
    assert "colour_lost" in codes(coloured)


def test_a_form_on_yellow_paper_has_lost_nothing() -> None:
    yellow = np.dstack([LETTER, (LETTER * 0.95).astype(np.uint8), (LETTER * 0.7).astype(np.uint8)])
    assert "colour_lost" not in codes(yellow)


def test_an_empty_back_is_blank_and_held_for_a_look() -> None:
    verdict = judged(white())
    assert [reason.code for reason in verdict.reasons] == ["blank"]
    assert verdict.verdict == "check", "a flag, never a deletion"


def test_a_note_in_faint_pencil_is_not_blank() -> None:
    page = white()
    for line in range(5):
        cv2.putText(page, "helistada reedel", (200, 500 + 90 * line), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 2, (205,) * 3, 2)
    assert "blank" not in codes(page)


def test_a_faint_stamp_alone_is_not_blank() -> None:
    page = white()
    for radius in (120, 100):
        cv2.circle(page, (700, 900), radius, (225, 225, 250), 3)
    cv2.putText(page, "ALLKIRI ÕIGE"[:7], (620, 910), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (222, 222, 250), 3)
    assert "blank" not in codes(page)
