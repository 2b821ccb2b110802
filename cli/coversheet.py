"""The cover sheet as paper: A4, black and white, the square code twice, in case one is folded or soiled."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

DPI = 300
_WIDTH, _HEIGHT = 2480, 3508  # A4
_MARGIN = 236  # 20 mm
_CODE = 709  # 60 mm
_FONT, _BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"


class FontMissing(Exception):
    """The fonts DejaVu Sans are not installed. Install the Debian package fonts-dejavu-core."""


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    rows: tuple[tuple[str, str], ...]
    use: str


def draw(code: str, words: Words) -> Image.Image:
    """Raises FontMissing."""
    page = Image.new("L", (_WIDTH, _HEIGHT), 255)
    pen = ImageDraw.Draw(page)
    square = _square(code)
    page.paste(square, (_WIDTH - _MARGIN - _CODE, _MARGIN))
    page.paste(square, (_MARGIN, _HEIGHT - _MARGIN - _CODE))
    pen.text((_MARGIN, _MARGIN), words.title, 0, _font(_BOLD, 150))
    y = _MARGIN + _CODE + 200
    for label, value in words.rows:
        pen.text((_MARGIN, y), label, 0, _font(_FONT, 58))
        y = _paragraph(pen, value, y + 80, _font(_BOLD, 110)) + 70
    pen.line((_MARGIN, y, _WIDTH - _MARGIN, y), 0, 6)
    _paragraph(pen, words.use, y + 60, _font(_FONT, 66))
    pen.text((_MARGIN + _CODE + 80, _HEIGHT - _MARGIN - 60), code, 0, _font(_FONT, 42))
    return page


def save(page: Image.Image, out: Path) -> None:
    """As a PDF of one page, one bit a pixel. Raises OSError."""
    kept = io.BytesIO()
    page.convert("1", dither=Image.Dither.NONE).save(kept, "PDF", resolution=DPI)
    out.write_bytes(kept.getvalue())


def _square(code: str) -> Image.Image:
    """With its quiet zone; modules are whole pixels, so that their edges are sharp."""
    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    small = Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=True))
    times = max(1, _CODE // small.width)
    code_image = small.convert("L").resize((small.width * times, small.height * times), Image.Resampling.NEAREST)
    whole = Image.new("L", (_CODE, _CODE), 255)
    whole.paste(code_image, ((_CODE - code_image.width) // 2, (_CODE - code_image.height) // 2))
    return whole


def _paragraph(pen: ImageDraw.ImageDraw, text: str, y: int, font: ImageFont.FreeTypeFont) -> int:
    """Wrapped between the margins; returns where it ends."""
    line, step = "", round(font.size * 1.3)
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and pen.textlength(longer, font) > _WIDTH - 2 * _MARGIN:
            pen.text((_MARGIN, y), line, 0, font)
            line, y = word, y + step
        else:
            line = longer
    pen.text((_MARGIN, y), line, 0, font)
    return y + step


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(name, size)
    except OSError as error:
        raise FontMissing from error
