"""Fields read on their own: what the pattern makes of doubtful letters, and real paper read by the real reader."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from capture.ruling import Ink
from capture.scan import PageImage
from ocr import combs
from ocr.fieldport import Asked, FieldQuestion
from ocr.fieldread import Fields, Look, evidence, row
from ocr.fieldsure import Evidence, sure
from ocr.neural import Neural
from ocr.text import Box

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ALPHABET = ("", *"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzõäöüšžÕÄÖÜŠŽ.,-+@/€' ")
FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"
Doubts = dict[int, dict[str, float]]  # place in the text -> what else it may be


def seen(text: str, doubts: Doubts | None = None) -> np.ndarray:
    """Steps of a reader that saw the text, a gap after each letter, and was of two minds at some places."""
    rows = []
    for place, letter in enumerate(text):
        step = np.full(len(ALPHABET), 1e-7)
        others = (doubts or {}).get(place, {})
        for other, likely in others.items():
            step[ALPHABET.index(other)] = likely
        step[ALPHABET.index(letter)] = 1 - sum(others.values()) - 1e-5
        gap = np.full(len(ALPHABET), 1e-8)
        gap[0] = 1 - 1e-5
        rows += [step, gap]
    return np.array(rows)


def asked(kind: Asked, text: str, doubts: Doubts | None = None, cells: int = 0) -> Evidence:
    question = FieldQuestion(kind, cells)
    return evidence([Look(seen(text, doubts), ALPHABET, question)], question)


@pytest.mark.parametrize(
    ("kind", "read", "meant"),
    [
        ("isikukood", "4911O268O8l", "49110268081"),
        ("isikukood", "491 1026 8081", "49110268081"),
        ("iban", "FE38 22OO 2210 2014 5685", "EE382200221020145685"),
        ("iban", "LT12 1000 0111 0100 1000", "LT121000011101001000"),
        ("date", "l2.O5.2024", "12.05.2024"),
        ("date", "1/2-24", "1.2.24"),
        ("date", "5. mai 2024", "5.mai2024"),
        ("money", "1 234,56 €", "1234,56"),
        ("phone", "+372 5555 1234", "+37255551234"),
        ("email", "Mari.Maasikas@neti.ee", "mari.maasikas@neti.ee"),
        ("name", "Jüri-Ants Šmidt", "Jüri-Ants Šmidt"),
        ("digits", "1 O 7", "107"),
        ("free", "Nr 7/2 a", "Nr 7/2 a"),
    ],
)
@pytest.mark.quick
def test_letters_are_taken_for_what_can_stand_there(kind: Asked, read: str, meant: str) -> None:
    answer = asked(kind, read)
    assert answer.text == meant
    assert answer.share > 0.9


@pytest.mark.quick
def test_a_day_in_cells_has_no_dots() -> None:
    assert asked("date", "12052024", cells=8).text == "12052024"


@pytest.mark.quick
def test_a_day_that_does_not_exist_gives_way_to_one_that_does() -> None:
    assert asked("date", "31.06.2024", {1: {"0": 0.3}}).text == "30.06.2024"


@pytest.mark.quick
def test_a_check_digit_chooses_where_one_reading_is_left() -> None:
    answer = asked("isikukood", "49110268087", {10: {"1": 0.2}})
    assert (answer.text, answer.repaired, answer.proven) == ("49110268081", True, True)


@pytest.mark.quick
def test_a_check_digit_does_not_choose_between_two() -> None:
    """Both 4911026808_1_ and 491102680_7_0 pass: nobody can tell which was written."""
    answer = asked("isikukood", "49110268087", {9: {"7": 0.2}, 10: {"1": 0.1, "0": 0.1}})
    other = asked("isikukood", "49110268070")
    assert other.proven
    assert not answer.repaired
    assert answer.share < 0.9


@pytest.mark.quick
def test_a_wrong_code_that_stands_so_on_paper_stays() -> None:
    answer = asked("isikukood", "49110268087")
    assert (answer.text, answer.repaired, answer.proven) == ("49110268087", False, False)


@pytest.mark.quick
def test_what_fits_badly_is_not_believed() -> None:
    label = asked("isikukood", "Isikukood 49110268081")
    assert sure(label) < 0.3 < 0.98 < sure(asked("isikukood", "49110268081"))


@pytest.mark.quick
def test_confidence_falls_with_the_likeliest_rival() -> None:
    said = [sure(asked("name", "Mari", {3: {"l": likely}})) for likely in (0.0, 0.1, 0.3, 0.45)]
    assert said == sorted(said, reverse=True)
    assert said[-1] < 0.7


# On paper -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fields() -> Iterator[Fields]:
    engine = Neural()
    yield Fields(engine)
    engine.close()


def form(signs: str, gaps: int = 0, cell: int = 60) -> tuple[PageImage, Box]:
    """A page of 300 dpi with one comb; `gaps` > 0 leaves room after so many cells, as account numbers have."""
    sheet = Image.new("L", (2480, 900), 248)
    draw, x = ImageDraw.Draw(sheet), 300
    font = ImageFont.truetype(FONT, 46)
    for place, sign in enumerate(signs):
        if gaps and place and place % gaps == 0:
            x += cell // 3
        draw.rectangle((x, 300, x + cell, 375), outline=20, width=3)
        draw.text((x + cell / 2, 358), sign, fill=30, font=font, anchor="ms")
        x += cell
    return PageImage(1, np.array(sheet), 300.0), Box(270, 280, x + 40, 395)


def test_cells_are_found_by_their_walls() -> None:
    page, zone = form("49110268081")
    cells = combs.cells(Ink(page), zone, 11)
    assert [cell.x0 for cell in cells] == pytest.approx([300 + 60 * place for place in range(11)], abs=4)
    assert combs.cells(Ink(page), zone, 20) == []


def test_a_lost_wall_is_known_by_its_neighbours() -> None:
    page, zone = form("49110268081")
    pixels = page.pixels.copy()
    pixels[304:372, 470:491] = 248
    cells = combs.cells(Ink(PageImage(1, pixels, 300.0)), zone, 11)
    assert [cell.x0 for cell in cells] == pytest.approx([300 + 60 * place for place in range(11)], abs=4)


def test_empty_cells_are_empty() -> None:
    page, zone = form("12 4   ")
    ink = Ink(page)
    assert [box is None for box in combs.written(ink, combs.cells(ink, zone, 7))] == [0, 0, 1, 0, 1, 1, 1]


@pytest.mark.parametrize(
    ("kind", "signs", "gaps"),
    [("isikukood", "49110268081", 0), ("iban", "EE382200221020145685", 4), ("date", "07112026", 0)],
)
def test_a_comb_is_read_without_its_teeth(fields: Fields, kind: Asked, signs: str, gaps: int) -> None:
    page, zone = form(signs, gaps)
    reading = fields.read_field(page, zone, FieldQuestion(kind, len(signs)))
    assert reading.text == signs
    assert reading.confidence > 0.9
    assert zone.x0 < reading.box.x0 < reading.box.x1 < zone.x1


def test_an_empty_place_has_no_text(fields: Fields) -> None:
    page, zone = form(" " * 11)
    assert fields.read_field(page, zone, FieldQuestion("isikukood", 11)).text == ""


def test_the_row_with_most_ink_is_the_value() -> None:
    page, _ = form("")
    pixels = page.pixels.copy()
    cv2.putText(pixels, "label", (300, 330), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 30, 2)
    cv2.putText(pixels, "Mari Maasikas", (300, 400), cv2.FONT_HERSHEY_SIMPLEX, 1.5, 30, 4)
    found = row(Ink(PageImage(1, pixels, 300.0)), Box(280, 300, 1200, 440))
    assert found is not None
    assert found.y0 > 340


def test_a_hand_filled_form_is_read_field_by_field(fields: Fields) -> None:
    truth = json.loads((EXAMPLES / "truth" / "05-valjamaksuviisi-avaldus.json").read_text("utf-8"))
    pixels = cv2.imread(str(EXAMPLES / "05-valjamaksuviisi-avaldus.png"), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    zones = {each["name"]: each for each in truth["fields"] if each["value"]}
    wanted: dict[str, tuple[Asked, int]] = {"family_name": ("name", 0), "personal_code": ("isikukood", 11)}
    for name, (kind, cells) in wanted.items():
        zone = Box(*(side + grow for side, grow in zip(zones[name]["zone"], (-12, 0, 12, 4), strict=True)))
        reading = fields.read_field(PageImage(1, pixels, 200.0), zone, FieldQuestion(kind, cells))
        assert reading.text == zones[name]["value"], name
        assert reading.proven == (kind == "isikukood")


class Counting:
    """The recogniser, and how many strips it was shown."""

    def __init__(self, engine: Neural) -> None:
        self._engine, self.shown = engine, 0

    def alphabet(self) -> tuple[str, ...]:
        return self._engine.alphabet()

    def look(self, strips: Sequence[np.ndarray]) -> list[np.ndarray]:
        self.shown += len(strips)
        return self._engine.look(strips)


def test_only_a_strip_that_shows_a_day_is_looked_at_wider() -> None:
    sheet = Image.new("L", (1600, 500), 248)
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, 40)
    draw.text((80, 60), "2014 NOV 25 PM 3 41", fill=30, font=font)
    draw.text((80, 300), "REGISTRATION UNIT", fill=30, font=font)
    engine = Neural()
    try:
        counting = Counting(engine)
        places = [(Box(40, 40, 1500, 160), FieldQuestion("stamp")), (Box(40, 280, 1500, 400), FieldQuestion("stamp"))]
        day, none = Fields(counting).read_fields(Ink(PageImage(1, np.array(sheet), 300.0)), places)
    finally:
        engine.close()
    assert (day.text, none.text) == ("2014-11-25", "")
    assert counting.shown == 3
