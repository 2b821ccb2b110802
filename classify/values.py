"""What stands in a place, as a field: its words in normal form, how sure that is, and what is against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from classify import choices, signatures
from classify.accents import marked
from classify.choices import Place
from classify.fold import squeeze
from classify.forms import normal
from classify.kind import Field, FieldSpec, FieldState
from classify.ruling import Picture
from classify.zones import Zone, is_blank
from ocr.text import Box, Word

_WRITTEN = 0.004  # share of ink in an empty-looking zone from which something must stand there
_DARK, _THICK, _AROUND = 0.6, 1.6, 10.0  # of the light of the paper around; mm; mm
_PHRASE = 12  # words, of those with which a value begins
_SPELT = {"name", "address", "text"}  # types whose letters may have lost their marks
_PROVEN = {"isikukood", "iban"}  # types that carry their own check digit
_CLEAR = 0.88  # confidence of words from which a wrong check digit stands so on the paper
_TRUSTED = 0.30  # confidence of words below which a value is doubtful


def mark(spec: FieldSpec, place: Place) -> Field:
    """A signature or a stamp."""
    zone, picture = place.zone, place.picture
    if picture is None:
        return Field(spec.name, None, "", 0.2, zone.page, zone.box, "illegible")
    seen, sure = (signatures.stamp if spec.type == "stamp" else signatures.signature)(zone.box, picture)
    if seen == "absent":
        return Field(spec.name, None, "", sure, zone.page, zone.box, "missing")
    return Field(spec.name, "present", "", sure, zone.page, zone.box, "found" if seen == "present" else "doubtful")


def written(
    spec: FieldSpec, place: Place, rows: Sequence[Sequence[Word]], found: float, printed: Sequence[Box] = ()
) -> Field:
    """Words of a place. `found` 0..1 is how well the place is known; `printed` are boxes of print inside it."""
    rows = _above_address(rows) if spec.form == "firm" else rows
    every = [word for row in rows for word in row]
    words = _before(spec.ends, answer := _after(spec.begins, every))
    zone = place.zone
    if is_blank([words]):
        known = [*printed, *(word.box for word in every[: len(every) - len(answer)])]
        inked = place.picture is not None and (
            ink_in(zone.box, place.picture, known) > _WRITTEN or covered(zone.box, place.picture)
        )
        sure = 0.85 if zone.ruled else 0.5
        return Field(spec.name, None, "", sure, zone.page, zone.box, "illegible" if inked else "missing")
    if spec.options and (option := choices.printed(spec, words, place)):
        return option
    if place.picture is not None and place.marked and spec.type in _SPELT:
        words = [replace(word, text=marked(word, place.picture)) for word in words]
    return _value(spec, words, zone, found)


def _above_address(rows: Sequence[Sequence[Word]]) -> Sequence[Sequence[Word]]:
    """The lines of a firm's name: a later one that begins with a number is its address."""
    starts = (at for at, row in enumerate(rows) if at and row and row[0].text[:1].isdigit())
    return rows[: next(starts, len(rows))]


def _after(begins: Sequence[str], words: list[Word]) -> list[Word]:
    """What stands behind the last of the words with which a value begins; all of it where there are none."""
    starts = set(filter(None, map(squeeze, begins)))
    for at in range(len(words) if starts else 0, 0, -1):
        ending_here = (words[start:at] for start in range(max(at - _PHRASE, 0), at))
        if any(squeeze(" ".join(word.text for word in some)) in starts for some in ending_here):
            return words[at:]
    return words


def _before(ends: Sequence[str], words: list[Word]) -> list[Word]:
    """What stands before the first of the words that end a value; they may be run together with what follows."""
    stops = tuple(filter(None, map(squeeze, ends)))
    for at in range(1, len(words) if stops else 0):
        if squeeze(" ".join(word.text for word in words[at:])).startswith(stops):
            return words[:at]
    return words


def ink_in(box: Box, picture: Picture, printed: Sequence[Box] = ()) -> float:
    """The share of a place that is written on, clear of the rules around it and of the print inside it."""
    inner = _inner(box, picture)
    if not printed:
        return picture.share(inner)
    ink = np.array(picture.part(picture.writing, inner))
    left, top = max(inner.x0, 0), max(inner.y0, 0)
    for each in printed:
        ink[max(each.y0 - top, 0) : max(each.y1 - top, 0), max(each.x0 - left, 0) : max(each.x1 - left, 0)] = False
    return float(ink.mean()) if ink.size else 0.0


def covered(box: Box, picture: Picture) -> bool:
    """Whether something dark lies over the place, thicker than any pen and any rule: a smudge, a stroke of a marker.

    Ink is told by its edges, and such a patch has none inside; so far as it is straight it was taken for a rule.
    """
    inner, around = _inner(box, picture), round(_AROUND * picture.mm)
    near = picture.part(picture.grey, Box(box.x0 - around, box.y0 - around, box.x1 + around, box.y1 + around))
    grey = picture.part(picture.grey, inner)
    if not grey.size:
        return False
    dark = (grey < _DARK * np.percentile(near, 90)).astype(np.uint8)
    side = max(round(_THICK * picture.mm), 1)
    return bool(cv2.erode(dark, np.ones((side, side), np.uint8), borderValue=0).any())


def _value(spec: FieldSpec, words: Sequence[Word], zone: Zone, found: float) -> Field:
    raw = " ".join(word.text for word in words)
    box = _around(words)
    seen = _confidence(words)
    parsed = normal(spec, raw, mend=seen < _CLEAR)
    if parsed.value is None:
        return Field(spec.name, None, raw, round(0.5 * seen, 3), zone.page, box, "illegible")
    if parsed.reason:
        return Field(spec.name, parsed.value, raw, round(min(0.45, seen), 3), zone.page, box, "doubtful")
    if spec.type in _PROVEN:
        return Field(spec.name, parsed.value, raw, round(max(0.93, seen), 3), zone.page, box, "found")
    sure = seen * min(1.0, 0.8 + 0.2 * found) * (1.0 if zone.ruled else 0.92)
    state: FieldState = "found" if sure >= _TRUSTED else "doubtful"
    return Field(spec.name, parsed.value, raw, round(sure, 3), zone.page, box, state)


def _confidence(words: Sequence[Word]) -> float:
    """By letters, so that a comma does not decide."""
    weight = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / weight if weight else 0.0


def _around(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def _inner(box: Box, picture: Picture) -> Box:
    """Clear of the rules around it."""
    edge = round(0.6 * picture.mm)
    return Box(box.x0 + edge, box.y0 + edge, max(box.x1 - edge, box.x0 + edge), max(box.y1 - edge, box.y0 + edge))
