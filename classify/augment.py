"""One sample becomes many: worse readings, other fillings, papers laid askew; on what the model sees, not on pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classify.channels import Channels

_WORST = 0.8  # share of words lost on the worst page
_PIECES = 0.65  # a word misread loses so much of its pieces
_FILLED = 0.5  # of another page's words are written on it at most


def worse(page: Channels, others: Sequence[Channels], rng: np.random.Generator) -> tuple[Channels, float]:
    """The page as another person might fill it and another scanner show it; and the share of words that were lost."""
    lost = float(rng.uniform(0.0, _WORST))
    keep = (1 - lost, 1 - _PIECES * lost, (1 - lost) * float(rng.uniform(0.75, 1.0)))
    strange = others[int(rng.integers(len(others)))] if others else None
    filled = float(rng.uniform(0.0, _FILLED))
    tokens = tuple(_spoiled(page, strange, number, (keep[number], filled), rng) for number in range(len(page.tokens)))
    letters = float(np.log1p(tokens[1].sum()))
    return Channels(tokens, _shaken(page.grid, lost, rng), _shaken(page.ink, lost, rng), letters), lost


def _spoiled(
    page: Channels, strange: Channels | None, channel: int, shares: tuple[float, float], rng: np.random.Generator
) -> np.ndarray:
    kept, filled = shares
    tokens: np.ndarray = page.tokens[channel] * (rng.random(page.tokens[channel].shape) < kept)
    if strange is not None:
        tokens = np.maximum(tokens, strange.tokens[channel] * (rng.random(tokens.shape) < filled * kept))
    return tokens.astype(np.float32)


def _shaken(cells: np.ndarray, lost: float, rng: np.random.Generator) -> np.ndarray:
    if not cells.any() or rng.random() < 0.15:
        return np.zeros_like(cells)
    noisy = cells + rng.normal(0, (0.3 + lost) / np.sqrt(cells.size), cells.shape)
    return noisy / max(float(np.linalg.norm(noisy)), 1e-9)
