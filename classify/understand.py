"""The whole story of one document: which kind it is, what stands in its fields, what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from capture.scan import PageImage
from classify import edition
from classify.catalogue import Catalogue
from classify.fields import extract
from classify.kind import Field, Match, Problem
from classify.match import match
from classify.rules import check
from ocr.fieldport import FieldReader
from ocr.text import PageText


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the machine proposes. A person confirms."""

    match: Match
    fields: list[Field]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Aids:
    """What there may be beside the paper: `kind` a person has said it is, who looks again at doubtful fields, and what
    a trained model took it for (classify/champion.py), which has seen the cues already."""

    kind: str | None = None
    reader: FieldReader | None = None
    judged: Match | None = None


_NONE = Aids()


def understand(
    pages: Sequence[PageText],
    pictures: Sequence[PageImage | None],
    catalogue: Catalogue,
    today: date,
    aids: Aids = _NONE,
) -> Understanding:
    """`pictures` stand beside `pages`, None where a picture is lost."""
    found = aids.judged or match(pages, catalogue)
    if aids.kind is not None:
        same = found.code == aids.kind
        found = Match(aids.kind, 1.0, found.why if same else (), found.alternatives, found.where if same else ())
    kind = catalogue[found.code]
    version = edition.version_of(kind, pages)
    found = replace(found, version=version.id if version else "", language=edition.language_of(kind, pages))
    fields = extract(kind, pages, pictures, aids.reader)
    return Understanding(found, fields, edition.check(kind, pages, today) + check(kind, fields, today))
