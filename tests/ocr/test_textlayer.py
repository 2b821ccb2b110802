"""A PDF's own text is used where it says what is to be seen, and only there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from capture.pages import render
from capture.scan import EmbeddedWord, PageImage
from ocr import textlayer
from ocr.tesseract import Tesseract
from tests.ocr.digital import A4, LETTER, RUSSIAN, canvas, miswritten, scan, write

SHARED = Path(os.environ.get("KANTSELEI_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data"
LANGUAGES = "est+rus+eng"


@pytest.fixture(scope="module")
def reader() -> Iterator[Tesseract]:
    engine = Tesseract()
    yield engine
    engine.close()


def page_of(path: Path, number: int = 1) -> PageImage:
    return render(path, "application/pdf", number, dpi=200)


@pytest.fixture
def decided(reader: Tesseract) -> Callable[[Path], str]:
    """What is decided about the first page of a PDF."""

    def reason(path: Path) -> str:
        decision = textlayer.decide(page_of(path), reader, LANGUAGES)
        assert decision.use == (decision.reason == "agrees")
        return decision.reason

    return reason


def written(path: Path, lines: tuple[str, ...] = LETTER, mode: int = 0) -> Path:
    write(canvas(path), lines, mode=mode).save()
    return path


# --- used ---


@pytest.mark.quick
@pytest.mark.parametrize("lines", [LETTER, RUSSIAN], ids=["Estonian", "Russian"])
def test_an_honest_layer_is_used(tmp_path: Path, decided: Callable[[Path], str], lines: tuple[str, ...]) -> None:
    assert decided(written(tmp_path / "s.pdf", lines)) == "agrees"


@pytest.mark.quick
def test_the_layer_is_read_to_the_letter(tmp_path: Path) -> None:
    page = page_of(written(tmp_path / "s.pdf"))
    told = textlayer.text(page)
    assert told.text.splitlines() == list(LETTER)
    assert {line.engine for line in told.lines} == {"textlayer"}
    assert all(0 < word.confidence <= 1 for word in told.words)
    for word in told.words:
        cut = page.pixels[word.box.y0 : word.box.y1, word.box.x0 : word.box.x1]
        assert cut.min() < 100, f"no ink under {word.text}"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_lie_where_they_are_shown_on_a_cut_and_turned_page(
    tmp_path: Path, decided: Callable[[Path], str], turn: int
) -> None:
    """Sheets laid sideways by a program: the text runs across again once the page is turned as the file says."""
    page = canvas(tmp_path / "s.pdf")
    page.translate(A4[0] / 2, A4[1] / 2)
    page.rotate(turn)
    page.translate(-A4[0] / 2, -A4[1] / 2)
    write(page, LETTER, top=600).save()
    with pikepdf.open(tmp_path / "s.pdf", allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.pages[0].CropBox = [20, 30, 590, 820]
        pdf.save(tmp_path / "s.pdf")
    assert decided(tmp_path / "s.pdf") == "agrees"


def test_what_is_filled_into_a_form_is_text_too(tmp_path: Path, decided: Callable[[Path], str]) -> None:
    page = write(canvas(tmp_path / "s.pdf"), LETTER)
    page.acroForm.textfield(name="nimi", x=72, y=500, width=300, height=24, value="Juhan Juurikas 5551", borderWidth=1)
    page.acroForm.checkbox(name="jah", x=72, y=450, size=14, checked=True)
    page.save()
    assert "Juhan Juurikas 5551" in textlayer.text(page_of(tmp_path / "s.pdf")).text
    assert decided(tmp_path / "s.pdf") == "agrees"


def test_rules_and_boxes_to_tick_are_no_writing(tmp_path: Path, decided: Callable[[Path], str]) -> None:
    page = write(canvas(tmp_path / "s.pdf"), LETTER)
    for n in range(8):
        page.rect(72, 520 - 25 * n, 11, 11)
        page.circle(90, 525 - 25 * n, 5)
        page.line(100, 520 - 25 * n, 500, 520 - 25 * n)
    page.grid([72, 200, 350, 520], [100, 130, 160, 190])
    page.save()
    assert decided(tmp_path / "s.pdf") == "agrees"


# --- distrusted ---


def test_a_scan_has_no_layer(tmp_path: Path, decided: Callable[[Path], str]) -> None:
    page = canvas(tmp_path / "s.pdf")
    page.drawImage(scan(LETTER), 0, 0, *A4)
    page.save()
    assert decided(tmp_path / "s.pdf") == "no_layer"


@pytest.mark.parametrize("mark", [False, True], ids=["the scan alone", "with a mark beside it"])
def test_somebodys_reading_of_a_scan_is_no_truth(tmp_path: Path, decided: Callable[[Path], str], mark: bool) -> None:
    page = canvas(tmp_path / "s.pdf")
    page.drawImage(scan(LETTER), 0, 0, *A4)
    if mark:
        page.rect(500, 20, 30, 30, fill=1)
    write(page, LETTER, mode=3).save()
    assert decided(tmp_path / "s.pdf") == "over_scan"


def test_text_covered_by_a_scan_is_no_truth(tmp_path: Path, decided: Callable[[Path], str]) -> None:
    page = write(canvas(tmp_path / "s.pdf"), LETTER)
    page.drawImage(scan(RUSSIAN), 0, 0, *A4)
    page.save()
    assert decided(tmp_path / "s.pdf") == "over_scan"


@pytest.mark.quick
def test_white_text_is_invisible(tmp_path: Path, decided: Callable[[Path], str]) -> None:
    page = canvas(tmp_path / "s.pdf")
    page.setFillGray(1)
    write(page, LETTER).save()
    assert decided(tmp_path / "s.pdf") == "invisible"


def test_a_line_under_a_white_patch_is_missed(tmp_path: Path, decided: Callable[[Path], str]) -> None:
    page = write(canvas(tmp_path / "s.pdf"), LETTER)
    page.setFillGray(1)
    page.rect(60, 690, 500, 30, stroke=0, fill=1)
    page.save()
    assert decided(tmp_path / "s.pdf") == "off_ink"


def test_words_of_another_page_under_shapes_without_words_are_noticed(
    tmp_path: Path, decided: Callable[[Path], str]
) -> None:
    """The shapes of one page over the hidden words of another."""
    write(canvas(tmp_path / "seen.pdf"), LETTER[::-1]).save()
    write(canvas(tmp_path / "s.pdf"), LETTER, mode=3).save()
    miswritten(tmp_path / "seen.pdf", lambda code: 0x20)
    with pikepdf.open(tmp_path / "seen.pdf") as seen, pikepdf.open(tmp_path / "s.pdf") as pdf:
        pdf.pages[0].add_overlay(seen.pages[0])
        pdf.save(tmp_path / "both.pdf")
    assert decided(tmp_path / "both.pdf") in ("disagrees", "off_ink", "ink_without_text")


def test_a_picture_of_text_beside_the_words_is_not_left_out(tmp_path: Path, decided: Callable[[Path], str]) -> None:
    page = write(canvas(tmp_path / "s.pdf"), LETTER)
    page.drawImage(scan(RUSSIAN, (1240, 500)), 0, 250, 595, 240)
    page.save()
    assert decided(tmp_path / "s.pdf") == "ink_without_text"


@pytest.mark.parametrize("value", ["49403136526", "Mari", "12.03.2024"])
def test_a_value_drawn_as_mere_shapes_is_not_lost(tmp_path: Path, decided: Callable[[Path], str], value: str) -> None:
    write(canvas(tmp_path / "form.pdf"), LETTER).save()
    write(canvas(tmp_path / "value.pdf"), (value,), top=400).save()
    miswritten(tmp_path / "value.pdf", lambda code: 0x20)
    with pikepdf.open(tmp_path / "value.pdf") as shapes, pikepdf.open(tmp_path / "form.pdf") as pdf:
        pdf.pages[0].add_overlay(shapes.pages[0])
        pdf.save(tmp_path / "both.pdf")
    assert decided(tmp_path / "both.pdf") == "ink_without_text"


def test_a_signature_is_no_text_left_out(tmp_path: Path, decided: Callable[[Path], str]) -> None:
    page = write(canvas(tmp_path / "s.pdf"), LETTER)
    page.setLineWidth(1.5)
    page.bezier(100, 400, 120, 460, 130, 340, 150, 410)
    page.bezier(150, 410, 160, 440, 170, 380, 190, 405)
    page.save()
    assert decided(tmp_path / "s.pdf") == "agrees"


@pytest.mark.parametrize(
    ("letters", "reason"),
    [
        (lambda code: code + 3, "disagrees"),
        (lambda code: 0xE000 + code % 0x1000, "wrong_letters"),
        (lambda code: 0xFFFD, "wrong_letters"),
    ],
    ids=["shifted", "private", "unknown"],
)
def test_fonts_that_name_other_letters_are_noticed(
    tmp_path: Path, decided: Callable[[Path], str], letters: Callable[[int], int], reason: str
) -> None:
    assert decided(miswritten(written(tmp_path / "s.pdf"), letters)) == reason


def test_numbers_that_are_not_those_seen_are_noticed(tmp_path: Path, decided: Callable[[Path], str]) -> None:
    """Only the digits are wrong: the letters of the page would outvote them."""
    path = written(tmp_path / "s.pdf", (*LETTER, "49403136526 38501230001 47101010033 50001010017"))
    digits = {ord(digit): ord("9") - ord(digit) + ord("0") for digit in "0123456789"}
    assert decided(miswritten(path, lambda code: digits.get(code, code))) == "disagrees"


@pytest.mark.quick
def test_cyrillic_taken_for_western_european_is_noticed() -> None:
    words = RUSSIAN[1].encode("cp1251").decode("latin-1").split()
    page = page_like(*words)
    assert textlayer.decide(page, Tesseract(), LANGUAGES).reason == "wrong_letters"


@pytest.mark.quick
def test_a_page_on_its_side_must_be_turned_first() -> None:
    page = page_like("Avaldus", "toetuse", "saamiseks")
    upright = tuple(EmbeddedWord(w.text, w.y0, w.x0, w.y1, w.x1, w.line) for w in page.embedded)
    assert textlayer.decide(replace(page, embedded=upright), Tesseract(), LANGUAGES).reason == "sideways"


@pytest.mark.quick
def test_words_outside_the_page_do_not_count() -> None:
    page = page_like("Avaldus")
    outside = EmbeddedWord("peidus", 5000, 10, 5100, 40, 2)
    assert textlayer.text(replace(page, embedded=(*page.embedded, outside))).text == "Avaldus"


@pytest.mark.quick
def test_ligatures_and_hidden_hyphens_become_letters() -> None:
    assert textlayer.text(page_like("\ufb01nants", "toe\u00adtus")).text == "finants toetus"


def page_like(*words: str) -> PageImage:
    """A page said to have these words, side by side."""
    told = tuple(EmbeddedWord(word, 50 + 160 * n, 50, 200 + 160 * n, 80, 1) for n, word in enumerate(words))
    return PageImage(1, np.full((400, 2000), 255, np.uint8), 200, embedded_text=" ".join(words), embedded=told)


# --- real files ---


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "number", "reason"),
    [
        ("us_tax_forms/irs_w9__fw9_1.pdf", 1, "agrees"),
        ("us_tax_forms/contoso_invoice__Invoice_3.pdf", 1, "agrees"),
        ("ru_docs_dedoc/pdf_with_text_layer__2-column-state.pdf", 1, "agrees"),
        ("ru_docs_dedoc/tables__example_with_table9.pdf", 2, "ink_without_text"),
        ("intake_samples/paperless__tesseract__single-page-mixed.pdf", 1, "ink_without_text"),
        ("benefit_forms_pdf/minnesota__uploaded-document-cover-page.pdf", 1, "over_scan"),
    ],
)
def test_files_from_the_world(reader: Tesseract, name: str, number: int, reason: str) -> None:
    if not (SHARED / name).exists():
        pytest.skip("the real scans are not beside the checkout")
    page = render(SHARED / name, "application/pdf", number)
    assert textlayer.decide(page, reader, LANGUAGES).reason == reason


@pytest.mark.shared
def test_what_was_filled_into_a_real_form_is_not_lost() -> None:
    path = SHARED / "us_tax_forms/irs_w9__fw9_1.pdf"
    if not path.exists():
        pytest.skip("the real scans are not beside the checkout")
    told = textlayer.text(render(path, "application/pdf", 1)).text
    assert "John Doe" in told
    assert "Arctex Inc." in told
