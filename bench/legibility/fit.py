"""The curves of capture/harm.py, fitted to what was read: the share of words left is the product of all of them.

Cross-entropy against the share read, by Adam, drawn a little towards curves one would guess.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_ROUNDS, _RATE, _DRAWN = 1200, 0.05, 0.0003
_EDGE = 1e-4
GUESS: dict[str, tuple[float, float]] = {
    "mottled": (4, 12), "merged": (3, 3), "soft": (-3.2, 3), "moved": (7, 9), "small": (-4.5, 3), "pale": (-2.8, 2),
    "grainy": (-2, 1.6), "dusty": (5, 1.6), "glare": (4, 9), "shade": (5, 8), "shine": (4, 4), "skew": (4, 1.5),
}  # fmt: skip
"""Of each measure the offset and the slope of its curve before anything was measured."""


def fitted(
    measured: Sequence[dict[str, float]], recall: np.ndarray, weight: np.ndarray
) -> dict[str, tuple[float, float]]:
    """Offset and slope of each curve. `measured` are `capture.harm.values` of pages, `recall` and `weight` theirs."""
    names = list(GUESS)
    x = np.array([[page[name] for name in names] for page in measured])
    start = np.array([[GUESS[name][0] for name in names], [np.log(GUESS[name][1]) for name in names]])
    found, mean, spread = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, _ROUNDS + 1):
        pull = _gradient(found, x, recall, weight) + _DRAWN * (found - start)
        mean, spread = 0.9 * mean + 0.1 * pull, 0.99 * spread + 0.01 * pull**2
        found -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return {name: (float(found[0, at]), float(np.exp(found[1, at]))) for at, name in enumerate(names)}


def _gradient(found: np.ndarray, x: np.ndarray, recall: np.ndarray, weight: np.ndarray) -> np.ndarray:
    slope = np.exp(found[1])
    left = 1 / (1 + np.exp(np.clip(slope * x - found[0], -50, 50)))
    score = np.clip(left.prod(axis=1), _EDGE, 1 - _EDGE)
    each = ((score - recall) / (1 - score) * weight)[:, None] * (1 - left)
    return np.stack([each.mean(axis=0), (-each * x * slope).mean(axis=0)])


def predicted(curves: dict[str, tuple[float, float]], measured: Sequence[dict[str, float]]) -> np.ndarray:
    left = [
        [1 / (1 + np.exp(np.clip(slope * page[name] - offset, -50, 50))) for name, (offset, slope) in curves.items()]
        for page in measured
    ]
    return np.asarray(np.prod(left, axis=1))


def crossed(
    measured: Sequence[dict[str, float]], recall: np.ndarray, weight: np.ndarray, documents: Sequence[str]
) -> np.ndarray:
    """The score of each page by curves that have not seen any page of its document: five folds."""
    order = {name: at % 5 for at, name in enumerate(sorted(set(documents), key=lambda name: name[::-1]))}
    fold = np.array([order[name] for name in documents])
    scores = np.zeros(len(recall))
    for held in range(5):
        seen = [int(at) for at in np.flatnonzero(fold != held)]
        curves = fitted([measured[at] for at in seen], recall[seen], weight[seen])
        for at in map(int, np.flatnonzero(fold == held)):
            scores[at] = predicted(curves, [measured[at]])[0]
    return scores


def as_toml(curves: dict[str, tuple[float, float]]) -> str:
    head = (
        "# Curves of capture/harm.py: share of the words left = 1 / (1 + exp(slope * x - offset)).\n"
        "# Made by `python -m bench.legibility --fit` from what was really read; docs/legibility.md has the recipe.\n"
    )
    return head + "".join(f"\n[{name}]\noffset = {a:.2f}\nslope = {b:.2f}\n" for name, (a, b) in curves.items())
