"""Does sureness mean something: of the lines said to be 0.95 sure, are 95 of 100 right?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

BINS = 10  # of equal width


@dataclass(frozen=True, slots=True)
class Bin:
    """What was said between two marks: how many, how sure on the average, how many of them right."""

    count: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Sureness:
    """`error`: expected calibration error, the mean distance of what was said from what was right, each bin by its
    count. `brier`: mean square of the difference, line by line. `sharp`: share said to be at least 0.95 sure;
    `sharp_right`: how many of those are right. All 0..1."""

    count: int
    error: float
    brier: float
    sharp: float
    sharp_right: float
    bins: tuple[Bin, ...]

    def told(self) -> dict[str, object]:
        return asdict(self)


def sureness(said: Sequence[float], right: Sequence[bool]) -> Sureness:
    """`said` 0..1; both of one length, at least one."""
    chance, true = np.asarray(said, float), np.asarray(right, float)
    place = np.minimum((chance * BINS).astype(int), BINS - 1)
    bins = [_bin(chance[place == k], true[place == k]) for k in range(BINS)]
    error = sum(one.count * abs(one.said - one.right) for one in bins) / len(chance)
    high = chance >= 0.95
    return Sureness(
        count=len(chance),
        error=float(error),
        brier=float(np.mean((chance - true) ** 2)),
        sharp=float(high.mean()),
        sharp_right=float(true[high].mean()) if high.any() else 0.0,
        bins=tuple(bins),
    )


def _bin(said: np.ndarray, right: np.ndarray) -> Bin:
    return Bin(len(said), float(said.mean()), float(right.mean())) if len(said) else Bin(0, 0.0, 0.0)
