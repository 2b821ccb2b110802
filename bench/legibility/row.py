"""What is kept of a page that was judged and read: everything the tables and the trees need, without the picture."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import numpy as np
from PIL import Image

from bench.legibility.pages import Judged
from bench.legibility.tables import Row
from capture.foretold import traits
from capture.harm import values
from capture.legibility import expected, judge
from capture.measures import measure
from capture.scan import PageImage


def row_of(page: Judged) -> Row:
    coded = io.BytesIO()
    Image.fromarray(page.pixels).save(coded, "PNG", compress_level=6)
    measures, size = measure(page.pixels), (page.pixels.shape[1], page.pixels.shape[0])
    verdict = judge(PageImage(1, page.pixels, 200.0))
    return {
        "group": page.group, "document": page.document, "damage": page.damage, "degree": round(page.degree, 3),
        "recall": page.recall, "score": expected(measures, size), "verdict": verdict.verdict,
        "reasons": [reason.code for reason in verdict.reasons], "values": values(measures),
        "traits": traits(measures, size),
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
