"""Bar codes, QR codes and patch codes on a page, read in the cage; what cannot be read costs nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from capture import pages
from capture.clean import clean, turn
from capture.codes import PATCH, CodeReader
from capture.patches import PATCHES, find_patches
from capture.scan import PageImage


@pytest.fixture(scope="module")
def reader() -> Iterator[CodeReader]:
    reader = CodeReader()
    yield reader
    reader.close()


def sheet(width: int = 1240, height: int = 1754) -> np.ndarray:
    return np.full((height, width), 255, np.uint8)


def with_code(text: str, form: zxingcpp.BarcodeFormat, at: tuple[int, int], scale: int = 5) -> np.ndarray:
    page = sheet()
    drawn = np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, form), scale=scale))
    x, y = at
    page[y : y + drawn.shape[0], x : x + drawn.shape[1]] = drawn
    return page


def with_bars(pattern: str, dpi: float = 150.0) -> np.ndarray:
    """Bars along the top edge of A4, as separator sheets carry them."""
    page, y = sheet(), round(0.5 * dpi)
    for letter in pattern:
        thick = round((0.2 if letter == "W" else 0.08) * dpi)
        page[y : y + thick, 150:1000] = 0
        y += thick + round(0.08 * dpi)
    return page


def as_page(pixels: np.ndarray) -> PageImage:
    return PageImage(1, np.ascontiguousarray(pixels), 150.0)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "form", "named"),
    [
        ("KN1 5.2-10/7-1 ab12", zxingcpp.BarcodeFormat.QRCode, "QR Code"),
        ("KANTSELEI 7", zxingcpp.BarcodeFormat.Code128, "Code 128"),
    ],
)
def test_a_code_is_read_and_its_box_is_on_the_page(
    reader: CodeReader, text: str, form: zxingcpp.BarcodeFormat, named: str
) -> None:
    (code,) = reader.find(as_page(with_code(text, form, (300, 400))))
    assert (code.text, code.format) == (text, named)
    x0, y0, x1, y1 = code.box
    assert 300 <= x0 < x1 < 1200
    assert 400 <= y0 < y1 < 900


@pytest.mark.quick
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_code_is_read_however_the_sheet_was_fed(reader: CodeReader, degrees: int) -> None:
    page = turn(as_page(with_code("KC1 7 pensioniavaldus 3 0a0a", zxingcpp.BarcodeFormat.QRCode, (200, 900))), degrees)
    assert [code.text for code in reader.find(page)] == ["KC1 7 pensioniavaldus 3 0a0a"]


@pytest.mark.quick
def test_an_empty_page_and_a_page_of_lines_have_no_codes(reader: CodeReader) -> None:
    lines = sheet()
    lines[100:1600:40, 100:1100] = 0
    lines[100:1600, 100:1100:60] = 0
    assert reader.find(as_page(sheet())) == reader.find(as_page(lines)) == ()


@pytest.mark.quick
@pytest.mark.parametrize("pattern", PATCHES)
def test_each_patch_is_told_from_its_mirror(pattern: str) -> None:
    (patch,) = find_patches(with_bars(pattern))
    assert patch.name == PATCHES[pattern]
    x0, y0, x1, y1 = patch.box
    assert (x0, x1) == (pytest.approx(150, abs=12), pytest.approx(1000, abs=12))
    assert (y0, y1) == (pytest.approx(75, abs=8), pytest.approx(75 + 120, abs=12))


@pytest.mark.quick
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_patch_sheet_fed_sideways_is_the_same_sheet(quarters: int) -> None:
    assert [patch.name for patch in find_patches(np.rot90(with_bars("NWNW"), quarters))] == ["T"]


@pytest.mark.quick
def test_a_patch_survives_skew_and_noise() -> None:
    page = with_bars("NWNW")
    matrix = cv2.getRotationMatrix2D((620, 877), 1.0, 1.0)
    page = cv2.warpAffine(page, matrix, (1240, 1754), borderValue=255)
    noise = np.random.default_rng(4).normal(0, 25, page.shape)
    assert [patch.name for patch in find_patches(np.clip(page + noise, 0, 255).astype(np.uint8))] == ["T"]


@pytest.mark.quick
@pytest.mark.parametrize("pattern", ["WWWW", "NNNN", "WNW", "W"])
def test_other_bars_are_no_patch(pattern: str) -> None:
    assert find_patches(with_bars(pattern)) == []


@pytest.mark.quick
def test_a_reader_that_dies_costs_the_codes_only() -> None:
    reader = CodeReader("capture.no_such_module")
    page = as_page(with_code("KANTSELEI 7", zxingcpp.BarcodeFormat.Code128, (300, 400)))
    assert reader.find(page) == reader.find(page) == ()


@pytest.mark.shared
def test_real_separator_sheets_are_found_and_ordinary_pages_are_not(reader: CodeReader, shared_data: Path) -> None:
    folder = shared_data / "separators_barcodes"
    expected = json.loads((folder / "expected.json").read_text())
    for name in ("paperless__patch-code-t-middle.tiff", "paperless__several-patcht-codes.pdf"):
        kind = "image/tiff" if name.endswith("tiff") else "application/pdf"
        scans = [page for page in pages.render_all(folder / name, kind) if isinstance(page, PageImage)]
        found = {page.number - 1: {code.text for code in reader.find(clean(page))} for page in scans}
        assert [number for number, codes in found.items() if codes] == expected[name]["separator_pages"]
        for number in expected[name]["separator_pages"]:
            assert found[number] == {"PATCHT", "PATCH T"}


def test_patch_codes_have_a_format_of_their_own(reader: CodeReader) -> None:
    (code,) = reader.find(as_page(with_bars("WNNW")))
    assert (code.text, code.format) == ("PATCH 2", PATCH)
