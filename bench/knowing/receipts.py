"""Till receipts by a kind made of data alone: company, address, date and total against the labels beside the files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bench.knowing.real import Document
from classify.dates import day
from classify.fields import extract
from classify.kind import Kind

FIELDS = ("company", "address", "date", "total")
_LIKE = 85  # of 100: a company and an address are right from here
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{2})/(\d{2})")


@dataclass
class Score:
    """Of `papers` so many `right`; `accepted` are not marked, `slips` of them are wrong."""

    papers: int = 0
    right: int = 0
    accepted: int = 0
    slips: int = 0
    wrong: list[tuple[str, str, str]] = field(default_factory=list)  # document, truth, read


def measure(kind: Kind, documents: Iterable[Document]) -> dict[str, Score]:
    scores = {name: Score() for name in FIELDS}
    for document in documents:
        read = {each.name: each for each in extract(kind, document.pages, document.pictures)}
        for name, score in scores.items():
            truth, told = str(document.truth[name]), read[name]
            right = _right(name, truth, told.value or "")
            accepted = told.state == "found"
            score.papers, score.right = score.papers + 1, score.right + right
            score.accepted, score.slips = score.accepted + accepted, score.slips + (accepted and not right)
            if not right:
                score.wrong.append((document.name, truth, told.value or ""))
    return scores


def _right(name: str, truth: str, read: str) -> bool:
    if name == "total":
        return read == str(round(float(re.sub(r"[^\d.-]", "", truth)) * 100))
    if name == "date":
        return read == day(_YEAR_FIRST.sub(r"\3.\2.\1", truth)).value
    plain = (re.sub(r"\W", "", text.casefold()) for text in (truth, read))
    return fuzz.ratio(*plain) >= _LIKE


def table(scores: dict[str, Score]) -> str:
    rows = ["| field | papers | right | accepted | of them wrong |", "|---|--:|--:|--:|--:|"]
    for name, score in scores.items():
        rows.append(f"| {name} | {score.papers} | {score.right} | {score.accepted} | {score.slips} |")
    return "\n".join(rows)
