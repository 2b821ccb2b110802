"""A scan and a poor photo of one sheet agree in nearly every place; the same form filled in otherwise does not."""

from functools import cache

import cv2
import numpy as np

from capture.sheets import SAME, Look, likeness, look
from tests.capture.filled import JURI, MARI, PRINTED, form, photographed


@cache
def filled(*values: str) -> Look:
    return look(form(values))


@cache
def photo(*values: str) -> Look:
    return look(photographed(form(values)))


def test_a_scan_and_a_photo_of_one_sheet_agree() -> None:
    assert likeness(filled(*MARI), photo(*MARI)) >= SAME


def test_it_does_not_matter_which_of_them_came_first() -> None:
    assert likeness(photo(*MARI), filled(*MARI)) >= SAME


def test_the_same_form_filled_in_otherwise_is_another_sheet() -> None:
    assert likeness(filled(*MARI), photo(*JURI)) < SAME
    assert likeness(filled(*MARI), filled(*JURI)) < SAME


def test_the_empty_form_is_not_the_filled_one() -> None:
    empty = form([""] * len(PRINTED))
    assert likeness(look(empty), filled(*MARI)) < SAME
    assert likeness(filled(*MARI), look(empty)) < SAME


def test_what_has_no_marks_agrees_with_nothing() -> None:
    white = np.full((1754, 1240), 255, np.uint8)
    assert likeness(look(white), look(white)) == 0.0
    assert likeness(look(white), filled(*MARI)) == 0.0


def test_a_page_in_colour_and_a_till_receipt_are_no_trouble() -> None:
    coloured = cv2.cvtColor(form(MARI), cv2.COLOR_GRAY2RGB)
    assert likeness(look(coloured), filled(*MARI)) >= SAME
    assert likeness(look(form(MARI)[:, :200]), filled(*MARI)) <= 1.0
