"""Born-digital pages made for a test: honest ones, and ones whose text layer does not say what is to be seen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

A4 = (595, 842)
FONT = "Digital serif"  # a name of its own: the printing shop of bench/ tells reportlab of a "Serif" too
LETTER = (
    "Tallinna linna sotsiaalamet",
    "Avaldus sünnitoetuse määramiseks",
    "Esitaja nimi: Mari Maasikas, isikukood 49403136526",
    "Palun kanda toetus kontole EE382200221020145685",
    "Kuupäev 12.03.2024, telefon 5551 2345",
    "Kinnitan, et esitatud andmed on õiged ja täielikud",
)
RUSSIAN = (
    "Заявление о назначении пособия",
    "Прошу перевести пособие на мой банковский счёт",
    "Подтверждаю, что сведения верны и полны",
    "Таллинн, двенадцатое марта две тысячи двадцать четвёртого года",
)


def font(size: int = 12) -> tuple[str, int]:
    """A font with all our letters, set into the page as a program does it."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, "DejaVuSerif.ttf"))
    return FONT, size


def canvas(path: Path) -> Canvas:
    return Canvas(str(path), pagesize=A4)


def write(page: Canvas, lines: tuple[str, ...], top: int = 760, mode: int = 0) -> Canvas:
    for row, line in enumerate(lines):
        told = page.beginText(72, top - 30 * row)
        told.setFont(*font())
        told.setTextRenderMode(mode)
        told.textOut(line)
        page.drawText(told)
    return page


def scan(lines: tuple[str, ...], size: tuple[int, int] = (1240, 1754)) -> ImageReader:
    """A picture of a page, as from a scanner at 150 dpi; the lines stand where `write` sets them."""
    picture = Image.new("L", size, 250)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        draw.text((150, 150 + 62 * row), line, 20, ImageFont.truetype("DejaVuSerif.ttf", 25))
    file = io.BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    return ImageReader(file)


def miswritten(path: Path, letters: Callable[[int], int]) -> Path:
    """The same page to the eye, whose fonts say that each letter is another one."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for font_of in pdf.objects:
            if isinstance(font_of, pikepdf.Dictionary) and "/ToUnicode" in font_of:
                table = font_of["/ToUnicode"].read_bytes()
                said = re.sub(rb"> <([0-9A-F]{4})>", lambda found: b"> <%04X>" % letters(int(found[1], 16)), table)
                font_of["/ToUnicode"].write(said)
        pdf.save(path)
    return path
