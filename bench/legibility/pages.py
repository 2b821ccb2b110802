"""The pages that are judged, and what the office's reader makes of each: the truth the verdict has to foretell."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.legibility.worsen import WORSE
from bench.paper.picture import Picture
from bench.paper.printing import Order, make
from bench.reading.score import words
from bench.reading.sets import DATA, LATIN, RUSSIAN, spread
from capture.clean import clean
from capture.scan import PageImage
from classify.catalogue import UNKNOWN, load
from ocr.engine import Engine, EngineTimeout

_FEW = 8  # words: a page with fewer tells nothing


@dataclass(frozen=True, slots=True)
class Undamaged:
    """A page as it should be. `true` is its text, empty where the reading of the undamaged page is the truth."""

    name: str
    picture: Picture
    languages: str
    true: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A page somebody must judge; `recall` is the share of its words that were read, None where nobody knows."""

    group: str
    document: str
    damage: str
    degree: float
    pixels: np.ndarray
    recall: float | None


def undamaged(number: int) -> Iterator[Undamaged]:
    """`number` each of Estonian reports, our own printed forms, Russian flatbed scans."""
    for path in spread(sorted((DATA / "et_docs").glob("*.png")), number):
        pixels = _rgb(path)
        dpi = 200 if pixels.shape[1] > 1300 else 110
        yield Undamaged(path.stem, _picture(pixels, dpi), LATIN, path.with_suffix(".gt.txt").read_text("utf-8"))
    kinds = [kind for code, kind in load().items() if code != UNKNOWN]
    for place in range(number):
        printed = make(Order(kinds[place % len(kinds)], 700 + place)).pictures[0]
        yield Undamaged(f"form {place}", printed.scaled(2 / 3, 200), LATIN)
    for path in spread(sorted((DATA / "phone_scan_ru").glob("0_1_*.jpg")), number):
        yield Undamaged(path.stem, _picture(_rgb(path), 300).scaled(2 / 3, 200), RUSSIAN)


def graded(number: int, engine: Engine) -> Iterator[Judged]:
    """Each undamaged page once with each damage, by a degree that its name draws."""
    for page in undamaged(number):
        true = words(page.true) & words(read(page.picture.pixels, page.languages, engine)) if page.true else None
        true = true or words(read(page.picture.pixels, page.languages, engine))
        if sum(true.values()) < _FEW:
            continue
        for name, worse in WORSE.items():
            rng = np.random.default_rng(zlib.crc32(f"{page.name} {name}".encode()))
            degree = float(rng.random())
            pixels = np.ascontiguousarray(worse.make(page.picture, rng, degree))
            known = name not in {"none", "turned"}
            found = words(read(pixels, page.languages, engine)) if known else true
            recall = sum((true & found).values()) / sum(true.values())
            yield Judged("graded", page.name, name, degree, pixels, recall)


def photographs() -> Iterator[Judged]:
    """Photographs and flatbed scans of the same sheets, with the recall their collector measured."""
    for path in sorted((DATA / "phone_scan_ru").glob("*.jpg")):
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        recall = truth.get("ref_word_recall_vs_flatbed", None if truth["capture_set"].startswith("1") else 1.0)
        if recall is not None:
            yield Judged("photographs", path.stem[4:], truth["capture_set"], 0.0, _rgb(path), float(recall))


def receipts(engine: Engine) -> Iterator[Judged]:
    """Real receipts, photographed and scanned, as they came: pale, narrow, crumpled, and read all the same."""
    for path in sorted((DATA / "sroie").glob("*.jpg")):
        true, pixels = words(path.with_suffix(".gt.txt").read_text("utf-8")), _rgb(path)
        found = words(read(pixels, LATIN, engine))
        yield Judged("receipts", path.stem, "sroie", 0.0, pixels, sum((true & found).values()) / sum(true.values()))


def good_paper(number: int) -> Iterator[Judged]:
    """Real scans of every quality that offices live with: none of them should be scanned again."""
    for pattern in ("vrdu_registration/*.tif", "et_docs/*.png", "us_tax_forms/*.jpg"):
        for path in spread(sorted(DATA.glob(pattern)), number):
            yield Judged("good paper", path.stem, pattern.partition("/")[0], 0.0, _rgb(path), None)


def read(pixels: np.ndarray, languages: str, engine: Engine) -> str:
    """Nothing, where a page of grain and dust keeps the reader busy beyond its time."""
    try:
        return engine.read(clean(PageImage(1, pixels, 200.0)), languages).text
    except EngineTimeout:
        return ""


def _rgb(path: Path) -> np.ndarray:
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    assert pixels is not None, path
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))


def picture_of(path: Path) -> Picture:
    """A page of a set, taken for A4 where nothing is known of its size, at 200 dpi at most."""
    pixels = _rgb(path)
    dpi = max(72, round(min(pixels.shape[:2]) / 8.27))
    return _picture(pixels, dpi) if dpi <= 220 else _picture(pixels, dpi).scaled(200 / dpi, 200)


def _picture(pixels: np.ndarray, dpi: int) -> Picture:
    return Picture(pixels, np.eye(3), dpi)
