"""Pages of our own words, printed for these tests. Run as a program it prints and records them anew:

.venv/bin/python -m tests.ocr.printed
"""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from capture.scan import PageImage
from ocr.engine import LANGUAGES, LanguageMissing
from ocr.replay import Recorder
from ocr.tesseract import Tesseract

RECORDED = Path(__file__).parent / "recorded"
ANSWERS = RECORDED / "answers.json"

TEXTS = {
    "letter": ("AVALDUS", "Palun määrata mulle vanaduspension alates 1. juulist.", "Lugupidamisega Õie Jäääär"),
    "three_languages": ("Pere liikmeid on viis.", "Прошу выплачивать пособие на счёт.", "Please write to my address."),
    "blank": (),
}


def printed(lines: tuple[str, ...], width: int = 1240, size: int = 40) -> np.ndarray:
    """Black on white, one line of text every two heights."""
    font = ImageFont.truetype("DejaVuSans.ttf", size)
    picture = Image.new("L", (width, 2 * size * (len(lines) + 4)), 255)
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        pen.text((size * 2, 2 * size * (row + 2)), line, 0, font)
    return np.asarray(picture)


def page(name: str) -> PageImage:
    pixels = cv2.imread(str(RECORDED / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    return PageImage(1, pixels, 300.0)


def record() -> None:
    RECORDED.mkdir(exist_ok=True)
    recorder = Recorder(Tesseract(), ANSWERS)
    for name, lines in TEXTS.items():
        cv2.imwrite(str(RECORDED / f"{name}.png"), printed(lines), [cv2.IMWRITE_PNG_COMPRESSION, 9])
        recorder.read(page(name), LANGUAGES)
        recorder.orientation(page(name))
    try:
        recorder.require("est+tlh")
    except LanguageMissing:
        recorder.close()


if __name__ == "__main__":
    record()
