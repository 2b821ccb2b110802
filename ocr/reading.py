"""The whole story of one page: cleaned, read, set upright where it was not, judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from capture.clean import clean, turn
from capture.legibility import judge
from capture.scan import Legibility, PageImage
from ocr import textlayer
from ocr.assurance import Outcome, refine
from ocr.engine import LANGUAGES, Engine
from ocr.text import PageText, Word

_SIGNED = 0.6  # chance of a word below which nobody should sign it unseen
_DOUBTFUL = 0.7  # mean confidence: upright pages measured 0.75 to 0.96 (bad photographs 0.54), turned ones 0.24 to 0.62


@dataclass(frozen=True, slots=True)
class Reading:
    """`page` is the cleaned, upright picture; the boxes of `text` are in its pixels."""

    page: PageImage
    legibility: Legibility
    text: PageText


def _nobody(_: PageImage) -> None:
    """Most callers want the page when it is read."""


def read_page(
    page: PageImage, engine: Engine, languages: str = LANGUAGES, cleaned: Callable[[PageImage], None] = _nobody
) -> Reading:
    """Raises EngineError; the page is then lost to reading, its picture is not.

    `cleaned` is told the page as it will most likely be shown, before it is read.
    """
    legibility = judge(page)  # as it came: cleanup hides what the next scan should do better
    layer = textlayer.decide(page, engine, languages)
    if layer.use:  # born digital: nothing to clean, and its words lie where they lie
        return Reading(page, legibility, replace(textlayer.text(page), layer=layer.reason))
    shown = clean(page)
    cleaned(shown)
    shown, text = _read(shown, engine, languages)
    return Reading(shown, refine(legibility, _outcome(text)), replace(text, layer=layer.reason))


def _read(page: PageImage, engine: Engine, languages: str) -> tuple[PageImage, PageText]:
    text = engine.read(page, languages)
    if assurance(text) < _DOUBTFUL or _sideways(text):
        return _upright(page, text, engine, languages)
    return page, text


def check_page(page: PageImage) -> tuple[PageImage, Legibility]:
    """A page nobody reads: cleaned for the eyes of a person, and judged as it came."""
    return clean(page), judge(page)


def _outcome(text: PageText) -> Outcome:
    doubtful = sum(word.confidence < _SIGNED for word in text.words)
    return Outcome(len(text.words), assurance(text), doubtful / max(len(text.words), 1))


def assurance(text: PageText) -> float:
    """The engine's mean confidence over the characters of the page, 0 for an empty page."""
    weight = sum(len(word.text) for word in text.words)
    return sum(word.confidence * len(word.text) for word in text.words) / weight if weight else 0.0


def _upright(page: PageImage, text: PageText, engine: Engine, languages: str) -> tuple[PageImage, PageText]:
    """Read again as the letters stand; the better of both readings stays, whatever the engine thinks of direction."""
    degrees = _direction(page, engine)
    if not degrees:
        return page, text
    turned = turn(page, degrees)
    again = engine.read(turned, languages)
    best, said = (turned, again) if _gain(again) > _gain(text) else (page, text)
    return best, engine.read(best, languages) if said.sample else said


def _direction(page: PageImage, engine: Engine) -> int | None:
    """Small letters on their side are hardly seen as letters: where nothing is told, a quarter turn may tell."""
    degrees = engine.orientation(page)
    if degrees is None and (further := engine.orientation(turn(page, 90))) is not None:
        return (90 + further) % 360
    return degrees


def _sideways(text: PageText) -> bool:
    """Tesseract reads lines that run down the page, too, and is sure of them: only the boxes tell."""
    long = [word for word in text.words if len(word.text) > 2]
    return sum(not _lies(word) for word in long) > len(long) / 2


def _lies(word: Word) -> bool:
    return word.box.width >= word.box.height


def _gain(text: PageText) -> float:
    """Characters read along the page, each counted as much as it is believed; doubted rubbish counts for nothing."""
    believed = (word for word in text.words if word.confidence > 0.5 and (len(word.text) < 3 or _lies(word)))
    return sum(len(word.text) * (word.confidence - 0.5) for word in believed)
