"""The twin of a real engine: it answers from what a recorder once heard, by the hash of the pixels."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from capture.scan import PageImage
from ocr.engine import Engine, EngineError, LanguageMissing
from ocr.quad import Quad
from ocr.text import Box, Line, PageText, Word

_MISSING = "languages missing"


class NotRecorded(EngineError):
    """This page was never recorded. Record it with the real engine."""

    code = "not_recorded"


class Recorder:
    """Passes every question on to a real engine and keeps the answers; close() writes them down."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self.name = engine.name
        self._engine, self._path = engine, path
        self._answers: dict[str, Any] = {}

    def require(self, languages: str) -> None:
        try:
            self._engine.require(languages)
        except LanguageMissing as error:
            self._answers[_MISSING] = sorted({*self._answers.get(_MISSING, ()), error.language})
            raise

    def read(self, page: PageImage, languages: str) -> PageText:
        text = self._engine.read(page, languages)
        self._answers[_key(page, languages)] = {"lines": [_told(line) for line in text.lines]}
        return text

    def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
        lines = self._engine.read_lines(page, quads, languages)
        self._answers[_key(page, _places(quads, languages))] = [line and _told(line) for line in lines]
        return lines

    def orientation(self, page: PageImage) -> int | None:
        degrees = self._answers[_key(page, "orientation")] = self._engine.orientation(page)
        return degrees

    def close(self) -> None:
        self._engine.close()
        self._path.write_text(json.dumps(self._answers, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


class Replay:
    name = "replay"

    def __init__(self, path: Path) -> None:
        self._answers: dict[str, Any] = json.loads(path.read_text("utf-8"))

    def require(self, languages: str) -> None:
        """Raises LanguageMissing for what the real engine lacked when it was recorded."""
        for language in languages.split("+"):
            if language in self._answers.get(_MISSING, ()):
                raise LanguageMissing(language)

    def read(self, page: PageImage, languages: str) -> PageText:
        """Raises NotRecorded or LanguageMissing. Lines name the engine that read them."""
        self.require(languages)
        answer = self._answer(page, languages)
        return PageText(page.number, page.width, page.height, tuple(_line(told) for told in answer["lines"]))

    def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
        """Only the very places that were recorded. Raises NotRecorded or LanguageMissing."""
        self.require(languages)
        return [told and _line(told) for told in self._answer(page, _places(quads, languages))]

    def orientation(self, page: PageImage) -> int | None:
        degrees: int | None = self._answer(page, "orientation")
        return degrees

    def close(self) -> None:
        """Nothing is held open."""

    def _answer(self, page: PageImage, question: str) -> Any:
        try:
            return self._answers[_key(page, question)]
        except KeyError:
            raise NotRecorded from None


def _key(page: PageImage, question: str) -> str:
    shape = "x".join(map(str, page.pixels.shape))
    return f"{hashlib.sha256(shape.encode() + page.pixels.tobytes()).hexdigest()} {question}"


def _places(quads: Sequence[Quad], languages: str) -> str:
    return f"{languages} {json.dumps([[round(value) for value in quad] for quad in quads])}"


def _told(line: Line) -> dict[str, Any]:
    return {"engine": line.engine, "words": [[word.text, *word.box.as_list(), word.confidence] for word in line.words]}


def _line(told: dict[str, Any]) -> Line:
    words = (Word(text, Box(*box), confidence) for text, *box, confidence in told["words"])
    return Line(tuple(words), told["engine"])
