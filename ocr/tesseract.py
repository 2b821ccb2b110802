"""Tesseract as an engine: one long conversation with a caged child, one run of the program a page.

Measured on real pages (bench/reading.py): layout 3 reads forms, letters and receipts best in the mean (6 loses turned
and bordered photographs, 11 tears lines apart); est+rus+eng in one call beats looking for the script first, which
costs as much as it saves; printed lines are taken off first, or the teeth of a comb are read as digits; more than one
OpenMP thread made a page ten times slower on a busy machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import cv2
import numpy as np

from capture.cage import CageCrash, CageRefused, CageTimeout, Child, Limits
from capture.ruling import without_combs
from capture.scan import PageImage
from ocr.engine import EngineCrash, EngineError, EngineMissing, EngineTimeout, LanguageMissing
from ocr.rulings import without_rulings
from ocr.scale import letter_height, reading_scale
from ocr.scripts import settled
from ocr.text import PageText
from ocr.tsv import lines

PAGE_WALL_S = 90.0
_LIMITS = Limits(memory_mb=2048, cpu_s=900, wall_s=PAGE_WALL_S)  # cpu_s counts the whole life of the child
_PAGES_A_LIFE = 500  # then a fresh child: nothing it has gathered can grow for ever
_LAYOUT = 3  # Tesseract's page segmentation mode: columns, no orientation
_DPI = 300  # after scaling letters are as large as at 300 dpi, whatever the file declares
_SURE = 1.0  # Tesseract's own measure; right answers on whole pages measured 1.6 to 26
_CHILD = "ocr.tesseract_child"


class Tesseract:
    """Start, ask, restart after a crash. `child` may name another module with the same answers (tests of bad days)."""

    name = "tesseract"

    def __init__(self, *, child: str = _CHILD, wall_s: float = PAGE_WALL_S) -> None:
        self._module, self._wall_s = child, wall_s
        self._child: Child | None = None
        self._asked = 0
        self._languages: frozenset[str] = frozenset()

    def read(self, page: PageImage, languages: str) -> PageText:
        """Raises EngineTimeout, EngineCrash, EngineMissing, LanguageMissing or plain EngineError."""
        self.require(languages)
        grey = _grey(page.pixels)
        letter = letter_height(grey)
        scale = reading_scale(letter, grey.size)
        bare = without_combs(page, letter)
        grey = bare.pixels if bare else without_rulings(grey, letter)
        table = self._look("read", grey, scale, {"psm": _LAYOUT, "languages": languages})
        size = page.width, page.height
        return PageText(page.number, *size, settled(lines(table, scale, size, self.name)))

    def orientation(self, page: PageImage) -> int | None:
        """About a second at full size; shrinking the page makes it wrong, so ask only where a reading looks wrong."""
        self.require("osd")
        grey = _grey(page.pixels)
        scale = reading_scale(letter_height(grey), grey.size)
        said = dict(
            line.split(": ", 1) for line in self._look("orientation", grey, scale, {}).splitlines() if ": " in line
        )
        try:
            degrees, sure = int(said["Rotate"]), float(said["Orientation confidence"])
        except (KeyError, ValueError):
            return None
        return degrees if degrees in (0, 90, 180, 270) and sure >= _SURE else None

    def require(self, languages: str) -> None:
        """Raises LanguageMissing for the first language this Tesseract cannot read, EngineMissing without Tesseract."""
        if not self._languages:
            self._languages = frozenset(self._ask({"ask": "languages"}).split())
        for language in languages.split("+"):
            if language not in self._languages:
                raise LanguageMissing(language)

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
        self._child, self._asked = None, 0

    def _look(self, ask: str, grey: np.ndarray, scale: float, more: Mapping[str, object]) -> str:
        size = {"mode": "L", "width": grey.shape[1], "height": grey.shape[0], "scale": scale, "dpi": _DPI}
        return self._ask({"ask": ask, **size, **more}, grey.tobytes())

    def _ask(self, header: dict[str, Any], pixels: bytes = b"") -> str:
        try:
            answer, words = self._conversation().ask(header, pixels, self._wall_s)
        except CageTimeout as error:
            self.close()
            raise EngineTimeout(seconds=round(self._wall_s)) from error
        except (CageCrash, CageRefused) as error:
            self.close()
            raise EngineCrash from error
        if answer.get("error") == EngineMissing.code:
            raise EngineMissing
        if "error" in answer:
            raise EngineError
        return words.decode(errors="replace")

    def _conversation(self) -> Child:
        if self._asked >= _PAGES_A_LIFE:
            self.close()
        if self._child is None:
            self._child = Child.start(self._module, limits=_LIMITS)
        self._asked += 1
        return self._child


def _grey(pixels: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
