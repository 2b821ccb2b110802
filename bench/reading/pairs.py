"""Pairs for calibration: what is known of a line that was read, and whether it is right.

Both readers read each page. Every line of one is read by the other, too, in the same place: the second opinion.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from bench.reading.lines import Finding
from bench.reading.score import folded
from capture.clean import clean
from capture.scan import PageImage
from ocr.neural import Neural
from ocr.opinions import silent
from ocr.quad import Quad, quad_of
from ocr.scale import letter_height
from ocr.tesseract import Tesseract
from ocr.text import Box, Line

Judge = Callable[[str], Finding]
_MARGIN = 0.25  # of a line's height, around a box that Tesseract drew
Value = float | str | bool


@dataclass
class Pairs:
    """Columns of lines and of words, one value a row. Words name their line by number."""

    lines: dict[str, list[Value]]
    words: dict[str, list[Value]]

    @property
    def count(self) -> int:
        return len(self.lines.get("right", []))

    def save(self, folder: Path, name: str) -> None:
        for what, columns in (("lines", self.lines), ("words", self.words)):
            np.savez_compressed(folder / f"{what}_{name}.npz", **{key: np.array(all_) for key, all_ in columns.items()})


class Readers:
    """Both engines, kept warm."""

    def __init__(self) -> None:
        self.tesseract, self.neural = Tesseract(), Neural()

    def readings(self, page: PageImage, languages: str) -> Iterator[tuple[str, Line, Line | None]]:
        """(way, line, second opinion): "page" a line of a page that Tesseract read, "place" a line that the neural
        reader found and Tesseract read, "neural" one that the neural reader found and read."""
        first = "est" if languages == "est+eng" else languages  # as the office asks (ocr/blend.py)
        lines = self.tesseract.read(page, first).lines
        seconds = self.neural.read_lines(page, [_around(line.box) for line in lines], "est+eng")
        yield from (("page", line, second) for line, second in zip(lines, seconds, strict=True))
        quads = self.neural.find_lines(page)
        ours = self.neural.read_lines(page, quads, "est+eng")
        theirs = self.tesseract.read_lines(page, quads, languages)
        for line, other, quad in zip(ours, theirs, quads, strict=True):
            if line and not silent(line, quad):  # letters it does not know are the other's, and nobody believes it
                yield "neural", line, other
        yield from (("place", line, other) for line, other in zip(theirs, ours, strict=True) if line)

    def close(self) -> None:
        self.tesseract.close()
        self.neural.close()


def collect(readers: Readers, path: Path, languages: str) -> tuple[float, list[tuple[str, Line, Line | None]]]:
    """The height of the page's letters in pixels, and all its readings."""
    page = clean(_opened(path))
    grey = page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
    return letter_height(np.ascontiguousarray(grey)), list(readers.readings(page, languages))


def note(pairs: Pairs, known: dict[str, Value], reading: tuple[str, Line, Line | None], judge: Judge) -> None:
    """Adds the line and its words. `known` are columns that say where it comes from."""
    way, line, second = reading
    found = judge(line.text)
    number = float(pairs.count)
    other = second.text if second else ""
    shared = {
        **known, "way": way, "engine": line.engine, "script": script(line.text), "height": float(line.box.height),
        "agreement": _alike(line.text, other), "second": second.confidence if second else 0.0,
        "likeness": found.likeness,
    }  # fmt: skip
    told: dict[str, Value] = {
        **shared, "text": line.text, "other": other, "mean": _mean(line),
        "least": min(word.confidence for word in line.words),
        "product": math.prod(word.confidence for word in line.words),
        "characters": float(len(line.text.replace(" ", ""))), "count": float(len(line.words)),
        "digits": _digits(line.text), "right": found.right, "letters_right": found.letters,
    }  # fmt: skip
    _add(pairs.lines, told)
    seconded = {folded(word) for word in other.split()}
    for word, right in zip(line.words, found.words, strict=True):
        _add(pairs.words, {
            **shared, "line": number, "text": word.text, "confidence": word.confidence, "right": right,
            "characters": float(len(word.text)), "digits": _digits(word.text), "script": script(word.text),
            "seconded": folded(word.text) in seconded, "line_mean": _mean(line),
        })  # fmt: skip


def script(text: str) -> str:
    """latin, cyrillic, both, or none where there are no letters."""
    cyrillic = any("а" <= letter <= "я" or letter == "ё" for letter in text.lower())
    latin = any(letter.isalpha() and letter < "Ͱ" for letter in text)
    return ("both" if latin else "cyrillic") if cyrillic else ("latin" if latin else "none")


def _mean(line: Line) -> float:
    """As ocr/calibration.py asks for it."""
    return sum(word.confidence for word in line.words) / len(line.words)


def _add(columns: dict[str, list[Value]], row: dict[str, Value]) -> None:
    for key, value in row.items():
        columns.setdefault(key, []).append(value)


def _alike(one: str, other: str) -> float:
    """As ocr/opinions.py compares two readings: letters and digits only. -1 where there is no second."""
    return float(Levenshtein.normalized_similarity(_bare(one), _bare(other))) if other else -1.0


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _digits(text: str) -> float:
    return sum(character.isdigit() for character in text) / max(1, len(text))


def _around(box: Box) -> Quad:
    more = round(_MARGIN * box.height)
    return quad_of(Box(max(box.x0 - more, 0), max(box.y0 - more, 0), box.x1 + more, box.y1 + more))


def _opened(path: Path) -> PageImage:
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    return PageImage(1, cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), 200)
