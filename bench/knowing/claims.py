"""What the house says of papers whose truth is known, field by field, with the signs beside each value."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from rapidfuzz import fuzz

from bench.knowing import own
from bench.knowing.real import Document
from classify.assured import assured
from classify.catalogue import Catalogue
from classify.dates import day
from classify.drawn import Drawn
from classify.fields import draw
from classify.fold import squeeze
from classify.kind import FieldSpec, Kind
from classify.parse import parse
from classify.signs import acceptable, is_identifier, signs
from ocr.fieldport import FieldReader

_LIKE = 85  # of 100: names whose truth is an archive's, not the letters on the paper
_BY_HAND = "scanned"  # in the names of the tax forms that a real hand filled
LAST_TUNED = 10  # of our own papers: people of later seeds are kept back
_SPELT = {"name", "text", "address"}
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{2})/(\d{2})")


_Judge = Callable[[FieldSpec, str, str], bool]


@dataclass(frozen=True, slots=True)
class Claim:
    """A field with a value, with a truth, or with both. `person` parts the tuned from the kept back; `writing` is hand
    (a font-hand), typewriter, print, real hand or mixed."""

    papers: str
    person: str
    kept: bool
    writing: str
    wear: str
    kind: str
    field: str
    type: str
    identifier: bool
    truth: str | None
    value: str | None
    right: bool
    confidence: float
    state: str
    acceptable: bool
    signs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Paper:
    """Whose paper it is, and what it went through."""

    papers: str
    person: str
    kept: bool
    writing: str
    wear: str


def of_own(
    catalogue: Catalogue, filled: Iterable[own.Filled], state: own.State, reader: FieldReader
) -> Iterator[Claim]:
    """Every letter must be as it was written."""
    for sheet in filled:
        kind = catalogue[sheet.kind]
        drawn = draw(kind, sheet.pages, sheet.pictures, reader)
        paper = _Paper("own", f"seed {sheet.seed}", sheet.seed > LAST_TUNED, state.style, state.damage)
        truths = {spec.name: sheet.values.get(spec.name) for spec in own.applicants(kind)}
        yield from _claims(paper, drawn, truths, lambda _, truth, value: truth == value)


def of_tax(catalogue: Catalogue, documents: Iterable[Document], wear: str, reader: FieldReader) -> Iterator[Claim]:
    """Every letter, whatever the spaces and the case. What no label tells is not asked: some are silent of a value that
    stands on the paper."""
    for document in documents:
        kind = catalogue[str(document.truth["form_class"])]
        drawn = draw(kind, document.pages, document.pictures, reader)
        writing = "real hand" if _BY_HAND in document.name else "print"
        paper = _Paper("tax", document.name, _other_half(document.name), writing, wear)
        labels = document.truth["fields"]
        truths = {spec.name: _label(spec, labels) for spec in kind.fields if labels.get(spec.name)}
        yield from _claims(paper, drawn, truths, lambda _, truth, value: squeeze(truth) == squeeze(value))


def _label(spec: FieldSpec, labels: Mapping[str, object]) -> str | None:
    told = str(labels[spec.name])
    if spec.type == "tick":
        return "yes" if told == "selected" else None
    return parse("money", told).value or told if spec.type == "money" else told


def of_receipts(kind: Kind, documents: Iterable[Document], wear: str) -> Iterator[Claim]:
    """Company and address alike, date and total exact."""
    for document in documents:
        drawn = draw(kind, document.pages, document.pictures)
        truths: dict[str, str | None] = {name: str(document.truth[name]) for name in ("company", "address")}
        truths["date"] = day(_YEAR_FIRST.sub(r"\3.\2.\1", str(document.truth["date"]))).value
        truths["total"] = str(round(float(re.sub(r"[^\d.-]", "", str(document.truth["total"]))) * 100))
        paper = _Paper("receipts", document.name, _other_half(document.name), "print", wear)
        yield from _claims(paper, drawn, truths, _alike)


def of_registrations(catalogue: Catalogue, documents: Iterable[Document]) -> Iterator[Claim]:
    """Names alike, for their truth is an archive's; the rest exact. What the archive is silent of is not asked, and
    stamps across the page are not looked for: that takes long."""
    for document in documents:
        kind = catalogue[str(document.truth["form_class"])]
        drawn = draw(kind, document.pages, document.pictures)
        told = document.truth["fields"]
        number = str(told.get("registration_num") or document.name)
        truths = {spec.name: str(told[spec.name]) for spec in kind.fields if told.get(spec.name)}
        yield from _claims(_Paper("registrations", number, _other_half(number), "mixed", "real"), drawn, truths, _alike)


def _alike(spec: FieldSpec, truth: str, value: str) -> bool:
    if spec.type not in _SPELT:
        return truth == value
    return fuzz.token_sort_ratio(*(re.sub(r"[^\w ]", "", text.casefold()) for text in (truth, value))) >= _LIKE


def _other_half(name: str) -> bool:
    return zlib.crc32(name.encode()) % 2 == 1


def _claims(paper: _Paper, drawn: Drawn, truths: Mapping[str, str | None], right: _Judge) -> Iterator[Claim]:
    """Of the fields that hold something, by the truth or by what was read."""
    beside, values = signs(drawn), {field.name: field.value for field in drawn.fields}
    read = {field.name: field for field in assured(drawn)}
    before = {field.name: field for field in drawn.fields}
    for name, truth in truths.items():
        field, spec = read[name], drawn.kind.field(name)
        if truth or field.value is not None:
            yield Claim(
                **asdict(paper), kind=drawn.kind.code, field=name, type=spec.type,
                identifier=is_identifier(drawn.kind, spec), truth=truth or None, value=field.value,
                right=bool(truth and field.value) and right(spec, truth or "", field.value or ""),
                confidence=field.confidence, state=field.state,
                acceptable=acceptable(drawn, before[name], values), signs=beside.get(name, {}),
            )  # fmt: skip


def save(claims: Iterable[Claim], path: Path) -> None:
    lines = (json.dumps(asdict(claim), ensure_ascii=False) for claim in claims)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def load(path: Path) -> list[Claim]:
    return [Claim(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
