"""Connected marks: the same whether sixteen bits are enough to name them or not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from capture.marks import count_of, labelled, marks_in

pytestmark = pytest.mark.quick


def dots(side: int, every: int) -> np.ndarray:
    """A sheet of dots, `every` pixels apart."""
    sheet = np.zeros((side, side), bool)
    sheet[::every, ::every] = True
    return sheet


def test_a_mark_is_told_by_its_box_and_its_ink() -> None:
    sheet = np.zeros((20, 30), np.uint8)
    sheet[4:9, 10:13] = 255
    sheet[4, 10] = 0
    assert marks_in(sheet).tolist() == [[10, 4, 3, 5, 14]]
    labels, stats, centres = labelled(sheet)
    assert labels[5, 11] == 1
    assert stats[0, cv2.CC_STAT_AREA] == 20 * 30 - 14
    assert centres[1] == pytest.approx(((3 * 11 * 5 - 10) / 14, (3 * 30 - 4) / 14))


def test_marks_that_touch_at_a_corner_are_one_or_two() -> None:
    assert len(marks_in(np.eye(2, dtype=bool))) == 1
    assert len(marks_in(np.eye(2, dtype=bool), 4)) == 2


def test_noise_of_more_marks_than_sixteen_bits_can_name_is_counted_too() -> None:
    dust = dots(600, 2)
    assert len(marks_in(dust)) == count_of(dust.view(np.uint8)) == 90_000
    assert labelled(dust)[0].max() == 90_000


def test_a_part_of_a_page_is_looked_at_as_it_lies() -> None:
    assert len(marks_in(dots(90, 10)[:, 5:45])) == 9 * 4
    assert marks_in(np.zeros((5, 5), bool)).shape == (0, 5)
    assert count_of(np.zeros((5, 5), np.uint8)) == 0
