"""How sure a value is, and whether a person should look: one place says it, for the desk, the letters and the bench."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from drawn import line, page

from classify import assured
from classify.assured import FILE, class_of, shipped
from classify.catalogue import load
from classify.drawn import Drawn
from classify.kind import Field, FieldState, Kind

pytestmark = pytest.mark.quick
KIND = load()["pensioniavaldus"]
CODE, MISREAD = "49110268081", "49110268087"  # the second has a wrong check digit


def paper(name: str, value: str, read: float, kind: Kind = KIND, state: FieldState = "found") -> Drawn:
    """A clean page on which this alone stands, its words read so surely."""
    words = line(value, confidence=read)
    mine = Field(name, value, value, read, 1, words.box, state)
    fields = [
        mine if spec.name == name else Field(spec.name, None, "", 0.2, None, None, "missing") for spec in kind.fields
    ]
    return Drawn(kind, (page(words),), tuple(fields), {}, frozenset())


def seen(drawn: Drawn, name: str) -> Field:
    return next(field for field in assured.assured(drawn) if field.name == name)


def with_threshold(name: str, threshold: float) -> Kind:
    fields = tuple(replace(spec, threshold=threshold) if spec.name == name else spec for spec in KIND.fields)
    return replace(KIND, fields=fields)


@pytest.mark.parametrize(("name", "value"), [("personal_code", CODE), ("family_name", "Kask")])
def test_a_value_over_its_threshold_is_not_marked_and_one_below_it_is(name: str, value: str) -> None:
    sure, unsure = seen(paper(name, value, 0.999), name), seen(paper(name, value, 0.2), name)
    threshold = shipped()[class_of(KIND, KIND.field(name))].threshold
    assert (sure.state, unsure.state) == ("found", "doubtful")
    assert unsure.confidence < threshold <= sure.confidence


def test_a_wrong_check_digit_is_never_accepted() -> None:
    assert seen(paper("personal_code", MISREAD, 1.0), "personal_code").state == "doubtful"


def test_a_mark_against_a_value_is_not_taken_away() -> None:
    assert seen(paper("family_name", "Kask", 0.999, state="doubtful"), "family_name").state == "doubtful"


def test_a_kind_file_may_ask_for_more_or_for_less() -> None:
    sure = seen(paper("family_name", "Kask", 0.999), "family_name")
    always = seen(paper("family_name", "Kask", 0.999, with_threshold("family_name", 1.0)), "family_name")
    lenient = seen(paper("family_name", "Kask", 0.2, with_threshold("family_name", 0.01)), "family_name")
    assert (sure.state, always.state, lenient.state) == ("found", "doubtful", "found")
    assert always.confidence == sure.confidence, "the threshold does not change the chance"


def test_what_holds_nothing_is_left_as_it_is() -> None:
    drawn = paper("family_name", "Kask", 0.999)
    empty = [field for field in drawn.fields if field.value is None]
    assert [field for field in assured.assured(drawn) if field.value is None] == empty


def test_the_calibration_keeps_what_its_card_states() -> None:
    told = json.loads(FILE.read_text(encoding="utf-8"))
    assert sum(told["card"]["tuned on"].values()) == sum(told["card"][name]["values"] for name in shipped())
    for name, stated in (("identifiers", 0.005), ("others", 0.01)):
        card = told["card"][name]
        assert card["stated"] == stated
        assert card["promised"] <= 2 * stated, "too few values were tuned on to promise what is stated"
        assert card["wrong"] <= stated * card["accepted"]
        assert card["error"][0] <= card["wrong"] / card["accepted"] <= card["error"][1]
        assert 0.5 < told[name]["threshold"] < 1.0


def test_the_shipped_signs_are_those_that_are_looked_for() -> None:
    told = assured.signs(paper("family_name", "Kask", 0.9))["family_name"]
    for weights in shipped().values():
        assert set(told) <= set(weights.signs) | {"accents"}
