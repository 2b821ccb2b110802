"""From what was seen of a field to the chance that every sign of it is right (bench/fieldread.py)."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """`share` of the text among all that fit the pattern, after its check digit; `mass` of all that fit together.

    `ranked` are all texts followed to the end, with their shares. `repaired`, `proven` as in FieldReading.
    """

    text: str
    share: float
    mass: float
    ranked: tuple[tuple[str, float], ...]
    raw: str
    repaired: bool = False
    proven: bool = False


# Fitted by `python -m bench.fieldread --fit` on printed paper of other seeds than those reported. Logarithms of odds.
_EVEN, _SHARE, _FIT = 0.48, 0.60, 1.18  # what nothing is worth, the share's own odds, ten times less mass
_PROOF = 3.0  # a right check digit: of 100 fitted on, none was wrong
_ROUND = 1e-3  # shares nearer to 0 or 1 are not told apart: the reader itself is not so exact
_LEAST_MASS = 1e-6


def sure(seen: Evidence) -> float:
    """0..1. Grows with the share and with the mass: what fits its pattern badly is something else."""
    if not seen.text:
        return 0.0
    share, mass = min(max(seen.share, _ROUND), 1 - _ROUND), max(seen.mass, _LEAST_MASS)
    odds = _EVEN + _SHARE * math.log(share / (1 - share)) + _FIT * math.log10(mass) + (_PROOF if seen.proven else 0.0)
    return round(1 / (1 + math.exp(-odds)), 4)
