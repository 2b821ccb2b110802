"""Tesseract's table of words comes out of the cage: whatever stands in it, lines come out whole or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.text import Box
from ocr.tsv import lines

pytestmark = pytest.mark.quick

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
SIZE = (1000, 800)


def row(place: str, box: str, confidence: str, text: str, level: int = 5) -> str:
    return "\t".join([str(level), "1", *place.split(), *box.split(), confidence, text]) + "\n"


def test_words_of_one_place_make_a_line() -> None:
    table = HEAD + row("1 1 1 1", "10 10 40 20", "95", "Palun") + row("1 1 1 2", "60 10 50 20", "85", "määrata")
    (line,) = lines(table + row("1 1 2 1", "10 40 40 20", "90", "mulle"), 1.0, SIZE, "tesseract")[:1]
    assert line.text == "Palun määrata"
    assert line.box == Box(10, 10, 110, 30)
    assert line.words[1].confidence == 0.85


def test_a_page_read_enlarged_has_boxes_of_its_own_size() -> None:
    (line,) = lines(HEAD + row("1 1 1 1", "100 200 300 40", "90", "suur"), 2.0, SIZE, "tesseract")
    assert line.box == Box(50, 100, 200, 120)


@pytest.mark.parametrize(
    ("box", "confidence", "text"),
    [
        ("10 10 40 20", "-1", "rule"),
        ("10 10 40 20", "95", "  "),
        ("10 10 0 20", "95", "flat"),
        ("2000 10 40 20", "95", "outside"),
        ("10 10 40 20", "nan", "odd"),
        ("10 10 40 20", "101", "over-sure"),
        ("x 10 40 20", "95", "not a number"),
        ("10 10 40 20", "95", "\x1b\x07"),
    ],
)
def test_noise_is_no_word(box: str, confidence: str, text: str) -> None:
    assert lines(HEAD + row("1 1 1 1", box, confidence, text), 1.0, SIZE, "tesseract") == ()


def test_a_word_over_the_edge_ends_at_the_edge() -> None:
    (line,) = lines(HEAD + row("1 1 1 1", "-5 790 2000 40", "90", "äär"), 1.0, SIZE, "tesseract")
    assert line.box == Box(0, 790, 1000, 800)


@given(st.text())
def test_nonsense_never_breaks_the_parser(table: str) -> None:
    assert isinstance(lines(HEAD + table, 1.0, SIZE, "tesseract"), tuple)


@given(st.lists(st.tuples(*[st.integers(-50, 2000)] * 4, st.floats(-1, 101), st.text(max_size=9)), max_size=20))
def test_every_box_lies_on_the_page(words: list[tuple[int, int, int, int, float, str]]) -> None:
    table = HEAD + "".join(
        row(f"1 1 {n} 1", f"{a} {b} {c} {d}", str(e), t) for n, (a, b, c, d, e, t) in enumerate(words)
    )
    for line in lines(table, 1.5, SIZE, "tesseract"):
        assert 0 <= line.box.x0 < line.box.x1 <= SIZE[0]
        assert 0 <= line.box.y0 < line.box.y1 <= SIZE[1]
        assert all(0 <= word.confidence <= 1 and word.text.strip() for word in line.words)
