"""What speaks for a value and against it: the few signs from which classify/assured.py calibrates."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from classify.checks import CHECKS
from classify.drawn import Drawn
from classify.fold import squeeze
from classify.identifiers import valid_foreign
from classify.kind import Field, FieldSpec, Kind
from classify.situation import Situation, Values
from ocr.proofs import valid_iban, valid_isikukood
from ocr.text import PageText, Word

Signs = dict[str, float]
_NUMBERS = frozenset({"isikukood", "iban", "docno", "number", "phone"})
_CHECKED = frozenset({"isikukood", "iban"})
_SHAPED = frozenset({"viit", "court_case_no", "doctor_code", "eu_form_code"})  # rules on a shape
_PROVING = frozenset(
    {"registry_code", "foreign_code", "mrz"}
)  # rules on check digits; those of a zone leave letters out
_WITNESSES = frozenset({"isikukood_birth_date", "same_name", "same_name_if_own_account", "same_person", "equal"})
_BESIDE = frozenset({"isikukood_birth_date", "isikukood_sex"})  # rules on a code and what stands beside it
_ANY_DAY = date(2000, 1, 1)  # none of these rules asks what day it is
_LIVING = "3456"  # first digits of codes of people born from 1900 to 2099; others are valid, and misread
_EDGE = 0.005  # keeps the logarithm finite
_RIVAL = 2.0  # a second look that says otherwise counts from a chance of one in eight
_SETTLES = 0.9  # chance of a second look that may settle what two readings differ about; of others two in five err
_SHORT = 2  # characters: a piece of a value, most often
_LONG = 4  # letters: shorter values are alike by chance
_RAGGED = re.compile(r"^\W|[^\w.)%]$|[.,]{2}|\.\s\w{1,2}$|[.,]\S*[.,]$|\s[.,;:·•'`_-]|[^\d][.,][^\s\d]")
_RUN_TOGETHER = re.compile(r"[a-zõäöüšž][A-ZÕÄÖÜŠŽ]")
_CYRILLIC, _LATIN = re.compile("[А-яЁё]"), re.compile("[A-Za-zÀ-ž]")
_MARKED = frozenset("õäöüšžÕÄÖÜŠŽ")


def is_identifier(kind: Kind, spec: FieldSpec) -> bool:
    """A number that names one person, paper, account or case: one wrong sign, and it names another."""
    return spec.type in _NUMBERS or any(
        rule.check in _SHAPED | _PROVING and rule.fields[0] == spec.name for rule in kind.rules
    )


def acceptable(drawn: Drawn, field: Field, values: Values) -> bool:
    """Whether nobody need look, if only it is sure: nothing speaks against the value, or no more than that two readings
    differ. Never accepted: a wrong check digit or shape, a code that the day or the sex beside it contradicts, a word
    that is none of those to choose from, a code of the 19th century, and what a sure second look reads otherwise."""
    kind = drawn.kind
    if field.value is None or _proof(kind, field, values) is False or any(_contradictions(kind, field, values)):
        return False
    if kind.field(field.name).type == "isikukood" and field.value[0] not in _LIVING:
        return False
    options = {option.value for option in kind.field(field.name).options}
    if options and not options.issuperset(field.value.split(",")):
        return False
    look = drawn.looks.get(field.name)
    if look is None or look.told is None or look.sure < _SETTLES:
        return field.state == "found"
    return look.told == field.value and (look.clear or field.state == "found")


def signs(drawn: Drawn) -> dict[str, Signs]:
    """Field name -> sign -> how strong, for every field that has a value."""
    values = {field.name: field.value for field in drawn.fields}
    told = Counter(value.casefold() for value in values.values() if value)
    alike = Counter(squeeze(value) for value in values.values() if value)
    pages = {page.number: page for page in drawn.pages}
    usual = {number: odds(_usual(page)) for number, page in pages.items()}
    found = {}
    for field in drawn.fields:
        if field.value is not None:
            spec, words, twice = drawn.kind.field(field.name), _words(field, pages), _twice(field, drawn)
            checked = spec.type in _CHECKED and "second" not in twice
            read = _read(field, words, usual.get(field.page or 0, 0.0), checked)
            found[field.name] = (
                read
                | twice
                | _vouched(drawn, field, values)
                | _twin(field.value, told, alike)
                | _looks(spec, field, words)
            )
    return found


def odds(chance: float) -> float:
    return math.log((chance + _EDGE) / (1 - chance + _EDGE))


def _read(field: Field, words: Sequence[Word], page: float, checked: bool) -> Signs:
    """What the readers say of the value, of its worst word and of the page. `checked`: what the field says rests on a
    check digit. That is a sign of its own: one wrong code in ten has it by chance."""
    weight = sum(len(word.text) for word in words)
    seen = sum(word.confidence * len(word.text) for word in words) / weight if weight else field.confidence
    said = min(seen, field.confidence) if checked else field.confidence
    least = min((word.confidence for word in words), default=field.confidence)
    return {"said": odds(said), "marked": float(field.state != "found"), "least": odds(least), "page": page}


def _twice(field: Field, drawn: Drawn) -> Signs:
    """Whether a template knows the place, and what a second look said, where there was one: this value, or another."""
    look = drawn.looks.get(field.name)
    found = {"laid": float(field.name in drawn.laid)}
    if look is None or look.told is None:
        return found
    if look.told != field.value:
        return found | {"rival": max(odds(look.sure) + _RIVAL, 0.0)}
    both = look.before.value == field.value
    return found | {"seconded": float(both), "second only": float(not both), "second": odds(look.sure)}


def _twin(value: str, told: Counter[str], alike: Counter[str]) -> Signs:
    """Whether another field says the same, or nearly the same but for a mark or a comma."""
    own, same = squeeze(value), told[value.casefold()]
    long = len(own) > _LONG
    return {"twin": float(long and same > 1), "unlike twin": float(long and alike[own] > same)}


def _vouched(drawn: Drawn, field: Field, values: Values) -> Signs:
    """Check digits, and what stands beside it and agrees."""
    kind = drawn.kind
    proof = _proof(kind, field, values)
    witnesses = [rule for rule in kind.rules if rule.check in _WITNESSES and field.name in rule.fields]
    borne = any(
        all(values.get(name) for name in rule.fields[:2])
        and CHECKS[rule.check].broken(Situation(values, rule.fields, rule.limit, _ANY_DAY)) is None
        for rule in witnesses
    )
    return {"proven": float(proof is True), "witnessed": float(borne)}


def _proof(kind: Kind, field: Field, values: Values) -> bool | None:
    """Whether a check digit stands behind the value; None where it has none, or only a shape, which is right."""
    value = field.value or ""
    match kind.field(field.name).type:
        case "isikukood":
            return valid_isikukood(value)
        case "iban":
            return valid_iban(value)
    rule = next((one for one in kind.rules if one.check in _SHAPED | _PROVING and one.fields[0] == field.name), None)
    if rule is None:
        return None
    if rule.check == "foreign_code":
        return valid_foreign(values.get(rule.fields[1]) or "", value)
    broken = CHECKS[rule.check].broken(Situation(values, rule.fields, rule.limit, _ANY_DAY)) is not None
    return False if broken else True if rule.check == "registry_code" else None


def _contradictions(kind: Kind, field: Field, values: Values) -> Iterator[bool]:
    for rule in kind.rules:
        if rule.check in _BESIDE and field.name in rule.fields and all(values.get(name) for name in rule.fields):
            yield CHECKS[rule.check].broken(Situation(values, rule.fields, rule.limit, _ANY_DAY)) is not None


def _looks(spec: FieldSpec, field: Field, words: Sequence[Word]) -> Signs:
    """How the value looks: long, of digits, mended, with signs that values seldom have, with marks nobody had read."""
    value, raw = field.value or "", field.raw
    letters = [letter for letter in value if not letter.isspace()]
    read = "".join(word.text for word in words)
    count = max(len(letters), 1)
    small = any(word[:1].islower() for word in value.split()[: None if spec.type == "name" else 1])
    small = small and any(letter.isupper() for letter in value)
    mixed = bool(_CYRILLIC.search(value) and _LATIN.search(value))
    return {
        "length": math.log(count),
        "short": float(count <= _SHORT),
        "digits": sum(letter.isdigit() for letter in letters) / count,
        "mended": float(squeeze(value) != squeeze(raw)),
        "odd": float(bool(_RAGGED.search(value)) or bool(_RUN_TOGETHER.search(value)) or small or mixed),
        "no comma": float(spec.type == "address" and "," not in value),
        "accents": math.log1p(sum(letter in _MARKED for letter in letters)),
        "accented": float(bool(read) and squeeze(read) == squeeze(value) and _marks(read) != _marks(value)),
    }


def _marks(text: str) -> list[str]:
    return [letter for letter in text if letter in _MARKED]


def _usual(page: PageText) -> float:
    words = page.words
    return sum(word.confidence for word in words) / len(words) if words else 0.5


def _words(field: Field, pages: Mapping[int, PageText]) -> list[Word]:
    """The words of the page that stand where the value does."""
    page, box = pages.get(field.page or 0), field.box
    if page is None or box is None:
        return []
    inside = []
    for word in page.words:
        x, y = word.box.center
        if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1:
            inside.append(word)
    return inside
