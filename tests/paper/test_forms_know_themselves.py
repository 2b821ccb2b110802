"""Every kind's own printed paper is known for what it is, by its printed words alone, and for nothing else."""

from __future__ import annotations

from random import Random

import pytest

from bench.paper.filling import fill
from bench.paper.household import SORTS, gather
from bench.paper.printing import TODAY, Order, print_blank
from bench.paper.rows import Row
from bench.paper.sheet import Blank
from classify.catalogue import UNKNOWN, load
from classify.kind import Kind
from classify.match import match
from ocr.text import Box, Line, PageText, Word

pytestmark = pytest.mark.quick
CATALOGUE = load()
WORDLESS = {"tuhi", "foto"}
WRITTEN = {
    "kiri",
    "lisadokumentide_kaaskiri",
}  # all of it is the writer's own; tests/classify/test_match.py has letters
WIDE, HIGH = 2480, 3508


def printed(kind: Kind, seed: int = 3, language: str = "et") -> Blank:
    order = Order(kind, seed, language=language)
    people = gather(seed, SORTS.get(kind.code, "adult"), TODAY)
    return print_blank(order, fill(kind, people, Random(seed)), Random(seed))


def read(blank: Blank) -> list[PageText]:
    """What an engine without a fault would read."""
    rows = [[row for row in blank.rows if row.page == number] for number in range(1, blank.pages + 1)]
    return [
        PageText(number, WIDE, HIGH, tuple(line(row) for row in sorted(page, key=lambda row: row.extent[1])))
        for number, page in enumerate(rows, start=1)
    ]


def line(row: Row) -> Line:
    x0, y0, x1, y1 = (round(edge) for edge in row.extent)
    return Line((Word(row.words, Box(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)), 0.95),), "printer")


@pytest.mark.parametrize("code", sorted(set(CATALOGUE) - WORDLESS - WRITTEN - {UNKNOWN}))
def test_the_printed_form_of_a_kind_is_known_and_no_other_kind_is_near(code: str) -> None:
    found = match(read(printed(CATALOGUE[code])), CATALOGUE)
    assert found.code == code, found
    assert found.why
    assert all(share < 0.5 for _, share in found.alternatives), found.alternatives


@pytest.mark.parametrize("code", ["pensioniavaldus", "vanemahuvitise_taotlus", "valisleping_vorm"])
def test_the_russian_form_is_the_same_kind(code: str) -> None:
    assert match(read(printed(CATALOGUE[code], language="ru")), CATALOGUE).code == code


@pytest.mark.parametrize("code", sorted(WORDLESS))
def test_a_page_without_words_is_not_guessed_to_be_blank(code: str) -> None:
    assert match(read(printed(CATALOGUE[code])), CATALOGUE).code == UNKNOWN


def test_the_shop_receipt_and_the_recipe_stay_unknown() -> None:
    for seed in range(12):
        assert match(read(printed(CATALOGUE[UNKNOWN], seed)), CATALOGUE).code == UNKNOWN
