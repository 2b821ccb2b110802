"""At the counter: which fields that must be filled can be read, while the client is still there to be asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classify.catalogue import load
from classify.kind import Field, FieldState
from classify.legible import required_zones
from ocr.text import Box

pytestmark = pytest.mark.quick
PAYMENT = load()["valjamaksuviisi_avaldus"]
PLACE = Box(100, 200, 400, 240)


def papers(**changed: Field) -> dict[str, tuple[str, Box | None]]:
    """A well-filled choice of payment method, with some fields otherwise."""
    filled = {"payment_method": "own", "applicant_signature": "present"}
    fields = [
        changed.get(spec.name, Field(spec.name, filled.get(spec.name, "x"), "x", 0.9, 1, PLACE, "found"))
        for spec in PAYMENT.fields
    ]
    return {zone.field.name: (zone.state, zone.box) for zone in required_zones(PAYMENT, fields)}


def field(name: str, value: str | None, state: FieldState, sure: float = 0.9) -> Field:
    return Field(name, value, value or "", sure, 1, PLACE, state)


def test_everything_readable_asks_nothing() -> None:
    assert {state for state, _ in papers().values()} == {"readable"}


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (field("iban", None, "missing"), "empty"),
        (field("iban", None, "illegible"), "unreadable"),
        (field("iban", "EE38", "doubtful", 0.1), "unreadable"),
        (field("iban", "EE38", "doubtful", 0.5), "readable"),
        (replace(field("iban", None, "missing"), page=None, box=None), "unreadable"),
    ],
)
def test_a_required_place_is_empty_or_unreadable(found: Field, state: str) -> None:
    assert papers(iban=found)["iban"] == (state, found.box)


def test_what_depends_on_another_answer_is_asked_only_then() -> None:
    by_post = papers(payment_method=field("payment_method", "post", "found"), iban=field("iban", None, "missing"))
    assert "iban" not in by_post


def test_what_the_official_fills_in_or_the_edition_does_not_have_is_nobodys_to_ask() -> None:
    assert "received_date" not in papers(received_date=field("received_date", None, "missing"))
    assert "phone" not in papers(phone=field("phone", None, "absent"))


def test_the_clerk_is_told_what_to_do_in_three_languages() -> None:
    unsigned = [Field(spec.name, None, "", 0.9, 1, PLACE, "missing") for spec in PAYMENT.fields]
    told = {zone.field.name: zone.text for zone in required_zones(PAYMENT, unsigned)}
    assert "allkirjastada" in told["applicant_signature"]["et"]
    assert all(set(text) == {"et", "en", "ru"} and "{label}" in text["ru"] for text in told.values())
