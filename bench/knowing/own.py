"""Our own kinds, printed, filled by a font-hand and worn as an office scanner does: required fields and tick boxes."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.knowing.pool import image
from bench.paper.printing import Order, Sample, make
from bench.paper.truth import tell
from capture.scan import PageImage
from classify.catalogue import Catalogue
from classify.condition import holds
from classify.fields import extract
from classify.fold import squeeze
from classify.kind import Field, FieldSpec, Kind
from ocr.blend import Blend
from ocr.engine import LANGUAGES
from ocr.fieldport import FieldReader
from ocr.neural import Neural
from ocr.reading import read_page
from ocr.text import PageText
from registry.readings import as_dict, from_dict

_SEED = 8_000_000
_SPELT = {"name", "address", "text"}


@dataclass(frozen=True, slots=True)
class Filled:
    """One paper: what its fields hold, and its pages as they were read."""

    kind: str
    seed: int
    values: Mapping[str, str | None]
    pages: tuple[PageText, ...]
    pictures: tuple[PageImage, ...]


@dataclass
class Right:
    """`fields` required and filled; `exact` and `folded` (marks and case aside) are right; `sure` were accepted without
    a look, `mistaken` of them wrongly. `boxes` are fields of ticks, whatever they say."""

    papers: int = 0
    fields: int = 0
    exact: int = 0
    folded: int = 0
    sure: int = 0
    mistaken: int = 0
    boxes: int = 0
    ticked: int = 0
    wrong: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # field, truth, read


@dataclass(frozen=True, slots=True)
class State:
    """How a paper was filled (hand: a font-hand; typewriter, print) and what it went through."""

    damage: str = "office"
    style: str = "hand"

    def file(self, code: str, seed: int) -> str:
        told = self.damage if self.style == "hand" else f"{self.damage}-{self.style}"
        return f"{told}-{code}-{seed:04d}.json"


def papers(catalogue: Catalogue, seeds: Iterable[int], state: State, out: Path, *, read: bool = True) -> list[Filled]:
    """A paper of each kind that has fields, for each seed. What lies in `out` is not read again."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = [(kind, seed) for seed in seeds for kind in catalogue.values() if kind.fields]
    missing = [(kind, seed) for kind, seed in wanted if not (out / state.file(kind.code, seed)).exists()]
    if missing and read:
        _read(missing, state, out)
    files = [out / state.file(kind.code, seed) for kind, seed in wanted]
    return [_stored(path) for path in files if path.exists()]


def measure(catalogue: Catalogue, filled: Iterable[Filled], reader: FieldReader | None = None) -> dict[str, Right]:
    """Kind -> what was read of it."""
    scores: dict[str, Right] = {}
    for paper in filled:
        kind = catalogue[paper.kind]
        score = scores.setdefault(kind.code, Right())
        score.papers += 1
        read = {one.name: one for one in extract(kind, paper.pages, paper.pictures, reader)}
        for spec in applicants(kind):
            _count(score, spec, paper, read[spec.name])
    return scores


def applicants(kind: Kind) -> list[FieldSpec]:
    """What the official fills in is nobody's to ask for."""
    official = {name for section in kind.sections if section.official for name in section.fields}
    return [spec for spec in kind.fields if spec.name not in official]


def _count(score: Right, spec: FieldSpec, paper: Filled, read: Field) -> None:
    truth = paper.values.get(spec.name)
    if spec.type == "tick" or spec.group:
        score.boxes += 1
        score.ticked += truth == read.value
    required = spec.required or bool(spec.required_if and holds(spec.required_if, paper.values))
    if not required or truth is None:
        return
    right = truth == read.value
    alike = right or (spec.type in _SPELT and squeeze(truth) == squeeze(read.value or ""))
    score.fields += 1
    score.exact += right
    score.folded += alike
    if read.value is not None and read.state == "found":
        score.sure += 1
        score.mistaken += not alike
    if not alike:
        score.wrong[spec.name, truth, f"{read.value} ({read.state})"] += 1


def _read(wanted: Sequence[tuple[Kind, int]], state: State, out: Path) -> None:
    engine = Blend(neural=Neural())
    try:
        for kind, seed in wanted:
            began = time.monotonic()
            order = Order(kind, _SEED + seed, state.damage, style=state.style)
            _keep(make(order), engine, out / state.file(kind.code, seed))
            print(f"{kind.code} {seed}: {time.monotonic() - began:.1f} s", flush=True)
    finally:
        engine.close()


def _keep(sample: Sample, engine: Blend, path: Path) -> None:
    pages: list[dict[str, Any]] = []
    for number, picture in enumerate(sample.pictures, start=1):
        reading = read_page(image(picture, number), engine, LANGUAGES)
        cv2.imwrite(str(path.with_name(f"{path.stem}-{number}.png")), reading.page.pixels)
        pages.append({"text": as_dict(reading.text), "dpi": reading.page.dpi, "rotation": reading.page.rotation})
    told = tell(sample, []) | {"read": pages}
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _stored(path: Path) -> Filled:
    told = json.loads(path.read_text(encoding="utf-8"))
    texts = tuple(from_dict(page["text"]) for page in told["read"])
    pictures = []
    for page, text in zip(told["read"], texts, strict=True):
        pixels = cv2.imread(str(path.with_name(f"{path.stem}-{text.number}.png")), cv2.IMREAD_UNCHANGED)
        assert pixels is not None
        pictures.append(PageImage(text.number, np.ascontiguousarray(pixels), page["dpi"], page["rotation"]))
    values = {each["name"]: each["value"] for each in told["fields"]}
    return Filled(told["kind"], told["seed"] - _SEED, values, texts, tuple(pictures))


def table(scores: Mapping[str, Right]) -> str:
    """As it stands in docs/knowing.md."""
    rows = [
        "| kind | papers | required fields | right | marks aside | accepted | of them wrong | tick fields | right |"
    ]
    rows.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    rows += [_row(code, score) for code, score in sorted(scores.items())]
    whole = Right()
    for score in scores.values():
        for name in ("papers", "fields", "exact", "folded", "sure", "mistaken", "boxes", "ticked"):
            setattr(whole, name, getattr(whole, name) + getattr(score, name))
    return "\n".join([*rows, _row("together", whole)])


def _row(name: str, score: Right) -> str:
    of = max(score.fields, 1)
    return (
        f"| {name} | {score.papers} | {score.fields} | {score.exact / of:.3f} | {score.folded / of:.3f} | "
        f"{score.sure / of:.2f} | {score.mistaken} | {score.boxes} | {score.ticked} |"
    )
