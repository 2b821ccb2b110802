"""The pictures of a run: python -m bench.legibility.plots rows.json folder, in the peers' environment."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

mpl.use("Agg")
import matplotlib.pyplot as plt

Row = dict[str, Any]
_COLOURS = {"graded": "#0b5fa5", "photographs": "#d1691e"}


def draw(rows: Sequence[Row], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    known = [row for row in rows if row["recall"] is not None and row["damage"] not in {"cut", "turned"}]
    figure, axes = plt.subplots(figsize=(5.5, 4.5))
    for group, colour in _COLOURS.items():
        mine = [row for row in known if row["group"] == group]
        x, y = [row["score"] for row in mine], [row["recall"] for row in mine]
        axes.scatter(x, y, s=12, alpha=0.6, color=colour, label=group)
    axes.set_xlabel("score before reading")
    axes.set_ylabel("share of the words read")
    axes.legend()
    _save(figure, folder / "legibility_score.png")
    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    for group, colour in _COLOURS.items():
        mine = [row for row in known if row["group"] == group]
        score = np.array([row["score"] for row in mine])
        bad = np.array([row["recall"] < 0.5 for row in mine])
        if bad.any() and not bad.all():
            borders = np.concatenate([[-1.0], np.unique(score), [2.0]])
            false = [(score[~bad] < border).mean() for border in borders]
            found = [(score[bad] < border).mean() for border in borders]
            axes.plot(false, found, color=colour, label=group)
    axes.set_xlabel("readable pages held back")
    axes.set_ylabel("unreadable pages held back")
    axes.legend()
    _save(figure, folder / "legibility_roc.png")


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    plt.close(figure)


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
