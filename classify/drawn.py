"""What was drawn from a document: its fields, and what tells how far they can be relied on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from classify.kind import Field, Kind
from ocr.text import PageText


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What a field was before it was read on its own, and what it is now. `told` is the value of that reading with its
    `sure`; `clear` where nothing speaks against it: no reason of the parser, no sign mended."""

    before: Field
    after: Field
    told: str | None
    sure: float
    clear: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """`looks` are of the fields that were read twice; `laid` are those whose place a template knows."""

    kind: Kind
    pages: tuple[PageText, ...]
    fields: tuple[Field, ...]
    looks: Mapping[str, SecondLook]
    laid: frozenset[str]
