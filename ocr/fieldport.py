"""The port: a field read on its own. What is asked of it narrows what can be answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from ocr.text import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from capture.ruling import Ink

Asked = Literal["digits", "isikukood", "iban", "date", "money", "phone", "email", "name", "free", "stamp"]


@dataclass(frozen=True, slots=True)
class FieldQuestion:
    """`asked` is what stands there: "free" any text; "stamp" the day of a rubber stamp, told as ISO.

    `cells` of a comb, 0 where there is none; `digits` 0 where any number may be.
    """

    asked: Asked
    cells: int = 0
    digits: int = 0


@dataclass(frozen=True, slots=True)
class FieldReading:
    """`text` in the pattern's own form, "" where nothing fits it; `confidence` 0..1 that every sign of it is right.

    `alternatives` are other texts with their confidence. `raw` is what was read without any pattern. `repaired`: what
    was read likeliest fails its own check digit, and this is the one text near it that does not. `proven`: the text
    has a check digit, and it is right.
    """

    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]
    raw: str
    box: Box
    repaired: bool = False
    proven: bool = False


class LetterSteps(Protocol):
    """A recogniser that says what it sees at each step of a strip."""

    def alphabet(self) -> tuple[str, ...]:
        """What the columns stand for; the first is "" for nothing."""

    def look(self, strips: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Each strip (48, width) uint8 grey -> (steps, letters) float32, rows of sum 1. Raises EngineError."""


class FieldReader(Protocol):
    """Reads places of one page on their own."""

    def read_fields(self, ink: Ink, asked: Sequence[tuple[Box, FieldQuestion]]) -> list[FieldReading]:
        """In the order asked. Boxes in the pixels of the page that `ink` looks at. Raises EngineError."""
