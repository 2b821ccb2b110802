"""The tables of a run: how well readable pages are told from others, which reasons are named, what it costs."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import numpy as np

from bench.legibility.worsen import WORSE

Row = dict[str, Any]
_BORDERS = (0.5, 0.7, 0.85)  # recall from which a page counts as readable
_GOOD = 0.85


def area(scores: Sequence[float], readable: Sequence[bool]) -> float | None:
    """Under the ROC curve: how often a readable page scores above an unreadable one. None where one sort is absent."""
    good = np.array([score for score, fine in zip(scores, readable, strict=True) if fine])
    bad = np.array([score for score, fine in zip(scores, readable, strict=True) if not fine])
    if not good.size or not bad.size:
        return None
    above = (good[:, None] > bad).mean() + 0.5 * (good[:, None] == bad).mean()
    return float(above)


def report(rows: Sequence[Row]) -> str:
    head = (
        "# The verdict of a glance\n\n"
        "Made by `python -m bench.legibility --docs` on "
        f"{platform.machine()}, {os.cpu_count()} cores. Each page is judged before it is read; then the office's own\n"
        "reader reads it, and the share of its words that were found is the truth. A page is readable from that share\n"
        "on. After `--fit` (trees of capture/foretold.py and curves of capture/harm.py learned anew)\n"
        "every score below is by trees and curves that have not seen the page's document.\n"
    )
    parts = [head, _areas(rows), _verdicts(rows), _named(rows), _cost(rows), PICTURES]
    return "\n".join(parts)


PICTURES = "![score against recall](pictures/legibility_score.png)\n\n![ROC](pictures/legibility_roc.png)\n"


def _areas(rows: Sequence[Row]) -> str:
    lines = ["## Readable or not: area under the curve\n", "| pages | number | " + " | ".join(
        f"readable from {border}" for border in _BORDERS) + " |", "|---|--:|" + "--:|" * len(_BORDERS)]  # fmt: skip
    for group, mine in _groups(rows).items():
        found = [area([row["score"] for row in mine], [row["recall"] >= border for row in mine]) for border in _BORDERS]
        lines.append(f"| {group} | {len(mine)} | " + " | ".join("" if a is None else f"{a:.3f}" for a in found) + " |")
    return "\n".join(lines) + "\n"


def _groups(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Cut pages are left out: what is not in the picture, nobody can see there."""
    known = [row for row in rows if row["recall"] is not None and row["damage"] not in {"cut", "turned"}]
    sorts: dict[str, Callable[[Row], bool]] = {
        "graded damage": lambda row: row["group"] == "graded",
        "graded damage, Latin": lambda row: row["group"] == "graded" and not row["document"].startswith("0_1"),
        "graded damage, Russian": lambda row: row["group"] == "graded" and row["document"].startswith("0_1"),
        "photographs and flat scans": lambda row: row["group"] == "photographs",
    }
    return {name: mine for name, belongs in sorts.items() if (mine := [row for row in known if belongs(row)])}


def _verdicts(rows: Sequence[Row]) -> str:
    sorts: dict[str, list[Row]] = {
        f"read to {_GOOD:.0%} and more, graded": [row for row in rows if _read(row) and row["group"] == "graded"],
        "real paper of offices": [row for row in rows if row["group"] in {"good paper", "receipts"}],
        "turned": [row for row in rows if row["damage"] == "turned"],
        "read to less than half": [row for row in rows if row["recall"] is not None and row["recall"] < 0.5],
    }
    lines = ["## What the clerk is told\n", "| pages | number | good | check | rescan |", "|---|--:|--:|--:|--:|"]
    for name, mine in sorts.items():
        told = Counter(row["verdict"] for row in mine)
        shares = " | ".join(f"{told[verdict] / max(len(mine), 1):.1%}" for verdict in ("good", "check", "rescan"))
        lines.append(f"| {name} | {len(mine)} | {shares} |")
    return "\n".join(lines) + "\n"


def _read(row: Row) -> bool:
    return row["recall"] is not None and row["recall"] >= _GOOD and row["damage"] not in {"cut", "turned"}


def _named(rows: Sequence[Row]) -> str:
    """Of the pages that got any reason."""
    lines = [
        "## The first reason is the damage done\n",
        "| damage | with a reason | right | named instead |",
        "|---|--:|--:|---|",
    ]
    right = total = 0
    for name, worse in WORSE.items():
        first = [row["reasons"][0] for row in rows if row["damage"] == name and row["reasons"]]
        if not worse.named or not first:
            continue
        hits = sum(code in worse.named for code in first)
        right, total = right + hits, total + len(first)
        others = Counter(code for code in first if code not in worse.named)
        told = ", ".join(f"{code} {count}" for code, count in others.most_common())
        lines.append(f"| {name} | {len(first)} | {hits} | {told} |")
    lines.append(f"| **all** | {total} | **{right / max(total, 1):.0%}** | |")
    return "\n".join(lines) + "\n"


def _cost(rows: Sequence[Row]) -> str:
    judged, decoded = median(row["judged"] for row in rows), median(row["decoded"] for row in rows)
    ratio = median(row["judged"] / row["decoded"] for row in rows)
    return (
        "## What it costs\n\n"
        f"Judging takes {judged * 1000:.0f} ms of processor time a page (median of {len(rows)} pages), decoding "
        f"the same page as PNG {decoded * 1000:.0f} ms; the ratio is {ratio:.2f} in the middle.\n"
    )
