"""How much of a page a reader is likely to get, foretold from what a glance measures.

A few hundred small decision trees, each mending what those before it got wrong (J. Friedman, "Greedy function
approximation", 2001). They were grown on pages whose words were counted after reading
(`python -m bench.legibility --fit`); capture/trees.json is what came out, docs/legibility.md what it is worth.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from capture.harm import values
from capture.measures import Measures

_LEAF = -1
_TREES = Path(__file__).with_name("trees.json")


def foretold(measures: Measures, size: tuple[int, int]) -> float:
    """The share of the page's words, 0 to 1. `size` is its (width, height) in pixels."""
    names, trees = _grown()
    known = traits(measures, size)
    seen = np.array([known[name] for name in names], np.float32)  # as they were grown: thresholds lie between floats
    node = trees["root"]
    while (inner := trees["trait"][node] != _LEAF).any():
        small = seen[trees["trait"][node]] <= trees["threshold"][node]
        node = np.where(inner, np.where(small, trees["small"][node], trees["large"][node]), node)
    return float(np.clip(trees["start"] + trees["value"][node].sum(), 0.0, 1.0))


def traits(measures: Measures, size: tuple[int, int]) -> dict[str, float]:
    """All that is known of a page without reading it, by name."""
    ink, light = measures.ink, measures.light
    soft, depths = ink.soft[np.isfinite(ink.soft)], ink.depths[np.isfinite(ink.depths)]
    return values(measures) | _octaves(ink.octaves) | {
        "letters": float(ink.letters), "letter": ink.letter, "edge": ink.edge, "black": ink.black,
        "grain": ink.grain, "rough": ink.rough, "specks": ink.specks, "stroke": ink.stroke, "gap": ink.gap,
        "softest": float(soft.max(initial=0.0)), "sharpest": float(soft.min(initial=99.0)),
        "palest": float(depths.min(initial=255.0)), "deepest": float(depths.max(initial=0.0)),
        "ink": measures.share, "paper": light.paper, "low": light.low, "high": light.high,
        "streaks": float(len(measures.streaks)), "cut": measures.lie.cut, "sheets": float(len(measures.lie.two)),
        "streak": max((one.depth for one in measures.streaks), default=0.0), "askew": measures.lie.skew,
        "width": float(size[0]), "height": float(size[1]),
    }  # fmt: skip


def _octaves(found: np.ndarray) -> dict[str, float]:
    """Of each octave how much it changes, and how that compares with the next: a blurred page has no fine ones."""
    told: dict[str, float] = {}
    for k, (spread, highest) in enumerate(found.tolist()):
        told |= {f"octave{k}": spread, f"octave{k} high": highest}
    for k, ratio in enumerate((found[:-1] / np.maximum(found[1:], 0.1)).tolist()):
        told |= {f"octave{k} to next": ratio[0], f"octave{k} high to next": ratio[1]}
    return told


@cache
def _grown() -> tuple[tuple[str, ...], dict[str, np.ndarray]]:
    told = json.loads(_TREES.read_text("utf-8"))
    whole = {"root", "trait", "small", "large"}
    trees = {name: np.array(told[name], np.int32 if name in whole else np.float64) for name in told if name != "names"}
    return tuple(told["names"]), trees
