"""How sure a value is, said as a chance that every character of it is right, and whether a person should look at it.

Logistic regressions on a few signs (classify/signs.py), one for identifiers and one for all else, with the chance from
which nobody looks. assured.json holds them with a card; `python -m bench.knowing assure` made it, docs/knowing.md tells
what it is worth. Nothing else decides what is doubtful: the desk, the letters and the measurements ask for the state.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from classify.drawn import Drawn
from classify.kind import Field, FieldSpec, FieldState, Kind
from classify.signs import Signs, acceptable, is_identifier, signs

FILE = Path(__file__).with_name("assured.json")
_MOST = 0.999  # nothing is certain: a threshold of 1 always asks for a look
Class = Literal["identifiers", "others"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Logarithms of odds: constant, of each sign, of each type of field; `threshold` is a chance."""

    constant: float
    signs: Mapping[str, float]
    types: Mapping[str, float]
    threshold: float

    def chance(self, type_: str, beside: Signs) -> float:
        odds = self.constant + self.types.get(type_, 0.0)
        odds += sum(weight * beside.get(sign, 0.0) for sign, weight in self.signs.items())
        return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))


@cache
def shipped() -> dict[str, Weights]:
    """Class -> weights."""
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: Weights(**told[name]) for name in ("identifiers", "others")}


def class_of(kind: Kind, spec: FieldSpec) -> Class:
    return "identifiers" if is_identifier(kind, spec) else "others"


def assured(drawn: Drawn) -> list[Field]:
    """The fields with their calibrated confidence; what is below its threshold, or refuted, is doubtful."""
    beside = signs(drawn)
    values = {field.name: field.value for field in drawn.fields}
    return [
        _weighed(drawn.kind, field, beside[field.name], acceptable(drawn, field, values))
        if field.name in beside
        else field
        for field in drawn.fields
    ]


def _weighed(kind: Kind, field: Field, beside: Signs, may: bool) -> Field:
    """What a mark stands against is not surer than it was before."""
    spec = kind.field(field.name)
    weights = shipped()[class_of(kind, spec)]
    chance = min(round(weights.chance(spec.type, beside), 3), _MOST)
    chance = chance if may else min(chance, field.confidence)
    accepted = may and chance >= (spec.threshold or weights.threshold)
    state: FieldState = "found" if accepted else "doubtful"
    return replace(field, confidence=chance, state=state)
