"""Kinds of real papers, made of data alone: how many are known, and what is read in their fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from bench.knowing.real import SETS, Document, documents
from classify.catalogue import UNKNOWN, Catalogue
from classify.fields import extract
from classify.match import match
from classify.parse import parse

KINDS = Path(__file__).resolve().parents[1] / "kinds"
_RECEIPT = "receipt"
_LIKE = 85  # of 100: registrant's and person's names are right from here


@dataclass
class Known:
    """`confused` counts (truth, answer) where they differ."""

    papers: int = 0
    right: int = 0
    unknown: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, truth: str, answer: str) -> None:
        self.papers += 1
        self.right += truth == answer
        self.unknown += answer == UNKNOWN
        if truth != answer:
            self.confused[truth, answer] += 1


def truth_of(document: Document, catalogue: Catalogue, set_name: str) -> str:
    """A paper of which no kind is described must come back unknown."""
    said = _RECEIPT if set_name == "receipts" else str(document.truth.get("form_class"))
    return said if said in catalogue else UNKNOWN


def classification(catalogue: Catalogue, counts: Mapping[str, int], out: Path, *, read: bool) -> dict[str, Known]:
    scores = {}
    for name in SETS:
        score = Known()
        for document in documents(name, counts[name], out, read=read):
            score.add(truth_of(document, catalogue, name), match(document.pages, catalogue).code)
        scores[name] = score
    return scores


def fields(catalogue: Catalogue, papers: Sequence[tuple[str, Document]]) -> dict[tuple[str, str], list[bool]]:
    """(kind, field) -> right or not, over the papers whose truth has a value, whatever kind they were taken for."""
    found: dict[tuple[str, str], list[bool]] = {}
    for code, document in papers:
        if code == UNKNOWN:
            continue
        kind = catalogue[code]
        read = {one.name: one.value for one in extract(kind, document.pages, document.pictures)}
        truth = document.truth.get("fields") or document.truth
        for spec in kind.fields:
            if truth.get(spec.name):
                right = _right(spec.type, str(truth[spec.name]), read.get(spec.name))
                found.setdefault((code, spec.name), []).append(right)
    return found


def _right(shape: str, truth: str, read: str | None) -> bool:
    if read is None:
        return False
    if shape in {"text", "name"}:
        return fuzz.token_sort_ratio(truth.casefold(), read.casefold()) >= _LIKE
    meant = parse(shape, truth).value or truth  # type: ignore[arg-type]  # a type of the kind file
    return meant.casefold() == read.casefold()
