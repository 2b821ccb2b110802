"""A printed form as it lies on its sheet: its words, and the places where something is to be written or ticked.

Everything in millimetres from the top left corner of the blank. A kind may have one for each page and edition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = tuple[float, float, float, float]  # left, top, right, bottom
Rows = Literal["", "first", "rest"]


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word that stands on the blank."""

    text: str
    place: Place

    @property
    def center(self) -> tuple[float, float]:
        left, top, right, bottom = self.place
        return (left + right) / 2, (top + bottom) / 2


@dataclass(frozen=True, slots=True)
class TemplateZone:
    """Where a field is filled in. `option` of a choice has a tick box of its own; a field with several places is read
    through them in order. `rows` of two fields that share a place: the first row is one's, the rest the other's."""

    field: str
    place: Place
    option: str = ""
    rows: Rows = ""


@dataclass(frozen=True, slots=True)
class Template:
    """One page of one edition. `size` is width and height; `words` are in the order of reading."""

    version: str
    page: int
    size: tuple[float, float]
    words: tuple[PrintedWord, ...]
    zones: tuple[TemplateZone, ...]

    def fields(self) -> tuple[str, ...]:
        """Names of the fields that have a place on it."""
        return tuple(dict.fromkeys(zone.field for zone in self.zones))
