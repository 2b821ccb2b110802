"""python -m bench.legibility.many ROWS.jsonl [--each N]: many documents, each spoiled a few times, judged and read.

What the trees of capture/foretold.py learn from beside the graded pages: they gain most from documents unlike each
other. Rows are written as they come; a run that was broken off goes on where it stood. An hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
from rich.progress import track

from bench.legibility.pages import Judged, Undamaged, picture_of, read
from bench.legibility.row import row_of
from bench.legibility.worsen import WORSE
from bench.paper.picture import Picture
from bench.paper.printing import Order, make
from bench.reading.score import words
from bench.reading.sets import DATA, LATIN, RUSSIAN, spread
from classify.catalogue import UNKNOWN, load
from ocr.blend import Blend
from ocr.engine import Engine
from ocr.neural import Neural

_FORMS = 72
_REAL = (
    ("et_docs/*.png", 38, LATIN), ("vrdu_registration/*.tif", 40, LATIN), ("sroie/*.jpg", 18, LATIN),
    ("us_tax_forms/*.jpg", 4, LATIN), ("tess_pages_en/*.tif", 4, LATIN), ("ru_docs_dedoc/*.png", 8, RUSSIAN),
    ("phone_scan_ru/0_1_*.jpg", 11, RUSSIAN),
)  # fmt: skip
_TWICE = 0.25  # of the pages suffer a second, milder damage
_FEW = 8  # words: a page with fewer tells nothing
_SPOILS = [name for name in WORSE if name not in {"none", "turned", "cut"}]
_SEED = 9000  # of the forms: none of bench.legibility's own


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("rows", type=Path)
    asked.add_argument("--each", type=int, default=6, help="spoiled copies of each document")
    wish = asked.parse_args()
    known = {json.loads(line)["document"] for line in wish.rows.open()} if wish.rows.exists() else set()
    left = {name: made for name, made in _documents() if name not in known}
    engine = Blend(neural=Neural(threads=os.cpu_count() or 1))
    try:
        with wish.rows.open("a") as out:
            for name, made in track(left.items(), "Judging"):
                rows = [row_of(page) for page in _spoiled(made(), name, wish.each, engine)]
                out.write("".join(json.dumps(row) + "\n" for row in rows))
                out.flush()
    finally:
        engine.close()


def _documents() -> list[tuple[str, Callable[[], Undamaged]]]:
    """Names, and how each page is made; in an order of chance, so that a part of a run has some of all sorts."""
    kinds = [kind for code, kind in load().items() if code != UNKNOWN]
    found: list[tuple[str, Callable[[], Undamaged]]] = []
    for seed in range(_SEED, _SEED + _FORMS):
        found.append((f"form {seed}", partial(_form, Order(kinds[seed % len(kinds)], seed))))
    for pattern, number, languages in _REAL:
        paths = spread(sorted(DATA.glob(pattern)), number)
        found += [(path.stem, partial(_scan, path, languages)) for path in paths]
    Random(_SEED).shuffle(found)
    return found


def _form(order: Order) -> Undamaged:
    return Undamaged("form", make(order).pictures[0].scaled(2 / 3, 200), LATIN)


def _scan(path: Path, languages: str) -> Undamaged:
    truth = path.with_suffix(".gt.txt")
    return Undamaged(path.stem, picture_of(path), languages, truth.read_text("utf-8") if truth.exists() else "")


def _spoiled(page: Undamaged, name: str, each: int, engine: Engine) -> Iterator[Judged]:
    """What the reader makes of the undamaged page is the truth, as far as it agrees with what is known."""
    seen = words(read(page.picture.pixels, page.languages, engine))
    true = words(page.true) & seen if page.true else seen
    if sum(true.values()) < _FEW:
        return
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    for damage in rng.choice(_SPOILS, each, replace=False):
        degree = float(rng.random())
        pixels = np.ascontiguousarray(WORSE[damage].make(page.picture, rng, degree))
        if rng.random() < _TWICE:
            second = Picture(pixels, np.eye(3), page.picture.dpi)
            pixels = np.ascontiguousarray(WORSE[rng.choice(_SPOILS)].make(second, rng, 0.6 * float(rng.random())))
        found = words(read(pixels, page.languages, engine))
        yield Judged("many", name, str(damage), degree, pixels, sum((true & found).values()) / sum(true.values()))


if __name__ == "__main__":
    main()
