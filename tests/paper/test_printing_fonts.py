"""Every font of the shop can write Estonian, and Russian where it says so: no empty boxes on a form."""

import pytest

from bench.paper.fonts import CYRILLIC, FACES, LATIN, PRINT, Face, covers

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_every_letter_has_a_glyph(face: Face) -> None:
    assert covers(face, LATIN)
    assert not face.cyrillic or covers(face, CYRILLIC)


def test_a_letter_without_a_glyph_is_noticed() -> None:
    assert not covers(PRINT[0], "漢")
