"""A kind proposed from an empty form: what is printed on it, which of that is a label, and what is asked for there.

A person looks at the proposal and mends it; nothing here is certain. The words stay as they are printed, since by them
the fields are found on the next scan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from capture.scan import PageImage
from classify.fold import fold
from classify.kind import FieldType
from classify.ruling import Picture, contains
from classify.ticks import squares_in
from ocr.text import Box, PageText, Word

_GAP = 2.2  # heights of a letter between the words of two phrases
_BESIDE = 9.0  # mm between a square and the words of its option
_ROOM = 3.4  # mm, of a box in which somebody may write below its label
_ASIDE = 12.0  # mm, the same right of it
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+\D")
_TITLE_PART = 0.4  # of the first page, from above
_LONGEST = 90  # letters of a label
_OFFICIAL = ("taidab ametnik", "ametniku markused", "for official use", "заполняет чиновник", "заполняется чиновником")
_TYPES: tuple[tuple[str, FieldType], ...] = (
    ("allkiri|signature|podpis|подпись", "signature"), ("pitser|tempel|stamp|печать", "stamp"),
    ("isikukood|personal code|личныи код", "isikukood"), ("iban|arvelduskonto|pangakonto", "iban"),
    ("kuupaev|sunniaeg|date|дата|algus|lopp", "date"), ("telefon|phone|телефон", "phone"),
    ("e post|e mail|email|электронная почта", "email"), ("postiindeks|sihtnumber|postcode|индекс", "postcode"),
    ("aadress|address|elukoht|адрес", "address"), ("summa|tasu|amount|сумма", "money"),
    ("dokumendi nr|dokumendi number|registrikood|document no", "docno"),
    ("nimi|name|perekonnanimi|eesnimi|имя|фамилия", "name"), ("arv|suurus|count|number of|количество", "number"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together on a line."""

    words: tuple[Word, ...]
    page: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        found = self.words[0].box
        for word in self.words[1:]:
            found = found.union(word.box)
        return found


@dataclass(frozen=True, slots=True)
class Square:
    """A printed box to tick, with the words beside it."""

    label: str
    place: Box


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing the form seems to ask for. `place` is where somebody would write it, None where that is not known."""

    label: str
    type: FieldType
    page: int
    place: Box | None
    squares: tuple[Square, ...] = ()  # of a choice, or the one of a tick


@dataclass(slots=True)
class Part:
    """A numbered bar and what stands under it."""

    title: str
    official: bool = False
    asked: list[Asked] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the blank: its words, and how many pixels a millimetre has."""

    text: PageText
    mm: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an empty form seems to be."""

    titles: tuple[str, ...]
    parts: tuple[Part, ...]
    sheets: tuple[Sheet, ...]


def propose(pages: Sequence[PageText], pictures: Sequence[PageImage]) -> Proposal:
    """Page by page, from above: bars, labels with room to write, groups of squares."""
    parts, sheets = [Part("")], []
    for page, shown in zip(pages, pictures, strict=True):
        picture = Picture(shown)
        sheets.append(Sheet(page, picture.mm))
        _read(page, picture, parts)
    return Proposal(tuple(_titles(pages[0])), tuple(part for part in parts if part.asked), tuple(sheets))


def type_of(label: str) -> FieldType:
    """What kind of value a label asks for, by its words."""
    said = f" {fold(label)} "
    for words, kind in _TYPES:
        if any(word in said for word in words.split("|")):
            return kind
    return "text"


def phrases(page: PageText) -> list[Phrase]:
    """The words of each line, parted at wide gaps, from above and from the left."""
    found = []
    for line in page.lines:
        run: list[Word] = []
        for word in line.words:
            if run and word.box.x0 - run[-1].box.x1 > _GAP * max(run[-1].box.height, 1):
                found.append(Phrase(tuple(run), page.number))
                run = []
            run.append(word)
        if run:
            found.append(Phrase(tuple(run), page.number))
    return sorted(found, key=lambda phrase: (phrase.box.y0, phrase.box.x0))


def _titles(page: PageText) -> list[str]:
    """The tallest print of the upper part, with the lines that go on below it."""
    upper = [
        phrase
        for phrase in phrases(page)
        if phrase.box.y0 < _TITLE_PART * page.height and sum(letter.isalpha() for letter in phrase.text) >= 6
    ]
    if not upper:
        return []
    tallest = max(_weight(phrase) for phrase in upper)
    tall = [phrase for phrase in upper if _weight(phrase) >= 0.8 * tallest]
    together = [tall[0]]
    for above, below in pairwise(tall):
        if below.box.y0 - above.box.y1 > 1.2 * above.box.height:
            break
        together.append(below)
    return [" ".join(phrase.text for phrase in together)]


def _weight(phrase: Phrase) -> float:
    """How much it looks like a title: an office's name alone is often as tall, but one word."""
    return phrase.box.height * (1.0 if len(phrase.words) > 1 else 0.6)


def _read(page: PageText, picture: Picture, parts: list[Part]) -> None:
    """Adds to the last part what the page asks for; a bar begins another."""
    whole = Box(0, 0, page.width, page.height)
    squares = squares_in(whole, picture)
    found = phrases(page)
    optional = {id(phrase): square for square in squares if (phrase := _right_of(square, found, picture.mm))}
    grouped = _groups([phrase for phrase in found if id(phrase) in optional], found, picture)
    used = {id(phrase) for group in grouped.values() for phrase in group}
    for phrase in found:
        if id(phrase) in grouped:
            parts[-1].asked.append(_choice(phrase, grouped[id(phrase)], optional))
        elif id(phrase) in used:
            continue
        elif id(phrase) in optional:
            square = Square(_label(phrase), optional[id(phrase)])
            parts[-1].asked.append(Asked(square.label, "tick", phrase.page, square.place, (square,)))
        elif _official(phrase):
            parts.append(Part(_label(phrase), official=True))
        elif _is_bar(phrase, page, picture):
            parts.append(Part(re.sub(r"^\d{1,2}[.)]\s+", "", phrase.text)))
        elif (room := _room(phrase, found, picture)) is not None:
            label = _label(phrase)
            parts[-1].asked.append(Asked(label, type_of(label), phrase.page, room.place))


def _official(phrase: Phrase) -> bool:
    """From here on the official writes, not the client."""
    said = fold(phrase.text)
    return any(words in said for words in _OFFICIAL) and len(said) < 40


def _is_bar(phrase: Phrase, page: PageText, picture: Picture) -> bool:
    """A numbered heading; a numbered label stands in a box of its own width."""
    if not _NUMBERED.match(phrase.text):
        return False
    cell = picture.cell(phrase.box)
    return cell is None or cell.width > 0.6 * page.width


def _right_of(square: Box, found: Iterable[Phrase], mm: float) -> Phrase | None:
    near = [
        phrase
        for phrase in found
        if -mm <= phrase.box.x0 - square.x1 <= _BESIDE * mm and abs(phrase.box.center[1] - square.center[1]) < 2.6 * mm
    ]
    return min(near, key=lambda phrase: phrase.box.x0, default=None)


def _groups(options: Sequence[Phrase], found: Sequence[Phrase], picture: Picture) -> dict[int, list[Phrase]]:
    """Id of the phrase that heads a ruled box -> the options in it, where there are two or more."""
    heads: dict[int, list[Phrase]] = {}
    for option in options:
        cell = picture.cell(option.box)
        if cell is None:
            continue
        inside = [phrase for phrase in found if phrase not in options and contains(cell, phrase.box)]
        if inside and inside[0].box.y0 < option.box.y0:
            heads.setdefault(id(inside[0]), []).append(option)
    return {head: group for head, group in heads.items() if len(group) > 1}


def _choice(head: Phrase, options: Sequence[Phrase], squares: Mapping[int, Box]) -> Asked:
    printed = {_label(option): Square(_label(option), squares[id(option)]) for option in options}
    return Asked(_label(head), "choice", head.page, None, tuple(printed.values()))


@dataclass(frozen=True, slots=True)
class _Room:
    """There is room to write; `place` where its edges are printed."""

    place: Box | None


def _room(phrase: Phrase, found: Sequence[Phrase], picture: Picture) -> _Room | None:
    """A label has a ruled box of its own with room left, or ends with a colon before empty paper."""
    if len(phrase.text) > _LONGEST or not any(letter.isalpha() for letter in phrase.text):
        return None
    cell = picture.cell(phrase.box)
    if cell is None or cell.height > 80 * picture.mm:
        return _Room(None) if phrase.text.rstrip().endswith(":") else None
    inside = [other for other in found if contains(cell, other.box)]
    if inside and inside[0] is not phrase:
        return None
    low, right = max(other.box.y1 for other in inside), max(other.box.x1 for other in inside)
    if cell.y1 - low >= _ROOM * picture.mm:
        return _Room(Box(cell.x0, low + 1, cell.x1, cell.y1))
    if cell.x1 - right >= _ASIDE * picture.mm and cell.height >= _ROOM * picture.mm and len(inside) == 1:
        return _Room(Box(right + 1, cell.y0, cell.x1, cell.y1))
    return None


def _label(phrase: Phrase) -> str:
    return phrase.text.rstrip(" :._…")
