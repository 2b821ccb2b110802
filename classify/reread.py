"""Doubtful fields read once more, each on its own and as what it can only be: a code, a day, a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from classify.drawn import SecondLook
from classify.forms import normal
from classify.kind import Field, FieldSpec, FieldState, FieldType
from classify.parse import Parsed
from classify.ruling import Picture
from classify.zones import Zone
from ocr.fieldport import Asked, FieldQuestion, FieldReader, FieldReading
from ocr.text import Box

_ASKED: dict[FieldType, Asked] = {
    "isikukood": "isikukood", "iban": "iban", "date": "date", "number": "digits", "postcode": "digits",
    "phone": "phone", "money": "money", "email": "email", "name": "name",
}  # fmt: skip
_LOOSE: dict[FieldType, Asked] = dict.fromkeys(("text", "address", "docno", "country"), "free")  # without a pattern
_NUMBER: FieldType = "docno"  # names a paper, and nothing proves it
REREAD = frozenset(_ASKED | _LOOSE)  # types of fields that can be read on their own
_CYRILLIC = re.compile("[А-яЁё]{2}")  # which the second reader does not know
_POSTCODE = 5  # digits
_PROVEN = {"isikukood", "iban"}
_UNPROVABLE = {"name"}  # a letter without its mark is as good a name: engines are sure of it, and silent
SURE = 0.93  # confidence of a found value from which a second look is not worth its time
_LEAST = 0.3  # a second look less sure than this says nothing
_AGREED = 0.6  # share of the doubt that an agreeing second look takes away; both look at the same ink
_MOST = 0.97  # an engine is not surer of a name or a number that nothing proves, whatever it says
_BLEMISHED = 0.35  # share that is left of the confidence in a reading with a mark against it
_RIVAL = 0.12  # chance of the second reading from which the first is marked
_BELIEVED = 0.95  # chance from which the second look stands against the first without a mark
_EVEN = 0.5
_UNCLEAR = 0.5  # chance of what two readings differ about, at most, while it is marked


@dataclass(frozen=True, slots=True)
class Spot:
    """A field that was read, and where a second look would look."""

    spec: FieldSpec
    field: Field
    page: int
    box: Box
    question: FieldQuestion


def spot(spec: FieldSpec, field: Field, zone: Zone) -> Spot | None:
    """Where a second look pays; None where it does not, or nothing is written. `zone` is the field's place."""
    question = asked(spec)
    if question is None or field.state == "missing" or (_CYRILLIC.search(field.raw) and not _guessed(field, zone)):
        return None
    sure = SURE if zone.ruled else 0.92 * SURE
    if spec.type in _LOOSE and (not zone.ruled or (field.state == "found" and spec.type != _NUMBER)):
        return None
    if field.state == "found" and field.confidence >= sure and spec.type not in _UNPROVABLE:
        return None
    box = zone.box if zone.ruled else field.box
    if box is None or field.page is None or (field.value is None and not zone.ruled) or box.height > box.width:
        return None
    return Spot(spec, field, field.page, box, question)


def _guessed(field: Field, zone: Zone) -> bool:
    """Letters of another alphabet that nobody is sure of: bad Latin handwriting looks so."""
    return zone.ruled and field.state != "found" and field.confidence < _EVEN


def look_again(spots: Sequence[Spot], pictures: Mapping[int, Picture], reader: FieldReader) -> dict[str, SecondLook]:
    """Field name -> what the second look made of it. Raises EngineError."""
    found: dict[str, SecondLook] = {}
    for number in sorted({each.page for each in spots if each.page in pictures}):
        here = [each for each in spots if each.page == number]
        readings = reader.read_fields(pictures[number], [(each.box, each.question) for each in here])
        found |= {each.spec.name: _look(each, reading) for each, reading in zip(here, readings, strict=True)}
    return found


def _look(spot: Spot, reading: FieldReading) -> SecondLook:
    """Of a number that was read, and that nothing proves, the second look is a witness only: it changes nothing."""
    told = normal(spot.spec, reading.text, mend=False)
    clear = not told.reason and not reading.repaired
    witness = spot.spec.type == _NUMBER and spot.field.state == "found"
    after = spot.field if witness else settled(spot.spec, spot.field, reading)
    return SecondLook(spot.field, after, told.value, reading.confidence, clear)


def asked(spec: FieldSpec) -> FieldQuestion | None:
    """How one asks for such a field; None where it cannot be read on its own."""
    if spec.type not in REREAD or spec.lines > 1:
        return None
    digits = _POSTCODE if spec.type == "postcode" else spec.comb if spec.type == "number" else 0
    return FieldQuestion((_ASKED | _LOOSE)[spec.type], spec.comb, digits)


def settled(spec: FieldSpec, field: Field, reading: FieldReading) -> Field:
    """Two readings of one field: where they agree it gains, where they differ the likelier stands, perhaps marked."""
    told = normal(spec, reading.text, mend=False)
    if told.value is None or reading.confidence < _LEAST:
        return field
    if told.value == field.value or (spec.type == "name" and _closer(field, told)):
        field = replace(field, value=told.value)
        return _agreed(spec, field, reading, told)
    return _against(spec, field, reading, told)


def _agreed(spec: FieldSpec, field: Field, reading: FieldReading, told: Parsed) -> Field:
    chance = 1 - (1 - field.confidence) * (1 - _AGREED * reading.confidence)
    clear = not told.reason and not reading.repaired
    state: FieldState = "found" if clear else field.state
    return replace(field, confidence=round(chance if clear else field.confidence, 3), state=state)


def _closer(field: Field, told: Parsed) -> bool:
    """The first reading is the second with its words run together."""
    words = (told.value or "").split()
    return len(words) > len((field.value or "").split()) and "".join(words) == "".join((field.value or "").split())


def _against(spec: FieldSpec, field: Field, reading: FieldReading, told: Parsed) -> Field:
    """What a reading shows against itself (a wrong check digit, no such day) is held against it."""
    first = min(field.confidence, _MOST) if field.state == "found" else _BLEMISHED * field.confidence
    second = reading.confidence * (0.5 if told.reason or reading.repaired else 1.0)
    if spec.type in _PROVEN and field.state == "found":
        return field  # its check digit is right: the second look has misread it
    chance = second * (1 - first) / max(second * (1 - first) + first * (1 - second), 1e-9)
    if field.value is None:
        chance = max(second, _EVEN)  # something stands there, and this is the only reading of it
    if chance < _RIVAL:
        return field
    if chance < _EVEN:
        return replace(field, confidence=round(min(field.confidence, 1 - chance), 3), state="doubtful")
    sure = chance >= _BELIEVED and not told.reason and not reading.repaired
    if not reading.proven and (spec.type in _PROVEN or (field.value is not None and field.state != "found")):
        sure = False  # two that differ, the first with a mark against it: a person looks
    stands: FieldState = "found" if sure else "doubtful"
    confidence = chance if sure else min(chance, _UNCLEAR)
    return Field(spec.name, told.value, reading.raw, round(confidence, 3), field.page, reading.box, stands)
