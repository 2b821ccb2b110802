"""The whole story of one page: cleaned, read, set upright where it was not, judged."""

from __future__ import annotations

from dataclasses import dataclass

from capture.clean import clean, turn
from capture.legibility import judge
from capture.scan import Legibility, PageImage
from ocr.engine import LANGUAGES, Engine
from ocr.text import PageText

_DOUBTFUL = 0.6  # mean confidence of a page below which it may lie on its side; upright scans measure 0.8 to 0.96


@dataclass(frozen=True, slots=True)
class Reading:
    """`page` is the cleaned, upright picture; the boxes of `text` are in its pixels."""

    page: PageImage
    legibility: Legibility
    text: PageText


def read_page(page: PageImage, engine: Engine, languages: str = LANGUAGES) -> Reading:
    """Raises EngineError; the page is then lost to reading, its picture is not."""
    cleaned = clean(page)
    text = engine.read(cleaned, languages)
    if assurance(text) < _DOUBTFUL:
        cleaned, text = _upright(cleaned, text, engine, languages)
    return Reading(cleaned, judge(cleaned), text)


def check_page(page: PageImage) -> tuple[PageImage, Legibility]:
    """Only the verdict, without reading: fast enough while the client is still at the counter."""
    cleaned = clean(page)
    return cleaned, judge(cleaned)


def assurance(text: PageText) -> float:
    """The engine's mean confidence over the characters of the page, 0 for an empty page."""
    weight = sum(len(word.text) for word in text.words)
    return sum(word.confidence * len(word.text) for word in text.words) / weight if weight else 0.0


def _upright(page: PageImage, text: PageText, engine: Engine, languages: str) -> tuple[PageImage, PageText]:
    """Read again as the letters stand; the better of both readings stays, whatever the engine thinks of direction."""
    degrees = engine.orientation(page)
    if not degrees:
        return page, text
    turned = turn(page, degrees)
    again = engine.read(turned, languages)
    return (turned, again) if _gain(again) > _gain(text) else (page, text)


def _gain(text: PageText) -> float:
    """Characters read, each counted as much as it is believed; doubted rubbish counts for nothing."""
    return sum(len(word.text) * (word.confidence - 0.5) for word in text.words if word.confidence > 0.5)
