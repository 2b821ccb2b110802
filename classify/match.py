"""Which kind of document this is, how sure that is, and the printed lines that decided."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from classify.catalogue import UNKNOWN, Catalogue
from classify.fold import fold, likenesses, presence
from classify.kind import Kind, Match
from ocr.text import Box, PageText

SURE = 0.5  # below it the paper is unknown
_CLEAR = 0.12  # by so much the best must lead
_TITLE_SEEN = 0.80
_CUE_SEEN = 0.86
_AGAINST_SEEN = 0.9
_LONGEST = 200  # letters of a heading
_WEIGHTS = {"base": -3.4, "title": 5.0, "cues": 3.6, "labels": 3.2, "never": -3.0, "must": -6.0}


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line, or lines standing together, that may be a title. `place` 1 at the top of the first page, less below."""

    text: str
    shown: str
    place: float


_Title = tuple[float, str]  # how well it is seen, 0..1, and the line as printed


@dataclass(frozen=True, slots=True)
class _Paper:
    """What all kinds are compared with, prepared once."""

    headings: tuple[_Heading, ...]
    lines: tuple[tuple[str, str], ...]  # folded, as printed
    text: str


Score = tuple[float, tuple[str, ...], str]  # confidence 0..1, the lines that speak for it, the kind


def match(pages: Sequence[PageText], catalogue: Catalogue) -> Match:
    """The best kind, or `tundmatu` where none is sure enough or two are nearly equal."""
    return decide(scores(pages, catalogue))


def scores(pages: Sequence[PageText], catalogue: Catalogue) -> list[Score]:
    """What titles, cues and labels say of every kind, the likeliest first."""
    paper = _paper(pages)
    kinds = [kind for kind in catalogue.values() if kind.code != UNKNOWN]
    titles = _titles(kinds, paper.headings)
    found = ((*_score(kind, paper, titles[kind.code]), kind.code) for kind in kinds)
    return sorted(found, key=lambda scored: -scored[0])


def decide(found: Sequence[Score]) -> Match:
    ranked = [(code, round(confidence, 3)) for confidence, _, code in found]
    if not found or found[0][0] < SURE:
        best = found[0][0] if found else 0.0
        return Match(UNKNOWN, round(1 - best, 3), (), tuple(ranked[:3]))
    confidence, why, code = found[0]
    if len(found) > 1 and confidence - found[1][0] < _CLEAR and found[1][0] >= SURE:
        return Match(UNKNOWN, round(1 - confidence, 3), why, tuple(ranked[:3]))
    return Match(code, round(confidence, 3), why, tuple(ranked[1:4]))


def _paper(pages: Sequence[PageText]) -> _Paper:
    lines = [(page, line) for page in pages for line in page.lines if line.words]
    folded = [(fold(line.text), line.text) for _, line in lines]
    return _Paper(
        headings=tuple(heading for page in pages for heading in _headings(page, page is pages[0])),
        lines=tuple((text, shown) for text, shown in folded if text),
        text=" ".join(text for text, _ in folded),
    )


def _headings(page: PageText, begins: bool) -> list[_Heading]:
    """Lines of the page, alone and with the one or two below them, as a long title is broken."""
    lines = [(line.box, line.text) for line in page.lines if line.words]
    found = []
    for start, (top, _) in enumerate(lines):
        place = _place(page, top, begins)
        for count in (1, 2, 3):
            together = lines[start : start + count]
            if len(together) < count or not _stand_together([box for box, _ in together]):
                break
            text = " ".join(text for _, text in together)
            if len(text) <= _LONGEST:
                found.append(_Heading(" ".join(filter(None, (fold(text) for _, text in together))), text, place))
    return found


def _stand_together(boxes: Sequence[Box]) -> bool:
    return all(below.y0 - above.y1 < 1.5 * boxes[0].height for above, below in pairwise(boxes))


def _place(page: PageText, top: Box, begins: bool) -> float:
    """The top of the first page counts in full; the rest of it, and later pages, less."""
    low = top.y0 / max(page.height, 1)
    first = 1.0 if low < 0.45 else 0.75
    return first if begins else first * 0.8


def _score(kind: Kind, paper: _Paper, seen: _Title) -> tuple[float, tuple[str, ...]]:
    """Confidence 0..1 and the lines that speak for this kind."""
    title, title_line = seen
    cues = [cue for cue in kind.cues.any if presence(cue, paper.text, _CUE_SEEN)]
    against = [cue for cue in kind.cues.never if presence(cue, paper.text, _AGAINST_SEEN)]
    absent = [cue for cue in kind.cues.must if not _any_of(cue, paper.text)]
    cue_share = min(1.0, len(cues) / max(1.0, 0.5 * min(8, len(kind.cues.any))))
    sum_of_evidence = (
        _WEIGHTS["base"]
        + _WEIGHTS["title"] * title
        + _WEIGHTS["cues"] * cue_share
        + _WEIGHTS["labels"] * _label_share(kind, paper.text)
        + _WEIGHTS["never"] * min(2, len(against))
        + _WEIGHTS["must"] * len(absent)
    )
    why = ([title_line] if title_line else []) + [_line_of(cue, paper) for cue in cues]
    return 1 / (1 + math.exp(-sum_of_evidence)), tuple(dict.fromkeys(line for line in why if line))[:4]


def _any_of(cue: str, text: str) -> bool:
    """`a|b` in a kind file: one of them is enough."""
    return any(presence(part, text, _CUE_SEEN) for part in cue.split("|"))


def _titles(kinds: Sequence[Kind], headings: Sequence[_Heading]) -> dict[str, _Title]:
    """For each kind how well the best of its titles is seen, weighed by where it stands and how much it says."""
    best = {kind.code: (0.0, "") for kind in kinds}
    wanted = [(kind.code, fold(title)) for kind in kinds for title in kind.cues.titles]
    if not wanted or not headings:
        return best
    seen = likenesses([title for _, title in wanted], [heading.text for heading in headings], _TITLE_SEEN)
    lengths = np.array([len(heading.text) for heading in headings])
    places = np.array([heading.place for heading in headings])
    for (code, title), row in zip(wanted, seen, strict=True):
        share = lengths / max(len(title), 1)
        values = row * places * ((share > 0.6) & (share < 1.7)) * (1.0 if len(title) >= 9 else 0.7)
        k = int(values.argmax())
        if values[k] > best[code][0]:
            best[code] = float(values[k]), headings[k].shown
    return best


def _label_share(kind: Kind, text: str) -> float:
    """The share of this kind's own printed labels and section titles that are found, in its best language."""
    shares = []
    for language in ("et", "ru"):
        printed = [section.title[language] for section in kind.sections]
        printed += [spec.labels[language][0] for spec in kind.fields if language in spec.labels]
        telling = [phrase for phrase in {fold(phrase).lstrip("0123456789 ") for phrase in printed} if len(phrase) >= 8]
        if telling:
            shares.append(sum(presence(phrase, text, _CUE_SEEN) > 0 for phrase in telling) / len(telling))
    return max(shares, default=0.0)


def _line_of(cue: str, paper: _Paper) -> str:
    """The printed line on which the cue was seen best."""
    scored = ((presence(cue, text, _CUE_SEEN), shown) for text, shown in paper.lines)
    seen, shown = max(scored, default=(0.0, ""))
    return shown if seen else ""
