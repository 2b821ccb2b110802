"""A neural engine: finds lines of any slant and reads Latin letters in them, in a caged child that keeps the page open.

Where paper is clean it reads no better than Tesseract and costs more; where it is faint, noisy, slanted or crumpled
it reads words Tesseract does not see (docs/decisions/0011).
"""

from __future__ import annotations

import json
import math
import threading
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ClassVar, TypeVar

import cv2
import numpy as np

from capture.cage import CageCrash, CageRefused, CageTimeout, Child
from capture.scan import PageImage
from ocr import children
from ocr.engine import EngineCrash, EngineError, EngineMissing, EngineTimeout, LanguageMissing
from ocr.quad import Quad
from ocr.scale import letters_on
from ocr.strips import steps
from ocr.text import Box, Line, PageText, Word

_ASKS_A_LIFE = 500  # then a fresh child: the shapes it keeps took four gigabytes of address space after some 1200
PLACES = 2  # pages kept open in the child: who read by turns are as many as there are cores of a small machine
_AGED = 50  # asks: a child that dies before is killed by its page, and no other gets it
_LATIN = frozenset({"est", "eng"})
_ROUNDING = 0.02  # half precision
_Told = TypeVar("_Told")
_LONGEST = 1600  # pixels of the page's longer side as the detector sees it
_MOST_PIXELS = 1_400_000  # the detector's memory grows with the largest page it has seen: 60 MB for each 250 000
_LETTER = 11.0  # pixels of a letter's height that the detector needs; smaller costs lines, larger only time


class NeuralMissing(EngineMissing):
    """The neural reader is not installed: Tesseract reads alone. Install it: ./run --setup-only"""

    code: ClassVar[str] = "neural_missing"


class Neural:
    """Threads may share one: each ask is answered whole before the next. `threads` work on one line or page at a time.

    `child` may name another module (bad days), `started` is one that runs already.
    """

    name = "neural"

    def __init__(
        self,
        *,
        threads: int = 1,
        child: str = children.NEURAL,
        wall_s: float = children.NEURAL_WALL_S,
        started: Child | None = None,
    ) -> None:
        self._module, self._wall_s, self._threads = child, wall_s, threads
        self._lock = threading.RLock()
        self._child = started
        self._asked = 0
        self._works = False
        self._letters: tuple[str, ...] = ()
        self._open: list[weakref.ref[np.ndarray] | None] = [None] * PLACES  # the pages that lie open in the child
        self._last = 0  # where the one asked about last lies

    def begin(self) -> None:
        """Starts the child: it wakes up while the first page is opened and cleaned. Of the thread that calls."""
        with self._lock:
            self._conversation()
        threading.Thread(target=self._wake, daemon=True).start()

    def _wake(self) -> None:
        """What is wrong is said to the first who asks for something."""
        with suppress(EngineError), self._lock:
            if self._child is not None:  # else it was sent home already
                self._ask({"ask": "wake"})
                self._works = True

    def require(self, languages: str) -> None:
        """Raises NeuralMissing where it cannot work, LanguageMissing where no language is in Latin letters."""
        wanted = languages.split("+")
        if not _LATIN.intersection(wanted):
            raise LanguageMissing(wanted[0])
        with self._lock:
            if not self._works:
                try:
                    self._ask({"ask": "ready"})
                except EngineCrash as error:  # a processor or a library that OpenVINO does not start on
                    raise NeuralMissing from error
                self._works = True

    def read(self, page: PageImage, languages: str) -> PageText:
        """Lines from top to bottom. Raises EngineTimeout, EngineCrash, NeuralMissing."""
        with self._lock:
            self.require(languages)
            lines = self.read_lines(page, self.find_lines(page), languages)
        return PageText(page.number, page.width, page.height, tuple(line for line in lines if line))

    def find_lines(self, page: PageImage) -> list[Quad]:
        """Where lines of text lie, whatever their script, from top to bottom."""
        with self._lock:
            return self._believed(_quads, self._look(page, {"ask": "find", "scale": _scale(page)}))

    def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
        """Each quad as one line, in the order given; None where nothing was read."""
        if not quads:
            return []
        with self._lock:
            told = self._look(page, {"ask": "read"}, np.array(quads, np.float32).tobytes())
            return self._believed(lambda words: _lines(words, page, len(quads)), told)

    def alphabet(self) -> tuple[str, ...]:
        """What the columns of `look` stand for; the first is "" for nothing."""
        with self._lock:
            if not self._letters:
                self._letters = self._believed(_alphabet, self._ask({"ask": "alphabet"}))
            return self._letters

    def look(self, strips: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Each strip (48, width) uint8 grey -> (steps, letters) float32: how likely each letter is at each step."""
        if not strips:
            return []
        with self._lock:
            self._retire()
            letters = len(self.alphabet())
            widths = [strip.shape[1] for strip in strips]
            told = self._ask({"ask": "look", "widths": widths}, np.hstack(strips).tobytes())
            return self._believed(lambda seen: _steps(seen, widths, letters), told)

    def orientation(self, page: PageImage) -> int | None:
        """It has no opinion."""
        return None

    def close(self) -> None:
        with self._lock:
            if self._child is not None:
                self._child.close()
            self._child, self._asked, self._open = None, 0, [None] * PLACES

    def _look(self, page: PageImage, header: dict[str, Any], payload: bytes = b"") -> bytearray:
        """Ask about a page. A child that has read much may die of what it has gathered: then a fresh one is asked."""
        self._conversation()
        aged = self._asked > _AGED
        try:
            return self._ask_of(page, header, payload)
        except EngineCrash:
            if not aged:
                raise
            return self._ask_of(page, header, payload)

    def _ask_of(self, page: PageImage, header: dict[str, Any], payload: bytes) -> bytearray:
        """The page's pixels are sent first where it does not lie open yet: in place of the one not asked about last."""
        self._retire()
        self._conversation()
        lying = [place for place, pixels in enumerate(self._open) if pixels is not None and pixels() is page.pixels]
        self._last = lying[0] if lying else (self._last + 1) % PLACES
        if not lying:
            grey = _grey(page.pixels)
            self._ask({"ask": "open", "place": self._last, "shape": grey.shape}, grey.tobytes())
            self._open[self._last] = weakref.ref(page.pixels)
        return self._ask({**header, "place": self._last}, payload)

    def _ask(self, header: dict[str, Any], payload: bytes = b"") -> bytearray:
        try:
            answer, told = self._conversation().ask({**header, "threads": self._threads}, payload, self._wall_s)
        except CageTimeout as error:
            self.close()
            raise EngineTimeout(seconds=round(self._wall_s)) from error
        except (CageCrash, CageRefused) as error:
            self.close()
            raise EngineCrash from error
        if answer.get("error") == "models_missing":
            raise NeuralMissing
        if "error" in answer:
            raise EngineError
        self._asked += 1
        return told

    def _believed(self, understand: Callable[[bytearray], _Told], told: bytearray) -> _Told:
        """The child has seen hostile pixels: an answer that is none costs it its life."""
        try:
            return understand(told)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            self.close()
            raise EngineCrash from error

    def _retire(self) -> None:
        """A child that has served its time goes between two questions, never between a page and what is asked of it."""
        if self._asked >= _ASKS_A_LIFE:
            self.close()

    def _conversation(self) -> Child:
        """The child; a fresh one when it is gone: it dies with the thread that started it."""
        if self._child is not None and not self._child.alive:
            self.close()
        if self._child is None:
            self._child = children.neural(self._module)
        return self._child


def _grey(pixels: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def _scale(page: PageImage) -> float:
    """As small as the letters allow: the time goes with the area."""
    letter = letters_on(page)
    most = min(1.0, _LONGEST / max(page.width, page.height), math.sqrt(_MOST_PIXELS / (page.width * page.height)))
    return min(most, _LETTER / letter) if letter else most


def _quads(told: bytearray) -> list[Quad]:
    found = np.frombuffer(told, np.float32).reshape(-1, 8)
    if not np.isfinite(found).all():
        raise ValueError
    return [tuple(quad) for quad in found.tolist()]


def _alphabet(told: bytearray) -> tuple[str, ...]:
    said = json.loads(told)
    if not isinstance(said, list) or not all(isinstance(letter, str) for letter in said) or said[:1] != [""]:
        raise ValueError
    return tuple(said)


def _steps(told: bytearray, widths: Sequence[int], letters: int) -> list[np.ndarray]:
    seen = np.frombuffer(told, np.float32).reshape(-1, letters)
    ends = np.cumsum([steps(width) for width in widths])
    if len(seen) != ends[-1] or not ((seen >= 0) & (seen <= 1)).all() or (seen.sum(1) > 1 + _ROUNDING).any():
        raise ValueError
    return np.split(seen, ends[:-1])


def _lines(told: bytearray, page: PageImage, asked: int) -> list[Line | None]:
    said = json.loads(told)
    if not isinstance(said, list) or len(said) != asked:
        raise ValueError
    return [_line(words, page) for words in said]


def _line(words: list[list[Any]], page: PageImage) -> Line | None:
    """Boxes are kept within the page, words free of spaces."""
    found = tuple(_word(*word, page=page) for word in words)
    return Line(found, Neural.name) if found else None


def _word(text: str, confidence: float, *sides: float, page: PageImage) -> Word:
    x0, y0, x1, y1 = sides
    if not isinstance(text, str) or len(text.split()) != 1 or not 0 <= confidence <= 1:
        raise ValueError
    left, top = min(max(int(x0), 0), page.width - 1), min(max(int(y0), 0), page.height - 1)
    right, bottom = min(max(round(x1), left + 1), page.width), min(max(round(y1), top + 1), page.height)
    return Word(text, Box(left, top, right, bottom), float(confidence))
