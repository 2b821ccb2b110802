"""python -m bench.legibility [--number N] [--fit] [--docs]: how well a glance foretells what can be read.

Reads every damaged page with the office's own reader; with eight documents of each sort that takes half an hour.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.progress import track

from bench.legibility import fit, tables
from bench.legibility.pages import Judged, good_paper, graded, photographs, receipts
from bench.legibility.row import row_of
from bench.reading import peers
from capture.legibility import GROWN
from ocr.blend import Blend
from ocr.neural import Neural

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "capture" / "weights.toml"
TREES = ROOT / "capture" / "trees.json"
_ANCHOR = 2.0  # weight of a photograph or a receipt: fewer than the drawn damages, and real


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--number", type=int, default=8, help="documents of each sort")
    asked.add_argument("--fit", action="store_true", help="learn anew: write capture/trees.json and weights.toml")
    asked.add_argument("--also", type=Path, help="with --fit: rows of bench.legibility.many to learn from, too")
    asked.add_argument("--docs", action="store_true", help="write docs/legibility.md and its pictures")
    asked.add_argument("--work", type=Path, default=Path("legibility.json"), help="where the rows of the run are kept")
    wish = asked.parse_args()
    rows = _rows(wish.number)
    if wish.also:
        rows += [json.loads(line) for line in wish.also.open()]
    if wish.fit:
        _fit(rows)
    wish.work.write_text(json.dumps(rows), "utf-8")
    text = tables.report(rows)
    print(text)
    if wish.docs:
        (ROOT / "docs" / "legibility.md").write_text(text, "utf-8")
        _beside("bench.legibility.plots", wish.work.resolve(), ROOT / "docs" / "pictures")


def _rows(number: int) -> list[tables.Row]:
    engine = Blend(neural=Neural(threads=os.cpu_count() or 1))
    try:
        pages: Iterator[Judged] = chain(good_paper(4 * number), photographs(), receipts(engine), graded(number, engine))
        return [row_of(page) for page in track(pages, "Judging", total=None)]
    finally:
        engine.close()


def _fit(rows: list[tables.Row]) -> None:
    """Pages of known recall; what is cut off cannot be seen in the picture. Every row gets its crossed score."""
    known = [row for row in rows if row["recall"] is not None and row["damage"] not in {"cut", "turned"}]
    recall = np.array([row["recall"] for row in known])
    weight = np.array([1.0 if row["group"] in {"graded", "many"} else _ANCHOR for row in known])
    WEIGHTS.write_text(fit.as_toml(fit.fitted([row["values"] for row in known], recall, weight)), "utf-8")
    pages = [
        {"document": row["document"], "traits": row["traits"], "recall": row["recall"], "weight": float(heavy)}
        for row, heavy in zip(known, weight, strict=True)
    ]
    with TemporaryDirectory() as folder:
        asked = Path(folder) / "pages.json"
        asked.write_text(json.dumps(pages), "utf-8")
        crossed = json.loads(_beside("bench.legibility.grow", asked, TREES))
    curves = fit.crossed([row["values"] for row in known], recall, weight, [row["document"] for row in known])
    for row, tree, curve in zip(known, crossed, curves, strict=True):
        row["score"] = GROWN * tree + (1 - GROWN) * float(curve)


def _beside(module: str, *paths: Path) -> str:
    """What a module says that needs the peers' environment: scikit-learn and matplotlib are not ours."""
    argv = [str(peers.python()), "-m", module, *map(str, paths)]
    return subprocess.run(argv, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
