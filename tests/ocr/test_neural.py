"""The neural reader at work with its real models, in its real cage; and its bad days."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest

from capture.scan import PageImage
from ocr import models, neural
from ocr.ctc import letters
from ocr.engine import LANGUAGES, EngineCrash, EngineMissing, EngineTimeout, LanguageMissing
from ocr.neural import Neural, NeuralMissing
from ocr.quad import Quad, quad_of
from ocr.text import Box
from tests.ocr import child_of_bad_days as bad
from tests.ocr import frail_neural_child as frail_child
from tests.ocr.printed import printed

LINES = (
    "Palun määrata mulle vanaduspension alates 1. juulist.",
    "Lugupidamisega Õie Jäääär, Šveitsi ja Žanna tänav 7-12",
    "Please write to: mari.maasikas@example.ee, +372 5555 1234",
    "IBAN EE382200221020145685 (1 234,56 €)",
)


@pytest.fixture(scope="module")
def reader() -> Iterator[Neural]:
    engine = Neural()
    yield engine
    engine.close()


def scan(pixels: np.ndarray) -> PageImage:
    return PageImage(1, np.ascontiguousarray(pixels), 300.0)


def sheet(lines: tuple[str, ...] = LINES, size: int = 36) -> np.ndarray:
    return printed(lines, 1500, size)


def turned(pixels: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """The page turned about its middle, on a sheet large enough, and the matrix (2, 3) that did it."""
    height, width = pixels.shape
    side = int(np.hypot(width, height)) + 20
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turn[:, 2] += (side - width) / 2, (side - height) / 2
    return cv2.warpAffine(pixels, turn, (side, side), flags=cv2.INTER_CUBIC, borderValue=(255,)), turn


def quad_on(turn: np.ndarray, box: Box) -> Quad:
    corners = np.array(quad_of(box), np.float32).reshape(4, 1, 2)
    return tuple(float(each) for each in cv2.transform(corners, turn).reshape(8))


def test_printed_lines_are_read_in_order(reader: Neural) -> None:
    text = reader.read(scan(sheet()), "est+eng")
    assert text.text.splitlines() == list(LINES)
    assert {line.engine for line in text.lines} == {"neural"}
    assert min(line.assurance for line in text.lines) > 0.8


def test_words_have_boxes_on_their_ink(reader: Neural) -> None:
    picture = sheet()
    text = reader.read(scan(picture), "est")
    left = picture.copy()
    for word in text.words:
        box = word.box
        inside = picture[box.y0 : box.y1, box.x0 : box.x1]
        assert (inside < 128).mean() > 0.08, word.text
        left[box.y0 - 3 : box.y1 + 3, box.x0 - 3 : box.x1 + 3] = 255
    assert (left < 128).sum() < 0.03 * (picture < 128).sum()


@pytest.mark.parametrize("degrees", [-7, 4, 90, 270])
def test_lines_of_any_slant_are_found_and_read(reader: Neural, degrees: int) -> None:
    askew, _ = turned(sheet(), degrees)
    found = reader.read(scan(askew), "est").text.splitlines()
    assert sum(line in LINES for line in found) >= 3, found


def test_a_slanted_quad_is_read_as_the_line_in_it(reader: Neural) -> None:
    level = sheet()
    lines = reader.read(scan(level), "est").lines
    askew, turn = turned(level, -20)
    around = [Box(line.box.x0 - 10, line.box.y0 - 8, line.box.x1 + 10, line.box.y1 + 8) for line in lines]
    read = reader.read_lines(scan(askew), [quad_on(turn, box) for box in around], "est")
    assert [line.text if line else None for line in read] == list(LINES)


def test_answers_come_in_the_order_asked_and_empty_places_have_none(reader: Neural) -> None:
    page = scan(sheet())
    quads = reader.find_lines(page)
    empty = quad_of(Box(10, 2, 200, 30))
    off_the_page = quad_of(Box(9000, 9000, 9100, 9040))
    read = reader.read_lines(page, [quads[2], empty, quads[0], off_the_page], "est")
    assert [line.text if line else None for line in read] == [LINES[2], None, LINES[0], None]
    assert reader.read_lines(page, [], "est") == []


def test_coloured_paper_is_read_as_grey_paper_is(reader: Neural) -> None:
    grey = sheet()
    coloured = np.stack([np.full_like(grey, 40), grey, np.maximum(grey, 90)], axis=2)
    assert reader.read(scan(coloured), "est").text.splitlines() == list(LINES)


def test_large_letters_cost_the_detector_no_more_than_they_need(reader: Neural) -> None:
    small, large = (neural._scale(scan(sheet(size=size))) for size in (20, 80))
    assert large < 0.5 * small
    assert reader.read(scan(printed(("SUURED TÄHED", "ka väikesed"), 2400, 160)), "est").text.splitlines() == [
        "SUURED TÄHED",
        "ka väikesed",
    ]


def test_a_blank_page_has_no_words(reader: Neural) -> None:
    assert reader.read(scan(np.full((1200, 900), 255, np.uint8)), "est").lines == ()
    assert reader.find_lines(scan(np.full((1, 1), 255, np.uint8))) == []
    assert reader.orientation(scan(sheet())) is None


def test_noise_is_no_text_and_takes_no_time(reader: Neural) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (1600, 1200), np.uint8)
    began = time.monotonic()
    assert len(reader.read(scan(noise), "est").words) < 20
    assert time.monotonic() - began < 30


def test_pixels_are_sent_once_for_several_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    ask = Neural._ask

    def heard(self: Neural, header: dict[str, object], payload: bytes = b"") -> bytearray:
        sent.append(str(header["ask"]))
        return ask(self, header, payload)

    monkeypatch.setattr(Neural, "_ask", heard)
    engine = Neural(child="tests.ocr.frail_neural_child")
    first, second, third = (scan(np.full((60, 200), 255, np.uint8)) for _ in range(3))
    for page in (first, first, second, first, third, first):  # the second makes room for the third
        engine.read_lines(page, engine.find_lines(page), "est")
    engine.close()
    assert sent.count("open") == 3
    assert sent.count("find") == sent.count("read") == 6


def test_threads_share_one_reader(reader: Neural) -> None:
    pages = [scan(sheet(tuple(f"{k} {line}" for line in LINES))) for k in range(3)]
    read: dict[int, list[str]] = {}

    def work(k: int) -> None:
        read[k] = reader.read(pages[k], "est").text.splitlines()

    threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == {k: [f"{k} {line}" for line in LINES] for k in range(3)}


def test_two_who_take_a_line_each_read_what_one_reads_alone() -> None:
    """Whichever of them is done first: long and short lines come back in their places, to the last digit of chance."""
    page = scan(sheet(("Ja", *LINES, "nr 7", LINES[0] * 2)))
    with closing(Neural(threads=2)) as two, closing(Neural(threads=1)) as alone:
        assert two.read(page, "est") == alone.read(page, "est")


def test_the_cut_alphabet_reads_the_same() -> None:
    """Every letter of ours is known to the network; without the others it reads the same lines."""
    cut, whole = models.recogniser(), models.recogniser(None)
    assert set(cut.alphabet) == {models.BLANK, models.SPACE, *models.LATIN}
    assert len(whole.alphabet) == 18_710
    for row, line in enumerate(LINES):
        picture = sheet()[72 * (row + 2) - 8 : 72 * (row + 2) + 52]
        strip = cv2.resize(picture, None, fx=48 / 60, fy=48 / 60, interpolation=cv2.INTER_AREA)
        read = ["".join(each.text for each in letters(model.look(strip), model.alphabet)) for model in (cut, whole)]
        assert read == [line, line]


def test_a_blurred_tilde_is_no_umlaut(reader: Neural) -> None:
    """The network alone takes nearly every õ of such a page for ö."""
    words = ("nõukogu põhjal kõigile", "võimalik õnnelik jõudlus", "näitus töökoht küsimus")
    rough = cv2.GaussianBlur(sheet(words, 32), (0, 0), 1.1).astype(np.float32) * 0.3 + 125
    rough += np.random.default_rng(1).normal(0, 12, rough.shape)
    read = reader.read(scan(rough.clip(0, 255).astype(np.uint8)), "est").text
    assert read.count("õ") >= 5, read
    assert "töökoht" in read


def test_models_that_are_not_ours_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models.load(models.DETECTOR)
    monkeypatch.setattr(models, "folder", lambda: tmp_path)
    with pytest.raises(models.ModelsMissing):
        models.load(models.DETECTOR)
    (tmp_path / models.DETECTOR[0]).write_bytes(b"another network")
    with pytest.raises(models.ModelsMissing):
        models.load(models.DETECTOR)
    monkeypatch.undo()
    monkeypatch.setattr(models, "BOX", "no_such_box")
    with pytest.raises(models.ModelsMissing):
        models.folder()


def test_nothing_that_phones_home_is_loaded() -> None:
    """OpenVINO's converters would load telemetry; they are kept out before they are asked for."""
    assert sys.modules["openvino.tools"] is None
    assert not any(name.startswith("openvino_telemetry") for name in sys.modules)


# Bad days


@pytest.fixture
def frail() -> Iterator[Neural]:
    engine = Neural(child="tests.ocr.frail_neural_child", wall_s=1.5)
    yield engine
    engine.close()


def blank(width: int, height: int = 60) -> PageImage:
    return scan(np.full((height, width), 255, np.uint8))


def reads_on(engine: Neural) -> bool:
    return engine.read(blank(200), LANGUAGES).text == "terve"


def test_a_hanging_page_is_stopped_on_time(frail: Neural) -> None:
    assert reads_on(frail)
    with pytest.raises(EngineTimeout):
        frail.read(blank(bad.HANGS), LANGUAGES)
    assert reads_on(frail)


@pytest.mark.parametrize("illness", [bad.CRASHES, bad.RAVES, bad.SWELLS])
def test_a_crash_costs_its_page_only(frail: Neural, illness: int) -> None:
    with pytest.raises(EngineCrash):
        frail.read(blank(illness), LANGUAGES)
    assert reads_on(frail)


@pytest.mark.parametrize("lie", [*frail_child.LIES_TOLD, *frail_child.LIES_ABOUT_PLACES])
def test_answers_that_are_none_are_not_believed(frail: Neural, lie: int) -> None:
    with pytest.raises(EngineCrash):
        frail.read(blank(bad.LIES, lie), LANGUAGES)
    assert reads_on(frail)


def test_missing_models_are_a_sentence_with_a_remedy(frail: Neural) -> None:
    with pytest.raises(NeuralMissing) as caught:
        frail.read(blank(frail_child.BARE), LANGUAGES)
    assert isinstance(caught.value, EngineMissing)
    for ui in ("et", "en", "ru"):
        assert "./run --setup-only" in caught.value.text(ui)
        assert "Tesseract" in caught.value.text(ui)


def test_a_reader_that_does_not_start_is_missing() -> None:
    engine = Neural(child="tests.ocr.no_such_module")
    with pytest.raises(NeuralMissing):
        engine.require("est")


def test_it_reads_no_language_but_latin_ones(reader: Neural) -> None:
    reader.require(LANGUAGES)
    with pytest.raises(LanguageMissing):
        reader.require("rus")


def test_a_killed_reader_comes_back() -> None:
    engine = Neural()
    page = scan(sheet(LINES[:1]))
    assert engine.read(page, "est").text == LINES[0]
    assert engine._child is not None
    os.killpg(engine._child._caged.process.pid, signal.SIGKILL)
    engine._child._caged.process.wait()
    assert engine.read(page, "est").text == LINES[0], "a child found dead is replaced before it is asked"
    engine.close()


def test_a_reader_retires_before_it_grows_old(frail: Neural, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neural, "_ASKS_A_LIFE", 4)
    assert reads_on(frail)
    first = frail._child
    assert reads_on(frail)
    assert reads_on(frail)
    assert frail._child is not first
