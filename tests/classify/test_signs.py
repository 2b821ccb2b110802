"""What speaks for a value and against it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn import line, page

from classify.catalogue import load
from classify.drawn import Drawn, SecondLook
from classify.kind import Field, FieldState
from classify.signs import acceptable, is_identifier, signs

pytestmark = pytest.mark.quick
KIND = load()["pensioniavaldus"]
CODE, MISREAD = "49110268081", "49110268087"  # the second has a wrong check digit


def field(name: str, value: str | None, state: FieldState = "found", confidence: float = 0.9) -> Field:
    return Field(name, value, value or "", confidence, 1, line(value or "").box if value else None, state)


def drawn(*fields: Field, looks: dict[str, SecondLook] | None = None) -> Drawn:
    rest = [Field(spec.name, None, "", 0.2, None, None, "missing") for spec in KIND.fields]
    given = {each.name: each for each in fields}
    return Drawn(
        KIND, (page(*(line(each.value) for each in fields if each.value)),),
        tuple(given.get(each.name, each) for each in rest), looks or {}, frozenset(),
    )  # fmt: skip


def accepts(paper: Drawn, name: str) -> bool:
    values = {each.name: each.value for each in paper.fields}
    return acceptable(paper, next(each for each in paper.fields if each.name == name), values)


def test_numbers_that_name_somebody_are_identifiers_and_names_and_days_are_not() -> None:
    named = {spec.name for spec in KIND.fields if is_identifier(KIND, spec)}
    assert {"personal_code", "iban", "phone"} <= named
    assert not {"given_names", "birth_date", "address"} & named


def test_a_wrong_check_digit_is_never_accepted_however_clearly_it_was_read() -> None:
    assert accepts(drawn(field("personal_code", CODE)), "personal_code")
    assert not accepts(drawn(field("personal_code", MISREAD, confidence=1.0)), "personal_code")


def test_a_code_of_somebody_born_in_the_19th_century_is_looked_at_though_its_check_digit_is_right() -> None:
    assert not accepts(drawn(field("personal_code", "14110274827")), "personal_code")


def test_a_code_is_not_accepted_beside_another_day_of_birth() -> None:
    code = field("personal_code", CODE)
    assert accepts(drawn(code, field("birth_date", "1991-10-26")), "personal_code")
    assert not accepts(drawn(code, field("birth_date", "1991-10-28")), "personal_code")


def test_of_two_readings_that_differ_the_second_may_be_accepted_when_nothing_else_is_against_it() -> None:
    now = field("given_names", "Mari", "doubtful", 0.5)
    look = SecondLook(before=replace(now, value="Mart"), after=now, told="Mari", sure=0.98, clear=True)
    assert accepts(drawn(now, looks={"given_names": look}), "given_names")
    assert not accepts(drawn(now, looks={"given_names": replace(look, clear=False)}), "given_names")
    assert not accepts(drawn(now), "given_names"), "a mark against a single reading stays"


def test_what_a_sure_second_look_reads_otherwise_is_not_accepted() -> None:
    now = field("phone", "+37251234567")
    other = SecondLook(before=now, after=now, told="+37251234561", sure=0.95, clear=True)
    assert not accepts(drawn(now, looks={"phone": other}), "phone")
    assert accepts(drawn(now, looks={"phone": replace(other, sure=0.5)}), "phone")


def test_what_is_there_twice_and_proven_has_signs_for_it() -> None:
    told = signs(
        drawn(field("personal_code", CODE), field("birth_date", "1991-10-26"), field("address", "Kesk tn 1.."))
    )
    assert (told["personal_code"]["proven"], told["personal_code"]["witnessed"]) == (1.0, 1.0)
    assert told["address"]["odd"] == 1.0, "an address does not end with two full stops"
    assert "given_names" not in told, "what holds nothing has no signs"
