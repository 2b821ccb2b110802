"""The values of the catalogue: a kind of document, its fields and rules. Every kind is a file, none is code."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from classify.template import Template
from ocr.text import Box

Lang = Literal["et", "en", "ru"]
Text = dict[str, str]  # language -> sentence
Labels = dict[str, tuple[str, ...]]  # language -> labels as printed

FieldType = Literal[
    "isikukood", "iban", "date", "name", "money", "phone", "email", "address", "postcode", "country",
    "docno", "text", "number", "tick", "choice", "signature", "stamp",
]  # fmt: skip
Role = Literal[
    "", "sender", "sender_address", "heading", "subject", "body", "letter_date", "sign_off", "your_ref", "our_ref"
]
# stamp: stamped across the page; top: the first line of the paper; head: its writer's lines; sum: what a bill comes to
Source = Literal["", "stamp", "anywhere", "top", "head", "sum"]
Form = Literal["", "family_given", "month_first", "plain", "firm"]
PageRole = Literal["", "unknown", "separator", "blank", "envelope", "photo"]
FieldState = Literal["found", "missing", "illegible", "doubtful", "absent"]  # absent: not on this edition of the form
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Option:
    """One tick box of a group, or one printed word of an enumeration."""

    value: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One thing the form asks for. `comb` counts the cells of a comb field, 0 for a ruled box."""

    name: str
    type: FieldType
    labels: Labels
    required: bool = False
    required_if: str = ""  # "payment_method in own,other" or "service_abroad = yes" or "iban" (filled)
    group: Literal["exactly_one", "many", ""] = ""  # of a choice
    options: tuple[Option, ...] = ()
    comb: int = 0
    width: float = 1.0  # share of the printed row
    lines: int = 1  # printed height in lines
    hint: Text = field(default_factory=dict)
    role: Role = ""  # its place in a letter, where no label is printed
    source: Source = ""  # how it is found where no label leads to it
    form: Form = ""  # a name put as "Family, Given"; a day written month first; a running number; a firm's name
    marks: tuple[str, ...] = ()  # words that a line of this value holds
    passes: tuple[str, ...] = ()  # words that no line of this value holds, nor the row of its label
    plus: tuple[str, ...] = ()  # labels of what was paid: less what was given back it is the sum
    minus: tuple[str, ...] = ()  # and of what was given back
    begins: tuple[str, ...] = ()  # words after which the value begins, on whatever line
    ends: tuple[str, ...] = ()  # words before which the value ends, on whatever line
    threshold: float = 0.0  # chance of being right from which nobody need look; 0: that of its class


@dataclass(frozen=True, slots=True)
class Section:
    title: Text
    fields: tuple[str, ...]
    official: bool = False  # "filled in by the official": never applicant data


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation between fields. `check` names a function of classify/checks.py.

    `when` is a condition as in FieldSpec.required_if: the rule sleeps while it does not hold. `limit` is the number
    some checks need (years of age, how many), 0.0 where the check has none.
    """

    id: str
    check: str
    fields: tuple[str, ...]
    severity: Severity
    text: Text
    when: str = ""
    limit: float = 0.0


@dataclass(frozen=True, slots=True)
class Supporting:
    """A document that belongs to an application of this kind."""

    kind: str
    title: Text
    required_if: str = "always"  # "always", "never" or a condition as in FieldSpec.required_if
    unless_in_register: str = ""  # name of the register that makes it unnecessary to ask
    any_of: tuple[str, ...] = ()  # kinds that satisfy as well as `kind` does
    about: tuple[str, ...] = ()  # fields with the codes of those it is about ("... when CONDITION"); none: the client
    max_age_days: int = 0  # older than this on the day it came it does not count; 0: the paper's own validity decides


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a paper counts: until the day in field `until`, or `days` days from the day in field `issued`."""

    issued: str = ""
    until: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    id: str
    valid_from: date
    valid_to: date | None
    pages: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """Printed words that speak for or against a kind, folded before comparison."""

    titles: tuple[str, ...]
    must: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """The term for a decision. `unit` wd: working days, cd: calendar days."""

    term: int
    unit: Literal["wd", "cd"]
    starts: Literal["registered", "complete"]
    source: str


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    title: Text
    versions: tuple[Version, ...]
    cues: Cues
    sections: tuple[Section, ...]
    fields: tuple[FieldSpec, ...]
    rules: tuple[Rule, ...]
    supporting: tuple[Supporting, ...]
    series: str
    register_kind: str  # "avaldus", "tõend", "kiri"
    public_title: str
    access_basis: str
    unit: str
    clock: Clock | None
    opens_case: bool = False  # an application opens a case; a certificate joins one
    page_role: PageRole = ""  # what a page is that is no document of the client
    validity: Validity = Validity()
    reconstructed: bool = True  # the printed text is rebuilt from public lists, not a copy of a real blank
    templates: tuple[Template, ...] = ()  # its pages as they are printed, where somebody laid a blank

    def field(self, name: str) -> FieldSpec:
        return next(spec for spec in self.fields if spec.name == name)


@dataclass(frozen=True, slots=True)
class Match:
    """Which kind, how sure, and the printed lines that decided. `code` is "tundmatu" when nothing is sure enough.

    `where` are the pages and boxes of lines that spoke for the kind, the weightiest first, where a model judged.
    `version` is the edition whose number is printed, `language` the one in which most of its labels are.
    """

    code: str
    confidence: float
    why: tuple[str, ...]
    alternatives: tuple[tuple[str, float], ...] = ()
    where: tuple[tuple[int, Box], ...] = ()
    version: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A value drawn from the page. `value` is normal form, `raw` is what the engine read, `box` where it stood."""

    name: str
    value: str | None
    raw: str
    confidence: float
    page: int | None
    box: Box | None
    state: FieldState


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person must look at or ask for, in three languages; `page` and `box` say where, if known."""

    code: str
    field: str | None
    severity: Severity
    text: Text
    page: int | None = dataclasses.field(default=None, compare=False)
    box: Box | None = dataclasses.field(default=None, compare=False)
