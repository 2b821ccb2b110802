"""Inside the cage: the words a PDF page says stand on it, and where; and whether they only lie over a scan."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from capture.decode import WORD_CAP, LaidWord

_COLUMNS = 12  # level page paragraph block line word left top width height confidence text
_LINE, _WORD = "4", "5"
_UTF8 = ("-enc", "UTF-8")
_LONGEST = 200  # letters of a word
_HIDDEN = re.compile(rb"(?<![\d.])[37]\s+Tr\b")  # text render modes that paint nothing
_PAGE_PICTURE = 500_000  # pixels of a scan of a whole page at 75 dpi
_ALIKE = 0.1  # how far such a scan's proportions may be from those of the page
_DEEP = 3  # forms within forms
_STREAM_CAP = 4 << 20


def laid_words(path: Path, number: int, dpi: float) -> list[LaidWord]:
    """In pixels of the page as poppler draws it at `dpi`: turned as the page is, cut to its crop box."""
    page = str(number)
    told = subprocess.run(
        [
            "pdftotext",
            "-q",
            "-tsv",
            "-cropbox",
            "-r",
            f"{dpi:.6f}",
            "-enc",
            "UTF-8",
            "-f",
            page,
            "-l",
            page,
            str(path),
            "-",
        ],
        capture_output=True,
        check=False,
    )
    words, line = [], 0
    for row in told.stdout.decode(errors="replace").split("\n")[1:]:
        cells = row.split("\t", _COLUMNS - 1)
        line += cells[0] == _LINE
        if cells[0] == _WORD and (word := _laid(cells, line)):
            words.append(word)
        if len(words) >= WORD_CAP:
            break
    return words


def _laid(cells: list[str], line: int) -> LaidWord | None:
    try:
        left, top, width, height = (float(cell) for cell in cells[6:10])
        box = (int(left), int(top), round(left + width), round(top + height))
    except (ValueError, OverflowError):
        return None
    text = "".join(cells[_COLUMNS - 1 :]).strip()[:_LONGEST]
    return (line, *box, text) if text else None


def over_picture(page: pikepdf.Page) -> bool:
    """Whether the words may be somebody's reading of a scan: it is as large as the page, or they are not painted."""
    width, height = _size(page)
    images = list(_images(page.resources, _DEEP))
    if any(_fills(image, width / height) for image in images):
        return True
    return bool(images) and _HIDDEN.search(_painted(page)) is not None


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return max(abs(right - left), 1.0), max(abs(top - bottom), 1.0)


def _painted(page: pikepdf.Page) -> bytes:
    contents: Any = page.get("/Contents", ())
    parts = contents if isinstance(contents, pikepdf.Array) else (contents,)
    if sum(int(part.get("/Length", 0)) for part in parts) > _STREAM_CAP:
        raise ValueError("more than a page needs")
    return b"\n".join(part.read_bytes() for part in parts)


def _images(resources: Any, deep: int) -> Iterator[Any]:
    drawn = resources.get("/XObject", {})
    for name in drawn:
        if drawn[name].get("/Subtype") == "/Image":
            yield drawn[name]
        elif deep and "/Resources" in drawn[name]:
            yield from _images(drawn[name]["/Resources"], deep - 1)


def _fills(image: Any, shape: float) -> bool:
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    if width * height < _PAGE_PICTURE:
        return False
    return any(abs(proportion / shape - 1) < _ALIKE for proportion in (width / height, height / width))
