"""The caged side of Tesseract: raw pixels in, its own table of words (TSV) out. One run of the program a page."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytesseract
from PIL import Image

from capture.cage_talk import serve

# One thread a program: the house runs a program per core. Threads within one page cost more than they bring.
os.environ["OMP_THREAD_LIMIT"] = "1"

Header = dict[str, Any]


def picture(header: Header, pixels: bytes) -> Image.Image:
    """The page at the size to be read. PPM: Tesseract reads it as fast as we write it, PNG costs half a second."""
    image = Image.frombytes(header["mode"], (header["width"], header["height"]), pixels)
    if header["scale"] != 1:
        size = round(image.width * header["scale"]), round(image.height * header["scale"])
        image = image.resize(size, Image.Resampling.BICUBIC)
    image.format = "PPM"
    return image


def read(header: Header, pixels: bytes) -> str:
    """TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
    config = f"--psm {header['psm']} --dpi {header['dpi']}"
    image = picture(header, pixels)
    return str(pytesseract.image_to_data(image, lang=header["languages"], config=config))


def orientation(header: Header, pixels: bytes) -> str:
    """Tesseract's own words on the orientation, or nothing where it saw too few characters to tell."""
    try:
        return str(pytesseract.image_to_osd(picture(header, pixels), config=f"--psm 0 --dpi {header['dpi']}"))
    except pytesseract.TesseractError as error:
        if "Too few characters" in error.message:
            return ""
        raise


def languages(header: Header, pixels: bytes) -> str:
    return "\n".join(pytesseract.get_languages())


_ANSWERS = {"read": read, "orientation": orientation, "languages": languages}


def answer(header: Header, pixels: bytes) -> tuple[Header, Iterable[bytes]]:
    """A refusal by Tesseract is an answer too: the child lives on for the next page."""
    try:
        words = _ANSWERS[header["ask"]](header, pixels).encode()
    except pytesseract.TesseractNotFoundError:
        return {"error": "engine_missing"}, ()
    except pytesseract.TesseractError as error:
        return {"error": "engine_failed", "status": error.status}, ()
    return {"bytes": len(words)}, (words,)


if __name__ == "__main__":
    serve(answer)
