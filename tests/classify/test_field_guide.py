"""The field guide that ships tells of every field of every kind, as the files stand today."""

from pathlib import Path

import pytest

from classify.catalogue import load
from classify.guide import guide

pytestmark = pytest.mark.quick
SHIPPED = Path(__file__).resolve().parents[2] / "docs" / "field_guide.md"


def test_the_guide_that_ships_is_up_to_date() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == guide(load()), "run: kantselei kinds guide > docs/field_guide.md"


def test_every_field_stands_under_its_kind() -> None:
    parts = dict(part.split("\n", 1) for part in guide(load()).split("\n## ")[1:])
    for code, kind in load().items():
        assert all(f"| `{spec.name}` | {spec.type}" in parts[code] for spec in kind.fields)
        assert all(f"| {version.id} | {version.valid_from} |" in parts[code] for version in kind.versions)
