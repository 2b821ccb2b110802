"""What counts of a document's values: a person's word before the machine's."""

from __future__ import annotations

from collections.abc import Iterable

from classify.kind import Field, FieldState
from ocr.text import Box
from registry.model import FieldValue

CONFIRMED = frozenset({"confirmed", "corrected"})  # a person stands behind the value
WITHHELD = frozenset({"absent", "illegible"})  # a person says that there is none


def values(rows: Iterable[FieldValue]) -> dict[str, str | None]:
    return {row.name: row.value for row in rows}


def is_sure(row: FieldValue) -> bool:
    """Confirmed by a person, or accepted without a look: the kind's threshold has spoken (classify/assured.py)."""
    if row.answer is not None:
        return row.answer in CONFIRMED
    return row.found == "found"


def as_field(row: FieldValue) -> Field:
    """The value that counts now, as the checks take it."""
    return Field(
        name=row.name,
        value=row.value,
        raw=row.raw,
        confidence=1.0 if row.answer else row.confidence,
        page=row.page,
        box=Box(*row.box) if row.box else None,
        state=_state(row),
    )


def _state(row: FieldValue) -> FieldState:
    match row.answer:
        case "confirmed" | "corrected":
            return "found" if row.value else "missing"
        case "illegible":
            return "illegible"
        case "absent":
            return "missing"
    found: FieldState = row.found  # type: ignore[assignment]  # one of the five words that prefill writes
    return found
