"""Pictures of a run. Run by the peers' Python, which has the drawing library: plots.py RUN.json FOLDER."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import mean
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt

NAMES = {"kantselei": "we", "tesseract": "Tesseract", "ocrmypdf": "OCRmyPDF", "rapidocr": "RapidOCR"}
COLOURS = {"kantselei": "#0b5fa5", "tesseract": "#d1691e", "ocrmypdf": "#8a8a8a", "rapidocr": "#4c9a5b"}
MARKS = "osD^v<>PX*hp8d"
Rows = list[dict[str, Any]]


def main(run: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    plt.rcParams.update({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
                         "grid.alpha": 0.25})  # fmt: skip
    if paper := [row for row in run["rows"] if row["set"] == "paper"]:
        damages(paper, run["systems"], folder / "reading_damage.png")
    if plain := [row for row in run["rows"] if row["set"] != "paper"]:
        speed(plain, run["systems"], folder / "reading_speed.png")
    if run["sureness"]:
        reliability(run["sureness"], folder / "reading_reliability.png")


def damages(rows: Rows, systems: list[str], path: Path) -> None:
    """One small picture a damage: recall against severity, 0 the undamaged page."""
    kinds = [kind for kind in dict.fromkeys(row["damage"] for row in rows) if kind != "none"] or ["none"]
    across = 4
    figure, grid = plt.subplots(
        -(-len(kinds) // across), across, figsize=(11, 2.5 * -(-len(kinds) // across)), sharey=True, squeeze=False
    )
    for kind, axes in zip(kinds, grid.flat, strict=False):
        for name in systems:
            points = _by_severity([row for row in rows if row["system"] == name and row["damage"] in {kind, "none"}])
            axes.plot(*zip(*points, strict=True), marker="o", ms=3, color=COLOURS[name], label=NAMES[name])
        axes.set_title(kind.replace("_", " "), fontsize=9)
        axes.set_ylim(0, 1.02)
        axes.set_xticks(range(6))
    for axes in list(grid.flat)[len(kinds) :]:
        axes.axis("off")
    grid[-1][0].set_xlabel("severity")
    grid[0][0].set_ylabel("word recall")
    figure.legend(*grid[0][0].get_legend_handles_labels(), loc="lower right", ncols=4, frameon=False)
    _save(figure, path)


def _by_severity(rows: Rows) -> list[tuple[int, float]]:
    grades = sorted({row["severity"] for row in rows})
    return [(grade, mean(row["recall"] for row in rows if row["severity"] == grade)) for grade in grades]


def speed(rows: Rows, systems: list[str], path: Path) -> None:
    """One point a set and system: seconds a page across, recall up."""
    figure, axes = plt.subplots(figsize=(9, 5.2))
    groups = list(dict.fromkeys(row["set"] for row in rows))
    for name in systems:
        for mark, group in zip(MARKS, groups, strict=False):
            some = [row for row in rows if row["system"] == name and row["set"] == group]
            if some:
                seconds = sum(row["wall_s"] for row in some) / sum(row["pages"] for row in some)
                axes.scatter(seconds, mean(row["recall"] for row in some), marker=mark, s=42, color=COLOURS[name])
    axes.set_xscale("log")
    axes.set_xlabel("seconds a page (wall)")
    axes.set_ylabel("word recall")
    axes.set_ylim(0, 1.02)
    who = [plt.Line2D([], [], color=COLOURS[name], marker="s", ls="") for name in systems]
    what = [plt.Line2D([], [], color="#444", marker=mark, ls="") for mark, _ in zip(MARKS, groups, strict=False)]
    first = axes.legend(
        who, [NAMES[name] for name in systems], loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False
    )
    axes.add_artist(first)
    axes.legend(what, groups, loc="lower left", bbox_to_anchor=(1.01, 0), frameon=False, fontsize=8)
    _save(figure, path)


def reliability(told: dict[str, Any], path: Path) -> None:
    """What was said across, what was right up; below, how often each was said."""
    shown = {what: told[what] for what in ("lines", "words") if what in told}
    figure, grid = plt.subplots(
        2, len(shown), figsize=(4.6 * len(shown), 5), height_ratios=(3, 1), sharex=True, squeeze=False
    )
    for column, (what, one) in enumerate(shown.items()):
        bins = [each for each in one["bins"] if each["count"]]
        upper, lower = grid[0][column], grid[1][column]
        upper.plot([0, 1], [0, 1], color="#999", lw=1, ls="--")
        upper.plot([each["said"] for each in bins], [each["right"] for each in bins], marker="o", color="#0b5fa5")
        upper.set_title(f"{what}: {one['count']}, calibration error {one['error']:.3f}", fontsize=9)
        upper.set_xlim(-0.02, 1.02)
        width = 1 / len(one["bins"])
        lower.bar([(k + 0.5) * width for k in range(len(one["bins"]))], [each["count"] for each in one["bins"]],
                  width=width * 0.9, color="#9fbfd9")  # fmt: skip
        lower.set_yscale("log")
        lower.set_xlabel("said to be right")
    grid[0][0].set_ylabel("were right")
    grid[1][0].set_ylabel("count")
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
