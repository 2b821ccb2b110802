"""An empty form of our own invention, printed and laid out: what is proposed of it is a kind that can be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pdf2image import convert_from_bytes

from bench.paper.form import print_form
from capture.scan import PageImage
from classify.blank import Proposal, propose, type_of
from classify.blanktoml import Head, as_toml
from classify.catalogue import read_kind
from classify.kind import Kind
from ocr.text import Box, Line, PageText, Word

FORM = Path(__file__).parents[2] / "bench" / "newkind" / "aiamaa_taotlus.toml"


@pytest.fixture(scope="module")
def proposal() -> Proposal:
    """The words where the printer set them: how they are read is no matter here."""
    blank = print_form(read_kind(FORM))
    picture = np.asarray(convert_from_bytes(blank.pdf, dpi=300)[0].convert("L"))
    lines = [line(row.words, row.extent) for row in blank.rows if row.page == 1]
    page = PageText(1, picture.shape[1], picture.shape[0], tuple(lines))
    return propose([page], [PageImage(1, picture, 300.0, 0)])


def line(words: str, place: tuple[float, float, float, float]) -> Line:
    """Each word its share of the row."""
    x0, y0, x1, y1 = place
    step, at, found = (x1 - x0) / max(len(words), 1), 0, []
    for word in words.split():
        begin = words.index(word, at)
        at = begin + len(word)
        box = Box(round(x0 + begin * step), round(y0), round(x0 + at * step), round(y1))
        found.append(Word(word, box, 0.95))
    return Line(tuple(found), "printed")


@pytest.fixture(scope="module")
def kind(proposal: Proposal) -> Kind:
    titles = {"et": "Aiamaa taotlus", "en": "Garden plot", "ru": "Огород"}
    text = as_toml(Head("aiamaa_taotlus", titles, date(2026, 11, 1)), proposal)
    return read_kind(Path("aiamaa_taotlus.toml"), text)


def test_title_sections_and_fields_are_those_that_are_printed(kind: Kind) -> None:
    truth = read_kind(FORM)
    assert kind.cues.titles == truth.cues.titles
    assert [section.title["et"] for section in kind.sections] == [section.title["et"] for section in truth.sections]
    assert [spec.labels["et"] for spec in kind.fields] == [spec.labels["et"] for spec in truth.fields]
    assert [spec.type for spec in kind.fields] == [spec.type for spec in truth.fields]


def test_squares_become_options_and_ticks(kind: Kind) -> None:
    water = kind.field("kastmisvesi")
    assert [option.labels["et"] for option in water.options] == [("kaevust",), ("veevärgist",)]
    assert water.group == "exactly_one"


def test_every_field_has_its_place_on_the_template(kind: Kind) -> None:
    (template,) = kind.templates
    assert set(template.fields()) == {spec.name for spec in kind.fields}
    code = next(zone for zone in template.zones if zone.field == "isikukood")
    left, top, right, bottom = code.place
    assert right - left > 50
    assert 5 < bottom - top < 15


@pytest.mark.parametrize(
    ("label", "wanted"),
    [("Isikukood", "isikukood"), ("Sünniaeg", "date"), ("Телефон", "phone"), ("E-post", "email"),
     ("Arvelduskonto number (IBAN)", "iban"), ("Taotleja allkiri", "signature"), ("Märkused", "text"),
     ("Elukoha aadress", "address"), ("Фамилия", "name")],
)  # fmt: skip
@pytest.mark.quick
def test_a_label_tells_what_is_asked_for(label: str, wanted: str) -> None:
    assert type_of(label) == wanted


@pytest.mark.quick
def test_an_empty_page_proposes_nothing() -> None:
    white = np.full((600, 420), 255, np.uint8)
    found = propose([PageText(1, 420, 600, ())], [PageImage(1, white, 50.0, 0)])
    assert found.parts == ()
    text = as_toml(Head("tyhi_leht", {"et": "Tühi", "en": "Empty", "ru": "Пусто"}, date(2026, 11, 1)), found)
    assert read_kind(Path("tyhi_leht.toml"), text).fields == ()
