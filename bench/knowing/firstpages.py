"""First pages of real papers and of our own printed ones, read once; what the model of kinds sees of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.knowing.pool import image
from bench.knowing.real import DATA, LANGUAGES, MOST_PIXELS, SETS
from bench.paper.printing import Order, make
from capture.intake import Refused, receive
from capture.pages import render_all
from capture.scan import PageImage
from classify.catalogue import UNKNOWN, Catalogue
from classify.features import features_of
from classify.learn import Sample
from classify.match import scores
from ocr.blend import Blend
from ocr.reading import read_page
from registry.readings import as_dict, from_dict

OTHERS = ("benefit_forms_pdf", "intake_samples", "ru_docs_dedoc", "tess_pages_en", "et_docs")  # nobody described these
_PICTURES = ("*.pdf", "*.tif", "*.png", "*.jpg", "*.webp")
_SEEDS = (1, 2, 3)  # of our own papers
_EVERY = {"et_docs": 2}  # neighbours of one report say the same


@dataclass(frozen=True, slots=True)
class Paper:
    """`set` is where it comes from; `name` tells in phone_scan_ru which kind of picture it is."""

    set: str
    name: str
    sample: Sample

    @property
    def photograph(self) -> bool:
        return self.set == "ru" and not self.name.startswith("0_")

    @property
    def blank(self) -> bool:
        return self.set == "ru" and self.name.startswith("0_0_")


def real(catalogue: Catalogue, out: Path, *, read: bool) -> list[Paper]:
    """Every paper of the sets, with its group: registrant, sheet of paper, document."""
    files = [(name, path) for name, (folder, patterns) in SETS.items() for path in _found(folder, patterns)]
    files += [("other", path) for folder in OTHERS for path in _found(folder, _PICTURES)[:: _EVERY.get(folder, 1)]]
    if read:
        _read([(out / name / f"{path.stem}.json", path) for name, path in files])
    return [
        Paper(name, path.stem, _sample(out / name / f"{path.stem}.json", path, name, catalogue))
        for name, path in files
        if (out / name / f"{path.stem}.json").exists()
    ]


def own(catalogue: Catalogue, out: Path, *, read: bool) -> list[Paper]:
    """Papers of invented people, as an office scanner shows them. The group is the person."""
    wanted = [(code, seed, out / "own" / f"{code}-{seed}.json") for seed in _SEEDS for code in catalogue]
    missing = [one for one in wanted if not one[2].exists()]
    if missing and read:
        _print_and_read(missing, catalogue)
    return [
        Paper("own", file.stem, _seen(file, (code, "scan", str(seed)), catalogue))
        for code, seed, file in wanted
        if file.exists()
    ]


def _found(folder: str, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in (DATA / folder).glob(pattern)})


def _read(wanted: list[tuple[Path, Path]]) -> None:
    engine = Blend()
    try:
        for kept, path in wanted:
            if kept.exists():
                continue
            began = time.monotonic()
            page = _first(path)
            if page is not None:
                _keep(kept, read_page(PageImage(page.number, page.pixels, page.dpi), engine, LANGUAGES))
                print(f"{path.name}: {time.monotonic() - began:.1f} s", flush=True)
    finally:
        engine.close()


def _first(path: Path) -> PageImage | None:
    """The first page as a picture; a text layer would give the answers away. Files nobody can open are left out."""
    try:
        with path.open("rb") as stream:
            scan = receive(stream, MOST_PIXELS)
        return next((page for page in render_all(path, scan.media_type) if isinstance(page, PageImage)), None)
    except Refused:
        return None


def _print_and_read(wanted: list[tuple[str, int, Path]], catalogue: Catalogue) -> None:
    engine = Blend()
    try:
        for code, seed, file in wanted:
            sheet = make(Order(catalogue[code], 9_000_000 + seed, "office"))
            _keep(file, read_page(image(sheet.pictures[0], 1), engine))
            print(code, seed, flush=True)
    finally:
        engine.close()


def _keep(file: Path, reading: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(file.with_name(f"{file.stem}-{reading.page.number}.png")), reading.page.pixels)
    page = {"text": as_dict(reading.text), "dpi": reading.page.dpi, "rotation": reading.page.rotation}
    file.write_text(json.dumps([page], ensure_ascii=False), encoding="utf-8")


def _sample(file: Path, path: Path, name: str, catalogue: Catalogue) -> Sample:
    return _seen(file, _told(path, name, catalogue), catalogue)


def _told(path: Path, name: str, catalogue: Catalogue) -> tuple[str, str, str]:
    """Kind, origin and group."""
    labels = next(_labels(path), {})
    kind = "receipt" if name == "receipts" else str(labels.get("form_class", UNKNOWN))
    kind = kind if kind in catalogue else UNKNOWN
    if name == "ru":
        blank = path.stem.startswith("0_0_")
        return kind, "blank" if blank else "scan", "blank" if blank else path.stem.split("_")[3]
    registrant = labels.get("registrant_current_name") or (labels.get("fields") or {}).get("registrant_name")
    return kind, "scan", str(registrant or path.stem.split("_p0")[0])


def _labels(path: Path) -> Iterator[dict[str, Any]]:
    for file in (path.with_name(f"{path.name}.json"), path.with_suffix(".json")):
        if file.exists():
            yield json.loads(file.read_text(encoding="utf-8"))


def _seen(file: Path, told: tuple[str, str, str], catalogue: Catalogue) -> Sample:
    page = json.loads(file.read_text(encoding="utf-8"))[0]
    text = from_dict(page["text"])
    pixels = cv2.imread(str(file.with_name(f"{file.stem}-{text.number}.png")), cv2.IMREAD_UNCHANGED)
    assert pixels is not None
    features = features_of([text], [PageImage(text.number, np.ascontiguousarray(pixels), page["dpi"])])
    cues = {code: sure for sure, _, code in scores([text], catalogue)}
    kind, origin, group = told
    return Sample(kind, features, "blank" if origin == "blank" else "scan", group, cues)
