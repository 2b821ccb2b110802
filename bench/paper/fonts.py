"""The fonts of the printing shop: what the office prints with, and what people fill in with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

ROOT = Path("/usr/share/fonts")
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZÕÄÖÜŠŽabcdefghijklmnopqrstuvwxyzõäöüšž0123456789.,:;-'/()@+%"
CYRILLIC = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"


class FontMissing(Exception):
    """A font of the printing shop is not installed. Install the Debian packages fonts-dejavu-core, fonts-liberation,
    fonts-klee, fonts-comic-neue, fonts-courier-prime, fonts-sil-andika and fonts-gnutypewriter."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file. `style` says whose it is: the printer's, a typewriter's, a hand's (a font-hand, not handwriting)."""

    name: str
    file: str
    style: Literal["print", "typewriter", "hand"]
    size: float  # of a line of filled text, in mm
    cyrillic: bool = False

    @property
    def path(self) -> Path:
        return ROOT / self.file


PRINT = (
    Face("Sans", "truetype/liberation/LiberationSans-Regular.ttf", "print", 3.7, cyrillic=True),
    Face("Sans-Bold", "truetype/liberation/LiberationSans-Bold.ttf", "print", 3.7, cyrillic=True),
    Face("Sans-Italic", "truetype/liberation/LiberationSans-Italic.ttf", "print", 3.7, cyrillic=True),
    Face("Serif", "truetype/liberation/LiberationSerif-Regular.ttf", "print", 4.0, cyrillic=True),
    Face("Serif-Bold", "truetype/liberation/LiberationSerif-Bold.ttf", "print", 4.0, cyrillic=True),
    Face("Mono", "truetype/liberation/LiberationMono-Regular.ttf", "print", 3.7, cyrillic=True),
    Face("DejaVu", "truetype/dejavu/DejaVuSans.ttf", "print", 3.4, cyrillic=True),
    Face("DejaVu-Bold", "truetype/dejavu/DejaVuSans-Bold.ttf", "print", 3.4, cyrillic=True),
)
TYPEWRITERS = (
    Face("Courier Prime", "opentype/courier-prime/Courier Prime.otf", "typewriter", 4.2),
    Face("GNU Typewriter", "truetype/gnutypewriter/GNUTypewriter.ttf", "typewriter", 4.0, cyrillic=True),
)
HANDS = (
    Face("Klee One", "truetype/klee/KleeOne-SemiBold.ttf", "hand", 4.6, cyrillic=True),
    Face("Comic Neue", "opentype/comic-neue/ComicNeue-Italic.otf", "hand", 4.6),
    Face("Andika", "truetype/andika/Andika-Italic.ttf", "hand", 4.4, cyrillic=True),
)
FACES = PRINT + TYPEWRITERS + HANDS


def missing() -> tuple[Face, ...]:
    return tuple(face for face in FACES if not face.path.is_file())


@lru_cache(maxsize=256)
def loaded(face: Face, pixels: int) -> ImageFont.FreeTypeFont:
    if not face.path.is_file():
        raise FontMissing(face.name)
    return ImageFont.truetype(str(face.path), pixels)


@lru_cache(maxsize=4096)
def covers(face: Face, text: str) -> bool:
    """Whether every letter has a glyph of its own: not the empty box, and not nothing."""
    font = loaded(face, 40)
    tofu = bytes(font.getmask("\U0010fffd"))
    return all(sign.isspace() or bytes(font.getmask(sign)) not in {tofu, b""} for sign in text)


@lru_cache(maxsize=1)
def register() -> None:
    """Tell reportlab the printer's fonts, to be embedded in the form."""
    for face in PRINT:
        if not face.path.is_file():
            raise FontMissing(face.name)
        pdfmetrics.registerFont(TTFont(face.name, str(face.path)))
