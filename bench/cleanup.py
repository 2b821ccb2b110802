"""What each step of cleanup is worth: word recall of both readers with no step, with all, and with each left out.

.venv/bin/python -m bench.cleanup [--pages N] [--only GROUP ...] [--out docs/cleanup-table.md]

Each reader alone, without the other's second opinion; Russian is read by Tesseract only. Sets whose data are not at
hand are left out. A step that changes no page of a set cannot matter there, and has a dot.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from bench.reading.paper import UNHARMED, graded
from bench.reading.score import recall
from bench.reading.sets import SETS, Sheet, sheets
from capture.clean import STEPS
from capture.scan import PageImage
from ocr.engine import Engine
from ocr.neural import Neural
from ocr.tesseract import Tesseract

Step = Callable[[PageImage], PageImage]
OURS = {
    "undamaged": UNHARMED,
    "toner": "low_toner",
    "bleed": "bleed",
    "streak": "streak",
    "noise": "noise",
    "blur": "blur",
    "phone": "phone",
}
_SEVERITY = 4
_SETS = ("et_docs clean", "et_docs a little worse", "et_docs bad", "sroie", "vrdu number", "phone_scan_ru flat")
_SET_PHONES = ("phone_scan_ru 1_2", "phone_scan_ru 1_4", "phone_scan_ru 1_7", "phone_scan_ru 1_6", "phone_scan_ru 1_5")
GROUPS = (*_SETS, *_SET_PHONES, *(f"paper {name}" for name in OURS))


@dataclass
class Tally:
    """Of one group and one reader: recall by what was done to the page ("none", "all", or the step left out)."""

    shares: dict[str, list[float]] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def add(self, done: str, share: float) -> None:
        self.shares.setdefault(done, []).append(share)

    def row(self, group: str, reader: str) -> str:
        whole = mean(self.shares["all"])
        cells = [f"{mean(self.shares['none']):.3f}", f"**{whole:.3f}**"]
        for step in STEPS:
            name = step.__name__
            gain = whole - mean(self.shares[name])
            cells.append(f"{gain:+.3f} ({self.changed[name]})" if self.changed.get(name) else "·")
        return f"| {group} | {len(self.shares['all'])} | {reader} | " + " | ".join(cells) + " |"


@dataclass
class Bench:
    """The two readers, and what each step costs."""

    tesseract: Tesseract
    neural: Neural
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def measure(self, found: Sequence[Sheet]) -> dict[str, Tally]:
        tallies: dict[str, Tally] = {}
        for sheet in found:
            page = opened(sheet.path)
            done, changed = self.done_to(page)
            for reader, engine in self._readers(sheet).items():
                _count(tallies.setdefault(reader, Tally()), sheet, engine, (done, changed))
        return tallies

    def done_to(self, page: PageImage) -> tuple[dict[str, PageImage], set[str]]:
        """The page with nothing done, all, and each step left out; and the steps that changed it."""
        whole, changed = page, set()
        for step in STEPS:
            began = time.thread_time()
            after = step(whole)
            self.seconds.setdefault(step.__name__, []).append(time.thread_time() - began)
            if after is not whole:
                changed.add(step.__name__)
            whole = after
        done = {"none": page, "all": whole}
        for left in STEPS:
            name = left.__name__
            done[name] = _through(page, [step for step in STEPS if step is not left]) if name in changed else whole
        return done, changed

    def _readers(self, sheet: Sheet) -> dict[str, Engine]:
        latin = "rus" not in sheet.languages
        return {"Tesseract": self.tesseract} | ({"neural": self.neural} if latin else {})


def _count(tally: Tally, sheet: Sheet, engine: Engine, pages: tuple[dict[str, PageImage], set[str]]) -> None:
    done, changed = pages
    read: dict[int, float] = {}  # the same picture is read once
    for name, page in done.items():
        if id(page) not in read:
            read[id(page)] = recall(sheet.true, engine.read(page, _languages(sheet)).text)
        tally.add(name, read[id(page)])
    for name in changed:
        tally.changed[name] = tally.changed.get(name, 0) + 1


def _languages(sheet: Sheet) -> str:
    return "rus" if "rus" in sheet.languages else sheet.languages


def _through(page: PageImage, steps: Sequence[Step]) -> PageImage:
    for step in steps:
        page = step(page)
    return page


def opened(path: Path) -> PageImage:
    """First page of the file, grey where the file is; the resolution is guessed as intake does for an A4 page."""
    pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert pixels is not None, path
    if pixels.ndim == 3:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    return PageImage(1, np.ascontiguousarray(pixels), round(min(pixels.shape[:2]) / 8.27))


def group(name: str, number: int, work: Path) -> Iterator[Sheet]:
    if name in SETS:
        yield from sheets(name, number, work)
        return
    only = OURS[name.removeprefix("paper ")]
    for sheet in graded(only, number, work):
        if sheet.severity in {0, _SEVERITY}:
            yield replace(sheet, group=name)


def table(given: argparse.Namespace, bench: Bench, work: Path) -> Iterator[str]:
    names = [step.__name__ for step in STEPS]
    yield "| pages | n | reader | nothing done | all steps | " + " | ".join(f"{name}" for name in names) + " |"
    yield "|---|--:|---|--:|--:|" + "--:|" * len(names)
    for name in given.only or GROUPS:
        found = list(group(name, given.pages, work))
        if found:
            for reader, tally in bench.measure(found).items():
                yield tally.row(name, reader)
    costs = [f"{1000 * mean(bench.seconds[name]):.0f} ms" for name in names]
    yield "| CPU a page | | | | | " + " | ".join(costs) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=8, help="sheets of each group")
    parser.add_argument("--only", nargs="*", choices=GROUPS)
    parser.add_argument("--out", type=Path, help="also write the table there")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    bench, lines = Bench(Tesseract(), Neural()), []
    with TemporaryDirectory() as work:
        for line in table(given, bench, Path(work)):
            print(line, flush=True)
            lines.append(line)
    bench.tesseract.close()
    bench.neural.close()
    if given.out:
        given.out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
