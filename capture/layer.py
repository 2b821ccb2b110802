"""A PDF page's own text layer as it comes out of the cage: nothing in it is believed unread."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from capture.cage_talk import Header
from capture.scan import EmbeddedWord, PageImage

_FARTHEST = 100_000  # pixels; a word may stand beside the page, not beyond reckoning


def with_layer(page: PageImage, reply: Header) -> PageImage:
    """`page` with what the decoder's answer says of its text; a word that is not one is left out."""
    told, text = reply.get("words"), reply.get("text")
    words = tuple(word for item in (told if isinstance(told, list) else ()) if (word := _word(item)))
    if words:
        lines = groupby(words, key=lambda word: word.line)
        text = "\n".join(" ".join(word.text for word in line) for _, line in lines)
    known = text if isinstance(text, str) else ""
    return replace(page, embedded_text=known, embedded=words, over_picture=bool(reply.get("over_picture")))


def _word(item: object) -> EmbeddedWord | None:
    if not isinstance(item, list) or len(item) != 6:
        return None
    *places, text = item
    if not all(isinstance(place, int) and abs(place) < _FARTHEST for place in places) or not isinstance(text, str):
        return None
    line, x0, y0, x1, y1 = places
    return EmbeddedWord(text, x0, y0, x1, y1, line) if text and x0 < x1 and y0 < y1 else None
