"""python -m bench.legibility [--number N] [--fit] [--docs]: how well a glance foretells what can be read.

Reads every damaged page with the office's own reader; with eight documents of each sort that takes half an hour.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from PIL import Image
from rich.progress import track

from bench.legibility import fit, plots, tables
from bench.legibility.pages import Judged, good_paper, graded, photographs
from capture.harm import harms, score, values
from capture.legibility import judge
from capture.measures import measure
from capture.scan import PageImage
from ocr.blend import Blend

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "capture" / "weights.toml"
_ANCHOR = 2.0  # weight of a photograph: fewer than the drawn damages, and real


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--number", type=int, default=8, help="documents of each sort")
    asked.add_argument("--fit", action="store_true", help="fit the curves anew and write capture/weights.toml")
    asked.add_argument("--docs", action="store_true", help="write docs/legibility.md and its pictures")
    asked.add_argument("--work", type=Path, default=Path("legibility.json"), help="where the rows of the run are kept")
    wish = asked.parse_args()
    rows = _rows(wish.number)
    if wish.fit:
        _fit(rows)
    wish.work.write_text(json.dumps(rows), "utf-8")
    text = tables.report(rows)
    print(text)
    if wish.docs:
        (ROOT / "docs" / "legibility.md").write_text(text, "utf-8")
        plots.draw(rows, ROOT / "docs" / "pictures")


def _rows(number: int) -> list[tables.Row]:
    engine = Blend()
    try:
        pages: Iterator[Judged] = chain(good_paper(4 * number), photographs(), graded(number, engine))
        return [_row(page) for page in track(pages, "Judging", total=None)]
    finally:
        engine.close()


def _row(page: Judged) -> tables.Row:
    coded = io.BytesIO()
    Image.fromarray(page.pixels).save(coded, "PNG", compress_level=6)
    measures = measure(page.pixels)
    verdict = judge(PageImage(1, page.pixels, 200.0))
    return {
        "group": page.group, "document": page.document, "damage": page.damage, "degree": round(page.degree, 3),
        "recall": page.recall, "score": score(harms(measures)), "verdict": verdict.verdict,
        "reasons": [reason.code for reason in verdict.reasons], "values": values(measures),
        "judged": _cost(lambda: judge(PageImage(1, page.pixels, 200.0))),
        "decoded": _cost(lambda: np.asarray(Image.open(coded))),
    }  # fmt: skip


def _cost(work: Callable[[], object]) -> float:
    """Seconds of processor time, the better of two."""
    spent = []
    for _ in range(2):
        started = time.thread_time()
        work()
        spent.append(time.thread_time() - started)
    return min(spent)


def _fit(rows: list[tables.Row]) -> None:
    """Pages of known recall; what is cut off cannot be seen in the picture. Every row gets its crossed score."""
    known = [row for row in rows if row["recall"] is not None and row["damage"] not in {"cut", "turned"}]
    recall = np.array([row["recall"] for row in known])
    weight = np.array([_ANCHOR if row["group"] == "photographs" else 1.0 for row in known])
    measured = [row["values"] for row in known]
    crossed = fit.crossed(measured, recall, weight, [row["document"] for row in known])
    for row, foretold in zip(known, crossed, strict=True):
        row["score"] = float(foretold)
    WEIGHTS.write_text(fit.as_toml(fit.fitted(measured, recall, weight)), "utf-8")


if __name__ == "__main__":
    main()
