"""A page as numbers that can be compared: words, pieces of words, words in their places, the grid of lines, the ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classify.features import COLUMNS, GRAMS, ROWS, Features

WORDS = PLACES = 1 << 13
SIZES = (WORDS, GRAMS, PLACES)  # channels of tokens; the grid and the ink follow
_BANDS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Channels:
    """`tokens` are dense vectors of what occurs, 0 or 1, one for each of SIZES; `grid` and `ink` have mean 0, length 1
    (all 0 where there is nothing); `letters` is the logarithm of how much was read."""

    tokens: tuple[np.ndarray, ...]
    grid: np.ndarray
    ink: np.ndarray
    letters: float


def channels(features: Features) -> Channels:
    places = place_tokens(features)
    tokens = (
        _dense(features.words % WORDS, WORDS),
        _dense(features.grams, GRAMS),
        _dense(np.concatenate(places) if places else np.zeros(0, np.uint32), PLACES),
    )
    ink = np.zeros(3 * ROWS * COLUMNS) if not features.ink.size else _layers(features.ink)
    return Channels(tokens, _even(_grid(features)), ink, float(np.log1p(features.grams.size)))


def place_tokens(features: Features) -> tuple[np.ndarray, ...]:
    """Each word with the band of the page it stands in; two sets of bands overlap, so that none lies on an edge."""
    if not features.words.size:
        return ()
    middle = (features.lines[:, 1] + features.lines[:, 3]) / (2 * max(features.size[1], 1))
    height = middle[features.line] * _BANDS
    return tuple(
        _mixed(features.words, np.floor(height + shift).astype(np.uint32) + np.uint32(64 * number)) % PLACES
        for number, shift in enumerate((0.0, 0.5))
    )


def _mixed(words: np.ndarray, band: np.ndarray) -> np.ndarray:
    return (words.astype(np.uint64) * 2654435761 + band.astype(np.uint64) * 40503 >> np.uint64(7)).astype(np.uint32)


def _dense(buckets: np.ndarray, size: int) -> np.ndarray:
    vector = np.zeros(size, np.float32)
    vector[buckets.astype(np.int64)] = 1
    return vector


def _grid(features: Features) -> np.ndarray:
    """How much of each cell lies under lines of words."""
    fine = np.zeros((ROWS * 4, COLUMNS * 4), np.float32)
    width, height = (max(side, 1) for side in features.size)
    scale = np.array([COLUMNS * 4 / width, ROWS * 4 / height] * 2)
    for x0, y0, x1, y1 in (features.lines * scale).astype(int).tolist():
        fine[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1] = 1
    cells: np.ndarray = fine.reshape(ROWS, 4, COLUMNS, 4).mean(axis=(1, 3))
    return cells


def _layers(ink: np.ndarray) -> np.ndarray:
    whole: np.ndarray = np.concatenate([_even(layer.astype(np.float32)) for layer in ink]) / np.sqrt(len(ink))
    return whole


def _even(cells: np.ndarray) -> np.ndarray:
    """Blurred over neighbours, because papers lie a little askew; mean 0, length 1."""
    padded = np.pad(cells, 1, mode="edge")
    soft = (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:] + 2 * cells) / 6
    flat = (soft - soft.mean()).ravel()
    length = float(np.linalg.norm(flat))
    return flat / length if length > 0 else np.zeros_like(flat)
