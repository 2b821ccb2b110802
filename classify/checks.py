"""The relations between fields that a rule of a kind file may name. Each says whether the rule is broken.

A check never speaks where a field it needs is empty: that a field is missing is said once, elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from classify import proofs
from classify.codes import birth_of, is_male
from classify.people import same_person
from classify.situation import Situation


@dataclass(frozen=True, slots=True)
class Check:
    """`broken` returns the field to point at, or None when all is well. `fields`: how few and how many it takes."""

    broken: Callable[[Situation], str | None]
    fields: tuple[int, int]
    usage: str


def _code_against_birth(s: Situation) -> str | None:
    born, said = birth_of(s.of(0)), s.day(1)
    return s.fields[1] if born and said and born != said else None


def _code_against_sex(s: Situation) -> str | None:
    male, said = is_male(s.of(0)), s.of(1)
    return s.fields[1] if male is not None and said in {"male", "female"} and male != (said == "male") else None


def _in_future(s: Situation) -> str | None:
    day = s.day(0)
    return s.fields[0] if day and day > s.today else None


def _expired(s: Situation) -> str | None:
    day = s.day(0)
    return s.fields[0] if day and day < s.today else None


def _too_old_paper(s: Situation) -> str | None:
    """Issued more than `limit` days ago, counted to the day in the second field where it is filled."""
    day, until = s.day(0), s.day(1) or s.today
    return s.fields[0] if day and (until - day).days > s.limit else None


def _too_long(s: Situation) -> str | None:
    """More than `limit` days from the earlier to the later day."""
    later, earlier = s.day(0), s.day(1)
    return s.fields[0] if later and earlier and (later - earlier).days > s.limit else None


def _too_short(s: Situation) -> str | None:
    later, earlier = s.day(0), s.day(1)
    return s.fields[0] if later and earlier and (later - earlier).days < s.limit else None


def _before(s: Situation) -> str | None:
    later, earlier = s.day(0), s.day(1)
    return s.fields[0] if later and earlier and later < earlier else None


def _other_name(s: Situation) -> str | None:
    holder, person = s.of(0), f"{s.of(1)} {s.of(2)}".strip()
    return s.fields[0] if holder and s.of(1) and s.of(2) and not same_person(holder, person) else None


def _other_name_on_own_account(s: Situation) -> str | None:
    return _other_name(s) if s.of(3) == "own" else None


def _all_empty(s: Situation) -> str | None:
    return None if s.filled else s.fields[0]


def _too_few(s: Situation) -> str | None:
    return next(n for n in s.fields if not s.values.get(n)) if len(s.filled) < s.limit else None


def _same(s: Situation) -> str | None:
    return s.fields[1] if s.of(0) and s.of(0) == s.of(1) else None


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _unequal(s: Situation) -> str | None:
    return s.fields[0] if s.of(0) and s.of(1) and _letters(s.of(0)) != _letters(s.of(1)) else None


def _none_of(s: Situation) -> str | None:
    """Silent where none of the others is filled."""
    others = {_letters(value) for place in range(1, len(s.fields)) if (value := s.of(place))}
    return s.fields[0] if s.of(0) and others and _letters(s.of(0)) not in others else None


def _other_person(s: Situation) -> str | None:
    one, other = s.of(0), s.of(1)
    return s.fields[0] if one and other and one != other and not same_person(one, other) else None


def _age(code: str, on: date) -> float | None:
    """Years, counted in whole months."""
    born = birth_of(code)
    if born is None:
        return None
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return months / 12


def _too_young(s: Situation) -> str | None:
    """Fields: the code, then days of which the first filled one counts; today when none is."""
    on = next((day for place in range(1, len(s.fields)) if (day := s.day(place))), s.today)
    age = _age(s.of(0), on)
    return s.fields[0] if age is not None and age < s.limit else None


def _too_old(s: Situation) -> str | None:
    ages = ((name, _age(s.values.get(name) or "", s.today)) for name in s.fields)
    return next((name for name, age in ages if age is not None and age >= s.limit), None)


def _tell(s: Situation) -> str | None:
    return s.fields[0]


CHECKS: dict[str, Check] = {
    "isikukood_birth_date": Check(_code_against_birth, (2, 2), "Write the personal code, then the date of birth."),
    "isikukood_sex": Check(_code_against_sex, (2, 2), "Write the personal code, then the sex (male, female)."),
    "not_in_future": Check(_in_future, (1, 1), "Write one date."),
    "not_before": Check(_before, (2, 2), "Write the later date, then the earlier one."),
    "not_expired": Check(_expired, (1, 1), "Write the date until which the paper is valid."),
    "days_old_at_most": Check(
        _too_old_paper, (1, 2), "Write the date of issue, then the last day; `limit` is in days."
    ),
    "days_apart_at_most": Check(_too_long, (2, 2), "Write the later date, then the earlier one; `limit`: days."),
    "days_apart_at_least": Check(_too_short, (2, 2), "Write the later date, then the earlier one; `limit`: days."),
    "same_name": Check(_other_name, (3, 3), "Write the full name, then given names and family name."),
    "same_name_if_own_account": Check(
        _other_name_on_own_account, (4, 4), "Write the holder, given names, family name, and the payment method."
    ),
    "any_filled": Check(_all_empty, (1, 20), "Write the fields of which one is enough."),
    "at_least_filled": Check(_too_few, (1, 20), "Write the fields, and `limit`: how many of them."),
    "different": Check(_same, (2, 2), "Write the two fields that must differ."),
    "equal": Check(_unequal, (2, 2), "Write the two fields that must be the same."),
    "one_of": Check(_none_of, (2, 20), "Write the field, then those of which one must say the same."),
    "same_person": Check(_other_person, (2, 2), "Write the two fields with whole names."),
    "age_at_least": Check(_too_young, (1, 4), "Write the personal code, then dates; `limit` is in years."),
    "age_at_most": Check(_too_old, (1, 20), "Write personal codes; at `limit` years the rule is broken."),
    "court_case_no": Check(proofs.shape(r"\d-\d{2}-\d{1,6}"), (1, 1), "Write the number of the court case."),
    "registry_code": Check(proofs.registry_code, (1, 1), "Write the field with the registry code."),
    "viit": Check(proofs.no_viit, (1, 1), "Write the field with the number of a registered document."),
    "foreign_code": Check(proofs.foreign_code, (2, 2), "Write the personal code, then its country."),
    "eu_form_code": Check(proofs.eu_form, (1, 1), "Write the field with the code of the form."),
    "mrz": Check(proofs.mrz, (1, 1), "Write the field with the machine readable zone."),
    "mrz_says": Check(
        proofs.mrz_differs,
        (2, 8),
        "Write the zone, number, birth, expiry, personal code, family name, given names, sex, in this order.",
    ),
    "icd10": Check(proofs.shape(r"[A-TV-Z]\d{2}(\.\d{1,2})?"), (1, 1), "Write the field with the diagnosis code."),
    "doctor_code": Check(proofs.shape(r"D\d{5}"), (1, 1), "Write the field with the doctor's code."),
    "tell": Check(_tell, (1, 1), "Write the field to point at; `when` says in which case."),
}
