"""Fields that are ticked, not written: which options of a group are marked, on the picture and among the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from classify.anchors import Anchor, Runs, find
from classify.fold import likeness
from classify.kind import Field, FieldSpec, FieldState
from classify.ruling import Picture, contains
from classify.ticks import Tick, assign, squares_in, tick
from classify.zones import Zone
from ocr.text import Box, PageText, Word

YES = "yes"
_AS_GOOD = 0.01  # of likeness: two ways to give labels to options are equally good
_PRINTED = 0.8  # likeness from which a written word is one of the options


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: the zone on its page, with the picture where there is one. `marked`: its language has marked
    letters, which engines lose. `runs` are those of the page, where somebody has spelt it already."""

    zone: Zone
    page: PageText
    picture: Picture | None
    marked: bool = True
    runs: Runs | None = None


def group(spec: FieldSpec, place: Place) -> Field:
    """The marked options, joined by commas in the order of the form."""
    if place.picture is None:
        return _nothing(spec, place, 0.3, "illegible")
    ticks = {value: tick(box, place.picture) for value, box in boxes(spec, place, place.picture).items()}
    return decide(spec, place, ticks)


def boxes(spec: FieldSpec, place: Place, picture: Picture) -> dict[str, Box]:
    """Option -> its printed square, of those that are seen."""
    runs = place.runs or Runs(place.page)
    labels = {option.value: _inside(find(option.labels, place.page, runs), place) for option in spec.options}
    area = _whole_group(place, list(labels.values()))
    return assign(squares_in(area, picture), _exclusive(labels), picture.mm)


def single(spec: FieldSpec, label: Anchor, place: Place) -> Field:
    """One box beside its own label."""
    if place.picture is None:
        return _nothing(spec, place, 0.3, "illegible")
    box = box_of(label, place.picture)
    if box is None:
        return _nothing(spec, place, 0.3, "illegible")
    return decide(spec, place, {YES: tick(box, place.picture)})


def box_of(label: Anchor, picture: Picture) -> Box | None:
    """The square beside a label of its own."""
    return assign(squares_in(_beside(label.box, picture), picture), {YES: label.box}, picture.mm).get(YES)


def _beside(label: Box, picture: Picture) -> Box:
    """The ruled box of the statement, or the paper left of its label: the first words may be lost under a ring."""
    mm = picture.mm
    cell = picture.cell(label)
    if cell is not None and cell.height < 20 * mm:
        return Box(cell.x0, cell.y0, label.x1, cell.y1)
    return Box(
        max(0, round(label.x0 - 9 * mm)),
        max(0, round(label.y0 - 4 * mm)),
        label.x0 + round(mm),
        label.y1 + round(4 * mm),
    )


def printed(spec: FieldSpec, words: Sequence[Word], place: Place) -> Field | None:
    """The option whose label is written in the zone, for an enumeration without boxes."""
    raw = " ".join(word.text for word in words)
    scored = [
        (max(likeness(label, part) for labels in option.labels.values() for label in labels), option.value, part)
        for option in spec.options
        for part in (raw, *(word.text for word in words))
    ]
    score, value, part = max(scored, default=(0.0, "", ""))
    if score < _PRINTED:
        return None
    boxes = [word.box for word in words if word.text in part]
    box = boxes[0] if boxes else place.zone.box
    return Field(spec.name, value, raw, round(0.9 * score, 3), place.zone.page, box, "found")


def _inside(anchors: Sequence[Anchor], place: Place) -> list[Anchor]:
    return [anchor for anchor in anchors if contains(place.zone.box, anchor.box)]


def _exclusive(labels: dict[str, list[Anchor]]) -> dict[str, Box | None]:
    """Every printed word to one option: the label that explains more letters of it wins."""
    offers = [(anchor, value) for value, found in labels.items() for anchor in found]
    offers.sort(key=lambda offer: -(offer[0].score ** 3) * sum(len(word.text) for word in offer[0].words))
    boxes: dict[str, Box | None] = dict.fromkeys(labels)
    taken: set[int] = set()
    for anchor, value in offers:
        words = {id(word) for word in anchor.words}
        if boxes[value] is None and not words & taken:
            boxes[value] = anchor.box
            taken |= words
    return _in_reading_order(boxes, {(value, anchor.box): anchor.score for anchor, value in offers})


def _in_reading_order(boxes: dict[str, Box | None], scores: Mapping[tuple[str, Box], float]) -> dict[str, Box | None]:
    """Two options alike in words ("e-postiga", "postiga") that could as well change places stand as on the form."""
    for one, other in combinations(boxes, 2):
        first, second = boxes[one], boxes[other]
        if first and second and _before(second, first):
            now = scores[one, first] + scores[other, second]
            if scores.get((one, second), 0.0) + scores.get((other, first), 0.0) >= now - _AS_GOOD:
                boxes[one], boxes[other] = second, first
    return boxes


def _before(one: Box, other: Box) -> bool:
    """Left of it on its line, or above it."""
    if abs(one.center[1] - other.center[1]) < max(one.height, other.height):
        return one.x0 < other.x0
    return one.y0 < other.y0


def _whole_group(place: Place, found: Sequence[Sequence[Anchor]]) -> Box:
    """The zone, and room for the squares left of the options."""
    mm = place.picture.mm if place.picture else 1.0
    box = place.zone.box
    for anchors in found:
        box = box.union(anchors[0].box) if anchors else box
    return Box(max(0, round(box.x0 - 2 * mm)), box.y0, box.x1, box.y1)


def decide(spec: FieldSpec, place: Place, ticks: dict[str, Tick]) -> Field:
    """What the boxes of a field say together."""
    marked = [value for value in ticks if ticks[value].marked]
    unclear = [value for value in ticks if ticks[value].marked is None]
    if len(unclear) == 1 and not marked and spec.group == "exactly_one":
        marked, unclear = unclear, []
        return _marked(spec, place, ticks, marked, doubtful=True)
    if not ticks:
        return _nothing(spec, place, 0.2, "illegible")
    if not marked:
        complete = len(ticks) >= max(1, len(spec.options)) and not unclear
        return _nothing(spec, place, 0.9 if complete else 0.4, "missing" if complete else "doubtful")
    too_many = spec.group == "exactly_one" and len(marked) > 1
    return _marked(spec, place, ticks, marked, doubtful=too_many or bool(unclear))


def _marked(spec: FieldSpec, place: Place, ticks: dict[str, Tick], marked: Sequence[str], *, doubtful: bool) -> Field:
    order = [option.value for option in spec.options] or [YES]
    value = ",".join(option for option in order if option in marked)
    box = ticks[marked[0]].box
    for option in marked[1:]:
        box = box.union(ticks[option].box)
    all_seen = len(ticks) >= max(1, len(spec.options))
    sure = 0.95 if all_seen else 0.75
    state: FieldState = "doubtful" if doubtful else "found"
    return Field(spec.name, value, value, 0.45 if doubtful else sure, place.zone.page, box, state)


def _nothing(spec: FieldSpec, place: Place, sure: float, state: FieldState) -> Field:
    return Field(spec.name, None, "", sure, place.zone.page, place.zone.box, state)
