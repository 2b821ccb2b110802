"""What a check looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Values = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a check looks at: the values in normal form, the rule's fields and number, the day of the check."""

    values: Values
    fields: Sequence[str]
    limit: float
    today: date

    def of(self, place: int) -> str:
        return (self.values.get(self.fields[place]) or "") if place < len(self.fields) else ""

    def day(self, place: int) -> date | None:
        try:
            return date.fromisoformat(self.of(place))
        except ValueError:
            return None

    @property
    def filled(self) -> list[str]:
        return [name for name in self.fields if self.values.get(name)]
