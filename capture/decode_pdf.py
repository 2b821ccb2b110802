"""Inside the cage: PDF. A page that is just one scanned image is taken out as that image, any other is drawn.

pikepdf (qpdf) opens and measures, poppler draws through pdf2image; what the first cannot open the second may.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pikepdf
from pdf2image import convert_from_path, pdfinfo_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError
from PIL import Image

from capture.decode import PAGE_CAP, Picture, Trouble, main
from capture.pdf_layer import laid_words, over_picture
from capture.pdf_scan import Placed, sole_image
from capture.pixels import BUDGET, SIDE_CAP, eight_bits, fits, square, turned

_DEFAULT_BOX = (612.0, 792.0)  # points; what poppler takes when a page names no usable box
_MARGIN = 0.98  # poppler rounds upwards


class PdfFile:
    """A PDF that opens without a password, whole or mended."""

    def __init__(self, path: Path, _: str) -> None:
        self._path = path
        try:
            self._pdf = pikepdf.open(path)
            self._count = len(self._pdf.pages)
        except pikepdf.PasswordError as error:
            raise Trouble("password_needed") from error
        except (pikepdf.PdfError, ValueError, RecursionError) as error:
            self._pdf = pikepdf.new()
            self._count = _count_by_poppler(path, error)
        if self._count > PAGE_CAP:
            raise Trouble("too_many_pages")
        if self._count < 1:
            raise Trouble("no_pages")

    def count(self) -> int:
        return self._count

    def page(self, number: int, dpi: int) -> Picture:
        if not 1 <= number <= self._count:
            raise Trouble("no_such_page")
        page = self._pdf.pages[number - 1] if len(self._pdf.pages) else None
        scan = _take_out(placed) if page is not None and (placed := _placed(page)) else None
        image, resolution = scan or self._draw(page, number, dpi)
        if page is not None and not _has_fonts(page):
            return Picture(image, resolution)
        words = laid_words(self._path, number, resolution)
        return Picture(image, resolution, words, laid=scan is None, over_picture=scan is not None or _over(page))

    def _draw(self, page: pikepdf.Page | None, number: int, dpi: int) -> tuple[Image.Image, float]:
        width, height = _box(page)
        resolution = min(dpi, SIDE_CAP * 72 * _MARGIN / max(width, height))
        resolution = min(resolution, math.sqrt(BUDGET * _MARGIN / (width * height)) * 72)
        drawn = convert_from_path(
            self._path,
            dpi=resolution,  # type: ignore[arg-type]  # poppler takes parts of a dot
            first_page=number,
            last_page=number,
            use_cropbox=True,
        )
        if not drawn or not fits(drawn[0].size):
            raise Trouble("damaged")
        return eight_bits(drawn[0]), max(resolution, 1.0)


def _count_by_poppler(path: Path, why: Exception) -> int:
    try:
        return int(pdfinfo_from_path(str(path)).get("Pages", 0))
    except (PDFInfoNotInstalledError, PDFPageCountError, ValueError):
        raise Trouble("damaged") from why


def _box(page: pikepdf.Page | None) -> tuple[float, float]:
    """Width and height of what is shown, in points."""
    try:
        left, bottom, right, top = (float(edge) for edge in (page.cropbox if page else ()))
    except (ValueError, TypeError, AttributeError, pikepdf.PdfError):
        return _DEFAULT_BOX
    width, height = abs(right - left), abs(top - bottom)
    usable = math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0
    return (max(width, 1.0), max(height, 1.0)) if usable else _DEFAULT_BOX


def _placed(page: pikepdf.Page) -> Placed | None:
    try:
        return sole_image(page)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, OverflowError):
        return None  # too odd to be a scanner's page: draw it


def _over(page: pikepdf.Page | None) -> bool:
    try:
        return page is None or over_picture(page)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, OverflowError):
        return True  # too odd to be believed


def _take_out(placed: Placed) -> tuple[Image.Image, float] | None:
    """The scanned image itself, upright; None when only poppler understands it."""
    picture = pikepdf.PdfImage(placed.image)
    if not fits((picture.width, picture.height)):
        return None
    try:
        image = picture.as_pil_image()
        image.load()
    except Exception as error:
        if "truncated" in str(error):
            raise Trouble("truncated") from error
        return None
    across, down = picture.width / placed.width * 72, picture.height / placed.height * 72
    upright, resolution = square(eight_bits(image), (across, down))
    return turned(upright, placed.clockwise), resolution


def _has_fonts(page: pikepdf.Page) -> bool:
    """Whether the page, or a form drawn on it, can hold text."""
    try:
        resources = page.resources
        if "/Font" in resources or "/Annots" in page:
            return True
        drawn: Any = resources.get("/XObject", {})
        return any(drawn[name].get("/Subtype") == "/Form" for name in drawn)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        return True


if __name__ == "__main__":
    main(PdfFile)
