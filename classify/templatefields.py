"""The fields of a page that was laid upon its template: each read in its own place, ticked boxes on the picture."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from classify import choices
from classify.choices import YES, Place
from classify.kind import Field, FieldSpec, Kind
from classify.parse import in_latin
from classify.ruling import Picture, contains
from classify.template import Place as Rectangle
from classify.template import PrintedWord, TemplateZone
from classify.templatefit import Fit, best
from classify.ticks import Tick, squares_in, tick
from classify.values import mark, written
from classify.zones import Zone, words_in
from ocr.text import Box, PageText, Word

_CYRILLIC = re.compile("[А-яЁё]{2}")
_UNLIKELY = 0.4  # what a value is worth at most in letters that the form does not have
_SURE = 0.95  # what a place is worth that a template knows
_SEARCH = 2.2  # mm around its place in which a tick box is looked for
_EDGE = 0.2  # share of a place's width that is its left edge
_AS_LARGE = 0.35  # how much larger or smaller than printed it may be seen


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place of the template on the page."""

    zone: Zone
    printed: TemplateZone
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Laid:
    """Where the fields of the kind stand on these pages. `printed` are ids of words that stand on the blank."""

    spots: Mapping[str, tuple[_Spot, ...]]
    printed: frozenset[int]
    absent: frozenset[str] = frozenset()  # fields that other editions have, and this one does not

    def knows(self, names: Iterable[str]) -> bool:
        """Whether all of these have a place, or are known to have none."""
        return all(name in self.spots or name in self.absent for name in names)

    def only_zone(self, name: str) -> Zone | None:
        """The field's place, where it has one of its own."""
        spots = self.spots.get(name, ())
        return spots[0].zone if len(spots) == 1 and not spots[0].printed.rows else None


def lay_out(kind: Kind, pages: Sequence[PageText]) -> Laid:
    """Nothing is laid for a kind without templates, or where no page is like them."""
    fits = best(kind.templates, pages)
    languages = {version.id: frozenset(version.languages) for version in kind.versions}
    spots: dict[str, tuple[_Spot, ...]] = {}
    for fit in fits:
        for zone in fit.template.zones:
            spots[zone.field] = (*spots.get(zone.field, ()), _spot(fit, zone, languages[fit.template.version]))
    return Laid(spots, frozenset().union(*(fit.printed for fit in fits)), _absent(kind, fits))


def _absent(kind: Kind, fits: Sequence[Fit]) -> frozenset[str]:
    """Told only where every page of the edition was laid: what else could hold the field is known then."""
    seen = {(fit.template.version, fit.template.page) for fit in fits}
    versions = {version for version, _ in seen}
    if len(versions) != 1:
        return frozenset()
    mine = [template for template in kind.templates if template.version in versions]
    if any((template.version, template.page) not in seen for template in mine):
        return frozenset()
    others = {name for template in kind.templates for name in template.fields()}
    return frozenset(others - {name for template in mine for name in template.fields()})


def _spot(fit: Fit, zone: TemplateZone, languages: frozenset[str]) -> _Spot:
    return _Spot(Zone(fit.page, fit.box(_beyond_print(zone.place, fit.template.words)), True), zone, languages)


def _beyond_print(place: Rectangle, words: Sequence[PrintedWord]) -> Rectangle:
    """Right of what is printed at the left edge of a place, as the sign of a currency is."""
    left, top, right, bottom = place
    for word in words:
        x, y = word.center
        if top <= y <= bottom and left <= x <= left + _EDGE * (right - left):
            left = max(left, word.place[2])
    return left, top, right, bottom


def read(
    spec: FieldSpec,
    laid: Laid,
    pages: Mapping[int, PageText],
    pictures: Mapping[int, Picture],
    print_: Collection[int],
) -> Field | None:
    """What stands in the field's places; None where no template knows them."""
    if spec.name in laid.absent:
        return Field(spec.name, None, "", _SURE, None, None, "absent")
    spots = laid.spots.get(spec.name)
    if not spots:
        return None
    first = spots[0].zone
    page, picture = pages[first.page], pictures.get(first.page)
    place = Place(first, page, picture, marked="et" in spots[0].languages)
    if spec.type == "tick" or (spec.group and any(spot.printed.option for spot in spots)):
        return _ticked(spec, place, spots)
    if spec.type in {"signature", "stamp"}:
        return mark(spec, place)
    rows = [row for spot in spots for row in _rows(spot, page, print_, picture)]
    prints = [word.box for word in page.words if id(word) in print_ and contains(first.box, word.box)]
    if "ru" in spots[0].languages:
        return written(spec, place, rows, _SURE, prints)
    return _in_latin(written(spec, place, [[_latin(word) for word in row] for row in rows], _SURE, prints))


def _latin(word: Word) -> Word:
    return replace(word, text=in_latin(word.text))


def _in_latin(field: Field) -> Field:
    """Letters of another alphabet than the form is printed in are most often bad handwriting."""
    if field.value is None or not _CYRILLIC.search(field.value):
        return field
    return replace(field, confidence=min(field.confidence, _UNLIKELY), state="doubtful")


def _rows(spot: _Spot, page: PageText, print_: Collection[int], picture: Picture | None) -> list[list[Word]]:
    rows = words_in(spot.zone, page, print_, picture)
    if not spot.printed.rows:
        return rows
    return rows[:1] if spot.printed.rows == "first" else rows[1:]


def _ticked(spec: FieldSpec, place: Place, spots: Sequence[_Spot]) -> Field:
    picture = place.picture
    if picture is None:
        return Field(spec.name, None, "", 0.3, place.zone.page, place.zone.box, "illegible")
    ticks: dict[str, Tick] = {}
    for spot in spots:
        ticks[spot.printed.option or YES] = tick(_square(spot.zone.box, picture), picture)
    return choices.decide(spec, place, ticks)


def _square(expected: Box, picture: Picture) -> Box:
    """The printed box itself, to the pixel; where the picture shows none, its place."""
    reach = round(_SEARCH * picture.mm)
    around = Box(expected.x0 - reach, expected.y0 - reach, expected.x1 + reach, expected.y1 + reach)
    near = [
        box
        for box in squares_in(around, picture)
        if abs(box.width - expected.width) <= _AS_LARGE * expected.width and contains(expected, box)
    ]
    x, y = expected.center
    return min(near, key=lambda box: abs(box.center[0] - x) + abs(box.center[1] - y), default=expected)
