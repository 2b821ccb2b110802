"""A kind and its pages to the values that stand in the fields, each with its place, confidence and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from capture.scan import PageImage
from classify import choices, letter, sideways, templatefields, tills, unlabelled
from classify.agree import agree
from classify.anchors import Anchor, Runs, in_order, locate, spelt, titles
from classify.assured import assured
from classify.choices import Place
from classify.drawn import Drawn, SecondLook
from classify.kind import Field, FieldSpec, Kind
from classify.loose import search
from classify.neighbours import with_neighbours
from classify.reread import REREAD, Spot, look_again, spot
from classify.ruling import Picture
from classify.templatefields import Laid
from classify.values import mark, written
from classify.zones import beside_or_below, words_in, zone_of
from ocr.engine import EngineError
from ocr.fieldport import FieldReader
from ocr.text import PageText

_TURNED, _MENDED = (
    0.8,
    0.4,
)  # what a day read off a stamp across the page is worth; the same where another could be meant


@dataclass(frozen=True, slots=True)
class _Form:
    """A document laid out for reading: pages, pictures, labels, and the words that are print."""

    pages: dict[int, PageText]
    pictures: dict[int, Picture]
    anchors: dict[str, Anchor]
    titles: list[Anchor]
    print: frozenset[int]  # ids of the words that are printed
    laid: Laid  # places that a template knows
    runs: dict[int, Runs]  # the pages spelt, for any number of labels
    marked: bool  # a language it is printed in has marked letters, which engines lose

    def others(self, anchor: Anchor) -> list[Anchor]:
        printed = [*self.anchors.values(), *self.titles]
        return [other for other in printed if other.page == anchor.page and other.box != anchor.box]


def extract(
    kind: Kind,
    pages: Sequence[PageText],
    pictures: Sequence[PageImage | None],
    reader: FieldReader | None = None,
) -> list[Field]:
    """Every field of the kind once, in the order of the form. Boxes are in pixels of the given pictures.

    `pictures` stand beside `pages`; without one, ticks and signatures of that page are not judged. `reader` looks
    once more at doubtful fields; when it fails the first reading stands.
    """
    return assured(draw(kind, pages, pictures, reader))


def draw(
    kind: Kind,
    pages: Sequence[PageText],
    pictures: Sequence[PageImage | None],
    reader: FieldReader | None = None,
) -> Drawn:
    """The same before confidence is calibrated, with what tells how far each value can be relied on."""
    form = _lay_out(kind, pages, pictures)
    lettered = letter.read(kind, pages, form.pictures)
    fields = [lettered.get(spec.name) or _read(spec, form) for spec in in_order(kind)]
    looks: dict[str, SecondLook] = {}
    if reader is not None:
        fields = [_sideways(kind.field(field.name), field, form, reader) for field in fields]
        looks = _again(kind, [field for field in fields if field.name not in lettered], form, reader)
    settled = [looks[field.name].after if field.name in looks else field for field in fields]
    found = agree(kind, search(kind, settled, pages, {*form.anchors, *form.laid.spots}))
    return Drawn(kind, tuple(pages), tuple(found), looks, frozenset(form.laid.spots))


def _again(kind: Kind, fields: Sequence[Field], form: _Form, reader: FieldReader) -> dict[str, SecondLook]:
    spots = [_spot(kind.field(field.name), field, form) for field in fields]
    try:
        return look_again([each for each in spots if each], form.pictures, reader)
    except EngineError:
        return {}


def _sideways(spec: FieldSpec, field: Field, form: _Form, reader: FieldReader) -> Field:
    """A stamp that lies across the first page, where no line of it was read."""
    if spec.source != "stamp" or field.value is not None or not form.pictures:
        return field
    number = min(form.pictures)
    try:
        found = sideways.look(form.pages[number], form.pictures[number], reader)
    except EngineError:
        return field
    if found is None:
        return field
    sure, state = (_TURNED, "found") if found.clear else (_MENDED, "doubtful")
    return Field(spec.name, found.value, found.raw, sure, number, found.box, state)  # type: ignore[arg-type]


def _spot(spec: FieldSpec, field: Field, form: _Form) -> Spot | None:
    if spec.source or spec.type not in REREAD or form.pictures.get(field.page or 0) is None:
        return None
    if zone := form.laid.only_zone(spec.name):
        return spot(spec, field, zone)
    anchor = form.anchors.get(spec.name)
    if anchor is None or form.pictures.get(anchor.page) is None:
        return None
    page, picture = form.pages[anchor.page], form.pictures.get(anchor.page)
    return spot(spec, field, zone_of(spec, anchor, form.others(anchor), page, picture))


def _lay_out(kind: Kind, pages: Sequence[PageText], pictures: Sequence[PageImage | None]) -> _Form:
    looked_at = {page.number: Picture(picture) for page, picture in zip(pages, pictures, strict=False) if picture}
    laid = templatefields.lay_out(kind, pages)
    known = laid.knows(spec.name for spec in kind.fields)
    runs = spelt(pages)
    anchors = {} if known else with_neighbours(kind, locate(kind, pages, runs), pages, looked_at)
    return _Form(
        pages={page.number: page for page in pages},
        pictures=looked_at,
        anchors=anchors,
        titles=(headings := titles(kind, pages, runs)),
        print=frozenset(id(word) for anchor in (*headings, *anchors.values()) for word in anchor.words) | laid.printed,
        laid=laid,
        runs={each.page.number: each for each in runs},
        marked=not kind.versions or any("et" in version.languages for version in kind.versions),
    )


def _read(spec: FieldSpec, form: _Form) -> Field:
    if found := templatefields.read(spec, form.laid, form.pages, form.pictures, form.print):
        return found
    if spec.source in {"head", "sum"}:
        return tills.read(spec, list(form.pages.values()))
    if spec.source:
        return unlabelled.read(spec, list(form.pages.values()))
    anchor = form.anchors.get(spec.name)
    return _labelled(spec, anchor, form) if anchor else Field(spec.name, None, "", 0.2, None, None, "missing")


def _labelled(spec: FieldSpec, anchor: Anchor, form: _Form) -> Field:
    """What stands beside or under its label."""
    page, picture = form.pages[anchor.page], form.pictures.get(anchor.page)
    zone = zone_of(spec, anchor, form.others(anchor), page, picture)
    place = Place(zone, page, picture, form.marked, form.runs[anchor.page])
    if spec.type == "tick":
        return choices.single(spec, anchor, place)
    if spec.type in {"signature", "stamp"}:
        return mark(spec, place)
    if spec.group:
        return choices.group(spec, place)
    rows = words_in(zone, page, form.print, picture)
    if not zone.ruled:
        rows = beside_or_below(rows, anchor, spec.lines)
    return written(spec, place, rows, anchor.score)
