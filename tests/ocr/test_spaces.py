"""Spaces the network half saw come back where the picture has a gap, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.ctc import Letter, words
from ocr.spaces import with_spaces
from ocr.strips import HEIGHT, STEP

pytestmark = pytest.mark.quick
READ = [Letter(text, first, first + 1, 0.9) for text, first in zip("ongoi", (0, 3, 8, 11, 14), strict=True)]  # steps


def strip(*inked: tuple[int, int]) -> np.ndarray:
    """A line with ink from step to step."""
    picture = np.full((HEIGHT, 16 * STEP), 255, np.uint8)
    for start, end in inked:
        picture[12:36, start * STEP : end * STEP] = 0
    return picture


def hinted(**at: float) -> np.ndarray:
    likelihood = np.full(16, 0.001, np.float32)
    for step, value in at.items():
        likelihood[int(step.removeprefix("step"))] = value
    return likelihood


APART = strip((0, 2), (3, 5), (8, 10), (11, 13), (14, 16))
TOUCHING = strip((0, 16))


@pytest.mark.parametrize(
    ("picture", "likelihood", "read"),
    [
        (APART, hinted(step6=0.3), ["on", "goi"]),
        (255 - APART, hinted(step6=0.3), ["on", "goi"]),
        (np.dstack([APART] * 3), hinted(step6=0.3), ["on", "goi"]),
        (APART, hinted(), ["ongoi"]),
        (TOUCHING, hinted(step6=0.3), ["ongoi"]),
        (APART, hinted(step2=0.3), ["ongoi"]),
    ],
    ids=["a gap", "white on black", "in colour", "a gap without a hint", "a hint without a gap", "letters wide apart"],
)
def test_a_space_needs_a_hint_and_a_gap(picture: np.ndarray, likelihood: np.ndarray, read: list[str]) -> None:
    found = words(with_spaces(READ, likelihood, picture))
    assert ["".join(letter.text for letter in word) for word in found] == read


def test_a_space_that_was_seen_is_not_put_in_again() -> None:
    seen = [*READ[:2], Letter(" ", 6, 6, 0.8), *READ[2:]]
    assert with_spaces(seen, hinted(step6=0.8), APART) == seen
    assert with_spaces([], hinted(), APART) == []
