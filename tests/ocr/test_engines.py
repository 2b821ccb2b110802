"""What every engine promises: the real one and its twin give the same answers to the same pages."""

from collections.abc import Iterator

import pytest

from ocr.engine import LANGUAGES, Engine, LanguageMissing
from ocr.replay import NotRecorded, Replay
from ocr.tesseract import Tesseract
from tests.ocr.printed import ANSWERS, TEXTS, page, printed


@pytest.fixture(params=["tesseract", "replay"], scope="module")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine: Engine = Tesseract() if request.param == "tesseract" else Replay(ANSWERS)
    yield engine
    engine.close()


@pytest.mark.parametrize("name", ["letter", "three_languages"])
def test_the_printed_lines_are_read_in_order(engine: Engine, name: str) -> None:
    assert engine.read(page(name), LANGUAGES).text.splitlines() == list(TEXTS[name])


def test_boxes_lie_on_the_ink_of_their_words(engine: Engine) -> None:
    picture = page("letter")
    text = engine.read(picture, LANGUAGES)
    for word in text.words:
        box = word.box
        inside = picture.pixels[box.y0 : box.y1, box.x0 : box.x1]
        assert inside.min() < 64, word.text
        assert (inside < 128).mean() > 0.1, word.text
    outside = picture.pixels.copy()
    for word in text.words:
        outside[word.box.y0 - 2 : word.box.y1 + 2, word.box.x0 - 2 : word.box.x1 + 2] = 255
    assert (outside < 128).sum() < 0.02 * (picture.pixels < 128).sum(), "at most the dot of an accent sticks out"


def test_every_line_names_who_read_it_and_how_surely(engine: Engine) -> None:
    for line in engine.read(page("letter"), LANGUAGES).lines:
        assert line.engine == "tesseract"
        assert 0.6 < line.confidence <= 1


def test_a_blank_page_has_no_words_and_no_direction(engine: Engine) -> None:
    assert engine.read(page("blank"), LANGUAGES).lines == ()
    assert engine.orientation(page("blank")) is None


def test_an_upright_page_stays_as_it_is(engine: Engine) -> None:
    assert engine.orientation(page("letter")) == 0


def test_the_page_keeps_its_number_and_size(engine: Engine) -> None:
    picture = page("letter")
    text = engine.read(picture, LANGUAGES)
    assert (text.number, text.width, text.height) == (1, picture.width, picture.height)


def test_a_missing_language_is_named_with_its_remedy(engine: Engine) -> None:
    with pytest.raises(LanguageMissing) as caught:
        engine.read(page("letter"), "est+tlh")
    assert "tesseract-ocr-tlh" in str(caught.value)
    assert "Tesseractil puudub keel „tlh“" in caught.value.text("et")
    assert engine.read(page("letter"), LANGUAGES).lines, "the engine is still of use"


def test_a_missing_language_is_known_before_the_first_page(engine: Engine) -> None:
    engine.require(LANGUAGES)
    with pytest.raises(LanguageMissing):
        engine.require("tlh")


def test_the_twin_never_invents_a_page() -> None:
    picture = page("letter")
    with pytest.raises(NotRecorded):
        Replay(ANSWERS).read(type(picture)(1, printed(("Uus leht",)), 300.0), LANGUAGES)
