"""Real papers of `../shared/data`, read once; readings and cleaned pictures are kept under `out/`."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from capture.intake import receive
from capture.pages import render_all
from capture.scan import PageImage
from ocr.blend import Blend
from ocr.engine import EngineError
from ocr.neural import Neural
from ocr.reading import read_page
from ocr.text import PageText
from registry.readings import as_dict, from_dict

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LANGUAGES = "est+rus+eng"
SETS = {
    "fara": ("vrdu_registration", ("*.tif", "*.tiff")),
    "tax": ("us_tax_forms", ("*.pdf", "*.jpg", "*.png")),
    "ru": ("phone_scan_ru", ("*.jpg", "*.png", "*.tif")),
    "receipts": ("sroie", ("*.jpg",)),
}
MOST_PIXELS = 200 << 20


@dataclass(frozen=True, slots=True)
class Document:
    """`truth` is the labels beside the file: `form_class` and `fields`."""

    name: str
    truth: dict[str, Any]
    pages: tuple[PageText, ...]
    pictures: tuple[PageImage, ...]


def files(name: str) -> list[Path]:
    folder, patterns = SETS[name]
    found = {path for pattern in patterns for path in (DATA / folder).rglob(pattern)}
    return sorted(path for path in found if _labels(path).exists())


def documents(name: str, count: int, out: Path, *, read: bool = True, engine: Blend | None = None) -> list[Document]:
    """At most `count` of a set, spread over it; with `read` false only what lies in `out` already. Without
    an `engine` the office's readers read."""
    paths = files(name)
    chosen = [paths[place * len(paths) // count] for place in range(count)] if count < len(paths) else paths
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    missing = [path for path in chosen if not (folder / f"{path.stem}.json").exists()]
    if missing and read:
        _read(missing, folder, engine or Blend(neural=Neural()))
    return [_stored(path, folder) for path in chosen if (folder / f"{path.stem}.json").exists()]


def _labels(path: Path) -> Path:
    whole = path.with_name(f"{path.name}.json")
    return whole if whole.exists() else path.with_suffix(".json")


def _read(paths: Sequence[Path], folder: Path, engine: Blend) -> None:
    try:
        for path in paths:
            began = time.monotonic()
            pages = list(_pages(path, folder, engine))
            (folder / f"{path.stem}.json").write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
            print(f"{path.name}: {len(pages)} pages, {time.monotonic() - began:.1f} s", flush=True)
    finally:
        engine.close()


def _pages(path: Path, folder: Path, engine: Blend) -> Iterator[dict[str, Any]]:
    with path.open("rb") as stream:
        scan = receive(stream, MOST_PIXELS)
    for page in render_all(path, scan.media_type):
        if not isinstance(page, PageImage):
            continue
        bare = PageImage(page.number, page.pixels, page.dpi)  # a text layer would give the answers away
        try:
            reading = read_page(bare, engine, LANGUAGES)
        except EngineError:
            continue
        cv2.imwrite(str(folder / f"{path.stem}-{page.number}.png"), reading.page.pixels)
        yield {"text": as_dict(reading.text), "dpi": reading.page.dpi, "rotation": reading.page.rotation}


def _stored(path: Path, folder: Path) -> Document:
    pages = json.loads((folder / f"{path.stem}.json").read_text(encoding="utf-8"))
    texts = tuple(from_dict(page["text"]) for page in pages)
    pictures = []
    for page, text in zip(pages, texts, strict=True):
        pixels = cv2.imread(str(folder / f"{path.stem}-{text.number}.png"), cv2.IMREAD_UNCHANGED)
        assert pixels is not None
        pictures.append(PageImage(text.number, np.ascontiguousarray(pixels), page["dpi"], page["rotation"]))
    return Document(path.stem, json.loads(_labels(path).read_text(encoding="utf-8")), texts, tuple(pictures))
