"""Who reads what: each page and each line goes to the reader who knows its letters, and each says how sure it is."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import pytest

from capture.scan import PageImage
from ocr.blend import Blend
from ocr.engine import LANGUAGES, Engine
from ocr.glance import glance_at
from ocr.neural import Neural
from ocr.opinions import Opinion, doubtful, doubtful_word, opinion, settle, silent
from ocr.quad import Quad, height_of, length_of, quad_of, roomier
from ocr.reading import read_page
from ocr.scripts import may_hide_cyrillic
from ocr.tesseract import Tesseract
from ocr.text import Box, Line, Word
from ocr.upright import way_up
from tests.ocr.printed import TEXTS, page, printed

ESTONIAN = "Palun määrata mulle vanaduspension alates esimesest juulist."
RUSSIAN = "Прошу выплачивать пособие на мой банковский счёт."
ENGLISH = "Please write to my address in the town where I live now."


@pytest.fixture(scope="module")
def blend() -> Iterator[Blend]:
    engine = Blend(neural=Neural())
    yield engine
    engine.close()


def scan(*lines: str, size: int = 36) -> PageImage:
    return PageImage(1, np.ascontiguousarray(printed(lines, 1600, size)), 300.0)


def line(text: str, confidence: float, engine: str = "neural") -> Line:
    return Line((Word(text, Box(0, 0, 20 * len(text), 40), confidence),), engine)


def worded(text: str, confidence: float, engine: str = "neural") -> Line:
    return Line(tuple(Word(word, Box(0, 0, 20 * len(word), 40), confidence) for word in text.split()), engine)


def told(text: str, confidence: float) -> Opinion:
    return opinion(line(text, confidence))


def test_it_keeps_the_promises_of_every_engine(blend: Blend) -> None:
    engine: Engine = blend
    assert engine.read(page("letter"), LANGUAGES).text.splitlines() == list(TEXTS["letter"])
    assert engine.read(page("blank"), LANGUAGES).lines == ()


def test_a_page_in_three_languages_is_read_down_to_the_line(blend: Blend) -> None:
    text = blend.read(scan(ESTONIAN, RUSSIAN, ENGLISH, ESTONIAN), LANGUAGES)
    assert text.text.splitlines() == [ESTONIAN, RUSSIAN, ENGLISH, ESTONIAN]
    assert [line.engine for line in text.lines] == ["neural", "tesseract", "neural", "neural"]


def test_a_russian_page_is_tesseracts(blend: Blend) -> None:
    text = blend.read(scan(*[RUSSIAN] * 5), LANGUAGES)
    assert text.text.splitlines() == [RUSSIAN] * 5
    assert {line.engine for line in text.lines} == {"tesseract"}


@pytest.mark.parametrize(
    ("label", "russian", "rest"),
    [("Elukoht: ", "Нарвское шоссе", ", Tallinn"), ("Nimi: ", "Смирнова Ольга", ", Tallinn")],
)
def test_russian_words_within_an_estonian_line_are_not_lost(blend: Blend, label: str, russian: str, rest: str) -> None:
    text = blend.read(scan(ESTONIAN, label + russian + rest, ESTONIAN), LANGUAGES)
    assert russian in text.text


@pytest.mark.quick
def test_what_is_left_of_a_russian_word_by_a_reader_of_latin_is_not_believed_for_being_likely() -> None:
    assert may_hide_cyrillic(worded("Elukoht: Hapckoe", 0.8))
    assert not may_hide_cyrillic(worded("Elukoht: Hapckoe", 0.95))  # Estonian words may be so: kapp, koopa
    assert not may_hide_cyrillic(worded("Elukoht: Tartu", 0.8))


def test_clean_running_text_is_read_by_tesseract_and_a_form_is_not(blend: Blend) -> None:
    prose = scan(*[ESTONIAN] * 24)
    assert glance_at(prose.pixels).running_text
    assert {line.engine for line in blend.read(prose, LANGUAGES).lines} <= {"tesseract", "neural"}
    form = prose.pixels.copy()
    for row in range(60, form.shape[0] - 60, 140):
        form[row : row + 3, 40:-40] = 0
    assert not glance_at(form).running_text


def test_running_text_with_noise_is_not_called_clean() -> None:
    prose = scan(*[ESTONIAN] * 24).pixels
    noise = np.random.default_rng(7).normal(0, 60, prose.shape)
    assert not glance_at(np.clip(prose * 0.4 + 120 + noise, 0, 255).astype(np.uint8)).running_text


def test_an_upside_down_page_is_turned_before_it_is_read_to_the_end(blend: Blend) -> None:
    upright = scan(ESTONIAN, ENGLISH, ESTONIAN, ENGLISH, ESTONIAN, ENGLISH)
    reading = read_page(PageImage(1, np.ascontiguousarray(upright.pixels[::-1, ::-1]), 300.0), blend)
    assert reading.page.rotation == 180
    assert " ".join([ESTONIAN, ENGLISH] * 3).replace(".", "").split() == reading.text.text.replace(".", "").split()


class Misled(Tesseract):
    """Tells of every page that it lies upside down, and counts how often it was asked."""

    asked = 0

    def orientation(self, page: PageImage) -> int | None:
        self.asked += 1
        return 180


def faint() -> PageImage:
    """Lines that are hardly read: low print, so few that their direction is not clear."""
    page = scan("Ga1b ruk5 xz", "Qe7t Wn2 kk", "Zx0 pp Lw")
    blurred = cv2.GaussianBlur(page.pixels, (0, 0), 4.5)
    return PageImage(1, np.ascontiguousarray(200 + blurred // 8), 300.0)


def test_an_upright_page_that_reads_badly_is_not_lost_for_a_wrong_word_about_its_direction() -> None:
    """A half empty form was taken for one upside down: of the page 6 lines of 68 were kept, those of the sample."""
    misled = Misled()
    engine = Blend(misled, Neural())
    try:
        page = faint()
        first = engine.read(page, "est+eng")
        assert first.sample, "the sample is senseless, its direction is not clear, Tesseract says it must be turned"
        assert not engine.read(page, "est+eng").sample
        reading = read_page(faint(), engine, "est+eng")
    finally:
        engine.close()
    assert not reading.text.sample
    assert misled.asked


def test_lines_that_read_well_one_way_up_need_nobody_to_tell_their_direction() -> None:
    misled = Misled()
    engine = Blend(misled, Neural())
    try:
        page = scan(ESTONIAN, ENGLISH, ESTONIAN, ENGLISH, ESTONIAN, ENGLISH)
        engine.read(page, "est+eng")
        assert engine.orientation(page) == 0
        about = PageImage(1, np.ascontiguousarray(page.pixels[::-1, ::-1]), 300.0)
        engine.read(about, "est+eng")
        assert engine.orientation(about) == 180
    finally:
        engine.close()
    assert not misled.asked


@pytest.mark.quick
def test_direction_is_told_by_lines_only_where_it_is_clear() -> None:
    clear, dim, some = ([worded("Elukoht Tartu", sure)] * 6 for sure in (0.9, 0.3, 0.75))
    assert way_up(clear, dim) == 0
    assert way_up(dim, clear) == 180
    assert way_up(clear, [None] * 6) == 0
    assert way_up(clear, some) is None
    assert way_up(dim, [None] * 6) is None  # Russian, which it cannot read
    assert way_up(clear[:3], dim) is None
    assert way_up([], []) is None


def test_without_its_models_tesseract_reads_alone() -> None:
    engine = Blend(neural=Neural(child="tests.ocr.missing_neural_child"))
    try:
        text = engine.read(scan(ESTONIAN, RUSSIAN), LANGUAGES)
    finally:
        engine.close()
    assert text.text.splitlines() == [ESTONIAN, RUSSIAN]
    assert {line.engine for line in text.lines} == {"tesseract"}


def test_single_lines_are_read_by_whoever_knows_their_letters(blend: Blend) -> None:
    sheet = scan(ESTONIAN, RUSSIAN)
    places = [quad_of(line.box) for line in blend.read(sheet, LANGUAGES).lines]
    read = blend.read_lines(sheet, places, LANGUAGES)
    assert [line.text if line else None for line in read] == [ESTONIAN, RUSSIAN]


def test_a_line_is_as_sure_as_its_least_sure_word() -> None:
    def said(*sure: float) -> float:
        box = Box(0, 0, 10, 10)
        return Line(tuple(Word("sõna", box, one) for one in sure), "neural").confidence

    assert said(0.99, 0.7, 0.99) == said(0.7) < said(0.8)
    assert [round(said(one), 2) for one in (0.0, 0.7, 0.9, 1.0)] == [0.0, 0.59, 0.89, 1.0]


def test_two_readings_that_agree_are_surer_than_either() -> None:
    both = settle(told("37605030299", 0.7), line("37605030299", 0.6, "tesseract"))
    assert both is not None
    assert both.confidence > told("37605030299", 0.7).line.confidence


def test_two_readings_that_differ_make_the_better_one_doubtful() -> None:
    both = settle(told("37605030299", 0.9), line("37605080299", 0.6, "tesseract"))
    assert both is not None
    assert both.text == "37605030299"
    assert both.confidence < told("37605030299", 0.9).line.confidence


def test_words_that_were_run_together_are_told_apart() -> None:
    """Tesseract is surer, and yet: what the other read are the same letters with their spaces."""
    both = settle(opinion(worded("saatja ei tohi eeldada", 0.8)), worded("saatjaeitohi eeldada", 0.85, "tesseract"))
    assert both is not None
    assert both.text == "saatja ei tohi eeldada"
    both = settle(opinion(worded("tähtaeg", 0.8)), worded("täht aeg", 0.8, "tesseract"))
    assert both is not None
    assert both.text == "tähtaeg"


def test_one_strange_word_makes_its_line_doubtful() -> None:
    words = tuple(Word(text, Box(0, 0, 9, 9), sure) for text, sure in (("kapsli", 0.97), ("saatjaeitohi", 0.5)))
    assert doubtful(Line((*words[:1] * 9, words[1]), "tesseract"))
    assert not doubtful(Line(words[:1] * 10, "tesseract"))


def test_a_long_line_nearly_sure_outweighs_a_short_piece_that_is_surer() -> None:
    both = settle(told("Pikk", 0.99), line("Pikk rida lõpuni", 0.9, "tesseract"))
    assert both is not None
    assert both.text == "Pikk rida lõpuni"


def test_a_line_of_unknown_letters_is_silent() -> None:
    place = quad_of(Box(0, 0, 800, 40))
    assert silent(None, place)
    assert silent(line(". -", 0.9), place)
    assert not silent(line("Palun määrata mulle pension", 0.9), place)


@pytest.mark.quick
def test_a_line_with_more_of_the_page_around_it_keeps_its_middle_and_its_slant() -> None:
    assert roomier((0, 10, 100, 10, 100, 30, 0, 30), 1.5) == (0, 5, 100, 5, 100, 35, 0, 35)
    slanted = (0.0, 10.0, 99.0, 20.0, 97.0, 40.0, -2.0, 30.0)
    wider = roomier(slanted, 1.2)
    assert height_of(wider) == pytest.approx(1.2 * height_of(slanted))
    assert length_of(wider) == pytest.approx(length_of(slanted))
    assert [sum(wider[k::2]) for k in (0, 1)] == pytest.approx([sum(slanted[k::2]) for k in (0, 1)])


def test_long_lines_of_clean_print_are_read_from_further_away_and_no_other(blend: Blend) -> None:
    """What is filled in is short; a faint or noisy page is looked at as closely as before."""
    long = "Palun määrata mulle vanaduspension alates esimesest juulist ja kanda see igal kuul minu kontole."
    form = scan(*[long] * 3, "Nimi", "Mari Maasikas", *[long] * 3, size=26)
    looked: list[float] = []

    class Watching(Neural):
        def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
            looked.extend(height_of(quad) for quad in quads)
            return super().read_lines(page, quads, languages)

    def heights(page: PageImage) -> tuple[str, list[float]]:
        looked.clear()
        engine = Blend(neural=Watching())
        try:
            return engine.read(page, "est+eng").text, sorted(looked)
        finally:
            engine.close()

    text, clean = heights(form)
    assert text.splitlines() == [*[long] * 3, "Nimi", "Mari Maasikas", *[long] * 3]
    noise = np.random.default_rng(7).normal(0, 40, form.pixels.shape)
    grainy = PageImage(1, np.clip(form.pixels * 0.4 + 120 + noise, 0, 255).astype(np.uint8), 300.0)
    _, harmed = heights(grainy)
    assert np.median(clean) > 1.15 * np.median(harmed)
    assert clean[0] < 1.1 * harmed[0]


@pytest.mark.quick
def test_nobody_is_asked_a_second_time_about_scribbles_but_about_words_that_may_be_russian() -> None:
    scribble, faint = worded("LUKA) Or", 0.05), worded("Publ'e relatiors", 0.3)
    assert doubtful(scribble)
    assert doubtful_word(faint)
    assert not doubtful_word(scribble)
    assert not doubtful_word(worded("Palun määrata", 0.97))
