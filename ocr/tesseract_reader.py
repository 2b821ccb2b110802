"""A long conversation with the caged child that holds Tesseract's library: pictures in, tables of words out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from capture.cage import CageCrash, CageRefused, CageTimeout, Child
from ocr import children
from ocr.engine import EngineCrash, EngineError, EngineMissing, EngineTimeout

_ASKS_A_LIFE = 1000  # then a fresh child: nothing it has gathered can grow for ever
_DPI = 300  # after scaling letters are as large as at 300 dpi, whatever the file declares


class Reader:
    """Start, ask, restart after a crash. The child keeps nothing from one question to the next but its languages.

    `child` may name another module with the same answers (tests of bad days), `started` is one that runs already.
    """

    def __init__(
        self,
        *,
        child: str = children.TESSERACT,
        wall_s: float = children.TESSERACT_WALL_S,
        started: Child | None = None,
    ) -> None:
        self._module, self._wall_s = child, wall_s
        self._child = started
        self._asked = 0

    def begin(self) -> None:
        """Starts the child, of the thread that calls. What is wrong is said to the first who asks for something."""
        with suppress(EngineMissing):
            self._conversation()

    def languages(self) -> frozenset[str]:
        return frozenset(self._ask({"ask": "languages"}).split())

    def table(self, pictures: Sequence[np.ndarray], layout: int, languages: str) -> str:
        """The words of pictures (height, width) uint8 grey, read in Tesseract's segmentation mode `layout`.

        Raises EngineTimeout, EngineCrash, EngineMissing or plain EngineError, as every question does.
        """
        header = {"ask": "read", "psm": layout, "languages": languages, "dpi": _DPI}
        header["sizes"] = [_size(picture) for picture in pictures]
        return self._ask(header, b"".join(picture.tobytes() for picture in pictures))

    def orientation(self, picture: np.ndarray) -> str:
        return self._ask({"ask": "orientation", "dpi": _DPI, "sizes": [_size(picture)]}, picture.tobytes())

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
        self._child, self._asked = None, 0

    def _ask(self, header: dict[str, Any], pixels: bytes = b"") -> str:
        if self._asked >= _ASKS_A_LIFE:
            self.close()
        try:
            answer, words = self._conversation().ask(header, pixels, self._wall_s)
        except CageTimeout as error:
            self.close()
            raise EngineTimeout(seconds=round(self._wall_s)) from error
        except (CageCrash, CageRefused) as error:
            self.close()
            raise EngineCrash from error
        self._asked += 1
        if "error" in answer:
            raise EngineError
        return words.decode(errors="replace")

    def _conversation(self) -> Child:
        if self._child is None:
            self._child = children.tesseract(self._module)
        return self._child


def _size(picture: np.ndarray) -> tuple[int, int]:
    height, width = picture.shape
    return width, height
