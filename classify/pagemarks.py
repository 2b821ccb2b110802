"""What a page says about its place in a document: its number, whose it is, whether a title stands at its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from classify.catalogue import UNKNOWN, Catalogue
from classify.codes import isikukood
from classify.fold import fold, likenesses
from classify.kind import Kind
from classify.match import SURE, match
from classify.people import folded
from ocr.text import Line, PageText

_OF = r"\s*(?:/|\(|of|st|lehte|lehest|lk|из|s)\s*"
_WORD = r"(?:leht|lehek[üu]lg|lk\.?|page|p\.|pg\.?|стр\.?|страница|лист|л\.)"
_NUMBERED = (
    re.compile(rf"(?:^|\s){_WORD}\s*(\d{{1,3}}){_OF}(\d{{1,3}})", re.IGNORECASE),
    re.compile(r"(?:^|\s)(\d{1,3})\s?/\s?(\d{1,3})$"),
    re.compile(rf"(?:^|\s){_WORD}\s*(\d{{1,3}})$", re.IGNORECASE),
    re.compile(r"^[-–—]\s?(\d{1,3})\s?[-–—]$"),
)
_MARGIN = 0.09  # of the height, at either end, where pages are numbered
_HEAD = 0.40  # of the height, where a title stands
_LARGE = 1.15  # times the usual line: a running head is not larger than the text
_SEEN = 0.80
_TELLING = 6  # letters of a section title that tells anything
_SHAPE = re.compile(r"(?<![\dA-Z])[1-8OIl](?:\s?[\dOIlSB]){10}(?![\dA-Z])")
_NAME_LABEL = re.compile(
    r"\b(?:ees- ja perekonnanimi|eesnimi|eesnimed|perekonnanimi|perenimi|nimi|имя|фамилия|ф\.?\s?и\.?\s?о\.?|name|"
    r"first name|surname)\b[^:]{0,12}:?\s*(?P<name>.*)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÕÄÖÜŠŽА-ЯЁ][\w'’-]+(?: [A-ZÕÄÖÜŠŽА-ЯЁ][\w'’-]+){1,3}")
_SECTION = re.compile(r"(?P<number>\d{1,2})\s?[.)]\s+[A-ZÕÄÖÜŠŽА-ЯЁ]")


@dataclass(frozen=True, slots=True)
class Numbered:
    """Page `page` of `of`; `of` is 0 where it is not told."""

    page: int
    of: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """`title` names the kinds whose title stands large at the head, `head` those whose name is printed small there."""

    numbered: Numbered | None
    title: frozenset[str]
    head: frozenset[str]
    kind: str  # what the page alone looks like, or `tundmatu`
    codes: frozenset[str]  # personal codes
    names: frozenset[str]
    sections: tuple[int, ...]  # numbers of its headings, `4. Andmed laste kohta`, in their order
    printed: frozenset[str]  # kinds of which at least two section titles stand on it
    words: int
    goes_on: bool  # its first line is the rest of a sentence
    size: tuple[int, int]


def marks(page: PageText, catalogue: Catalogue) -> Marks:
    lines = [line for line in page.lines if line.words]
    large, small = _titles(page, lines, catalogue)
    alone = match([page], catalogue)
    return Marks(
        numbered=_numbered(page, lines),
        title=large,
        head=small,
        kind=alone.code if alone.confidence >= SURE else UNKNOWN,
        codes=_codes(lines),
        names=_names(lines),
        sections=_sections(lines),
        printed=_printed(lines, catalogue),
        words=sum(len(line.words) for line in lines),
        goes_on=_goes_on(lines),
        size=(page.width, page.height),
    )


def _numbered(page: PageText, lines: Sequence[Line]) -> Numbered | None:
    """From the margins only: `1/3` in the middle of a page is an answer."""
    margin = _MARGIN * page.height
    for line in (one for one in reversed(lines) if one.box.y1 > page.height - margin or one.box.y0 < margin):
        for shape in _NUMBERED:
            found = shape.search(line.text.strip())
            if found is None:
                continue
            number, of = int(found[1]), int(found[2]) if shape.groups == 2 else 0
            if number >= 1 and (not of or number <= of <= 200):
                return Numbered(number, of)
    return None


def _titles(page: PageText, lines: Sequence[Line], catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    usual = median(line.box.height for line in lines) if lines else 0
    large: set[str] = set()
    small: set[str] = set()
    for line, codes in _titled(page, lines, catalogue):
        if line.box.height >= _LARGE * usual or line.text.isupper():
            large |= codes
        elif line.box.y0 < _MARGIN * page.height:
            small |= codes
    return frozenset(large), frozenset(small)


def _titled(page: PageText, lines: Sequence[Line], catalogue: Catalogue) -> Iterator[tuple[Line, set[str]]]:
    """Lines at the head that are, alone or with the next one, a title; and the kinds whose title it is."""
    titles = [(kind.code, fold(title)) for kind in catalogue.values() for title in kind.cues.titles]
    told = [fold(line.text) for line in lines]
    head = [place for place, line in enumerate(lines) if line.box.y0 <= _HEAD * page.height]
    if not titles or not head:
        return
    texts = [told[place] for place in head] + [" ".join(told[place : place + 2]) for place in head]
    seen = likenesses([title for _, title in titles], texts, _SEEN) > 0
    share = np.array([[len(text) for text in texts]]) / np.array([[max(len(title), 1)] for _, title in titles])
    seen &= (share > 0.7) & (share < 1.45)
    for k, place in enumerate(head):
        codes = {titles[row][0] for row in np.flatnonzero(seen[:, k] | seen[:, k + len(head)])}
        if codes:
            yield lines[place], codes


def _sections(lines: Sequence[Line]) -> tuple[int, ...]:
    found = (_SECTION.match(line.text) for line in lines)
    return tuple(int(one["number"]) for one in found if one)


def _printed(lines: Sequence[Line], catalogue: Catalogue) -> frozenset[str]:
    rows = [fold(line.text).lstrip("0123456789 ") for line in lines]
    present = [row for row in rows if len(row) >= _TELLING]
    return frozenset(kind.code for kind in catalogue.values() if _headings(kind, present) >= 2)


def _headings(kind: Kind, rows: Sequence[str]) -> int:
    """How many of the kind's section titles stand on the page as lines of their own, in its best language."""
    counts = []
    for language in ("et", "en", "ru"):
        titles = {fold(section.title.get(language, "")).lstrip("0123456789 ") for section in kind.sections}
        telling = [title for title in titles if len(title) >= _TELLING]
        counts.append(int(likenesses(telling, rows, _SEEN).any(1).sum()) if telling and rows else 0)
    return max(counts)


def _goes_on(lines: Sequence[Line]) -> bool:
    """Small letters first, in a line of several words: nobody begins a document so."""
    first = next((line.text for line in lines if len(line.words) > 2), "")
    return first[:1].islower()


def _codes(lines: Sequence[Line]) -> frozenset[str]:
    """Personal codes that were read without repair: a repaired one may be somebody else's."""
    found = (isikukood(seen[0]) for line in lines for seen in _SHAPE.finditer(line.text))
    return frozenset(code.value for code in found if code.value and not code.reason)


def _names(lines: Sequence[Line]) -> frozenset[str]:
    """Whole names beside or under their printed labels."""
    found = set()
    for place, line in enumerate(lines):
        label = _NAME_LABEL.search(line.text)
        if label is None:
            continue
        under = lines[place + 1].text if place + 1 < len(lines) else ""
        for text in (label["name"], under):
            if _NAME.fullmatch(text.strip()) and not _NAME_LABEL.search(text):
                found.add(folded(text))
                break
    return frozenset(found)
