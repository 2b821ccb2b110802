"""Filled forms, certificates, letters and stray papers of invented people, printed, worn, and read once.

A reading is kept as JSON under `out/`: pages are slow to read, and every scan job is laid together from the same pool.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.paper.picture import Picture
from bench.paper.printing import Order, make
from capture.codes import CodeReader
from capture.scan import Code, PageImage
from classify.catalogue import Catalogue
from ocr.blend import Blend
from ocr.engine import LANGUAGES
from ocr.reading import read_page
from ocr.text import PageText
from registry.readings import as_dict, from_dict


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of the pool: what it is, whose, and its pages as they were read."""

    kind: str
    seed: int
    pages: tuple[PageText, ...]
    codes: tuple[tuple[Code, ...], ...]


def pool(catalogue: Catalogue, seeds: Sequence[int], damage: str, out: Path) -> list[Paper]:
    """A paper of each kind for each seed. What lies in `out` is not read again."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = [(code, seed) for seed in seeds for code in catalogue]
    missing = [one for one in wanted if not _file(out, damage, *one).exists()]
    if missing:
        _read(catalogue, missing, damage, out)
    return [_stored(_file(out, damage, *one)) for one in wanted]


def stored(out: Path, damage: str) -> list[Paper]:
    """What has been read so far."""
    return [_stored(path) for path in sorted(out.glob(f"{damage}-*.json"))]


def image(picture: Picture, number: int) -> PageImage:
    """As a scanner hands it over: grey or bitonal pages have one channel."""
    pixels = picture.pixels if picture.mode == "colour" else picture.pixels[:, :, 0]
    return PageImage(number, np.ascontiguousarray(pixels), float(picture.dpi))


def _read(catalogue: Catalogue, wanted: Sequence[tuple[str, int]], damage: str, out: Path) -> None:
    engine, finder = Blend(), CodeReader()
    try:
        for code, seed in wanted:
            began = time.monotonic()
            sample = make(Order(catalogue[code], 7_000_000 + seed, damage))
            pages = list(_pages(sample.pictures, engine, finder))
            told = {"kind": code, "seed": seed, "pages": pages}
            _file(out, damage, code, seed).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            print(f"{code} {seed}: {len(pages)} pages, {time.monotonic() - began:.1f} s", flush=True)
    finally:
        engine.close()
        finder.close()


def _pages(pictures: Sequence[Picture], engine: Blend, finder: CodeReader) -> Iterator[dict[str, Any]]:
    for number, picture in enumerate(pictures, start=1):
        reading = read_page(image(picture, number), engine, LANGUAGES)
        codes = [[code.text, code.format, list(code.box)] for code in finder.find(reading.page)]
        yield {"text": as_dict(reading.text), "codes": codes}


def _file(out: Path, damage: str, code: str, seed: int) -> Path:
    return out / f"{damage}-{code}-{seed:04d}.json"


def _stored(path: Path) -> Paper:
    told = json.loads(path.read_text(encoding="utf-8"))
    return Paper(
        told["kind"],
        told["seed"],
        tuple(from_dict(page["text"]) for page in told["pages"]),
        tuple(tuple(Code(t, f, (b[0], b[1], b[2], b[3])) for t, f, b in page["codes"]) for page in told["pages"]),
    )
