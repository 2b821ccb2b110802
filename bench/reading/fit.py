"""Fits the chances of ocr/calibration.py to collected words: `python -m bench.reading.fit DIR` prints weights and gain.

A chance is the logistic of a weighted sum of features. Pages are dealt into five heaps; each heap is judged by weights
fitted to the other four, so that no word is judged by a weight it helped to make.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.reading.sureness import Sureness, sureness

Columns = dict[str, np.ndarray]
_HEAPS = 5
_KNOWN = 0.5  # likeness below which et_docs and receipts may know nothing of a text that is really there
_RIDGE = 1.0
EDGE = 0.005  # keeps the logarithm finite where an engine says 0 or 1


@dataclass(frozen=True, slots=True)
class Fit:
    """`weights` in the order of `names`; `before` and `after` are what was said raw, and by weights of other pages."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    before: Sureness
    after: Sureness


def load(folder: Path) -> Columns:
    """All words of a folder as one table, those left out of which the truth may know nothing."""
    parts = [np.load(path) for path in sorted(folder.glob("words_*.npz"))]
    table = {key: np.concatenate([part[key] for part in parts]) for key in parts[0].files}
    gappy = np.char.startswith(table["set"], "et_docs") | (table["set"] == "sroie")
    kept = ~(gappy & (table["likeness"] < _KNOWN))
    kept &= ~((table["set"] == "cyrillic_lines") & (table["way"] == "neural"))  # it is not asked about Cyrillic
    return {key: column[kept] for key, column in table.items()}


def odds(chance: np.ndarray) -> np.ndarray:
    """Their logarithm, as ocr/calibration.py takes it."""
    return np.log((chance + EDGE) / (1 - chance + EDGE))


def features(words: Mapping[str, np.ndarray], *, seconded: bool) -> dict[str, np.ndarray]:
    """What is known of a word when its line was read once, or twice: by the names of ocr/calibration.py."""
    told = {
        "base": np.ones(len(words["confidence"])),
        "word": odds(words["confidence"]),
        "line": odds(words["line_mean"]),
        "letters": np.log(words["characters"]),
        "digits": words["digits"],
    }
    return told | ({"seconded": np.asarray(words["seconded"], float)} if seconded else {})


def fit(words: Mapping[str, np.ndarray], *, seconded: bool) -> Fit:
    known = features(words, seconded=seconded)
    matrix, right = np.stack(list(known.values()), axis=1), np.asarray(words["right"], float)
    heaps = np.array([zlib.crc32(f"{page}".encode()) % _HEAPS for page in words["page"]])
    chance = np.zeros(len(right))
    for heap in range(_HEAPS):
        inside = heaps == heap
        if inside.any() and not inside.all():
            chance[inside] = logistic(matrix[inside] @ weighed(matrix[~inside], right[~inside]))
    weights = weighed(matrix, right)
    return Fit(
        tuple(known), tuple(float(one) for one in weights), sureness(list(words["confidence"]), list(right)),
        sureness(list(chance), list(right)),
    )  # fmt: skip


def weighed(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method, with a little ridge."""
    weights = np.zeros(matrix.shape[1])
    for _ in range(30):
        chance = logistic(matrix @ weights)
        slope = matrix.T @ (right - chance) - _RIDGE * weights
        bend = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights


def logistic(sums: np.ndarray) -> np.ndarray:
    chance: np.ndarray = 1 / (1 + np.exp(-np.clip(sums, -30, 30)))
    return chance


def main(folder: Path) -> None:
    table = load(folder)
    for engine in ("neural", "tesseract"):
        for seconded in (False, True):
            kept = table["engine"] == engine
            if seconded:
                kept &= table["agreement"] >= 0  # another has read the line
            some = {key: column[kept] for key, column in table.items()}
            _tell(f"{engine}, read {'twice' if seconded else 'once'}", fit(some, seconded=seconded))


def _tell(what: str, found: Fit) -> None:
    weights = ", ".join(f"{name} {weight:+.3f}" for name, weight in zip(found.names, found.weights, strict=True))
    print(f"{what}: {found.after.count}\n  {weights}")
    for name, one in (("raw", found.before), ("fitted", found.after)):
        print(
            f"  {name:6} error {one.error:.3f} brier {one.brier:.3f} sharp {one.sharp:.2f} right {one.sharp_right:.3f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
