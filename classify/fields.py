"""A kind and its pages to the values that stand in the fields, each with its place, confidence and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from capture.scan import PageImage
from classify import choices, letter, signatures
from classify.accents import marked
from classify.agree import agree
from classify.anchors import Anchor, in_order, locate, titles
from classify.choices import Place
from classify.kind import Field, FieldSpec, FieldState, Kind
from classify.loose import search
from classify.neighbours import with_neighbours
from classify.parse import parse
from classify.reread import REREAD, Spot, look_again, spot
from classify.ruling import Picture
from classify.zones import Zone, beside_or_below, is_blank, words_in, zone_of
from ocr.engine import EngineError
from ocr.fieldport import FieldReader
from ocr.text import Box, PageText, Word

_WRITTEN = 0.004  # share of ink in an empty-looking zone from which something must stand there
_SPELT = {"name", "address", "text"}  # types whose letters may have lost their marks
_PROVEN = {"isikukood", "iban"}  # types that carry their own check digit
_CLEAR = 0.88  # confidence of words from which a wrong check digit stands so on the paper
_TRUSTED = 0.30  # confidence of words below which a value is doubtful


@dataclass(frozen=True, slots=True)
class _Form:
    """A document laid out for reading: pages, pictures, labels, and the words that are print."""

    pages: dict[int, PageText]
    pictures: dict[int, Picture]
    anchors: dict[str, Anchor]
    titles: list[Anchor]
    print: frozenset[int]  # ids of the words of labels

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
    form = _lay_out(kind, pages, pictures)
    written = letter.read(kind, pages, form.pictures)
    fields = [written.get(spec.name) or _read(spec, form) for spec in in_order(kind)]
    if reader is not None:
        again = _again(kind, [field for field in fields if field.name not in written], form, reader)
        fields = [again.get(field.name, field) for field in fields]
    return agree(kind, search(kind, fields, pages, form.anchors))


def _again(kind: Kind, fields: Sequence[Field], form: _Form, reader: FieldReader) -> dict[str, Field]:
    spots = [_spot(kind.field(field.name), field, form) for field in fields if field.name in form.anchors]
    try:
        return look_again([each for each in spots if each], form.pictures, reader)
    except EngineError:
        return {}


def _spot(spec: FieldSpec, field: Field, form: _Form) -> Spot | None:
    anchor = form.anchors[spec.name]
    page, picture = form.pages[anchor.page], form.pictures.get(anchor.page)
    if spec.type not in REREAD or picture is None:
        return None
    return spot(spec, field, zone_of(spec, anchor, form.others(anchor), page, picture))


def _lay_out(kind: Kind, pages: Sequence[PageText], pictures: Sequence[PageImage | None]) -> _Form:
    looked_at = {page.number: Picture(picture) for page, picture in zip(pages, pictures, strict=False) if picture}
    anchors = with_neighbours(kind, locate(kind, pages), pages, looked_at)
    return _Form(
        pages={page.number: page for page in pages},
        pictures=looked_at,
        anchors=anchors,
        titles=(headings := titles(kind, pages)),
        print=frozenset(id(word) for anchor in (*headings, *anchors.values()) for word in anchor.words),
    )


def _read(spec: FieldSpec, form: _Form) -> Field:
    anchor = form.anchors.get(spec.name)
    if anchor is None:
        return Field(spec.name, None, "", 0.2, None, None, "missing")
    page, picture = form.pages[anchor.page], form.pictures.get(anchor.page)
    zone = zone_of(spec, anchor, form.others(anchor), page, picture)
    place = Place(zone, page, picture)
    if spec.type == "tick":
        return choices.single(spec, anchor, place)
    if spec.type in {"signature", "stamp"}:
        return _mark(spec, place)
    if spec.group:
        return choices.group(spec, place)
    rows = words_in(zone, page, form.print, picture)
    if not zone.ruled:
        rows = beside_or_below(rows, anchor, spec.lines)
    return _written(spec, anchor, place, rows)


def _mark(spec: FieldSpec, place: Place) -> Field:
    zone, picture = place.zone, place.picture
    if picture is None:
        return Field(spec.name, None, "", 0.2, zone.page, zone.box, "illegible")
    seen, sure = (signatures.stamp if spec.type == "stamp" else signatures.signature)(zone.box, picture)
    if seen == "absent":
        return Field(spec.name, None, "", sure, zone.page, zone.box, "missing")
    return Field(spec.name, "present", "", sure, zone.page, zone.box, "found" if seen == "present" else "doubtful")


def _written(spec: FieldSpec, anchor: Anchor, place: Place, rows: list[list[Word]]) -> Field:
    words = [word for row in rows for word in row]
    zone = place.zone
    if is_blank(rows):
        inked = place.picture is not None and place.picture.share(_inner(zone.box, place.picture)) > _WRITTEN
        sure = 0.85 if zone.ruled else 0.5
        return Field(spec.name, None, "", sure, zone.page, zone.box, "illegible" if inked else "missing")
    if spec.options and (option := choices.printed(spec, words, place)):
        return option
    if place.picture is not None and spec.type in _SPELT:
        words = [replace(word, text=marked(word, place.picture)) for word in words]
    return _value(spec, words, zone, anchor.score)


def _value(spec: FieldSpec, words: Sequence[Word], zone: Zone, found: float) -> Field:
    """`found` 0..1: how well the label was read."""
    raw = " ".join(word.text for word in words)
    box = _around(words)
    seen = _confidence(words)
    parsed = parse(spec.type, raw, mend=seen < _CLEAR)
    if parsed.value is None:
        return Field(spec.name, None, raw, round(0.5 * seen, 3), zone.page, box, "illegible")
    if parsed.reason:
        return Field(spec.name, parsed.value, raw, round(min(0.45, seen), 3), zone.page, box, "doubtful")
    if spec.type in _PROVEN:
        return Field(spec.name, parsed.value, raw, round(max(0.93, seen), 3), zone.page, box, "found")
    sure = seen * min(1.0, 0.8 + 0.2 * found) * (1.0 if zone.ruled else 0.92)
    state: FieldState = "found" if sure >= _TRUSTED else "doubtful"
    return Field(spec.name, parsed.value, raw, round(sure, 3), zone.page, box, state)


def _confidence(words: Sequence[Word]) -> float:
    """By letters, so that a comma does not decide."""
    weight = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / weight if weight else 0.0


def _around(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def _inner(box: Box, picture: Picture) -> Box:
    """Clear of the rules around it."""
    edge = round(0.6 * picture.mm)
    return Box(box.x0 + edge, box.y0 + edge, max(box.x1 - edge, box.x0 + edge), max(box.y1 - edge, box.y0 + edge))
