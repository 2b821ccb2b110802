"""Scan jobs laid together from the pool: several documents of several people, with sheets between them or without."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from bench.knowing.pool import Paper, image
from bench.paper import damage, picture, profiles
from capture.clean import clean
from capture.codes import CodeReader
from capture.scan import Code
from capture.separate import Cover, cover_code
from classify.separate import Sheet
from cli.coversheet import Words, draw
from ocr.text import PageText

MOST = 5  # documents in a job
_TOP, _BOTTOM = 0.06, 0.09  # running heads; page numbers
_WORN = 24  # sheets printed and worn


@dataclass(frozen=True, slots=True)
class Job:
    """`documents`: pages of each, numbered as they lie in the scan; `papers` beside them."""

    sheets: tuple[Sheet, ...]
    documents: tuple[tuple[int, ...], ...]
    papers: tuple[Paper, ...]


def lay(papers: Sequence[Paper], rng: Random, dividers: Sequence[Sheet] = (), *, numbered: bool = True) -> Job:
    """Two to five papers one after the other, a divider before each where there are any."""
    chosen = rng.sample(papers, rng.randint(2, MOST))
    sheets: list[Sheet] = []
    documents = []
    for paper in chosen:
        if dividers:
            sheets.append(_at(rng.choice(dividers), len(sheets) + 1))
        first = len(sheets) + 1
        for text, codes in zip(paper.pages, paper.codes, strict=True):
            shown = text if numbered else without_margins(text)
            sheets.append(_at(Sheet(shown, codes), len(sheets) + 1))
        documents.append(tuple(range(first, len(sheets) + 1)))
    return Job(tuple(sheets), tuple(documents), tuple(chosen))


def without_margins(page: PageText) -> PageText:
    """As where the numbers of pages are cut off, or were never printed."""
    low, high = _TOP * page.height, (1 - _BOTTOM) * page.height
    return replace(page, lines=tuple(line for line in page.lines if line.box.y0 > low and line.box.y1 < high))


def worn_dividers(profile: str, out: Path) -> list[Sheet]:
    """Cover sheets and patch sheets, printed, worn and looked at once; the codes found are kept in `out`."""
    kept = out / f"dividers-{profile}.json"
    if not kept.exists():
        reader = CodeReader()
        found = [_looked_at(number, profile, reader) for number in range(_WORN)]
        reader.close()
        kept.write_text(json.dumps(found), encoding="utf-8")
    return [
        Sheet(PageText(1, 1654, 2339, ()), tuple(Code(t, f, (b[0], b[1], b[2], b[3])) for t, f, b in codes))
        for codes in json.loads(kept.read_text(encoding="utf-8"))
    ]


def _looked_at(number: int, profile: str, reader: CodeReader) -> list[list[object]]:
    rng, noise = Random(f"divider {number}"), np.random.default_rng(number)
    sheet = patch_sheet() if number % 3 == 0 else _cover(number)
    pixels = np.asarray(sheet.convert("RGB")).copy()
    worn = damage.apply(picture.fresh(pixels), profiles.choose(profile, rng), noise)
    codes = reader.find(clean(image(worn, 1)))
    return [[code.text, code.format, list(code.box)] for code in codes]


def _cover(number: int) -> Image.Image:
    code = cover_code(Cover(f"PARTII-{number}"))
    return draw(code, Words("KAANELEHT", (("Partii", f"PARTII-{number}"),), "Pane see leht dokumendi ette."))


def patch_sheet(pattern: str = "NWNW") -> Image.Image:
    """A4 at 300 dpi with the four bars along its upper edge."""
    page, y = np.full((3508, 2480), 255, np.uint8), 150
    for letter in pattern:
        thick = 60 if letter == "W" else 24
        page[y : y + thick, 240:2240] = 0
        y += thick + 24
    return Image.fromarray(page)


def _at(sheet: Sheet, number: int) -> Sheet:
    return Sheet(replace(sheet.text, number=number), sheet.codes)
