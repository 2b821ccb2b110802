"""What a second look at single fields gains on printed paper, what it costs, and whether its confidence is true.

.venv/bin/python -m bench.fieldread [--count N] [--seed S] [--damage office] [--style hand] [--fit]

`--fit` has every field looked at again and fits the constants of ocr/fieldsure.py; report on other seeds than those.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bench.paper import files
from bench.paper.printing import Order, make
from bench.paper.truth import tell
from capture.intake import sniff
from capture.pages import render_all
from capture.scan import PageFailure
from classify import reread
from classify.catalogue import load
from classify.fields import extract
from classify.kind import Field, Kind
from classify.parse import parse
from ocr import models
from ocr.blend import Blend
from ocr.engine import EngineError
from ocr.fieldport import FieldQuestion, FieldReading
from ocr.fieldread import Fields, Look, evidence
from ocr.fieldsure import Evidence, sure
from ocr.neural import Neural
from ocr.reading import Reading, read_page
from ocr.text import Box

STYLES = ("hand", "typewriter", "print")
BANDS = (0.0, 0.5, 0.8, 0.95, 0.98, 1.01)


class InProcess:
    """The recogniser without its cage, one thread, its processor time counted: our own paper is not hostile."""

    def __init__(self) -> None:
        self._recogniser = models.recogniser()

    def alphabet(self) -> tuple[str, ...]:
        return self._recogniser.alphabet

    def look(self, cut: Sequence[np.ndarray]) -> list[np.ndarray]:
        return [self._recogniser.look(each) for each in cut]


class Recording(Fields):
    """Keeps what was seen of each field asked for."""

    def __init__(self, recogniser: InProcess) -> None:
        super().__init__(recogniser)
        self.seen: list[tuple[FieldQuestion, Evidence]] = []

    def answer(self, looks: Sequence[Look], box: Box, question: FieldQuestion) -> FieldReading:
        self.seen.append((question, evidence(looks, question)))
        return super().answer(looks, box, question)


@dataclass
class Count:
    """Fields of one type: how many are filled in, right, wrong without a mark, right with one; [before, after]."""

    filled: int = 0
    right: list[int] = field(default_factory=lambda: [0, 0])
    silent: list[int] = field(default_factory=lambda: [0, 0])
    marked: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, true: str | None, told: tuple[Field, Field]) -> None:
        self.filled += bool(true)
        for when, each in enumerate(told):
            right = bool(true) and each.value == true
            self.right[when] += right
            self.silent[when] += each.value is not None and each.value != true and each.state == "found"
            self.marked[when] += right and each.state != "found"


@dataclass
class Bill:
    """Processor seconds of finding the fields without and with the second look; `read`: seconds by the clock."""

    pages: int = 0
    asked: int = 0
    plain: float = 0.0
    looking: float = 0.0
    read: float = 0.0


def papers(given: argparse.Namespace) -> Iterator[tuple[Kind, dict[str, Any], list[Path]]]:
    catalogue = load()
    styles = [given.style] if given.style else STYLES
    with tempfile.TemporaryDirectory() as folder:
        for code, kind in catalogue.items():
            for place in range(given.count if kind.fields else 0):
                for style in styles:
                    order = replace(Order(kind, given.seed * 10_000 + place), damage=given.damage, style=style)
                    sample = make(order)
                    paths = files.save(sample.pictures, Path(folder) / f"{code}-{place}-{style}", order.format)
                    yield kind, tell(sample, paths), paths


def readings(paths: Sequence[Path], engine: Blend) -> Iterator[Reading]:
    for path in paths:
        media_type = sniff(path.read_bytes()[:1024])
        assert media_type
        for page in render_all(path, media_type):
            if not isinstance(page, PageFailure):
                try:
                    yield read_page(page, engine)
                except EngineError as error:
                    print(f"{path.name}: {error.code}")


def measure(given: argparse.Namespace) -> tuple[dict[str, Count], list[tuple[Evidence, bool]], Bill]:
    engine, reader = Blend(neural=Neural()), Recording(InProcess())
    counts: dict[str, Count] = defaultdict(Count)
    seen: list[tuple[Evidence, bool]] = []
    bill = Bill()
    for kind, truth, paths in papers(given):
        clock = time.monotonic()
        read = list(readings(paths, engine))
        bill.read += time.monotonic() - clock
        pages, pictures = [each.text for each in read], [each.page for each in read]
        began = time.process_time()
        before = {each.name: each for each in extract(kind, pages, pictures)}
        between = time.process_time()
        reader.seen.clear()
        after = {each.name: each for each in extract(kind, pages, pictures, reader)}
        bill.plain, bill.looking = bill.plain + between - began, bill.looking + time.process_time() - between
        bill.pages, bill.asked = bill.pages + len(read), bill.asked + len(reader.seen)
        true = {each["name"]: each["value"] for each in truth["fields"]}
        for spec in kind.fields:
            told = before[spec.name], after[spec.name]
            for name in (f"{spec.type}{', comb' if spec.comb else ''}", "all"):
                counts[name].add(true[spec.name], told)
        seen += [(each, _right(kind, question, each, true)) for question, each in reader.seen if each.text]
    engine.close()
    return counts, seen, bill


def _right(kind: Kind, question: FieldQuestion, seen: Evidence, true: dict[str, str | None]) -> bool:
    """Whether it is the value of some field of the document that is asked for so."""
    types = {spec.type for spec in kind.fields if reread.asked(spec) == question}
    return any(
        parse(spec.type, seen.text, mend=False).value == true[spec.name]
        for spec in kind.fields
        if spec.type in types and true[spec.name]
    )


def fitted(seen: Sequence[tuple[Evidence, bool]]) -> np.ndarray:
    """Even, share, fit of ocr/fieldsure.py: logistic regression over what no check digit proves, by Newton's steps."""
    unproven = [(each, right) for each, right in seen if not each.proven]
    shares = np.array([min(max(each.share, 1e-3), 1 - 1e-3) for each, _ in unproven])
    masses = np.array([max(each.mass, 1e-6) for each, _ in unproven])
    known = np.stack([np.ones(len(shares)), np.log(shares / (1 - shares)), np.log10(masses)], axis=1)
    right, found, least = np.array([right for _, right in unproven], float), np.zeros(3), np.diag([0.02, 0.05, 0.05])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-known @ found))
        slope = known.T @ (right - chance) - least @ found
        found = found + np.linalg.solve((known * (chance * (1 - chance))[:, None]).T @ known + least, slope)
    return found


def show(counts: dict[str, Count], seen: Sequence[tuple[Evidence, bool]], bill: Bill) -> None:
    print("| type | filled | right before | after | wrong unmarked before | after | right but marked before | after |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, each in sorted(counts.items()):
        cells = [each.filled, *each.right, *each.silent, *each.marked]
        print(f"| {name} | {' | '.join(map(str, cells))} |")
    print("\n| said | fields | mean said | right |\n|---|--:|--:|--:|")
    said, right = np.array([sure(each) for each, _ in seen]), np.array([right for _, right in seen])
    for low, high in [*pairwise(BANDS), (0.95, 1.01)]:
        inside = (said >= low) & (said < high)
        if inside.any():
            cells = [f"{inside.sum()}", f"{said[inside].mean():.3f}", f"{right[inside].mean():.3f}"]
            print(f"| {low:.2f}-{min(high, 1):.2f} | {' | '.join(cells)} |")
    more = (bill.looking - bill.plain) / bill.pages
    print(
        f"\n{bill.pages} pages, {bill.asked / bill.pages:.1f} fields a page looked at again: {more:.3f} s of processor"
    )
    print(
        f"beside {bill.plain / bill.pages:.2f} s for finding the fields; reading a page: {bill.read / bill.pages:.2f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1, help="documents of each kind and style")
    parser.add_argument("--seed", type=int, default=52)
    parser.add_argument("--damage", default="office")
    parser.add_argument("--style", default="", choices=["", *STYLES])
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    if given.fit:
        reread.SURE = 2.0
    counts, seen, bill = measure(given)
    show(counts, seen, bill)
    if given.fit:
        even, share, fit = fitted(seen)
        print(f"_EVEN, _SHARE, _FIT = {even:.2f}, {share:.2f}, {fit:.2f}")


if __name__ == "__main__":
    main()
