"""Whom a document names: personal codes one may rely on, and the names that stand beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from classify.codes import valid_isikukood
from classify.kind import Kind
from classify.people import folded
from registry.answers import is_sure
from registry.model import FieldValue

CLIENT = "personal_code"  # the field of the client; other codes have a prefix (child1_, mother_, rep_)
_SAME_NAME = 80  # of 100: a lost mark or letter is the same name, another family is not


@dataclass(frozen=True, slots=True)
class Person:
    """Someone a document names. `family` is the family name where the form has it by itself."""

    code: str
    name: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What speaks for one case or another. Persons are those whose code one may rely on; `named` has the client too."""

    kind: Kind
    client: Person | None = None
    named: tuple[Person, ...] = ()
    doubtful: bool = False  # the client's code was read, but not so that one may rely on it

    @property
    def joins(self) -> bool:
        """A certificate: it opens no matter and sets no term going."""
        return not self.kind.opens_case and self.kind.clock is None

    def person(self, code: str | None) -> Person | None:
        return next((one for one in self.named if one.code == code), None)


def client_code_field(kind: Kind) -> str | None:
    """The field with the client's code: the bare one, or else the first of its type."""
    codes = [spec.name for spec in kind.fields if spec.type == "isikukood"]
    return CLIENT if CLIENT in codes else next(iter(codes), None)


def client(kind: Kind, rows: Iterable[FieldValue]) -> Person | None:
    """The client, if the code is valid and read surely or confirmed by a person."""
    return _person(kind, client_code_field(kind), {row.name: row for row in rows})


def everyone(kind: Kind, rows: Iterable[FieldValue]) -> list[Person]:
    """All persons with a reliable code, the client first."""
    by_name = {row.name: row for row in rows}
    codes = [spec.name for spec in kind.fields if spec.type == "isikukood"]
    codes.sort(key=lambda name: name != client_code_field(kind))
    return [person for name in codes if (person := _person(kind, name, by_name))]


def has_doubtful_code(kind: Kind, rows: Iterable[FieldValue]) -> bool:
    """A code was read, but not so that one may rely on it."""
    wanted = client_code_field(kind)
    return any(row.name == wanted and row.value and not is_reliable(row) for row in rows)


def client_name(kind: Kind, rows: Iterable[FieldValue]) -> str | None:
    """The client's name as it stands on the paper, given names first; a proposal like every value."""
    code = client_code_field(kind)
    full, _ = names_beside(kind, code, {row.name: row for row in rows}) if code else ("", "")
    return full or None


def contradict(person: Person, other_name: str | None) -> bool:
    """Whether the two names cannot be of one person. A name that is not known contradicts nobody."""
    others = folded(other_name or "").split()
    wanted = folded(person.family or person.name).split()
    if not others or not wanted:
        return False
    met = [any(fuzz.ratio(part, other) >= _SAME_NAME for other in others) for part in wanted]
    return not any(met) if person.family else sum(met) < min(len(wanted), len(others), 2)


def _person(kind: Kind, code_field: str | None, rows: dict[str, FieldValue]) -> Person | None:
    row = rows.get(code_field or "")
    if code_field is None or row is None or not is_reliable(row):
        return None
    full, family = names_beside(kind, code_field, rows)
    return Person(row.value or "", full, family)


def is_reliable(row: FieldValue) -> bool:
    """A valid code, read surely or confirmed by a person."""
    return bool(row.value) and valid_isikukood(row.value or "") and is_sure(row)


def names_beside(kind: Kind, code_field: str, rows: dict[str, FieldValue]) -> tuple[str, str]:
    """Full name and family name beside a code: fields of the same prefix, or the first name of the same section."""
    prefix = code_field.removesuffix(CLIENT)
    present = {name: row.value for name, row in rows.items() if row.value}
    family = present.get(f"{prefix}family_name", "")
    given = present.get(f"{prefix}given_names", "")
    joint = present.get(f"{prefix}name", "")
    if not (family or joint):
        joint = next((present[name] for name in names_of_section(kind, code_field) if name in present), "")
    return (f"{given} {family}".strip() or joint), family


def names_of_section(kind: Kind, code_field: str) -> list[str]:
    """The name fields of the section in which the code stands."""
    section = next((section.fields for section in kind.sections if code_field in section.fields), ())
    names = {spec.name for spec in kind.fields if spec.type == "name"}
    return [name for name in section if name in names]
