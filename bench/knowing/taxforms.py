"""Tax forms laid upon their templates: every value and every tick box against the labels beside the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bench.knowing.real import Document
from classify.catalogue import Catalogue
from classify.fields import extract
from classify.fold import squeeze
from classify.kind import FieldSpec
from classify.parse import parse
from ocr.fieldport import FieldReader

_LIKE = 85  # of 100: a value is nearly right from here
_SELECTED = "selected"


@dataclass
class Score:
    """`right` of `said` values against `true` ones; `near` counts those alike enough, right ones with them."""

    true: int = 0
    said: int = 0
    right: int = 0
    near: int = 0
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)  # document, field, truth, read

    @property
    def f1(self) -> float:
        return _f1(self.right, self.said, self.true)

    @property
    def near_f1(self) -> float:
        return _f1(self.near, self.said, self.true)


@dataclass
class Sheet:
    """What became of the forms of a kind: `answered` tick boxes of `boxes` are answered rightly, either way."""

    papers: int = 0
    values: Score = field(default_factory=Score)
    ticks: Score = field(default_factory=Score)
    boxes: int = 0
    answered: int = 0


def measure(
    catalogue: Catalogue, documents: Iterable[Document], reader: FieldReader | None = None
) -> Mapping[str, Sheet]:
    """Form class -> score. A value that stands in no label counts as said and not right."""
    sheets: dict[str, Sheet] = {}
    for document in documents:
        kind = catalogue[str(document.truth["form_class"])]
        read = {one.name: one.value for one in extract(kind, document.pages, document.pictures, reader)}
        sheet = sheets.setdefault(kind.code, Sheet())
        sheet.papers += 1
        for spec in kind.fields:
            truth = str(document.truth["fields"].get(spec.name) or "")
            if spec.type == "tick":
                _box(sheet, document.name, spec.name, truth, read[spec.name])
            else:
                _value(sheet.values, document.name, spec, truth, read[spec.name] or "")
    return sheets


def _box(sheet: Sheet, paper: str, name: str, truth: str, read: str | None) -> None:
    if not truth:
        return  # the labels say nothing about this box
    marked, said = truth == _SELECTED, read is not None
    sheet.boxes += 1
    sheet.answered += marked == said
    _count(sheet.ticks, marked, said, (marked and said, marked and said))
    if marked != said:
        sheet.ticks.wrong.append((paper, name, truth, read or ""))


def _value(score: Score, paper: str, spec: FieldSpec, truth: str, read: str) -> None:
    if spec.type == "money":
        truth = parse("money", truth).value or truth
    right = squeeze(truth) == squeeze(read)
    near = right or (spec.type not in {"money", "number"} and fuzz.ratio(truth.casefold(), read.casefold()) >= _LIKE)
    _count(score, bool(truth), bool(read), (bool(truth) and right, bool(truth) and bool(read) and near))
    if not right:
        score.wrong.append((paper, spec.name, truth, read))


def _count(score: Score, true: bool, said: bool, right: tuple[bool, bool]) -> None:
    score.true += true
    score.said += said
    score.right += right[0]
    score.near += right[1]


def _f1(right: int, said: int, true: int) -> float:
    return 2 * right / (said + true) if said + true else 1.0


def table(sheets: Mapping[str, Sheet]) -> str:
    """As it stands in docs/knowing.md."""
    rows = ["| form | papers | values | F1 exact | F1, likeness 0.85 | tick boxes | right | F1 of ticked |"]
    rows.append("|---|--:|--:|--:|--:|--:|--:|--:|")
    rows += [_row(code, sheet) for code, sheet in sorted(sheets.items())]
    return "\n".join([*rows, _row("together", _together(list(sheets.values())))])


def _row(name: str, sheet: Sheet) -> str:
    values, ticks = sheet.values, sheet.ticks
    ticked = f"{sheet.boxes} | {sheet.answered} | {ticks.f1:.3f}" if sheet.boxes else "0 | 0 | "
    return f"| {name} | {sheet.papers} | {values.true} | {values.f1:.3f} | {values.near_f1:.3f} | {ticked} |"


def _together(sheets: Sequence[Sheet]) -> Sheet:
    whole = Sheet(papers=sum(sheet.papers for sheet in sheets))
    whole.boxes, whole.answered = sum(s.boxes for s in sheets), sum(s.answered for s in sheets)
    for name in ("values", "ticks"):
        counted: Counter[str] = Counter()
        for score in (getattr(sheet, name) for sheet in sheets):
            counted.update(true=score.true, said=score.said, right=score.right, near=score.near)
        setattr(whole, name, Score(**counted))
    return whole
