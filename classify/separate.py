"""One scan, many documents: where each begins, by separator sheets where there are any, else by what the pages say.

Sheets are believed. Without them every page but the first is weighed: page numbers, titles, the kind it looks like,
whose personal code and name it bears. What is weighed nearly even is cut or left whole, whichever is likelier, and a
doubt says so: one person's page in another's case is a breach, and a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from capture.scan import Code
from capture.separate import Cover, divider
from classify.catalogue import UNKNOWN, Catalogue
from classify.pagemarks import Marks, marks
from classify.people import same_person
from ocr.text import PageText

DoubtCode = Literal["maybe_other_document", "maybe_same_document", "other_person", "page_missing", "count_differs"]

_DOUBT = 1.2  # log odds on either side of even
# Log odds that the page begins a document.
_BASE = -0.4
_FIRST, _LATER = 4.0, -5.0  # "1 of n", "2 of n"
_AFTER_LAST, _BEFORE_LAST = 1.5, -1.5  # the page before was "n of n", "1 of n" with n above 1
_TITLE, _SAME_TITLE = 4.0, 2.5  # a title at the head: of another kind, of the same one (two forms of one kind)
_RUNNING_HEAD = -3.0  # the name of the document so far, printed small
_OTHER_KIND = 1.5
_NEXT_SECTION = -3.5  # its headings are numbered on from those of the page before
_SECTION_ONE = 1.0
_OWN_SECTIONS = -2.0  # section titles of the kind so far, without its title
_OTHER_CODE, _SAME_CODE = 2.0, -2.0
_OTHER_NAME, _SAME_NAME = 1.0, -1.5  # names are read less well, and a form names others, too
_GOES_ON = -2.5  # in the middle of a sentence
_LETTER, _LETTER_HEAD = "kiri", 2.5  # a page that by itself looks like a letter has its sender and addressee
_OTHER_PAPER = 0.8  # of another size


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person must look at. `page` is the number of the page it is about."""

    code: DoubtCode
    page: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One document: numbers of its pages in their order. `kind` is what its cover sheet says, or empty."""

    pages: tuple[int, ...]
    kind: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Separation:
    """`sheets` are the pages that are no document: separators, and blank backs of separators."""

    pieces: tuple[Piece, ...]
    sheets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with what was found on it. `blank` is what its picture says: few words may be a photograph."""

    text: PageText
    codes: Sequence[Code] = ()
    blank: bool = False

    @property
    def number(self) -> int:
        return self.text.number


def separate(sheets: Sequence[Sheet], catalogue: Catalogue) -> Separation:
    """The pages in the order of the pile; all of them are in a piece or among the sheets."""
    if len(sheets) < 2:
        return Separation(tuple(Piece((sheet.number,)) for sheet in sheets))
    runs, dividers = _by_sheets(sheets)
    if dividers:
        return Separation(tuple(_covered(run, cover, catalogue) for cover, run in runs), tuple(dividers))
    return Separation(tuple(_by_words(sheets, catalogue)))


def _by_sheets(sheets: Sequence[Sheet]) -> tuple[list[tuple[Cover | None, list[Sheet]]], list[int]]:
    """Runs of pages between separators, and the numbers of the separators. Two separators on end make no empty run."""
    runs: list[tuple[Cover | None, list[Sheet]]] = [(None, [])]
    dividers: list[int] = []
    behind = False  # the page before was a separator: an empty page now is its back
    for sheet in sheets:
        found = divider(sheet.codes)
        if found is not None:
            dividers.append(sheet.number)
            runs.append((found.cover, []))
        elif behind and sheet.blank:
            dividers.append(sheet.number)
        else:
            runs[-1][1].append(sheet)
        behind = found is not None
    return [run for run in runs if run[1]], dividers


def _covered(run: Sequence[Sheet], cover: Cover | None, catalogue: Catalogue) -> Piece:
    """A run between sheets is one document; that it is one person's is checked all the same."""
    read = [marks(sheet.text, catalogue) for sheet in run]
    doubts = [Doubt("other_person", run[place].number) for place in _strangers(read)]
    kind = cover.kind if cover and cover.kind in catalogue else ""
    if cover and cover.count and cover.count != len(run):
        doubts.append(Doubt("count_differs", run[0].number))
    return Piece(tuple(sheet.number for sheet in run), kind, tuple(doubts))


def _by_words(sheets: Sequence[Sheet], catalogue: Catalogue) -> list[Piece]:
    read = [marks(sheet.text, catalogue) for sheet in sheets]
    starts, doubts = [0], []
    for place in range(1, len(sheets)):
        odds = _odds(read[starts[-1] : place], read[place])
        if sheets[place].blank:
            continue  # the back of the page before
        if odds > 0:
            starts.append(place)
        if abs(odds) < _DOUBT:
            doubts.append(
                (place, Doubt("maybe_same_document" if odds > 0 else "maybe_other_document", sheets[place].number))
            )
    pieces = []
    for start, end in zip(starts, [*starts[1:], len(sheets)], strict=True):
        own = [doubt for place, doubt in doubts if start <= place < end]
        known = {doubt.page for doubt in own}
        own += [
            Doubt("other_person", sheets[start + place].number)
            for place in _strangers(read[start:end])
            if sheets[start + place].number not in known
        ]
        own += [Doubt("page_missing", sheets[start + place].number) for place in _gaps(read[start:end])]
        pieces.append(Piece(tuple(sheet.number for sheet in sheets[start:end]), "", tuple(own)))
    return pieces


def _odds(before: Sequence[Marks], page: Marks) -> float:
    """Log odds that `page` begins a document, after the pages of the document so far."""
    return _BASE + _numbers(before[-1], page) + _heads(before, page) + _person(before, page) + _paper(before[-1], page)


def _numbers(last: Marks, page: Marks) -> float:
    odds = 0.0
    if page.numbered:
        odds += _FIRST if page.numbered.page == 1 else _LATER
    if last.numbered and last.numbered.of:
        odds += _AFTER_LAST if last.numbered.page == last.numbered.of else _BEFORE_LAST
    return odds


def _heads(before: Sequence[Marks], page: Marks) -> float:
    so_far = before[0].title or frozenset({before[0].kind})
    if page.title:
        return _SAME_TITLE if page.title & so_far else _TITLE
    if page.head & so_far:
        return _RUNNING_HEAD
    if page.goes_on:
        return _GOES_ON
    return _sections(before, page, so_far)


def _sections(before: Sequence[Marks], page: Marks, so_far: frozenset[str]) -> float:
    """A page without a title: by its headings, or by the kind it looks like."""
    last = next((one.sections[-1] for one in reversed(before) if one.sections), 0)
    if page.sections and last and page.sections[0] == last + 1:
        return _NEXT_SECTION
    if page.printed & so_far:
        return _OWN_SECTIONS
    if page.kind == _LETTER:
        return _LETTER_HEAD
    other = page.kind != UNKNOWN and page.kind not in so_far
    return (_OTHER_KIND if other else 0.0) + (_SECTION_ONE if page.sections[:1] == (1,) else 0.0)


def _person(before: Sequence[Marks], page: Marks) -> float:
    alike = _same_codes(before, page)
    if alike is not None:
        return _SAME_CODE if alike else _OTHER_CODE
    alike = _same_names(before, page)
    return 0.0 if alike is None else _SAME_NAME if alike else _OTHER_NAME


def _paper(last: Marks, page: Marks) -> float:
    """Scanners give every sheet of A4 the same size, give or take their cropping. A page that was lost has no size."""
    if not all((*last.size, *page.size)):
        return 0.0
    alike = all(0.85 < one / max(other, 1) < 1.18 for one, other in zip(last.size, page.size, strict=True))
    return 0.0 if alike else _OTHER_PAPER


def _same_people(before: Sequence[Marks], page: Marks) -> bool | None:
    """None where one side names nobody. Codes tell; names only where there are no codes to compare."""
    alike = _same_codes(before, page)
    return _same_names(before, page) if alike is None else alike


def _same_codes(before: Sequence[Marks], page: Marks) -> bool | None:
    codes = frozenset[str]().union(*(one.codes for one in before))
    return bool(page.codes & codes) if page.codes and codes else None


def _same_names(before: Sequence[Marks], page: Marks) -> bool | None:
    names = [name for one in before for name in one.names]
    if page.names and names:
        return any(same_person(one, other) for one in page.names for other in names)
    return None


def _strangers(pages: Sequence[Marks]) -> list[int]:
    """Places of pages that name only people of whom the pages before them say nothing.

    A form's own later page may name others, a child, a partner: where the page numbers run on, that is no doubt.
    """
    return [
        place
        for place in range(1, len(pages))
        if not _runs_on(pages[place - 1], pages[place]) and _same_people(pages[:place], pages[place]) is False
    ]


def _runs_on(last: Marks, page: Marks) -> bool:
    one, two = last.numbered, page.numbered
    return bool(one and two and two.page == one.page + 1 and two.of == one.of)


def _gaps(pages: Sequence[Marks]) -> list[int]:
    """Places where numbered pages do not follow each other, and the end of a document that should go on."""
    found = [0] if pages[0].numbered and pages[0].numbered.page > 1 else []
    for place in range(1, len(pages)):
        one, two = pages[place - 1].numbered, pages[place].numbered
        if one and two and two.page > one.page + 1:
            found.append(place)
    last = pages[-1].numbered
    if last and last.page < last.of:
        found.append(len(pages) - 1)
    return found
