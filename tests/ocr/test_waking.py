"""The neural reader wakes while the rest of the house is loaded, and its detector ends otherwise: it reads the same."""

import numpy as np
import pytest

from capture.scan import PageImage
from ocr import models, tail
from ocr.detection import _shown
from ocr.neural import Neural, NeuralMissing
from ocr.runtime import openvino
from tests.ocr.printed import printed

LINES = ("Palun määrata mulle vanaduspension", "alates 1. juulist 2026.")


def page() -> np.ndarray:
    return printed(LINES, 1000, 36)


def test_a_pixel_goes_to_its_place_in_the_square_of_its_square() -> None:
    """Of the square at (row, column), channel 2 * (2 * (2 * y + x) + y') + x' is the pixel (2 * y + y', 2 * x + x')."""
    answer = np.arange(16 * 2 * 3).reshape(16, 2, 3)
    laid = tail.laid_out(answer)
    assert laid.shape == (8, 12)
    for row, column, y, x, below, right in np.ndindex(2, 3, 2, 2, 2, 2):
        channel = 2 * (2 * (2 * y + x) + below) + right
        assert laid[4 * row + 2 * y + below, 4 * column + 2 * x + right] == answer[channel, row, column]


def test_the_rebuilt_end_says_what_the_networks_own_end_says() -> None:
    core = openvino.Core()
    shipped = core.read_model(models.load(models.DETECTOR))
    exact = {"INFERENCE_PRECISION_HINT": "f32"}
    shown = _shown(page(), 640, 320)
    odds = tail.laid_out(core.compile_model(tail.rebuilt(shipped.clone()), "CPU", exact)([shown])[0][0])
    likely = core.compile_model(shipped, "CPU", exact)([shown])[0][0, 0]
    assert likely.max() > 0.9, "there are lines on it"
    assert np.abs(1 / (1 + np.exp(-odds)) - likely).max() < 1e-3


def test_a_reader_that_was_woken_reads_the_same() -> None:
    said = []
    for woken in (False, True):
        reader = Neural()
        if woken:
            reader.begin()
        text = reader.read(PageImage(1, page(), 300.0), "est+eng")
        said.append([word.text for word in text.words])
        reader.close()
    assert said[0] == said[1]
    assert "vanaduspension" in said[0]


def test_what_keeps_it_asleep_is_said_to_the_first_who_asks() -> None:
    reader = Neural(child="tests.ocr.missing_neural_child")
    reader.begin()
    with pytest.raises(NeuralMissing):
        reader.require("est")
    reader.close()


def test_it_can_be_sent_home_while_it_wakes() -> None:
    reader = Neural()
    reader.begin()
    reader.close()
    assert reader.read(PageImage(1, page(), 300.0), "est").words
    reader.close()
