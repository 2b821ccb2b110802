"""A page of running text is read in halves, at once where a processor is idle; what was passed over is read, too."""

from collections.abc import Iterator, Sequence
from contextlib import closing

import numpy as np
import pytest

from capture.scan import PageImage
from ocr.blend import Blend
from ocr.glance import glance_at
from ocr.neural import Neural
from ocr.passed import passed_over, put_in
from ocr.prepared import pieces
from ocr.quad import Quad
from ocr.second import Second
from ocr.tesseract import Tesseract
from ocr.tesseract_reader import Reader
from ocr.text import Box, Line, PageText, Word
from tests.ocr.printed import printed

SENTENCES = (
    "Palun määrata mulle vanaduspension alates esimesest juulist.",
    "Olen töötanud Narvas ja Tartus kokku kolmkümmend kuus aastat.",
    "Lisan avaldusele tööraamatu ärakirja ja pangakonto numbri.",
)
PARAGRAPH = SENTENCES * 3
NUMBERED = ("1. esimene lisa", "2. teine lisa", "3. kolmas lisa")


def scan(*lines: str) -> PageImage:
    return PageImage(1, np.ascontiguousarray(printed(lines, 1600, 36)), 300.0)


@pytest.fixture(scope="module")
def letter() -> PageImage:
    return scan(*PARAGRAPH, "", *PARAGRAPH)


@pytest.fixture
def second() -> Iterator[Second]:
    with closing(Second(2)) as reader:
        yield reader


def test_the_pause_is_between_paragraphs_not_within_a_line(letter: PageImage) -> None:
    pause = glance_at(letter.pixels).pause
    assert pause is not None
    assert (letter.pixels[pause - 20 : pause + 20] == 255).all()
    ink = (letter.pixels < 128).sum(axis=1)
    assert 0.4 < ink[:pause].sum() / ink.sum() < 0.6


def test_what_stands_beside_everything_leaves_no_pause(letter: PageImage) -> None:
    """A line drawn down the margin: nobody knows whether it belongs to the upper or the lower half."""
    drawn = letter.pixels.copy()
    drawn[100:-100, 20:26] = 0
    assert glance_at(drawn).pause is None


def test_the_pieces_of_a_page_lead_back_to_it(letter: PageImage) -> None:
    shown = np.ascontiguousarray(letter.pixels[::2, ::2])
    upper, lower = pieces(shown, letter, 600)
    assert upper[0].shape[0] == 300
    assert (np.vstack((upper[0], lower[0])) == shown).all()
    assert (lower[1].to_page @ (10, 20, 1)).tolist() == [20, 640, 1]


def test_halves_read_at_once_say_what_the_whole_says(letter: PageImage, second: Second) -> None:
    pause = glance_at(letter.pixels).pause
    with closing(Tesseract()) as alone, closing(Tesseract(second=second)) as two:
        whole, halves = alone.read(letter, "est"), two.read(letter, "est", pause)
    assert halves.text == whole.text
    boxes = [(one.box, other.box) for one, other in zip(whole.words, halves.words, strict=True)]
    assert all(abs(one.x0 - other.x0) <= 2 and abs(one.y0 - other.y0) <= 2 for one, other in boxes)


class Counted(Reader):
    """A reader that counts what it is asked to read."""

    asked = 0

    def table(self, pictures: Sequence[np.ndarray], layout: int, languages: str) -> str:
        self.asked += 1
        return super().table(pictures, layout, languages)


def test_the_second_reader_takes_its_half(letter: PageImage) -> None:
    first, other = Counted(), Counted()
    with closing(Second(2, other)) as second, closing(Tesseract(first, second)) as engine:
        engine.read(letter, "est", 700)
        assert (first.asked, other.asked) == (1, 1)
        with second.beside(wanted=False):  # somebody else reads: no processor is idle
            engine.read(letter, "est", 700)
        assert (first.asked, other.asked) == (3, 1)


def test_without_a_pause_nobody_helps(letter: PageImage) -> None:
    other = Counted()
    with closing(Second(2, other)) as second, closing(Tesseract(second=second)) as engine:
        engine.read(letter, "est")
    assert other.asked == 0


def test_what_was_passed_over_is_found_and_put_in_its_place(letter: PageImage) -> None:
    with closing(Tesseract()) as engine:
        lines = engine.read(letter, "est").lines
    glance = glance_at(letter.pixels)
    size = letter.width, letter.height
    assert passed_over(glance.letters, glance.letter, lines, size) == []
    without = [Line(line.words[1:], line.engine) for line in lines[:2]] + list(lines[3:])
    found = passed_over(glance.letters, glance.letter, without, size)
    firsts = [line.words[0].box for line in lines[:2]]
    assert [place for place in found if place.width < 300][:2] == [place for place in found if holds(place, firsts)]
    named = [Line((Word(name, box, 1.0),), "neural") for name, box in zip("ab", firsts, strict=True)]
    assert [line.text for line in put_in(without, named)][:4:2] == ["a", "b"]


def holds(place: Box, boxes: Sequence[Box]) -> bool:
    return any(place.x0 <= box.x0 and place.y0 <= box.y0 and box.x1 <= place.x1 and box.y1 <= place.y1 for box in boxes)


def test_a_page_nobody_has_read_is_no_find(letter: PageImage) -> None:
    """A drawing, or a reader that saw nothing: too much was passed over to be the number of a list."""
    glance = glance_at(letter.pixels)
    assert passed_over(glance.letters, glance.letter, (), (letter.width, letter.height)) == []


class Forgetful(Tesseract):
    """It passes the numbers of lists over, as Tesseract's layout does on some pages."""

    def read(self, page: PageImage, languages: str, pause: int | None = None) -> PageText:
        read = super().read(page, languages, pause)
        lines = (Line(tuple(word for word in line.words if len(word.text) > 2), line.engine) for line in read.lines)
        return PageText(read.number, read.width, read.height, tuple(line for line in lines if line.words))

    def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
        return [None] * len(quads)


def test_the_numbers_of_a_list_come_back() -> None:
    page = scan(*PARAGRAPH, "", *NUMBERED, "", *PARAGRAPH)
    with closing(Blend(Forgetful(), Neural())) as engine:
        words = [word.text for word in engine.read(page, "est+eng").words]
    listed = [words[k : k + 3] for k, word in enumerate(words) if word in {"1.", "2.", "3."}]
    assert listed == [line.split() for line in NUMBERED]
