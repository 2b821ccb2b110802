"""The text layer of a PDF page: words where the page shows them, whatever the file or the cage says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from capture.layer import with_layer
from capture.pages import render
from capture.scan import PageImage
from tests.capture.paper_made import encoded, letter, scanned_pdf

PAGE = PageImage(1, np.full((300, 200), 255, np.uint8), 150)


def two_words(path: Path, **keys: object) -> Path:
    """ "Vasakul" near the left edge, "paremal" below it and farther right."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(100, 700, "Vasakul")
    canvas.drawString(350, 400, "paremal")
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for key, value in keys.items():
            setattr(pdf.pages[0], key, value)
        pdf.save(path)
    return path


@pytest.mark.quick
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [[0, 0, 595, 842], [60, 150, 500, 800]], ids=["whole", "cut"])
def test_words_lie_on_their_ink(tmp_path: Path, rotate: int, crop: list[int]) -> None:
    path = two_words(tmp_path / "s.pdf", Rotate=rotate, CropBox=crop)
    page = render(path, "application/pdf", 1, dpi=150)
    assert {word.text for word in page.embedded} == {"Vasakul", "paremal"}
    ink = page.pixels.min(axis=2) < 128 if page.pixels.ndim == 3 else page.pixels < 128
    for word in page.embedded:
        assert ink[word.y0 : word.y1, word.x0 : word.x1].any(), word
        ink[word.y0 : word.y1 + 1, word.x0 - 1 : word.x1 + 1] = False
    assert not ink.any(), "ink beside the words"


def test_words_of_one_line_know_it(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "s.pdf"), pagesize=(595, 842))
    canvas.drawString(100, 700, "esimene rida")
    canvas.drawString(100, 680, "teine rida")
    canvas.save()
    page = render(tmp_path / "s.pdf", "application/pdf", 1, dpi=100)
    assert page.embedded_text == "esimene rida\nteine rida"
    lines = [word.line for word in page.embedded]
    assert lines[0] == lines[1] != lines[2] == lines[3]
    assert not page.over_picture


def test_a_scan_taken_out_as_it_is_has_no_places_for_its_words(tmp_path: Path) -> None:
    jpeg = encoded(letter(), "JPEG")
    hidden = b"BT 3 Tr /F1 12 Tf 100 700 Td (peidetud) Tj ET"
    path = scanned_pdf(tmp_path / "s.pdf", jpeg, (595, 842), more=hidden)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.pages[0].Resources.Font = pikepdf.Dictionary(F1=font)
        pdf.save(path)
    page = render(path, "application/pdf", 1)
    assert page.pixels.shape[:2] == (1754, 1240), "drawn anew, not taken out"
    assert (page.embedded_text, page.embedded, page.over_picture) == ("peidetud", (), True)


def test_more_words_than_a_page_can_hold_cost_words_not_the_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "s.pdf"), pagesize=(595, 842))
    canvas.setFont("Helvetica", 1)
    for row in range(800):
        canvas.drawString(5, 5 + row, "sõna " * 20)
    canvas.save()
    page = render(tmp_path / "s.pdf", "application/pdf", 1, dpi=100)
    assert 1000 < len(page.embedded) <= 8000


json = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=30,
)


@pytest.mark.quick
@given(words=json, text=json, over=json)
def test_nonsense_from_the_cage_is_no_word(words: object, text: object, over: object) -> None:
    page = with_layer(PAGE, {"words": words, "text": text, "over_picture": over})
    assert isinstance(page.embedded_text, str)
    assert isinstance(page.over_picture, bool)
    assert all(word.text and word.x0 < word.x1 and word.y0 < word.y1 for word in page.embedded)


@pytest.mark.quick
@pytest.mark.parametrize(
    "word",
    [
        [1, 0, 0, 10, 10],
        [1, 0, 0, 0, 10, "lame"],
        [1, 0, 0, 10, 10, ""],
        [1, 0, 0, 10**9, 10, "far"],
        [1, 0, 0, 9, 9, 5],
        "word",
    ],
)
def test_half_a_word_is_left_out(word: object) -> None:
    whole = [1, 5, 5, 50, 20, "terve"]
    page = with_layer(PAGE, {"words": [word, whole]})
    assert [known.text for known in page.embedded] == ["terve"]
