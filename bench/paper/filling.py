"""What gets written on a blank: values that fit together, or are wrong at a named place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bench.paper import answers
from bench.paper.answers import Answers
from bench.paper.household import Household
from bench.paper.people import personal_code
from classify.condition import holds
from classify.kind import FieldSpec, Kind

USUAL = {  # how often an optional field is filled in; the rest: _SOMETIMES
    "phone": 0.95, "email": 0.8, "address": 0.95, "postal_code": 0.7, "birth_date": 0.9, "citizenship": 0.7,
    "truth_statement": 0.9, "rep_name": 0.1, "former_family_names": 0.3, "children_born_abroad": 0.1, "bic": 0.1,
    "sender_reg_code": 0.0, "our_ref": 0.35, "their_ref": 0.0, "enclosures": 0.4, "letter_date": 1.0, "subject": 1.0,
    "body": 1.0, "letter_kind": 1.0, "sender_signature": 1.0, "bank_name": 0.5, "child2_name": 1.0, "child3_name": 1.0,
    "delivery_channel": 0.9, "father_name": 0.95, "father_personal_code": 0.9,
}  # fmt: skip
_SOMETIMES = {"avaldus": 0.85, "tõend": 0.98, "kiri": 0.8}  # an office leaves few gaps in what it gives out
FAULTS = (
    "bad_checksum", "birth_date_mismatch", "missing_signature", "two_ticks", "no_date", "future_date",
    "missing_required", "third_party_account",
)  # fmt: skip


class FaultImpossible(Exception):
    """This kind of document has no place for this fault. Choose one that `possible(kind)` lists."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`value` is normal form (a date 2026-11-05, an account without spaces), `written` what stands on the paper,
    `marked` the options that are ticked."""

    name: str
    value: str | None
    written: str = ""
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    field: str


@dataclass(frozen=True, slots=True)
class Filling:
    entries: Mapping[str, Entry]
    faults: tuple[Fault, ...]


def fill(kind: Kind, people: Household, rng: Random, faults: tuple[str, ...] = ()) -> Filling:
    """Everything a careful applicant writes, then the wanted faults."""
    source = Answers(kind, people, rng)
    entries: dict[str, Entry] = {}
    received = rng.random() < 0.6
    official = {name for section in kind.sections if section.official for name in section.fields}
    for spec in kind.fields:
        wanted = received if spec.name in official else _wanted(kind, spec, entries, rng)
        entries[spec.name] = _entry(spec, source, entries, rng) if wanted else Entry(spec.name, None)
    for spec in kind.fields:  # what a later answer made necessary, as the wish for a letter does an address
        if spec.name not in official and not entries[spec.name].value and _needed(spec, entries):
            entries[spec.name] = _entry(spec, source, entries, rng)
    made: list[Fault] = []
    for fault in faults:
        made.append(_spoil(kind, people, entries, (fault, frozenset(one.field for one in made)), rng))
    return Filling(entries, tuple(made))


def possible(kind: Kind) -> tuple[str, ...]:
    """The faults that this kind has a place for."""
    return tuple(fault for fault in FAULTS if _targets(kind, fault))


def _wanted(kind: Kind, spec: FieldSpec, entries: Mapping[str, Entry], rng: Random) -> bool:
    chance = rng.random()
    if spec.required:
        return True
    owner = entries.get(spec.name.replace("_personal_code", "_name"))
    if spec.name.endswith("_personal_code") and owner is not None and not owner.value:
        return False  # no code without the name it belongs to
    if spec.required_if:
        return _needed(spec, entries) or (spec.name in {"email", "address"} and chance < USUAL[spec.name])
    if numbered := re.fullmatch(r"child([2-9])_name", spec.name):
        before = entries.get(f"child{int(numbered[1]) - 1}_name")
        if before is not None and not before.value:
            return False  # children are listed without gaps
    return chance < USUAL.get(spec.name, _SOMETIMES.get(kind.register_kind, 0.9))


def _needed(spec: FieldSpec, entries: Mapping[str, Entry]) -> bool:
    values = {name: entry.value for name, entry in entries.items()}
    return bool(spec.required_if) and holds(spec.required_if, values)


def _entry(spec: FieldSpec, source: Answers, entries: Mapping[str, Entry], rng: Random) -> Entry:
    if spec.type == "tick":
        return Entry(spec.name, "yes", marked=("yes",))
    if spec.type in {"signature", "stamp"}:
        return Entry(spec.name, "present", written=spec.type)
    if spec.options:
        marked = source.choose(spec)
        labels = {option.value: option.labels["et"][0] for option in spec.options}
        return Entry(spec.name, ",".join(marked), ", ".join(labels[value] for value in marked), marked)
    value = source.value(spec, {name: entry.value for name, entry in entries.items()})
    return Entry(spec.name, value, answers.written(spec, value, rng)) if value else Entry(spec.name, None)


def _targets(kind: Kind, fault: str) -> list[str]:
    """Names of fields where this fault can be made, best first; the applicant's own part only."""
    official = {name for section in kind.sections if section.official for name in section.fields}
    own = [spec for spec in kind.fields if spec.name not in official]
    dates = [spec.name for spec in own if spec.name in {"application_date", "issue_date", "letter_date"}]
    names = {spec.name for spec in own}
    if fault == "bad_checksum":
        return [spec.name for spec in own if spec.type in {"isikukood", "iban"} and spec.required]
    if fault == "birth_date_mismatch":
        return ["birth_date"] if "birth_date" in names and any(spec.type == "isikukood" for spec in own) else []
    if fault == "missing_signature":
        return [spec.name for spec in own if spec.type == "signature"]
    if fault == "two_ticks":
        return [spec.name for spec in own if spec.group == "exactly_one" and spec.required]
    if fault in {"no_date", "future_date"}:
        return dates
    if fault == "missing_required":
        unnamed = {"signature", "choice", "date"}
        return [spec.name for spec in own if spec.required and spec.type not in unnamed]
    return ["account_holder"] if "account_holder" in names else []


def _spoil(
    kind: Kind, people: Household, entries: dict[str, Entry], wanted: tuple[str, frozenset[str]], rng: Random
) -> Fault:
    """`wanted`: the fault, and the fields that are spoilt already."""
    fault, spoilt = wanted
    targets = [name for name in _targets(kind, fault) if name not in spoilt]
    if not targets:
        raise FaultImpossible(f"{fault}: {kind.code}")
    name = rng.choice(targets)
    entry = entries[name]
    if fault in {"missing_signature", "no_date", "missing_required"}:
        entries[name] = Entry(name, None)
    elif fault == "bad_checksum":
        entries[name] = _wrong_digit(entry, kind.field(name), people)
    elif fault == "birth_date_mismatch":
        born = date.fromisoformat(entry.value) if entry.value else people.applicant.birth_date
        wrong = born + timedelta(days=rng.choice((-30, 9, 10, 31, 365)))
        entries[name] = _dated(name, wrong)
    elif fault == "future_date":
        swapped = int(str(people.today.year)[:2] + str(people.today.year)[:1:-1])  # 2026 written as 2062
        entries[name] = _dated(name, people.today.replace(year=swapped, day=min(people.today.day, 28)))
    elif fault == "two_ticks":
        values = [option.value for option in kind.field(name).options]
        second = rng.choice([value for value in values if value not in entry.marked])
        entries[name] = replace(entry, value=None, marked=(*entry.marked, second))
    else:
        _foreign_account(people, entries)
    return Fault(fault, name)


def _dated(name: str, day: date) -> Entry:
    return Entry(name, day.isoformat(), f"{day:%d.%m.%Y}")


def _wrong_digit(entry: Entry, spec: FieldSpec, people: Household) -> Entry:
    """The last digit is one too high, as a slip of the pen."""
    code = entry.value or personal_code(people.applicant.birth_date, people.applicant.sex, 1)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    return Entry(spec.name, wrong, answers.grouped(wrong) if spec.type == "iban" else wrong)


def _foreign_account(people: Household, entries: dict[str, Entry]) -> None:
    stranger = people.stranger
    entries["account_holder"] = Entry("account_holder", stranger.name, stranger.name)
    if "iban" in entries:
        entries["iban"] = Entry("iban", stranger.iban, answers.grouped(stranger.iban))
    if "payment_method" in entries:
        entries["payment_method"] = Entry("payment_method", "own", marked=("own",))
