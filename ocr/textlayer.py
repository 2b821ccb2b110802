"""The text layer of a born-digital PDF page: whether it may be believed, and its words as a reading of the page.

A layer can be invisible, belong to another page, name other letters than the font shows, leave out what a picture or
a pen added, or be somebody's reading of a scan. So it is used only where it agrees with the picture: its words lie on
ink, no ink that looks like writing lies beside them, and lines here and there, read by an engine, say the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rapidfuzz.fuzz import ratio

from capture.scan import EmbeddedWord, PageImage
from ocr.engine import LineReader
from ocr.inkcheck import on_ink, writing_beside
from ocr.order import ordered
from ocr.quad import quad_of
from ocr.text import Box, Line, PageText, Word

Code = Literal[
    "no_layer",  # the page has no words of its own
    "over_scan",  # they are somebody's reading of a scan
    "wrong_letters",  # characters that no text is made of, or those of another encoding
    "sideways",  # the lines run up or down the page: it must be turned first
    "invisible",  # nothing is to be seen where they stand
    "off_ink",  # a part of them stands where nothing is to be seen
    "ink_without_text",  # there is writing, or a picture, that they leave out
    "disagrees",  # the engine reads something else
    "agrees",
]
ENGINE = "textlayer"
_SURE = 0.99  # its letters are no guess, but nobody has compared each of them
_STRANGE = 0.02  # share of letters that may be no letters
_ACCENTED = 0.35  # share of Latin letters with accents; text in Cyrillic read as Western European has nearly all
_OFF_INK = 0.02  # share of letters that may stand on bare paper
_BARE = 0.9
_SAMPLES = 6
_LEAST_LINE = 8  # letters of a line worth reading
_WRITING = 0.6  # of its characters; a line of dots to write on is not
_SAME = 80.0  # per cent of likeness between the layer's line and the engine's
_MOST_SAME = 0.8  # share of the sample that must be the same
_LIGATURES = re.compile("[\ufb00-\ufb06]")


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the layer is the reading of the page, and why."""

    use: bool
    reason: Code


def decide(page: PageImage, reader: LineReader, languages: str) -> Decision:
    """About the page as it came, before any cleanup. Raises EngineError when the sample cannot be read."""
    if reason := _unfit(page):
        return Decision(False, reason)
    lines = _lines(page)
    words = [word for line in lines for word in line.words]
    lit = on_ink(page.pixels, [word.box for word in words])
    bare = _share([len(word.text) for word in words], [not seen for seen in lit])
    if bare > _OFF_INK:
        return Decision(False, "invisible" if bare > _BARE else "off_ink")
    if writing_beside(page.pixels, [word.box for word in words]):
        return Decision(False, "ink_without_text")
    return Decision(True, "agrees") if _agrees(page, lines, reader, languages) else Decision(False, "disagrees")


def text(page: PageImage) -> PageText:
    """The layer as a reading; boxes in the pixels of the page as it came. Ask `decide` first."""
    return PageText(page.number, page.width, page.height, ordered(_lines(page), page.width, page.height))


def _unfit(page: PageImage) -> Code | None:
    """What is wrong with the layer as far as it can be told without looking at the picture."""
    if page.over_picture and page.embedded_text.strip():
        return "over_scan"
    words = [word for line in _lines(page) for word in line.words]
    if not words:
        return "no_layer"
    if _wrong_letters("".join(word.text for word in words)):
        return "wrong_letters"
    long = [word.box for word in words if len(word.text) > 2]
    return "sideways" if sum(box.height > box.width for box in long) > len(long) / 2 else None


def _wrong_letters(told: str) -> bool:
    strange = sum(unicodedata.category(letter) in ("Co", "Cn", "Cc", "Cs") or letter == "\ufffd" for letter in told)
    if strange > _STRANGE * len(told):
        return True
    latin = [letter for letter in told if letter.isalpha() and letter < "\u0250"]
    accented = sum(letter > "\x7f" for letter in latin)
    return accented > _ACCENTED * len(latin)


def _lines(page: PageImage) -> list[Line]:
    """Words within the page, line by line, in the letters people type."""
    found = []
    for _, group in groupby(page.embedded, key=lambda word: word.line):
        words = [word for told in group if (word := _word(told, page))]
        if words:
            found.append(Line(tuple(words), ENGINE))
    return found


def _word(told: EmbeddedWord, page: PageImage) -> Word | None:
    box = Box(max(told.x0, 0), max(told.y0, 0), min(told.x1, page.width), min(told.y1, page.height))
    letters = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), told.text)
    letters = "".join(
        letter for letter in unicodedata.normalize("NFC", letters) if unicodedata.category(letter) != "Cf"
    )
    return Word(letters, box, _SURE) if letters and box.width > 0 and box.height > 0 else None


def _share(weights: Sequence[int], chosen: Sequence[bool]) -> float:
    return sum(weight for weight, taken in zip(weights, chosen, strict=True) if taken) / max(sum(weights), 1)


def _agrees(page: PageImage, lines: list[Line], reader: LineReader, languages: str) -> bool:
    sample, numbers = _sample(lines)
    read = reader.read_lines(page, [quad_of(_padded(line.box, page)) for line in sample], languages)
    same = [_alike(line.text, seen.text if seen else "") >= _SAME for line, seen in zip(sample, read, strict=True)]
    return same[numbers] and sum(same) >= _MOST_SAME * len(same)


def _sample(lines: list[Line]) -> tuple[list[Line], int]:
    """Lines from all over the page, and which of them has most digits: numbers are what must not be wrong."""
    worth = [line for line in lines if _worth(line)] or sorted(lines, key=_letters)[-_SAMPLES:]
    step = max(1, len(worth) / (_SAMPLES - 1))
    chosen = {int(n * step) for n in range(min(len(worth), _SAMPLES - 1))}
    digits = [sum(letter.isdigit() for letter in line.text) for line in worth]
    most = digits.index(max(digits))
    places = sorted(chosen | {most})
    return [worth[place] for place in places], places.index(most)


def _worth(line: Line) -> bool:
    return _letters(line) >= max(_LEAST_LINE, _WRITING * len(line.text)) and line.box.width > line.box.height


def _letters(line: Line) -> int:
    return sum(letter.isalnum() for letter in line.text)


def _padded(box: Box, page: PageImage) -> Box:
    """A little paper around, as engines like it."""
    more = max(2, box.height // 8)
    return Box(
        max(box.x0 - more, 0), max(box.y0 - more, 0), min(box.x1 + more, page.width), min(box.y1 + more, page.height)
    )


def _alike(told: str, seen: str) -> float:
    return float(ratio(_plain(told), _plain(seen)))


def _plain(letters: str) -> str:
    """Letters and digits without case; of an accent only the letter under it: engines for other languages lose it."""
    bare = unicodedata.normalize("NFKD", letters.casefold())
    return "".join(letter for letter in bare if letter.isalnum())
