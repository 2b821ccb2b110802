"""The whole story of one document: which kind it is, what stands in its fields, what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from capture.scan import PageImage
from classify.catalogue import Catalogue
from classify.fields import extract
from classify.kind import Field, Match, Problem
from classify.match import match
from classify.rules import check
from ocr.text import PageText


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the machine proposes. A person confirms."""

    match: Match
    fields: list[Field]
    problems: list[Problem]


def understand(
    pages: Sequence[PageText],
    pictures: Sequence[PageImage | None],
    catalogue: Catalogue,
    today: date,
    kind_code: str | None = None,
) -> Understanding:
    """`pictures` stand beside `pages`, None where a picture is lost. `kind_code`: a person has said what it is."""
    found = match(pages, catalogue)
    if kind_code is not None:
        found = Match(kind_code, 1.0, found.why if found.code == kind_code else (), found.alternatives)
    kind = catalogue[found.code]
    fields = extract(kind, pages, pictures)
    return Understanding(found, fields, check(kind, fields, today))
