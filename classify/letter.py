"""A letter has no boxes: who writes, when and about what is told by where it stands on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from classify import signatures
from classify.dates import day
from classify.fold import fold, likeness
from classify.kind import Field, FieldSpec, Kind, Role
from classify.letterclass import propose
from classify.parse import parse
from classify.ruling import Picture
from ocr.text import Box, Line, PageText

_GREETING = ("lugupidamisega", "austusega", "tervitades", "с уважением", "sincerely")
_OFFICE = ("sotsiaalkindlustusamet", "департамент социального страхования")
_REFERENCE = r"\s*(?:nr|№|:)?\s*:?\s*(?:\d{1,2}\.\d{1,2}\.\d{4}\s*)?(?:nr|№)?\s*:?\s*(\d[\d./-]*-\d[\d./-]*)"
_LABELLED = re.compile(r"^[^\W\d_][\w. -]{1,24}:\s")
_STREET = re.compile(r"\d|\b(tn|tänav|mnt|pst|tee|küla|vald|linn)\b", re.IGNORECASE)
_HEADING = 0.82  # likeness of a line to a heading of the catalogue
_READABLE = 0.6  # a scrap of three letters read worse than this is a stroke of the pen
_NAME_BELOW = 3  # lines under the greeting among which the name stands
_SURE = 0.85


@dataclass(frozen=True, slots=True)
class _Letter:
    """The lines from the top, and where its parts begin; -1 where a part was not found."""

    page: PageText
    lines: tuple[Line, ...]
    office: int
    heading: int
    greeting: int

    @property
    def sender_block(self) -> tuple[Line, ...]:
        return self.lines[: self.office] if self.office > 0 else ()

    @property
    def text(self) -> tuple[Line, ...]:
        """What is said: after the heading, before the greeting."""
        start = self.heading if self.heading >= 0 else self.office
        end = self.greeting if self.greeting >= 0 else len(self.lines)
        return self.lines[start + 1 : end]


def read(kind: Kind, pages: Sequence[PageText], pictures: dict[int, Picture]) -> dict[str, Field]:
    """Field name -> what was found, for the fields of the kind that have a role in a letter."""
    roles = [spec for spec in kind.fields if spec.role]
    if not roles or not pages or not pages[0].lines:
        return {}
    letter = _take_apart(kind, pages[0])
    found = (_field(spec, letter, pictures.get(letter.page.number)) for spec in roles)
    return {field.name: field for field in found if field is not None}


def _take_apart(kind: Kind, page: PageText) -> _Letter:
    readable = (line for line in page.lines if len(fold(line.text)) > 3 or line.assurance > _READABLE)
    lines = tuple(sorted(readable, key=lambda line: line.box.center[1]))
    folded = [fold(line.text) for line in lines]
    office = _first(folded, lambda text: any(likeness(text, word) >= 0.85 for word in _OFFICE))
    titles = [title for title in kind.cues.titles if len(title) > 4]
    heading = _first(folded, lambda text: max(likeness(text, title) for title in titles) >= _HEADING, after=office)
    greeting = _first(folded, lambda text: any(likeness(text, word) >= 0.8 for word in _GREETING), after=heading)
    return _Letter(page, lines, office, heading, greeting)


def _first(texts: Sequence[str], wanted: Callable[[str], bool], after: int = -1) -> int:
    return next((place for place, text in enumerate(texts) if place > after and wanted(text)), -1)


def _field(spec: FieldSpec, letter: _Letter, picture: Picture | None) -> Field | None:
    if spec.role == "sign_off":
        return _signature(spec, letter, picture)
    lines = _LINES[spec.role](letter)
    if not lines:
        return _by_words(spec, letter) if spec.role == "heading" else None
    raw = " ".join(line.text for line in lines)
    if spec.role in {"your_ref", "our_ref"}:
        raw = _reference(spec.role, raw)
    value = _option(spec, raw) if spec.options else parse(spec.type, raw).value
    if value is None:
        return None
    box = lines[0].box
    for line in lines[1:]:
        box = box.union(line.box)
    sure = min(_SURE, sum(line.assurance for line in lines) / len(lines))
    return Field(spec.name, value, raw, round(sure, 3), letter.page.number, box, "found")


def _by_words(spec: FieldSpec, letter: _Letter) -> Field | None:
    """A letter without a heading: its words propose what it is, and a person is asked to look."""
    said = propose([line.text for line in letter.text])
    if said is None or said.code not in {option.value for option in spec.options}:
        return None
    return Field(spec.name, said.code, ", ".join(said.why), said.confidence, letter.page.number, None, "doubtful")


def _option(spec: FieldSpec, raw: str) -> str | None:
    scored = [
        (max(likeness(label, raw) for labels in option.labels.values() for label in labels), option.value)
        for option in spec.options
    ]
    score, value = max(scored)
    return value if score >= _HEADING else None


def _sender(letter: _Letter) -> Sequence[Line]:
    """The first line of the sender's block; else the line under the signature."""
    bare = [line for line in letter.sender_block if not _LABELLED.match(line.text)]
    named = [line for line in bare if not parse("name", line.text).reason and len(line.words) >= 2]
    if named:
        return named[:1]
    below = letter.lines[letter.greeting + 1 :][:_NAME_BELOW] if letter.greeting >= 0 else ()
    near = [line for line in below if line.box.y0 - letter.lines[letter.greeting].box.y1 < 0.15 * letter.page.height]
    return [line for line in near if not parse("name", line.text).reason and line.assurance > 0.6][:1]


def _address(letter: _Letter) -> Sequence[Line]:
    bare = [line for line in letter.sender_block if not _LABELLED.match(line.text)]
    return [line for line in bare if _STREET.search(line.text) and not day(line.text).value][:1]


def _dated(letter: _Letter) -> Sequence[Line]:
    """A date on a line of its own, perhaps with a place, above the text; else one under it."""
    above = letter.lines[: letter.heading] if letter.heading >= 0 else letter.lines[: max(letter.office + 4, 0)]
    below = letter.lines[letter.greeting + 1 :] if letter.greeting >= 0 else ()
    return [line for line in (*above, *below) if len(line.words) <= 5 and day(line.text).value][:1]


def _heading(letter: _Letter) -> Sequence[Line]:
    return [letter.lines[letter.heading]] if letter.heading >= 0 else []


def _subject(letter: _Letter) -> Sequence[Line]:
    """A short line under the heading with more room beneath it than a line of text has."""
    text = letter.text
    if letter.heading < 0 or len(text) < 2 or len(text[0].text) > 90:
        return []
    gaps = [below.box.y0 - above.box.y1 for above, below in pairwise(text)]
    usual = min(gaps[1:], default=text[0].box.height)
    return text[:1] if gaps[0] > usual + 0.4 * text[0].box.height else []


def _body(letter: _Letter) -> Sequence[Line]:
    return letter.text[len(_subject(letter)) :]


def _references(letter: _Letter) -> Sequence[Line]:
    end = letter.heading if letter.heading >= 0 else len(letter.lines)
    return [line for line in letter.lines[:end] if re.search(r"(?i)\b(teie|meie|ваш|наш)", line.text)]


def _reference(role: Role, text: str) -> str:
    word = "teie|ваш" if role == "your_ref" else "meie|наш"
    found = re.search(rf"(?i)\b(?:{word}){_REFERENCE}", text)
    return found[1] if found else ""


def _signature(spec: FieldSpec, letter: _Letter, picture: Picture | None) -> Field | None:
    """Between the greeting and the name under it."""
    if letter.greeting < 0 or picture is None:
        return None
    greeting = letter.lines[letter.greeting].box
    end = greeting.y1 + round(24 * picture.mm)
    zone = Box(max(0, greeting.x0 - round(5 * picture.mm)), greeting.y1 + round(0.8 * picture.mm),
               min(letter.page.width, greeting.x0 + round(85 * picture.mm)), min(end, letter.page.height))  # fmt: skip
    typed = [line.box.y0 for line in letter.lines[letter.greeting + 1 :] if line.assurance > 0.8]
    if typed and typed[0] > zone.y0 + 6 * picture.mm:
        zone = Box(zone.x0, zone.y0, zone.x1, min(zone.y1, typed[0] - 2))
    seen, sure = signatures.signature(zone, picture)
    if seen == "absent":
        return Field(spec.name, None, "", sure, letter.page.number, zone, "missing")
    state = "found" if seen == "present" else "doubtful"
    return Field(spec.name, "present", "", sure, letter.page.number, zone, state)  # type: ignore[arg-type]


_LINES: dict[Role, Callable[[_Letter], Sequence[Line]]] = {
    "sender": _sender,
    "sender_address": _address,
    "letter_date": _dated,
    "heading": _heading,
    "subject": _subject,
    "body": _body,
    "your_ref": _references,
    "our_ref": _references,
}
