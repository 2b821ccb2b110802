"""Fits chances to collected lines and words: `python -m bench.reading.fit DIR` prints the weights and what they bring.

A chance is the logistic of a weighted sum of features. Pages are dealt into five heaps; each heap is judged by weights
fitted to the other four, so that no line is judged by a weight it helped to make.
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
_CERTAIN = 1e-3  # engines say 1.0; nobody is


@dataclass(frozen=True, slots=True)
class Fit:
    """`weights` in the order of `names`; `before` and `after` are what was said raw, and by weights of other pages."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    before: Sureness
    after: Sureness


def load(folder: Path, what: str) -> Columns:
    """All `lines` or `words` of a folder as one table, those left out of which the truth may know nothing."""
    parts = [np.load(path) for path in sorted(folder.glob(f"{what}_*.npz"))]
    table = {key: np.concatenate([part[key] for part in parts]) for key in parts[0].files}
    gappy = np.char.startswith(table["set"], "et_docs") | (table["set"] == "sroie")
    kept = ~(gappy & (table["likeness"] < _KNOWN))
    kept &= ~((table["set"] == "cyrillic_lines") & (table["way"] == "neural"))  # it is not asked about Cyrillic
    return {key: column[kept] for key, column in table.items()}


def right_of(table: Mapping[str, np.ndarray]) -> np.ndarray:
    """Receipts: spaces stand anywhere in their truth."""
    if "letters_right" not in table:
        return table["right"]
    return np.where(table["set"] == "sroie", table["letters_right"], table["right"])


def logit(chance: np.ndarray) -> np.ndarray:
    kept = np.clip(chance, _CERTAIN, 1 - _CERTAIN)
    return np.log(kept / (1 - kept))


def features(table: Mapping[str, np.ndarray], said: str, *, seconded: bool) -> dict[str, np.ndarray]:
    """What is known of a line or word when it was read once, or twice."""
    some = np.asarray(table["agreement"] >= 0, float)
    told = {
        "one": np.ones(len(some)),
        "logit": logit(table[said]),
        "unsure": np.log(1 - np.clip(table[said], 0, 1) + _CERTAIN),
        "characters": np.log(table["characters"]),
        "digits": table["digits"],
    }
    if seconded:
        alike = np.clip(table["agreement"], 0, 1)
        told |= {
            "second": some,
            "same": np.asarray(alike == 1, float),
            "alike": alike * some,
            "second_logit": logit(table["second"]) * some,
        }
        if "seconded" in table:
            told["seconded"] = np.asarray(table["seconded"], float)
    return told


def fit(table: Mapping[str, np.ndarray], said: str, *, seconded: bool) -> Fit:
    known = features(table, said, seconded=seconded)
    matrix, right = np.stack(list(known.values()), axis=1), np.asarray(right_of(table), float)
    heaps = np.array([zlib.crc32(f"{page}".encode()) % _HEAPS for page in table["page"]])
    chance = np.zeros(len(right))
    for heap in range(_HEAPS):
        inside = heaps == heap
        if inside.any() and not inside.all():
            chance[inside] = logistic(matrix[inside] @ weighed(matrix[~inside], right[~inside]))
    weights = weighed(matrix, right)
    return Fit(
        tuple(known), tuple(float(one) for one in weights), sureness(list(table[said]), list(right)),
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
    for what, said in (("words", "confidence"), ("lines", "product")):
        table = load(folder, what)
        for way in ("page", "place", "neural"):
            some = {key: column[table["way"] == way] for key, column in table.items()}
            for seconded in (False, True):
                _tell(f"{what} {way}, read {'twice' if seconded else 'once'}", fit(some, said, seconded=seconded))


def _tell(what: str, found: Fit) -> None:
    weights = ", ".join(f"{name} {weight:+.3f}" for name, weight in zip(found.names, found.weights, strict=True))
    print(f"{what}: {found.after.count}\n  {weights}")
    for name, one in (("raw", found.before), ("fitted", found.after)):
        print(
            f"  {name:6} error {one.error:.3f} brier {one.brier:.3f} sharp {one.sharp:.2f} right {one.sharp_right:.3f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
