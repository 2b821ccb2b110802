"""From what was seen of a field to the chance that every sign of it is right (bench/fieldread.py)."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.fieldport import Asked


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


def sure(asked: Asked, seen: Evidence) -> float:
    return seen.share
