"""How much of the true words we read, and how fast, beside bare Tesseract on the same pages. Needs shared/data.

.venv/bin/python -m bench.reading [--pages N] [--only SET] [--engine-only]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from capture.intake import sniff
from capture.pages import render_all
from capture.scan import PageFailure, PageImage
from ocr.engine import LANGUAGES
from ocr.reading import read_page
from ocr.tesseract import Tesseract

DATA = Path(os.environ.get("KANTSELEI_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"


@dataclass(frozen=True)
class Sheet:
    """A file and the words that stand on it; a form's one number counts as its only word."""

    path: Path
    words: Counter[str]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def recall(true: Counter[str], read: str) -> float:
    found = words(read)
    return sum(min(count, found[word]) for word, count in true.items()) / sum(true.values())


def beside(folder: str, pattern: str, truth: str) -> Iterator[Sheet]:
    for path in sorted((DATA / folder).glob(pattern)):
        text = path.with_name(path.stem + truth)
        if text.exists() and (true := words(text.read_text("utf-8"))):
            yield Sheet(path, true)


def numbers() -> Iterator[Sheet]:
    for path in sorted((DATA / "vrdu_registration").glob("*.tif")):
        number = json.loads(path.with_suffix(".json").read_text("utf-8"))["fields"]["registration_num"]
        if number:
            yield Sheet(path, words(str(number)))


SETS: dict[str, Callable[[], Iterator[Sheet]]] = {
    "et_docs": lambda: beside("et_docs", "*.png", ".gt.txt"),
    "sroie": lambda: beside("sroie", "*.jpg", ".gt.txt"),
    "phone_scan_ru flat": lambda: beside("phone_scan_ru", "0_*.jpg", ".ocr_ref.txt"),
    "phone_scan_ru 1_5": lambda: beside("phone_scan_ru", "1_5*.jpg", ".ocr_ref.txt"),
    "tess_pages_en": lambda: beside("tess_pages_en", "*.[tp][in][fg]", ".gt.txt"),
    "vrdu number": numbers,
}


def spread(sheets: list[Sheet], number: int) -> list[Sheet]:
    return sheets[:: max(1, len(sheets) // number)][:number]


def bare(sheet: Sheet) -> tuple[str, int]:
    """What Tesseract reads when given the file as it is: every page of it."""
    argv = ["tesseract", str(sheet.path), "-", "-l", LANGUAGES]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    text = subprocess.run(argv, capture_output=True, text=True, env=environment, check=False).stdout
    return text, max(1, text.count("\f"))


def ours(sheet: Sheet, engine: Tesseract) -> tuple[str, int]:
    media_type = sniff(sheet.path.read_bytes()[:1024])
    assert media_type
    texts = [_page(page, engine) for page in render_all(sheet.path, media_type)]
    return "\n".join(texts), len(texts)


def _page(page: PageImage | PageFailure, engine: Tesseract) -> str:
    return "" if isinstance(page, PageFailure) else read_page(page, engine, LANGUAGES).text.text


def measured(sheets: list[Sheet], read: Callable[[Sheet], tuple[str, int]]) -> tuple[list[float], float]:
    """Recall of each sheet, and seconds a page over all."""
    shares, pages, began = [], 0, time.monotonic()
    for sheet in sheets:
        text, count = read(sheet)
        shares.append(recall(sheet.words, text))
        pages += count
    return shares, (time.monotonic() - began) / pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=8, help="sheets of each set")
    parser.add_argument("--only", choices=list(SETS))
    given = parser.parse_args()
    engine = Tesseract()
    print(f"{'set':20} {'n':>3}  {'bare mean/median  s/page':26} {'ours mean/median  s/page':26}")
    for name in [given.only] if given.only else SETS:
        sheets = spread(list(SETS[name]()), given.pages)
        line = f"{name:20} {len(sheets):3}"
        for read in (bare, lambda sheet: ours(sheet, engine)):
            shares, seconds = measured(sheets, read)
            line += f"  {statistics.mean(shares):.3f} / {statistics.median(shares):.3f}  {seconds:6.2f}  "
        print(line, flush=True)
    engine.close()


if __name__ == "__main__":
    main()
