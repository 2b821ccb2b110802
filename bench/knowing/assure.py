"""Teaches classify/assured.json: what the signs beside a value are worth, and from which chance nobody need look."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from bench.knowing.accepted import outcomes
from bench.knowing.claims import Claim
from classify.assured import Weights
from classify.evaluate import Threshold, calibration_error, threshold_for
from classify.logistic import fit

STATED = {"identifiers": 0.005, "others": 0.01}  # share of wrong ones among the accepted
LEAST = {"identifiers": 0.9, "others": 0.8}  # however few such values there were, nothing less sure goes unseen
TAUGHT_ON = {"own", "tax", "receipts"}  # not registration forms: what an archive calls a firm is not what they say
_FOLDS = 5
_USUAL = {"said": 0.8, "second": 0.8, "proven": 2.3, "rival": -1.0, "short": -2.0}  # what is expected before any claim


def taught(claims: Sequence[Claim]) -> dict[str, Any]:
    """What the file holds. Only tuned claims are looked at."""
    claims = [one for one in claims if not one.kept and one.papers in TAUGHT_ON]
    told: dict[str, Any] = {"card": {"recipe": "python -m bench.knowing assure", "tuned on": _stacks(claims)}}
    for name, stated in STATED.items():
        tuned = [one for one in claims if one.value is not None and one.identifier == (name == "identifiers")]
        crossed = cross(tuned)
        promised, threshold = _promise([one for one in crossed if one.confidence >= LEAST[name]], stated)
        told["card"][name] = {
            "stated": stated, "promised": promised, "values": len(tuned), "accepted": threshold.accepted,
            "wrong": threshold.wrong, "error": [round(threshold.low, 5), round(threshold.high, 5)],
            "calibration_error": round(calibration_error(outcomes(crossed)), 4),
        }  # fmt: skip
        told[name] = _rounded(weigh(tuned), threshold.value)
    return told


def _stacks(claims: Sequence[Claim]) -> dict[str, int]:
    """How many values of which papers taught it."""
    return dict(sorted(Counter(f"{one.papers}, {one.writing}, {one.wear}" for one in claims if one.value).items()))


def _promise(claims: Sequence[Claim], stated: float) -> tuple[float, Threshold]:
    """The stated error, or the least that so few values can promise, and its threshold."""
    mine = outcomes([one for one in claims if one.acceptable])
    while not (threshold := threshold_for(mine, stated)).reached and stated < 1:
        stated *= 2
    return stated, threshold


def cross(claims: Sequence[Claim]) -> list[Claim]:
    """Each judged by weights that saw nothing of its person."""
    people = sorted({one.person for one in claims})
    fold = {person: place % _FOLDS for place, person in enumerate(people)}
    judged = []
    for number in range(_FOLDS):
        weights = weigh([one for one in claims if fold[one.person] != number])
        judged += [
            replace(one, confidence=round(weights.chance(one.type, dict(one.signs)), 3))
            for one in claims
            if fold[one.person] == number
        ]
    return judged


def weigh(claims: Sequence[Claim]) -> Weights:
    names, types = sorted({name for one in claims for name in one.signs}), sorted({one.type for one in claims})
    traits = np.array(
        [
            [*(one.signs.get(name, 0.0) for name in names), *(float(one.type == each) for each in types)]
            for one in claims
        ]
    )
    right = np.array([float(one.right) for one in claims])
    usual = np.array([*(_USUAL.get(name, 0.0) for name in names), *(0.0 for _ in types), 0.0])
    found = fit(traits, right, np.ones(len(claims)), usual).tolist()
    return Weights(
        found[-1], dict(zip(names, found, strict=False)), dict(zip(types, found[len(names) :], strict=False)), 1.0
    )


def _rounded(weights: Weights, threshold: float) -> dict[str, Any]:
    return {
        "threshold": threshold,
        "constant": round(weights.constant, 3),
        "signs": {name: round(weight, 3) for name, weight in weights.signs.items()},
        "types": {name: round(weight, 3) for name, weight in weights.types.items()},
    }


def written(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
