"""A page laid upon its template: turned, scaled, half read and misread, each place is still found."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.scan import PageImage
from classify.catalogue import load
from classify.fields import extract
from classify.kind import Field
from classify.template import Template
from classify.templatefit import best, lay
from ocr.text import Box, Line, PageText, Word

KINDS = load(Path(__file__).resolve().parents[2] / "bench" / "kinds")
W9, MISC, W8BEN = (KINDS[code] for code in ("irs_w9", "irs_1099misc", "irs_w8ben"))
MM = 8.0  # pixels a millimetre
Map = tuple[float, float, float, float, float]  # angle in degrees, scale, aslant, right and down in millimetres
UPRIGHT: Map = (0.0, 1.0, 0.0, 0.0, 0.0)


def matrix_of(how: Map) -> np.ndarray:
    """Millimetres of the blank to pixels of the picture."""
    angle, scale, aslant, right, down = how
    turn, size = math.radians(angle), scale * MM
    cos, sin = size * math.cos(turn), size * math.sin(turn)
    return np.array([[cos, aslant * cos - sin, right * MM], [sin, aslant * sin + cos, down * MM]])


def moved(place: tuple[float, float, float, float], matrix: np.ndarray) -> Box:
    """The place as an engine would put a level box there."""
    left, top, right, bottom = place
    x, y = matrix @ np.array([(left + right) / 2, (top + bottom) / 2, 1.0])
    size = float(np.hypot(*matrix[:, 0]))
    wide, high = (right - left) * size / 2, (bottom - top) * size / 2
    return Box(round(x - wide), round(y - high), round(x + wide), round(y + high))


def scanned(template: Template, how: Map, rng: Random, lost: float = 0.0, slips: float = 0.0) -> PageText:
    """The printed words of the blank as an engine reads them from a scan, with words lost and letters misread."""
    matrix = matrix_of(how)
    words = []
    for word in template.words:
        if rng.random() < lost:
            continue
        text = word.text
        if rng.random() < slips:
            at = rng.randrange(len(text))
            text = text[:at] + rng.choice("abcdeimnoprstuv018") + text[at + 1 :]
        words.append(Line((Word(text, moved(word.place, matrix), 0.9),), "test"))
    return PageText(1, round(template.size[0] * MM), round(template.size[1] * MM), tuple(words))


def off(template: Template, page: PageText, how: Map) -> float:
    """How far the worst place lies from where it should, in millimetres."""
    fit = lay(template, page)
    assert fit is not None
    matrix = matrix_of(how)
    worst = 0.0
    for zone in template.zones:
        found, meant = fit.box(zone.place).center, moved(zone.place, matrix).center
        worst = max(worst, math.dist(found, meant) / MM)
    return worst


maps = st.tuples(
    st.floats(-6, 6), st.floats(0.7, 1.4), st.floats(-0.03, 0.03), st.floats(-15, 15), st.floats(-15, 15)
)  # fmt: skip


@settings(max_examples=40)
@given(maps, st.floats(0, 0.45), st.floats(0, 0.25), st.integers(0, 999), st.sampled_from([W9, MISC, W8BEN]))
def test_places_are_found_however_the_paper_lies(how: Map, lost: float, slips: float, seed: int, kind) -> None:
    template = kind.templates[0]
    page = scanned(template, how, Random(seed), lost, slips)
    assert off(template, page, how) < 1.5


@settings(max_examples=25)
@given(st.integers(0, 999), st.floats(0, 1))
def test_another_form_is_not_taken_for_this_one(seed: int, lost: float) -> None:
    page = scanned(W8BEN.templates[0], UPRIGHT, Random(seed), lost)
    assert lay(W9.templates[0], page) is None


def test_a_part_that_stands_elsewhere_in_another_edition_takes_its_places_along() -> None:
    template = W9.templates[0]
    page = scanned(template, UPRIGHT, Random(1))
    lower = tuple(
        Line((Word(w.text, Box(w.box.x0, w.box.y0 + 40, w.box.x1, w.box.y1 + 40), 0.9),), "test")
        if w.box.y0 > 105 * MM else Line((w,), "test")
        for w in page.words
    )  # fmt: skip
    fit = lay(template, PageText(1, page.width, page.height, lower))
    assert fit is not None
    name, number = (next(z.place for z in template.zones if z.field == field) for field in ("Name", "EIN"))
    assert abs(fit.box(name).y0 / MM - name[1]) < 1.2
    assert abs(fit.box(number).y0 / MM - number[1] - 40 / MM) < 1.2


def test_the_page_that_is_the_form_is_chosen_among_its_instructions() -> None:
    letter = PageText(1, 1700, 2200, (Line((Word("Instructions", Box(10, 10, 200, 30), 0.9),), "test"),))
    form = scanned(W9.templates[0], UPRIGHT, Random(3))
    assert [fit.page for fit in best(W9.templates, [letter, PageText(2, form.width, form.height, form.lines)])] == [2]


class Filled:
    """A form filled in: words where they are written, with ink under them, and marks in tick boxes."""

    def __init__(self, template: Template, how: Map) -> None:
        self.template, self.how, self.matrix = template, how, matrix_of(how)
        self.lines = list(scanned(template, how, Random(5), lost=0.1, slips=0.05).lines)
        self.pixels = np.full((round(template.size[1] * MM), round(template.size[0] * MM)), 250, np.uint8)
        for zone in template.zones:
            if zone.place[2] - zone.place[0] < 4:
                self.draw(zone.place)

    def draw(self, place: tuple[float, float, float, float]) -> Box:
        box = moved(place, self.matrix)
        cv2.rectangle(self.pixels, (box.x0, box.y0), (box.x1, box.y1), 20, 2)
        return box

    def write(self, field: str, text: str, along: float = 1.0) -> None:
        left, _, _, bottom = next(zone.place for zone in self.template.zones if zone.field == field)
        for word in text.split():
            box = moved((left + along, bottom - 4, left + along + 2 * len(word), bottom - 1), self.matrix)
            cv2.line(self.pixels, (box.x0, box.y1), (box.x1, box.y0), 20, 3)
            self.lines.append(Line((Word(text=word, box=box, confidence=0.95),), "test"))
            along += 2 * len(word) + 2

    def tick(self, field: str) -> None:
        box = moved(next(zone.place for zone in self.template.zones if zone.field == field), self.matrix)
        cv2.line(self.pixels, (box.x0, box.y0), (box.x1, box.y1), 20, 3)
        cv2.line(self.pixels, (box.x0, box.y1), (box.x1, box.y0), 20, 3)

    def read(self, kind) -> dict[str, Field]:
        height, width = self.pixels.shape
        page = PageText(1, width, height, tuple(self.lines))
        return {field.name: field for field in extract(kind, [page], [PageImage(1, self.pixels, MM * 25.4)])}


@pytest.mark.parametrize("how", [UPRIGHT, (1.2, 0.93, 0.0, 4.0, 6.0), (-0.8, 0.97, 0.004, 2.0, 3.0)])
def test_a_filled_form_is_read_place_by_place(how: Map) -> None:
    form = Filled(W9.templates[0], how)
    form.write("Name", "Mari Õunapuu")
    form.write("CityStateZip", "Woburn, MA 01801")
    form.write("SSN", "123 45 6789")
    form.tick("TaxClassifyTrust")
    read = form.read(W9)
    assert read["Name"].value == "Mari Õunapuu"
    assert read["CityStateZip"].value == "Woburn, MA 01801"
    assert read["SSN"].value == "123456789"
    assert (read["BusinessName"].value, read["BusinessName"].state) == (None, "missing")
    ticked = {spec.name for spec in W9.fields if spec.type == "tick" and read[spec.name].value == "yes"}
    assert ticked == {"TaxClassifyTrust"}


def test_two_fields_that_share_a_place_part_its_rows() -> None:
    form = Filled(MISC.templates[0], UPRIGHT)
    left, top, _, _ = next(z.place for z in MISC.templates[0].zones if z.field == "PayerName")
    for row, text in enumerate(("Kalalaev OÜ", "Sadama 5", "Pärnu")):
        at = left + 2
        for word in text.split():
            box = moved((at, top + 2 + 5 * row, at + 2 * len(word), top + 5 + 5 * row), form.matrix)
            cv2.line(form.pixels, (box.x0, box.y1), (box.x1, box.y0), 20, 3)
            form.lines.append(Line((Word(word, box, 0.95),), "test"))
            at += 2 * len(word) + 2
    form.write("Rents", "90,000", along=20)
    read = form.read(MISC)
    assert (read["PayerName"].value, read["PayerAddress"].value) == ("Kalalaev OÜ", "Sadama 5 Pärnu")
    assert read["Rents"].value == "9000000"
    assert read["Royalties"].state == "missing"  # the printed $ is no value
