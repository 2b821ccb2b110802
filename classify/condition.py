"""The small language of `required_if` and `when` in kind files.

    always | never | CLAUSE and CLAUSE ...      CLAUSE:  name | name = value | name != value | name in value,value

A bare name asks whether the field is filled. A field that may hold many values ("child,large_family") is equal to each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_NAME = r"[a-z][a-z0-9_]*"
_VALUE = r"[\w.-]+"
_CLAUSE = re.compile(rf"({_NAME})(?:\s*(=|!=)\s*({_VALUE})|\s+in\s+({_VALUE}(?:\s*,\s*{_VALUE})*))?")

Operator = Literal["filled", "equal", "unequal"]


class ConditionError(ValueError):
    """The condition cannot be understood. Write `always`, `never`, `name`, `name = value`, `name != value` or
    `name in value,value`, joined by `and`."""  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """`name` compared with `values`; equal to any one of them is equal."""

    name: str
    operator: Operator
    values: tuple[str, ...] = ()

    def holds(self, values: Mapping[str, str | None]) -> bool:
        present = {part.strip() for part in (values.get(self.name) or "").split(",")} - {""}
        if self.operator == "filled":
            return bool(present)
        return present.isdisjoint(self.values) == (self.operator == "unequal")


@lru_cache(maxsize=1024)
def parse(expression: str) -> tuple[Clause, ...] | bool:
    """The clauses that must all hold, or True for `always` and False for `never`. Raises `ConditionError`."""
    text = expression.strip()
    if text in {"always", "never"}:
        return text == "always"
    return tuple(_clause(part) for part in re.split(r"\s+and\s+", text))


def _clause(text: str) -> Clause:
    found = _CLAUSE.fullmatch(text.strip())
    if found is None or text.strip() in {"and", "always", "never"}:
        raise ConditionError(text)
    name, sign, value, many = found.groups()
    if many:
        return Clause(name, "equal", tuple(part.strip() for part in many.split(",")))
    if sign:
        return Clause(name, "equal" if sign == "=" else "unequal", (value,))
    return Clause(name, "filled")


def holds(expression: str, values: Mapping[str, str | None]) -> bool:
    """Whether the condition is true of these values in normal form. Raises `ConditionError`."""
    parsed = parse(expression)
    if isinstance(parsed, bool):
        return parsed
    return all(clause.holds(values) for clause in parsed)
