"""What all documents of a case say together: each fact with every value and its place. Nothing is averaged.

What a person has answered on a document, or chosen for the case, counts; what else is read stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from classify.catalogue import Catalogue
from classify.kind import FieldSpec, Text
from classify.people import folded, same_person
from registry.answers import CONFIRMED
from registry.blocks import Cell, people
from registry.case_model import CaseAnswer
from registry.kinds import label
from registry.matters import Matter, matters
from registry.model import Document

State = Literal["single", "agreed", "contradicts", "confirmed"]
_SAME_TEXT = 88  # of 100, folded: another spelling of the same address
_OF_THE_PAPER = frozenset({"signature", "stamp", "tick", "docno"})
NAME: Text = {"et": "Nimi", "en": "Name", "ru": "Имя"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as some documents have it, in the best spelling, with all places it was read from."""

    value: str
    sources: tuple[Cell, ...]

    @property
    def answered(self) -> bool:
        return any(cell.row.answer in CONFIRMED for cell in self.sources)


@dataclass(frozen=True, slots=True)
class Fact:
    """`value` is what counts: None while documents contradict each other and no person has decided."""

    id: str  # of the field that said it first
    about: str  # whose it is: the number of a person from 1, or "" for what is the case's own
    name: str
    label: Text
    type: str
    state: State
    value: str | None
    readings: tuple[Reading, ...]
    chosen: str | None = None  # a person's choice for the case, whatever the documents say
    version: int = 0  # of that choice


@dataclass(frozen=True, slots=True)
class Subject:
    number: str
    role: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    subjects: tuple[Subject, ...]
    facts: tuple[Fact, ...]


def gathered(documents: Sequence[Document], catalogue: Catalogue, chosen: Mapping[str, CaseAnswer]) -> Facts:
    """Everything the documents of one case say, the oldest document first. `chosen` is by field id."""
    kinds = ((document, catalogue.get(document.kind or "")) for document in documents)
    known = [(document, kind) for document, kind in kinds if kind is not None]
    found: list[Fact] = []
    subjects: list[Subject] = []
    used: set[str] = set()
    for number, somebody in enumerate(people(known), 1):
        used |= {cell.row.id for cell in somebody.cells}
        facts = [_fact(str(number), cells, chosen) for cells in _by_name(somebody.cells)]
        name = next((fact.value for fact in facts if fact.name == "name"), None)
        subjects.append(Subject(str(number), somebody.role, name))
        found += facts
    for matter in matters(documents, catalogue):
        cells = [cell for cell in _cells(matter) if cell.row.id not in used]
        found += [_fact("", group, chosen) for group in _by_name(cells)]
    return Facts(tuple(subjects), tuple(found))


def _cells(matter: Matter) -> Iterator[Cell]:
    """What a matter says of itself, not what its papers are: dates of signing, signatures, stamps, names in parts."""
    official = {name for section in matter.kind.sections if section.official for name in section.fields}
    for document in matter.documents:
        specs = {spec.name: spec for spec in matter.kind.fields if spec.name not in official}
        for row in document.fields:
            spec = specs.get(row.name)
            if spec is not None and row.value and _speaks_of_the_matter(spec, matter):
                yield Cell(row.name, spec, document, row, row.value)


def _speaks_of_the_matter(spec: FieldSpec, matter: Matter) -> bool:
    if spec.type in _OF_THE_PAPER or spec.name in {"application_date", "enclosures"} or not matter.kind.opens_case:
        return False
    return not spec.name.endswith(("given_names", "family_name"))


def _by_name(cells: Iterable[Cell]) -> Iterator[list[Cell]]:
    grouped: dict[str, list[Cell]] = {}
    for cell in cells:
        grouped.setdefault(cell.name, []).append(cell)
    yield from grouped.values()


def _fact(about: str, cells: Sequence[Cell], chosen: Mapping[str, CaseAnswer]) -> Fact:
    readings = _readings(cells)
    choice = next((chosen[cell.row.id] for cell in cells if cell.row.id in chosen), None)
    state, value = _weighed(readings)
    first = cells[0]
    return Fact(
        id=choice.field_id if choice else first.row.id,
        about=about,
        name=first.name,
        label=NAME if first.name == "name" else label(first.spec),
        type=first.spec.type,
        state="confirmed" if choice else state,
        value=choice.value if choice else value,
        readings=readings,
        chosen=choice.value if choice else None,
        version=choice.version if choice else 0,
    )


def _weighed(readings: Sequence[Reading]) -> tuple[State, str | None]:
    """A person's word goes before the machine's; two words of persons that differ are a contradiction too."""
    answered = [reading for reading in readings if reading.answered]
    if len(answered) == 1:
        return "confirmed", answered[0].value
    if len(readings) > 1:
        return "contradicts", None
    return ("agreed" if len(readings[0].sources) > 1 else "single"), readings[0].value


def _readings(cells: Sequence[Cell]) -> tuple[Reading, ...]:
    groups: list[list[Cell]] = []
    for cell in cells:
        agrees = _AGREE.get(cell.spec.type, _same_letters)
        group = next((group for group in groups if agrees(group[0].value, cell.value)), None)
        if group is None:
            groups.append([cell])
        else:
            group.append(cell)
    return tuple(Reading(max(group, key=_worth).value, tuple(group)) for group in groups)


def _worth(cell: Cell) -> tuple[bool, bool, int, float]:
    """Of two spellings: a person's, then Latin letters before others, then the one with more marks."""
    marks = sum(letter.isalpha() and not letter.isascii() for letter in cell.value)
    latin = all(ord(letter) < 0x250 for letter in cell.value)
    return cell.row.answer in CONFIRMED, latin, marks, cell.row.confidence


def _exactly(one: str, other: str) -> bool:
    return one == other


def _same_letters(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _same_address(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(_plain(one), _plain(other)) >= _SAME_TEXT and _digits(one) == _digits(other)


def _plain(text: str) -> str:
    return " ".join([folded(text), *_digits(text)])


def _digits(text: str) -> list[str]:
    return sorted("".join(sign if sign.isdigit() else " " for sign in text).split())


_AGREE: dict[str, Callable[[str, str], bool]] = {
    "name": same_person, "address": _same_address, "isikukood": _exactly, "iban": _exactly, "date": _exactly,
    "phone": _exactly, "choice": _exactly,
}  # fmt: skip
