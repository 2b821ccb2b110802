"""Tesseract's table of words comes out of the cage: whatever stands in it, lines come out whole or not at all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.table import View, lines
from ocr.text import Box, Line

pytestmark = pytest.mark.quick

SIZE = (1000, 800)
SAME = View(1000, 800, np.eye(3))


def row(place: str, box: str, confidence: str, text: str) -> str:
    """`place` is picture, block and line; `box` left, top, right, bottom."""
    return "\t".join([*place.split(), *box.split(), confidence, text]) + "\n"


def told(table: str, *views: View) -> list[tuple[int, Line]]:
    return list(lines(table, views or (SAME,), SIZE, "tesseract"))


def test_words_of_one_place_make_a_line() -> None:
    table = row("0 1 1", "10 10 50 30", "95", "Palun") + row("0 1 1", "60 10 110 30", "85", "määrata")
    (picture, line), (_, other) = told(table + row("0 1 2", "10 40 50 60", "90", "mulle"))
    assert picture == 0
    assert line.text == "Palun määrata"
    assert line.box == Box(10, 10, 110, 30)
    assert line.words[1].confidence == 0.85
    assert other.text == "mulle"


def test_a_page_read_enlarged_has_boxes_of_its_own_size() -> None:
    ((_, line),) = told(row("0 1 1", "100 200 400 240", "90", "suur"), View(2000, 1600, np.diag((0.5, 0.5, 1.0))))
    assert line.box == Box(50, 100, 200, 120)


def test_lines_of_two_slips_go_back_to_their_own_places() -> None:
    table = row("0 1 1", "0 0 40 20", "90", "all") + row("1 1 1", "0 0 40 20", "90", "üleval")
    low = View(100, 40, np.array([[1.0, 0, 300], [0, 1, 700], [0, 0, 1]]))
    turned = View(100, 40, np.array([[0.0, -1, 500], [1, 0, 100], [0, 0, 1]]))
    assert [(picture, line.box) for picture, line in told(table, low, turned)] == [
        (0, Box(300, 700, 340, 720)),
        (1, Box(480, 100, 500, 140)),
    ]


@pytest.mark.parametrize(
    ("box", "confidence", "text"),
    [
        ("10 10 50 30", "-1", "rule"),
        ("10 10 50 30", "95", "  "),
        ("10 10 10 30", "95", "flat"),
        ("2000 10 2040 30", "95", "outside"),
        ("10 10 50 30", "nan", "odd"),
        ("10 10 50 30", "101", "over-sure"),
        ("x 10 50 30", "95", "not a number"),
        ("nan 10 50 30", "95", "no place"),
        ("-inf 10 inf 30", "95", "everywhere"),
        ("1e308 10 50 30", "95", "far away"),
        ("10 10 " + "9" * 400 + " 30", "95", "endless"),
        ("10 10 50 30", "95", "\x1b\x07"),
    ],
)
def test_noise_is_no_word(box: str, confidence: str, text: str) -> None:
    assert told(row("0 1 1", box, confidence, text)) == []


@pytest.mark.parametrize("picture", ["1", "-1", "9" * 30, "one", "0.5"])
def test_words_of_pictures_nobody_sent_are_dropped(picture: str) -> None:
    assert told(row(f"{picture} 1 1", "10 10 50 30", "95", "mujal")) == []


def test_a_word_over_the_edge_ends_at_the_edge() -> None:
    ((_, line),) = told(row("0 1 1", "-5 790 2000 830", "90", "äär"))
    assert line.box == Box(0, 790, 1000, 800)


@given(st.text())
def test_nonsense_never_breaks_the_parser(table: str) -> None:
    assert isinstance(told(table), list)


@given(st.lists(st.tuples(*[st.integers(-50, 2000)] * 4, st.floats(-1, 101), st.text(max_size=9)), max_size=20))
def test_every_box_lies_on_the_page(words: list[tuple[int, int, int, int, float, str]]) -> None:
    table = "".join(row(f"0 {n} 1", f"{a} {b} {c} {d}", f"{e:.2f}", t) for n, (a, b, c, d, e, t) in enumerate(words))
    for _, line in told(table, View(1500, 1200, np.diag((2 / 3, 2 / 3, 1.0)))):
        assert 0 <= line.box.x0 < line.box.x1 <= SIZE[0]
        assert 0 <= line.box.y0 < line.box.y1 <= SIZE[1]
        assert all(0 <= word.confidence <= 1 and word.text.strip() for word in line.words)
