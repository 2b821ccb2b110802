"""Letters on paper: PDF/A, always the same bytes, nothing foreign in them, and read back from a bad scan."""

import io
import re
from contextlib import closing
from dataclasses import replace
from datetime import date
from random import Random

import cv2
import numpy as np
import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image

from bench.paper.damage import apply
from bench.paper.picture import Picture
from bench.paper.profiles import choose
from capture.codes import CodeReader
from capture.pages import render
from capture.scan import PageImage
from ocr.tesseract import Tesseract
from registry.letters import compose, press, wording
from registry.letters.code import parse_notice_code
from registry.letters.press import PressFailed
from registry.letters.wording import Wording
from registry.reasons import LANGUAGES


def paper() -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((400, 600), 60).save(kept, "PNG")
    return kept.getvalue()


def notice(language: str = "et") -> str:
    sheet = compose.sample("deficiency", language)
    pictured = [replace(sheet.items[0], pictured=True), *sheet.items[1:]]
    return compose.html(replace(sheet, items=pictured), wording.shipped("deficiency", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_passes_as_pdf_a_3b(language: str) -> None:
    """An allowlist validator: what it does not know, it denies."""
    pdf = press.printed(notice(language), {0: (paper(), (0.1, 0.2, 0.6, 0.3))})
    report = pdfa.validate_written(io.BytesIO(pdf), "3b")
    assert [str(finding) for finding in report.findings] == []
    assert report.passed


def test_the_same_letter_gives_the_same_bytes() -> None:
    picture = paper()
    first, second = (press.printed(notice(), {0: (picture, None)}) for _ in range(2))
    assert first == second


def test_a_letter_is_text_in_its_language_with_its_fonts_inside() -> None:
    pdf = press.printed(notice("ru"), {0: (paper(), None)})
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "ru"
        fonts = opened.pages[0].Resources.Font
        assert all("FontFile2" in str(font.DescendantFonts[0].FontDescriptor.keys()) for font in fonts.values())


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1/x.png", "data:image/png;base64,AAAA"])
def test_a_template_fetches_nothing_from_outside(address: str) -> None:
    body = f'<p>Tere</p><img src="{address}" alt="">'
    html = compose.html(compose.sample("reply", "et"), Wording("reply", "et", 1, body))
    with pytest.raises(PressFailed):
        press.printed(html)


def test_the_letters_of_a_day_become_one_file() -> None:
    one = press.printed(compose.html(compose.sample("receipt", "et"), wording.shipped("receipt", "et")))
    with pikepdf.Pdf.open(io.BytesIO(press.together([one, one, one]))) as whole:
        assert len(whole.pages) == 3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_notice_that_was_printed_and_scanned_badly_is_read_back(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Printed, scanned, damaged as an office scanner does: code, number, date and things are the same."""
    sheet = compose.sample("deficiency", "et")
    file = tmp_path_factory.mktemp("printed") / "letter.pdf"
    file.write_bytes(press.printed(compose.html(sheet, wording.shipped("deficiency", "et"))))
    printed = render(file, "application/pdf", 1)
    rng = Random(seed)
    colour = printed.pixels if printed.pixels.ndim == 3 else cv2.cvtColor(printed.pixels, cv2.COLOR_GRAY2RGB)
    scanned = apply(Picture(colour, np.eye(3)), choose("office", rng), np.random.default_rng(seed))
    page = PageImage(1, scanned.pixels, float(scanned.dpi))
    with closing(CodeReader()) as reader:
        codes = [parse_notice_code(code.text) for code in reader.find(page)]
    assert codes == [sheet.viit]
    with closing(Tesseract()) as engine:
        text = re.sub(r"\s+", " ", " ".join(line.text for line in engine.read(page, "est").lines))
    assert sheet.viit in text
    assert date(2026, 11, 23).strftime("%d.%m.%Y") in text
    assert sheet.items[0].title in text
