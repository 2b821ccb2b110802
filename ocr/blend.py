"""The engine the office uses: each page, and each line, goes to the reader that reads it best for its price.

The neural reader finds and reads nearly everything in Latin letters; Tesseract reads clean running text as well for
half the time, and is the only one who knows Cyrillic. Where one is unsure of a line the other gives a second opinion
(docs/decisions/0012 has the measurements).
"""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import mean

import cv2
import numpy as np

from capture.scan import PageImage
from ocr.glance import Glance, glance_at
from ocr.neural import Neural, NeuralMissing
from ocr.opinions import doubtful, doubtful_word, opinion, settle, silent
from ocr.order import ordered
from ocr.passed import passed_over, put_in
from ocr.quad import Quad, height_of, length_of, quad_of, roomier
from ocr.scripts import may_hide_cyrillic
from ocr.tesseract import Tesseract
from ocr.text import Box, Line, PageText
from ocr.upright import turned_about, way_up

_LATIN = ("est", "eng")
_SAMPLE = 6  # lines read before it is decided how to go on
_TALL = 0.6  # share of lines that run down the page from which it lies on its side
_SENSELESS = (
    0.75  # mean confidence of a sample read upside down; 0.85 and more the right way up, even on bad photographs
)
_WORTH_A_LINE = 0.8  # mean chance of its words; what nobody has read may be no letters
_LONG = 20.0  # heights of a line: instructions of a form, not what is filled in
_ROOM = 1.3  # times its height at which such a line of clean print is looked at: its letters get smaller, its price too
_LARGE = 18.0  # pixels of a letter from which they may
_LEFT = 2  # pages: one as it came, and turned
_MARGIN = 0.25  # of a line's height, added around a box that Tesseract drew


class Blend:
    """Owns its Tesseract; `neural` may be shared by several. Without the neural reader Tesseract reads alone."""

    name = "blend"

    def __init__(self, tesseract: Tesseract | None = None, neural: Neural | None = None) -> None:
        self._tesseract = tesseract or Tesseract()
        self._neural = neural
        self._turned: tuple[PageImage, int | None] | None = None  # the last page whose direction was asked for
        self._sampled: tuple[PageImage, Mapping[Quad, Line | None]] | None = None  # the last page begun, and its lines
        self._left: deque[weakref.ref[np.ndarray]] = deque(maxlen=_LEFT)  # pages that were but sampled

    def require(self, languages: str) -> None:
        """Raises LanguageMissing or EngineMissing. A missing neural reader is no error: its work is done without it."""
        self._tesseract.require(languages)

    def read(self, page: PageImage, languages: str) -> PageText:
        """Words in the pixels of `page`. A page that lies on its side is only sampled the first time: turn it, and read
        that; where it was no better ask for the page once more.
        """
        latin, other = _parted(languages)
        if self._neural is None or not latin:
            return self._alone(page, languages)
        glance = glance_at(_grey(page))
        if glance.running_text and not other:
            # by Tesseract first: the neural reader may still be waking
            return self._printed(page, languages, glance)
        neural = self._ready()
        if neural is None:
            return self._alone(page, languages)
        if glance.running_text and (script := self._script(page, neural, glance)):
            return self._printed(page, latin if script == "latin" else other, glance)
        return self._found(page, neural, languages, glance)

    def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
        """The neural reader's word where it knows the letters, else Tesseract's."""
        latin, _ = _parted(languages)
        neural = self._ready() if latin else None
        read = dict(zip(quads, neural.read_lines(page, quads, latin), strict=True)) if neural else dict.fromkeys(quads)
        lines = self._seconded(page, read, languages)
        return [lines[quad] for quad in quads]

    def orientation(self, page: PageImage) -> int | None:
        if self._turned is None or self._turned[0] is not page:
            told = self._told_by_lines(page)
            self._turned = page, self._tesseract.orientation(page) if told is None else told
        return self._turned[1]

    def close(self) -> None:
        self._tesseract.close()
        self._turned = self._sampled = None
        if self._neural is not None:
            self._neural.close()

    def _is_new(self, page: PageImage) -> bool:
        return not any(pixels() is page.pixels for pixels in self._left)

    def _told_by_lines(self, page: PageImage) -> int | None:
        """The page's direction where a few of its lines were read and make it clear."""
        if self._sampled is None or self._sampled[0] is not page or (neural := self._ready()) is None:
            return None
        lines = self._sampled[1]
        return way_up([*lines.values()], neural.read_lines(page, [*map(turned_about, lines)], "+".join(_LATIN)))

    def _ready(self) -> Neural | None:
        """The neural reader, awake; None where there is none."""
        if self._neural is not None:
            try:
                self._neural.require("+".join(_LATIN))
            except NeuralMissing:
                self._neural.close()
                self._neural = None
        return self._neural

    def _alone(self, page: PageImage, languages: str) -> PageText:
        text = self._tesseract.read(page, languages)
        return _page(page, [opinion(line).line for line in text.lines])

    def _script(self, page: PageImage, neural: Neural, glance: Glance) -> str | None:
        """Which letters running text is in: "latin", "cyrillic", or None where its rows are not of one mind."""
        quads = [quad_of(row) for row in glance.rows]
        dumb = [
            silent(line, quad)
            for line, quad in zip(neural.read_lines(page, quads, "+".join(_LATIN)), quads, strict=True)
        ]
        if any(dumb):
            return "cyrillic" if all(dumb) else None
        return "latin"

    def _printed(self, page: PageImage, languages: str, glance: Glance | None = None) -> PageText:
        """Tesseract reads the page, the neural reader what it doubts, and of what was seen what it passed over."""
        first = "est" if "est" in languages.split("+") else languages
        read = [opinion(line) for line in self._tesseract.read(page, first, glance.pause if glance else None).lines]
        lines = [each.line for each in read]
        neural = self._ready()
        if neural is None:
            return self._alone(page, languages)
        unsure = [k for k, line in enumerate(lines) if doubtful(line)]
        second = neural.read_lines(page, [_around(lines[k].box) for k in unsure], "+".join(_LATIN))
        for k, other in zip(unsure, second, strict=True):
            lines[k] = settle(read[k], other) or lines[k]
        if glance is not None:
            lines = put_in(lines, self._passed_over(page, neural, lines, glance))
        return _page(page, lines)

    def _passed_over(self, page: PageImage, neural: Neural, lines: Sequence[Line], glance: Glance) -> list[Line]:
        places = passed_over(glance.letters, glance.letter, lines, (page.width, page.height))
        found = neural.read_lines(page, [quad_of(place) for place in places], "+".join(_LATIN))
        said = [opinion(line).line for line in found if line]
        return [line for line in said if line.assurance >= _WORTH_A_LINE]

    def _found(self, page: PageImage, neural: Neural, languages: str, glance: Glance) -> PageText:
        """The neural reader finds the lines and reads them, Tesseract what stays silent or doubtful."""
        quads = neural.find_lines(page)
        if not quads:
            return self._alone(page, languages)
        latin, other = _parted(languages)
        sample = [quads[k] for k in _spread(quads)]
        read = dict(zip(sample, neural.read_lines(page, [_seen(quad, glance) for quad in sample], latin), strict=True))
        self._sampled = page, dict(read)
        dumb = [quad for quad, line in read.items() if silent(line, quad)]
        if other and len(dumb) > len(sample) / 2:
            return self._printed(page, other)
        if self._is_new(page) and _hopeless(read, quads) and self.orientation(page):
            self._left.append(weakref.ref(page.pixels))
            return replace(_page(page, [line for line in read.values() if line]), sample=True)
        rest = [quad for quad in quads if quad not in read]
        read |= zip(rest, neural.read_lines(page, [_seen(quad, glance) for quad in rest], latin), strict=True)
        lines = [line for line in self._seconded(page, read, languages).values() if line]
        return _page(page, ordered(lines, page.width, page.height))

    def _seconded(self, page: PageImage, read: Mapping[Quad, Line | None], languages: str) -> dict[Quad, Line | None]:
        """What the neural reader read, calibrated; Tesseract is asked about what is silent or doubtful."""
        first = {quad: opinion(line) if line else None for quad, line in read.items()}
        lines = {quad: each.line if each else None for quad, each in first.items()}
        cyrillic = _parted(languages)[1]
        worth_asking = doubtful if cyrillic else doubtful_word
        unsure = [
            quad
            for quad, line in lines.items()
            if line is None or silent(line, quad) or worth_asking(line) or (cyrillic and may_hide_cyrillic(line))
        ]
        second = self._tesseract.read_lines(page, unsure, languages) if unsure else []
        for quad, other in zip(unsure, second, strict=True):
            lines[quad] = settle(first[quad], other)
        return lines


def _page(page: PageImage, lines: Sequence[Line]) -> PageText:
    return PageText(page.number, page.width, page.height, tuple(lines))


def _parted(languages: str) -> tuple[str, str]:
    """The languages the neural reader knows, and the others: "est+rus+eng" -> "est+eng", "rus"."""
    wanted = languages.split("+")
    return "+".join(each for each in wanted if each in _LATIN), "+".join(each for each in wanted if each not in _LATIN)


def _spread(quads: Sequence[Quad]) -> list[int]:
    """Numbers of a few lines that are worth a look: of the longer half, from all over the page."""
    longest = sorted(range(len(quads)), key=lambda k: length_of(quads[k]))[-max(_SAMPLE, len(quads) // 2) :]
    longest.sort()
    return longest[:: max(1, len(longest) // _SAMPLE)][:_SAMPLE]


def _hopeless(read: dict[Quad, Line | None], quads: Sequence[Quad]) -> bool:
    """Nobody can read it as it lies: most lines run down the page, or what they say makes no sense."""
    tall = sum(abs(quad[3] - quad[1]) > abs(quad[2] - quad[0]) for quad in quads)
    said = [line.assurance for line in read.values() if line]
    return tall > _TALL * len(quads) or not said or mean(said) < _SENSELESS


def _seen(quad: Quad, glance: Glance) -> Quad:
    """How much of the page the neural reader is shown of a line."""
    far = glance.clean and glance.letter >= _LARGE and length_of(quad) >= _LONG * height_of(quad)
    return roomier(quad, _ROOM) if far else quad


def _around(box: Box) -> Quad:
    more = round(_MARGIN * box.height)
    return quad_of(Box(max(box.x0 - more, 0), max(box.y0 - more, 0), box.x1 + more, box.y1 + more))


def _grey(page: PageImage) -> np.ndarray:
    return np.ascontiguousarray(page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY))
