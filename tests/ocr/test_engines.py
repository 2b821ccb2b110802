"""What every engine promises: the real one and its twin give the same answers to the same pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from capture.clean import turn
from capture.scan import PageImage
from ocr.engine import LANGUAGES, Engine, EngineMissing, LanguageMissing
from ocr.replay import NotRecorded, Replay
from ocr.tessdata import folder
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


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_is_set_upright(degrees: int) -> None:
    engine, upright = Tesseract(), PageImage(1, printed(TEXTS["letter"] * 4), 300.0)
    assert engine.orientation(turn(upright, degrees)) == (360 - degrees) % 360
    engine.close()


def test_white_letters_on_a_black_bar_are_read() -> None:
    picture = printed(("Taotleja andmed", "Palun määrata mulle vanaduspension", "Pangakonto number")).copy()
    picture[140:220] = 255 - picture[140:220]
    engine = Tesseract()
    read = engine.read(PageImage(1, picture, 300.0), "est+eng").text
    engine.close()
    assert "Taotleja andmed" in read
    assert "Pangakonto number" in read


def test_without_any_language_on_the_machine_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(EngineMissing, match="apt-get install tesseract-ocr"):
        Tesseract().read(page("letter"), "est")


def test_languages_are_taken_from_the_folder_the_operator_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = folder({})
    assert installed
    shutil.copy(installed / "est.traineddata", tmp_path)
    tmp_path.chmod(0o755)  # the cage's user is nobody
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    engine = Tesseract()
    with pytest.raises(LanguageMissing, match="tesseract-ocr-eng"):
        engine.require("est+eng")
    assert engine.read(page("letter"), "est").text.splitlines() == list(TEXTS["letter"])
    engine.close()


def test_the_newest_folder_of_a_package_is_found(tmp_path: Path) -> None:
    for version in ("4.00", "5"):
        (tmp_path / "share/tesseract-ocr" / version / "tessdata").mkdir(parents=True)
    assert folder({}, (tmp_path,)) is None
    for place in tmp_path.glob("share/*/*/tessdata"):
        (place / "est.traineddata").touch()
    assert folder({}, (tmp_path,)) == tmp_path / "share/tesseract-ocr/5/tessdata"


def test_the_twin_never_invents_a_page() -> None:
    picture = page("letter")
    with pytest.raises(NotRecorded):
        Replay(ANSWERS).read(type(picture)(1, printed(("Uus leht",)), 300.0), LANGUAGES)
