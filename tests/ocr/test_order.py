"""Reading order from boxes: columns down, tables and forms across, nothing lost, from pieces in any order."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.order import ordered
from ocr.text import Box, Line, Word

pytestmark = pytest.mark.quick

WIDTH, HEIGHT = 1600, 2200
LETTER = 12  # pixels across; a line is 24 high and 36 from the next


def at(x: int, y: int, text: str, high: int = 24, engine: str = "neural") -> Line:
    words, left = [], x
    for word in text.split():
        words.append(Word(word, Box(left, y, left + LETTER * len(word), y + high), 0.9))
        left += LETTER * (len(word) + 1)
    return Line(tuple(words), engine)


def column(x: int, y: int, *texts: str, pitch: int = 36) -> list[Line]:
    return [at(x, y + pitch * n, text) for n, text in enumerate(texts)]


def paragraph(x: int, y: int, name: str, rows: int, pitch: int = 36) -> list[Line]:
    """Running text about 37 letters wide, each row beginning with its name and number."""
    rest = (
        "on rida, mis ulatub veeru lõpuni",
        "rida teksti, mis täidab veeru ära",
        "ja see on siis kolmas rida veerust",
    )
    return column(x, y, *(f"{name}{n} {rest[n % 3]}" for n in range(rows)), pitch=pitch)


def read(lines: list[Line], seed: int = 1) -> list[str]:
    mixed = lines[:]
    random.Random(seed).shuffle(mixed)
    return [line.text for line in ordered(mixed, WIDTH, HEIGHT)]


def first_words(lines: list[Line]) -> list[str]:
    return [text.split()[0] for text in read(lines)]


def follow(name: str, rows: int) -> list[str]:
    return [f"{name}{n}" for n in range(rows)]


# --- running text ---


@pytest.mark.parametrize("lower", [0, 7, 18], ids=["level", "a little lower", "half a line lower"])
def test_two_columns_are_read_one_after_the_other(lower: int) -> None:
    page = paragraph(100, 300, "a", 8) + paragraph(750, 300 + lower, "b", 8)
    assert first_words(page) == follow("a", 8) + follow("b", 8)


def test_three_columns_and_the_heading_across_them() -> None:
    heading = at(300, 100, "Suur pealkiri üle kõigi kolme veeru, mis siin all on loetavad")
    page = [heading, *(line for n, name in enumerate("abc") for line in paragraph(50 + 550 * n, 200, name, 6))]
    assert first_words(page) == ["Suur", *follow("a", 6), *follow("b", 6), *follow("c", 6)]


def test_columns_end_where_a_heading_crosses_them() -> None:
    page = (
        paragraph(100, 200, "a", 4)
        + paragraph(750, 200, "b", 4)
        + paragraph(100, 500, "c", 4)
        + paragraph(750, 500, "d", 4)
    )
    page.append(at(400, 420, "Vahepealkiri ulatub üle kahe veeru vahelise ruumi"))
    assert first_words(page) == [*follow("a", 4), *follow("b", 4), "Vahepealkiri", *follow("c", 4), *follow("d", 4)]


def test_a_line_read_over_the_gutter_is_parted() -> None:
    left, right = paragraph(100, 300, "a", 6), paragraph(650, 300, "b", 6)
    over = Line(left[2].words + right[2].words, "tesseract")
    assert first_words([*left[:2], over, *left[3:], *right[:2], *right[3:]]) == follow("a", 6) + follow("b", 6)


def test_paragraphs_of_two_columns_that_end_together_stay_in_their_columns() -> None:
    page = [line for y in (200, 460) for line in paragraph(100, y, f"a{y}_", 6) + paragraph(750, y, f"b{y}_", 6)]
    assert first_words(page) == follow("a200_", 6) + follow("a460_", 6) + follow("b200_", 6) + follow("b460_", 6)


def test_bullets_stay_with_their_sentences() -> None:
    texts = paragraph(140, 200, "rida", 5)
    page = texts + [at(100, line.box.y0, "•") for line in texts]
    assert [text[:7] for text in read(page)] == [f"• rida{n}" for n in range(5)]


def test_pieces_of_one_line_become_one_line() -> None:
    assert read([at(100, 300, "Palun määrata"), at(100 + 12 * 15, 303, "mulle toetus")]) == [
        "Palun määrata mulle toetus"
    ]


def test_a_line_that_hangs_is_still_one_line() -> None:
    pieces = [at(100 + 200 * n, 300 + 6 * n, f"sõna{n} edasi siit") for n in range(6)]
    assert read(pieces) == [" ".join(line.text for line in pieces)]


# --- forms and tables ---


def test_a_label_is_followed_by_its_value() -> None:
    labels = column(100, 300, "Eesnimi", "Perekonnanimi", "Isikukood", "Aadress", pitch=60)
    values = column(500, 302, "Mari", "Maasikas", "49403136526", "Pikk 1, Tallinn", pitch=60)
    assert read(labels + values) == [
        text for pair in zip(labels, values, strict=True) for text in (pair[0].text, pair[1].text)
    ]


def test_a_value_beside_a_label_of_two_lines_comes_after_both() -> None:
    assert read([*column(100, 300, "Kontaktisiku telefon", "või e-post", pitch=26), at(600, 313, "5551234")]) == [
        "Kontaktisiku telefon", "või e-post", "5551234"
    ]  # fmt: skip


def test_fields_beside_fields_are_read_row_by_row() -> None:
    """A contract's list of a car: two fields in a row, as long as they happen to be."""
    rows = (
        ("Mark ja mudel Skoda Octavia", "Kategooria B"),
        ("Sõiduki liik sõiduauto", "Registreerimismärk 457 ABC"),
        ("Aasta 2005 Mootor AZAM 30639", "Kere XA2YD54G876"),
        ("Värv hall", "Tunnistus 52 AK 765453"),
    )
    page = [at(100 + 700 * side, 300 + 36 * n, text) for n, row in enumerate(rows) for side, text in enumerate(row)]
    assert read(page) == [text for row in rows for text in row]


def test_a_table_is_read_row_by_row() -> None:
    cells = [["Nr", "Nimetus", "Kogus", "Summa"], *([str(n), f"kaup{n}", "2 tk", f"{n}0,50"] for n in range(1, 8))]
    page = [at(100 + 300 * x, 300 + 40 * y, cell) for y, row in enumerate(cells) for x, cell in enumerate(row)]
    assert read(page) == [cell for row in cells for cell in row]


def test_long_cells_are_read_cell_by_cell_within_their_row() -> None:
    page = [
        line
        for n in range(4)
        for line in paragraph(100, 200 + 180 * n, f"a{n}_", 3) + paragraph(750, 200 + 180 * n, f"b{n}_", 3)
    ]
    assert first_words(page) == [f"{side}{n}_{row}" for n in range(4) for side in "ab" for row in range(3)]


def test_sums_at_the_right_edge_stay_in_their_rows() -> None:
    items = paragraph(100, 200, "kaup", 6)
    sums = [at(1300, line.box.y0 + 2, f"{n},99") for n, line in enumerate(items)]
    assert first_words(items + sums) == [text for n in range(6) for text in (f"kaup{n}", f"{n},99")]


# --- what lies about ---


def test_a_stamp_across_the_text_cuts_no_line_apart() -> None:
    text = paragraph(100, 300, "rida", 8)
    stamp = [
        Line((Word("SAABUNUD", Box(250, 390, 480, 450), 0.6),), "neural"),
        Line((Word("12.03.2024", Box(255, 440, 490, 500), 0.6),), "neural"),
    ]
    told = read(text + stamp)
    assert [line for line in told if line.startswith("rida")] == [line.text for line in text]
    assert told.index("SAABUNUD") < told.index("12.03.2024")


def test_the_number_of_the_page_comes_last() -> None:
    page = paragraph(100, 1700, "a", 8) + paragraph(750, 1700, "b", 8) + [at(300, 2100, "3 / 12")]
    assert read(page)[-1] == "3 / 12"


def test_writing_up_the_margin_does_not_close_the_page() -> None:
    margin = Line((Word("Vorm nr 7", Box(20, 300, 50, 900), 0.8),), "neural")
    page = [margin, *paragraph(100, 300, "a", 8), *paragraph(750, 300, "b", 8)]
    assert first_words(page) == [*follow("a", 8), *follow("b", 8), "Vorm"]


def test_a_joined_line_is_told_to_be_of_the_engine_that_read_most() -> None:
    (line,) = ordered([at(100, 300, "nr", engine="tesseract"), at(140, 300, "pikem jupp")], WIDTH, HEIGHT)
    assert (line.text, line.engine) == ("nr pikem jupp", "neural")


# --- whatever comes ---

boxes = st.tuples(*[st.integers(0, 400)] * 4).map(lambda c: Box(c[0], c[1], c[0] + c[2] % 90, c[1] + c[3] % 40))
words = st.builds(Word, st.text(min_size=1, max_size=6), boxes, st.sampled_from([0.2, 0.9]))
lines = st.lists(
    st.builds(Line, st.lists(words, max_size=5).map(tuple), st.sampled_from(["tesseract", "neural"])), max_size=25
)


@given(lines)
@settings(max_examples=60)
def test_every_word_is_kept_once(page: list[Line]) -> None:
    def all_of(told: list[Line] | tuple[Line, ...]) -> list[str]:
        return sorted(repr(word) for line in told for word in line.words)

    told = ordered(page, 500, 500)
    assert all_of(told) == all_of(page)
    assert all(line.words for line in told)


@given(lines, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_the_pieces_changes_nothing(page: list[Line], chance: random.Random) -> None:
    mixed = page[:]
    chance.shuffle(mixed)
    assert ordered(mixed, 500, 500) == ordered(page, 500, 500)


@given(st.integers(1, 30), st.integers(1, 3), st.integers(0, 12))
def test_what_is_in_order_stays_so(rows: int, columns: int, lower: int) -> None:
    page = [line for n in range(columns) for line in paragraph(60 + 550 * n, 100 + lower * n, f"v{n}r", max(rows, 3))]
    once = ordered(page, WIDTH, HEIGHT)
    assert ordered(once, WIDTH, HEIGHT) == once


def test_nothing_gives_nothing() -> None:
    assert ordered([], WIDTH, HEIGHT) == ()
    assert ordered([Line((), "neural")], WIDTH, HEIGHT) == ()


def test_a_full_page_is_ordered_in_a_blink() -> None:
    page = paragraph(60, 100, "a", 50) + paragraph(600, 110, "b", 50)
    began = time.thread_time()
    for _ in range(10):
        ordered(page, WIDTH, HEIGHT)
    assert (time.thread_time() - began) / 10 < 0.05


def test_a_page_of_specks_takes_no_longer_than_it_may() -> None:
    chance = random.Random(7)
    spots = [(chance.randrange(2000), chance.randrange(3000)) for _ in range(2000)]
    specks = [Line((Word(".", Box(x, y, x + 40, y + 30), 0.1),), "neural") for x, y in spots]
    began = time.thread_time()
    assert len(ordered(specks, 2100, 3100)) > 700
    assert time.thread_time() - began < 4


def test_more_than_any_page_holds_is_read_from_the_top() -> None:
    specks = [
        Line((Word(".", Box(9 * (n % 97), n // 97 * 9, 9 * (n % 97) + 3, n // 97 * 9 + 5), 0.1),), "x")
        for n in range(5000)
    ]
    tops = [line.box.y0 for line in ordered(specks[::-1], 900, 900)]
    assert len(tops) == 5000
    assert all(above <= below for above, below in pairwise(tops))
