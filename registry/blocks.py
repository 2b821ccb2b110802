"""Whom the documents of a case speak of: the fields around a personal code are one person's, however they are called.

`child1_name` on an application and `child_given_names` on a certificate are the same child when the codes agree, or
the names do and nothing contradicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from classify.kind import FieldSpec, Kind, Section
from classify.people import same_person
from registry import persons
from registry.model import Document, FieldValue
from registry.persons import CLIENT

NAMES = ("given_names", "family_name", "name")
_BOUND = frozenset({"signature", "stamp", "tick", "docno"})  # they belong to the paper, not to a person


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a document under the name it has for the case."""

    name: str
    spec: FieldSpec
    document: Document
    row: FieldValue
    value: str


@dataclass(slots=True)
class Somebody:
    """A person as all documents together name them."""

    role: str  # "client", or the prefix of the field that named them first: "child1", "mother"
    cells: list[Cell] = field(default_factory=list)

    def said(self, name: str) -> list[Cell]:
        return [cell for cell in self.cells if cell.name == name]


def people(documents: Sequence[tuple[Document, Kind]]) -> list[Somebody]:
    """Everybody the documents speak of, the client first; each value lies with one person only."""
    found: list[Somebody] = []
    for document, kind in documents:
        for role, cells in _blocks(document, kind):
            known = next((one for one in found if _same(one, cells)), None)
            if known is None:
                known = Somebody(role)
                found.append(known)
            known.cells += cells
    return sorted(found, key=lambda one: one.role != "client")


def _blocks(document: Document, kind: Kind) -> Iterable[tuple[str, list[Cell]]]:
    rows = {row.name: row for row in document.fields if row.value}
    codes = [spec.name for spec in kind.fields if spec.type == "isikukood"]
    prefixes = sorted((name.removesuffix(CLIENT) for name in codes), key=len, reverse=True)
    lead = persons.client_code_field(kind)
    for code in codes:
        prefix = code.removesuffix(CLIENT)
        specs = [spec for spec in kind.fields if _belongs(kind, spec, code, prefixes)]
        cells = [Cell(_plain(spec, prefix), spec, document, rows[spec.name], rows[spec.name].value or "")
                 for spec in specs if spec.name in rows]  # fmt: skip
        full, _ = persons.names_beside(kind, code, rows)
        cells = [cell for cell in cells if cell.name not in NAMES] + _name(kind, code, document, rows, full)
        if cells:
            yield ("client" if code == lead and kind.opens_case else prefix.rstrip("_") or "person"), cells


def _belongs(kind: Kind, spec: FieldSpec, code: str, prefixes: Sequence[str]) -> bool:
    """A field of the code's prefix; or, beside the kind's leading code, one of its section that has no prefix."""
    if spec.type in _BOUND or _section(kind, spec.name).official:
        return False
    own = code.removesuffix(CLIENT)
    owner = next((prefix for prefix in prefixes if prefix and spec.name.startswith(prefix)), "")
    if owner or own == "":
        return owner == own and _beside(kind, spec.name, code)
    return code == persons.client_code_field(kind) and _beside(kind, spec.name, code)


def _beside(kind: Kind, name: str, code: str) -> bool:
    return name in _section(kind, code).fields


def _section(kind: Kind, name: str) -> Section:
    return next(section for section in kind.sections if name in section.fields)


def _plain(spec: FieldSpec, prefix: str) -> str:
    return spec.name.removeprefix(prefix)


def _name(kind: Kind, code: str, document: Document, rows: dict[str, FieldValue], full: str) -> list[Cell]:
    """The full name as one value; it is found where the family name or the joint name stands."""
    prefix = code.removesuffix(CLIENT)
    names = [f"{prefix}family_name", f"{prefix}name", f"{prefix}given_names", *persons.names_of_section(kind, code)]
    row = next((rows[name] for name in names if name in rows), None)
    if row is None or not full:
        return []
    return [Cell("name", kind.field(row.name), document, row, full)]


def _same(one: Somebody, cells: Sequence[Cell]) -> bool:
    codes = {cell.value for cell in cells if cell.name == CLIENT}
    known = {cell.value for cell in one.said(CLIENT)}
    if codes & known:
        return True
    if _sure(cells) and _sure(one.cells) and codes and known:
        return False
    births = {cell.value for cell in cells if cell.name == "birth_date"}
    if births and (others := {cell.value for cell in one.said("birth_date")}) and not births & others:
        return False
    names = [cell.value for cell in cells if cell.name == "name"]
    return any(same_person(name, cell.value) for name in names for cell in one.said("name"))


def _sure(cells: Sequence[Cell]) -> bool:
    return any(cell.name == CLIENT and persons.is_reliable(cell.row) for cell in cells)
