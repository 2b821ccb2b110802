"""Printed labels found among the words: which field is asked for where. The form's order settles doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from rapidfuzz import fuzz, process

from classify.fold import squeeze
from classify.kind import FieldSpec, Kind
from ocr.text import Box, Line, PageText, Word

_SHORT = 6  # letters; a label up to this long must be read almost without a slip
_NEAR_SHORT, _NEAR_LONG = 0.86, 0.76
_HEADING = 0.9  # a heading must be read better than a label: the words of an option are often alike
_WIDE_GAP = 2.2  # heights of a word
_OUT_OF_ORDER = 0.72  # what a label is worth that stands where the form does not have it


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label as it stands on the page. `words` are its own, so that nobody takes them for a value."""

    page: int
    box: Box
    words: tuple[Word, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Hit:
    spec: int  # place of the field in the form
    anchor: Anchor


def find(labels: Mapping[str, tuple[str, ...]], page: PageText, runs: Runs | None = None) -> list[Anchor]:
    """Everywhere one of these labels may stand on the page, best first. `runs` of the page, for many labels."""
    runs = runs or Runs(page)
    found = [anchor for phrase in _phrases(labels) for anchor in _occurrences(phrase, runs)]
    return sorted(found, key=lambda anchor: -anchor.score)


def spelt(pages: Sequence[PageText]) -> list[Runs]:
    """The pages made ready for any number of labels."""
    return [Runs(page) for page in pages]


def locate(kind: Kind, pages: Sequence[PageText], runs: Sequence[Runs] = ()) -> dict[str, Anchor]:
    """Field name -> its label. Two fields never share words; the longer label wins them ("Esindaja isikukood")."""
    specs, runs = in_order(kind), runs or spelt(pages)
    hits = [
        _Hit(place, anchor)
        for each in runs
        for place, spec in enumerate(specs)
        for anchor in find(spec.labels, each.page, each)
    ]
    rows = _reading_order(_longest(_no_headings(hits, titles(kind, pages, runs))))
    chosen = _in_form_order(rows)
    taken = {id(word) for hit in chosen for word in hit.anchor.words}
    anchors = {specs[hit.spec].name: hit.anchor for hit in chosen}
    for hit in sorted(rows, key=lambda hit: -hit.anchor.score):
        name = specs[hit.spec].name
        if name in anchors or _in_prose(hit.anchor, pages):
            continue
        if not any(id(word) in taken for word in hit.anchor.words):
            anchors[name] = hit.anchor
            taken.update(id(word) for word in hit.anchor.words)
    return anchors


def _in_prose(anchor: Anchor, pages: Sequence[PageText]) -> bool:
    """A short label out of its order that stands between words of a sentence is a word of that sentence."""
    if len(squeeze("".join(word.text for word in anchor.words))) > _SHORT:
        return False
    page = next(page for page in pages if page.number == anchor.page)
    line = next(line for line in page.lines if anchor.words[0] in line.words)
    first, last = line.words.index(anchor.words[0]), line.words.index(anchor.words[-1])
    around = line.words[max(first - 1, 0) : last + 2]
    return first > 0 and last + 1 < len(line.words) and _unbroken(around)


def titles(kind: Kind, pages: Sequence[PageText], runs: Sequence[Runs] = ()) -> list[Anchor]:
    """Headings of sections where they stand alone on their line: what is above belongs to nothing below."""
    found = []
    for each in runs or spelt(pages):
        for section in kind.sections:
            labels = {language: (title.lstrip("0123456789. "),) for language, title in section.title.items()}
            found += [
                anchor
                for anchor in find(labels, each.page, each)
                if anchor.score >= _HEADING and _alone(anchor, each.page)
            ]
    return found


def _alone(anchor: Anchor, page: PageText) -> bool:
    """Nothing but a number stands on the same line."""
    line = next(line for line in page.lines if anchor.words[0] in line.words)
    others = [word for word in line.words if word not in anchor.words]
    return all(not any(letter.isalpha() for letter in word.text) for word in others)


def in_order(kind: Kind) -> list[FieldSpec]:
    """The fields as they are printed."""
    return [kind.field(name) for section in kind.sections for name in section.fields]


def _phrases(labels: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield from dict.fromkeys(phrase for phrases in labels.values() for phrase in phrases)


def _occurrences(phrase: str, runs: Runs) -> Iterator[Anchor]:
    wanted = squeeze(phrase)
    if not wanted:
        return
    near = _NEAR_SHORT if len(wanted) <= _SHORT else _NEAR_LONG
    length = len(phrase.split())
    for count in range(max(1, length - 1), length + 3):
        found, texts = runs.of(count)
        alike = process.extract(wanted, texts, scorer=fuzz.ratio, score_cutoff=100 * near, limit=None)
        for text, score, place in sorted(alike, key=lambda each: each[2]):
            if 0.7 <= len(text) / len(wanted) <= 1.4:
                yield Anchor(runs.page.number, _around(found[place]), found[place], score / 100)


class Runs:
    """Neighbouring words of a page, so many at a time, and what they say together: made once for all labels."""

    def __init__(self, page: PageText) -> None:
        self.page = page
        self._lines = [_Spelt.of(line) for line in page.lines]
        self._known: dict[int, tuple[list[tuple[Word, ...]], list[str]]] = {}

    def of(self, count: int) -> tuple[list[tuple[Word, ...]], list[str]]:
        if count not in self._known:
            runs = [run for line in self._lines for run in line.runs(count)]
            self._known[count] = [words for words, _ in runs], [text for _, text in runs]
        return self._known[count]


@dataclass(frozen=True, slots=True)
class _Spelt:
    """A line with what each of its words says, and how far apart they stand."""

    words: tuple[Word, ...]
    texts: tuple[str, ...]
    heights: tuple[int, ...]
    gaps: tuple[int, ...]

    @staticmethod
    def of(line: Line) -> _Spelt:
        words = line.words
        gaps = tuple(right.box.x0 - left.box.x1 for left, right in pairwise(words))
        return _Spelt(words, tuple(squeeze(word.text) for word in words), tuple(w.box.height for w in words), gaps)

    def runs(self, count: int) -> Iterator[tuple[tuple[Word, ...], str]]:
        for start in range(len(self.words) - count + 1):
            end = start + count
            highest = max(self.heights[start], self.heights[end - 1])
            if count == 1 or max(self.gaps[start : end - 1]) < _WIDE_GAP * highest:
                yield self.words[start:end], "".join(self.texts[start:end])


def _unbroken(words: Sequence[Word]) -> bool:
    """No gap as wide as between two boxes of a form."""
    gaps = (right.box.x0 - left.box.x1 for left, right in pairwise(words))
    return all(gap < _WIDE_GAP * max(words[0].box.height, words[-1].box.height) for gap in gaps)


def _around(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def _longest(hits: Sequence[_Hit]) -> list[_Hit]:
    """Where readings overlap, the one that explains more letters stays; equal ones stay together."""
    kept: list[_Hit] = []
    weight = {id(hit): hit.anchor.score**3 * sum(len(squeeze(word.text)) for word in hit.anchor.words) for hit in hits}
    owner: dict[int, tuple[int, ...]] = {}
    for hit in sorted(hits, key=lambda hit: -weight[id(hit)]):
        words = tuple(id(word) for word in hit.anchor.words)
        if all(owner.get(word, words) == words for word in words):
            owner.update(dict.fromkeys(words, words))
            kept.append(hit)
    return kept


def _no_headings(hits: Sequence[_Hit], found: Sequence[Anchor]) -> list[_Hit]:
    """A heading that says the same as a label is the label only where there is no other."""
    headings = {id(word) for title in found for word in title.words}
    plain = [hit for hit in hits if not headings.issuperset(id(word) for word in hit.anchor.words)]
    labelled = {hit.spec for hit in plain}
    return plain + [hit for hit in hits if hit.spec not in labelled]


def _reading_order(hits: Sequence[_Hit]) -> list[_Hit]:
    """By page, then row by row, then from left to right."""
    ordered: list[_Hit] = []
    by_top = sorted(hits, key=lambda hit: (hit.anchor.page, hit.anchor.box.center[1]))
    for _, page_hits in groupby(by_top, key=lambda hit: hit.anchor.page):
        row: list[_Hit] = []
        for hit in page_hits:
            if row and hit.anchor.box.center[1] > row[0].anchor.box.y1 + 0.3 * row[0].anchor.box.height:
                ordered += sorted(row, key=lambda hit: hit.anchor.box.x0)
                row = []
            row.append(hit)
        ordered += sorted(row, key=lambda hit: hit.anchor.box.x0)
    return ordered


def _in_form_order(hits: Sequence[_Hit]) -> list[_Hit]:
    """The heaviest set of labels that stand in the order of the form, each field and each place once."""
    best: list[tuple[float, int]] = []  # weight of the best chain that ends here, and the link before
    for place, hit in enumerate(hits):
        gain = hit.anchor.score - (1 - _OUT_OF_ORDER)
        chain = (gain, -1)
        for before in range(place):
            earlier = hits[before]
            if earlier.spec < hit.spec and earlier.anchor.words != hit.anchor.words:
                chain = max(chain, (best[before][0] + gain, before))
        best.append(chain)
    at = max(range(len(hits)), key=lambda place: best[place][0], default=-1)
    chosen = []
    while at >= 0:
        chosen.append(hits[at])
        at = best[at][1]
    return chosen[::-1]
