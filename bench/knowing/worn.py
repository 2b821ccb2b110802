"""Real papers once more, printed, worn and scanned again as an office does: other lies, other noise, the same truth."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import cv2
import numpy as np

from bench.knowing.pool import image
from bench.knowing.real import Document
from bench.paper import damage, picture, profiles
from capture.scan import PageImage
from ocr.blend import Blend
from ocr.engine import LANGUAGES
from ocr.neural import Neural
from ocr.reading import read_page
from registry.readings import as_dict, from_dict


def worn(papers: Iterable[Document], profile: str, out: Path, engine: Blend | None = None) -> Iterator[Document]:
    """First pages only, which hold the form. What lies in `out` is not read again."""
    out.mkdir(parents=True, exist_ok=True)
    engine = engine or Blend(neural=Neural())
    try:
        for paper in papers:
            path = out / f"{profile}-{paper.name}.json"
            if not path.exists():
                _keep(paper, profile, path, engine)
            yield _stored(paper, path)
    finally:
        engine.close()


def _keep(paper: Document, profile: str, path: Path, engine: Blend) -> None:
    rng = Random(f"{profile} {paper.name}")
    sheet = paper.pictures[0]
    colour = sheet.pixels if sheet.pixels.ndim == 3 else cv2.cvtColor(sheet.pixels, cv2.COLOR_GRAY2RGB)
    scale = 300 / sheet.dpi
    page = cv2.resize(colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(rng.randrange(2**63))
    scanned = damage.apply(picture.fresh(np.ascontiguousarray(page)), profiles.choose(profile, rng, "pdf"), noise)
    reading = read_page(image(scanned, 1), engine, LANGUAGES)
    cv2.imwrite(str(path.with_suffix(".png")), reading.page.pixels)
    told = {"text": as_dict(reading.text), "dpi": reading.page.dpi, "rotation": reading.page.rotation}
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _stored(paper: Document, path: Path) -> Document:
    told = json.loads(path.read_text(encoding="utf-8"))
    pixels = cv2.imread(str(path.with_suffix(".png")), cv2.IMREAD_UNCHANGED)
    assert pixels is not None
    sheet = PageImage(1, np.ascontiguousarray(pixels), told["dpi"], told["rotation"])
    return replace(paper, pages=(from_dict(told["text"]),), pictures=(sheet,))
