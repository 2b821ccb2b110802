"""A field read on its own: its writing cut out of the boxes around it, and read as what it can be.

A whole page is read without knowing what stands where. A field is known: eleven digits, a day, a name. The recogniser
says what it sees at each step, and the pattern decides what that can mean (ocr/constrained.py).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from capture.marks import marks_in
from capture.ruling import Ink
from capture.scan import PageImage
from ocr import combs
from ocr.constrained import decode, folded, shortened
from ocr.fieldport import FieldQuestion, FieldReading, LetterSteps
from ocr.fieldsure import Evidence, sure
from ocr.patterns import Pattern, pattern_of
from ocr.text import Box

_HEIGHT = 48  # pixels of a strip, as the recogniser wants it
_LONGEST = 1600  # pixels of a strip
_MARGIN = 0.16  # of the writing's height, around it
_SHOWN = 4  # alternatives that are told
_ENOUGH = 0.5  # of what was seen fits one way to write the answer: the other ways are not tried
_CHOSEN = 0.9  # share of all that is left from which a check digit may choose
_WIDE, _NARROW = 24, 8  # beginnings followed at once; a check digit needs rivals to choose from
_SPECK = 0.6  # mm: marks lower and narrower are no letters
_ABOVE = 0.25  # of the writing's height: marks so far off its row are of another


class Look:
    """One strip at one width: the answers to the question that it may hold with their masses, and of all that fits."""

    def __init__(self, steps: np.ndarray, alphabet: Sequence[str], question: FieldQuestion) -> None:
        """`steps` is (steps, letters), as the recogniser saw them."""
        self.raw = _greedy(steps, alphabet)
        self.masses, self.whole = _masses(steps, alphabet, pattern_of(question))


class Fields:
    """A `FieldReader` over a recogniser."""

    def __init__(self, recogniser: LetterSteps) -> None:
        self._recogniser = recogniser

    def read_fields(self, ink: Ink, asked: Sequence[tuple[Box, FieldQuestion]]) -> list[FieldReading]:
        """In the order asked; a place where nothing is written gives an empty text. Raises EngineError."""
        cut = [_cut(ink, box, question) for box, question in asked]
        looks = self._looks([(pixels, question) for (_, pixels), (_, question) in zip(cut, asked, strict=True)])
        return [
            self.answer(seen, box, question) if seen else FieldReading("", 0.9, (), "", box)
            for seen, (box, _), (_, question) in zip(looks, cut, asked, strict=True)
        ]

    def _looks(self, places: Sequence[tuple[np.ndarray | None, FieldQuestion]]) -> list[list[Look]]:
        """Each place in the first width of its pattern, where that shows an answer in the others, too."""
        looks: list[list[Look]] = [[] for _ in places]
        for _ in ("first", "others"):
            wanted = [
                (seen, question, _strip(pixels, stretch))
                for (pixels, question), seen in zip(places, looks, strict=True)
                if pixels is not None
                for stretch in _widths(question, seen)
            ]
            steps = self._recogniser.look([strip for *_, strip in wanted])
            for (seen, question, _), each in zip(wanted, steps, strict=True):
                seen.append(Look(each, self._recogniser.alphabet(), question))
        return looks

    def read_field(self, page: PageImage, box: Box, question: FieldQuestion) -> FieldReading:
        """One place of a page."""
        return self.read_fields(Ink(page), [(box, question)])[0]

    def answer(self, looks: Sequence[Look], box: Box, question: FieldQuestion) -> FieldReading:
        """What was seen in one strip at each width, as an answer to the question."""
        seen = evidence(looks, question)
        said = sure(seen)
        part = said / seen.share if seen.share else 0.0
        others = [(text, share) for text, share in seen.ranked if text != seen.text][:_SHOWN]
        rest = tuple((text, round(part * share, 4)) for text, share in others)
        return FieldReading(seen.text, said, rest, seen.raw, box, seen.repaired, seen.proven)


def evidence(looks: Sequence[Look], question: FieldQuestion) -> Evidence:
    """What all looks at one strip say together, taken as an answer to the question."""
    masses: dict[str, float] = {}
    for look in looks:
        for text, each in look.masses.items():
            masses[text] = masses.get(text, 0.0) + each / len(looks)
    if not masses:
        return Evidence("", 0.0, 0.0, (), looks[0].raw)
    whole = sum(look.whole for look in looks) / len(looks)
    return _chosen(pattern_of(question), masses, min(whole, 1.0), looks[0].raw)


def _widths(question: FieldQuestion, seen: Sequence[Look]) -> tuple[float, ...]:
    """Those to be looked at next. No wider strip has shown an answer where the first showed none at all."""
    widths = pattern_of(question).widths
    if not seen:
        return widths[:1]
    return widths[1:] if seen[0].masses else ()


def _masses(steps: np.ndarray, alphabet: Sequence[str], pattern: Pattern) -> tuple[dict[str, float], float]:
    """Of the answers in one look, and of all that fits together."""
    masses: dict[str, float] = {}
    whole = 0.0
    for form in pattern.forms:
        taken = shortened(folded(steps, alphabet, form.fold, form.automaton.signs))
        decoded = decode(taken, form.automaton, _WIDE if pattern.coded else _NARROW, pattern.least)
        whole += decoded.mass
        said: dict[str, float] = {}
        for text, mass in decoded.texts:
            if answer := pattern.meant(text) if pattern.meant else text:
                said[answer] = said.get(answer, 0.0) + mass
        for answer, mass in said.items():
            masses[answer] = max(masses.get(answer, 0.0), mass)
        if whole > _ENOUGH:
            break
    return masses, whole


def _chosen(pattern: Pattern, masses: dict[str, float], whole: float, raw: str) -> Evidence:
    """The likeliest text; a check digit chooses another only when that leaves one that is clearly the best."""
    proof = pattern.proof
    weights = {text: mass * (pattern.apart if proof and proof(text) else 1.0) for text, mass in masses.items()}
    total = sum(weights.values()) + max(whole - sum(masses.values()), 0.0)
    shares = {text: weight / total for text, weight in weights.items()}
    plain, best = max(masses, key=masses.__getitem__), max(shares, key=shares.__getitem__)
    if best != plain and shares[best] < _CHOSEN:
        best = plain
    proven = bool(pattern.coded and proof and proof(best))
    ranked = tuple(sorted(shares.items(), key=lambda each: -each[1]))
    return Evidence(best, shares[best], whole, ranked, raw, best != plain, proven)


def _greedy(steps: np.ndarray, alphabet: Sequence[str]) -> str:
    """What is seen without any pattern."""
    best = steps.argmax(1)
    kept = best[np.flatnonzero(np.diff(best, prepend=0))]
    return "".join(alphabet[column] for column in kept)


def _cut(ink: Ink, box: Box, question: FieldQuestion) -> tuple[Box, np.ndarray | None]:
    """The writing of the place, without lines, and where it stands; None where there is none."""
    if question.cells and (comb := combs.cells(ink, box, question.cells)):
        signs = combs.written(ink, comb)
        filled = [sign for sign in signs if sign]
        if not filled:
            return box, None
        around = filled[0]
        for sign in filled[1:]:
            around = around.union(sign)
        return around, combs.closed_up(ink, signs)
    around_row = row(ink, box)
    if around_row is None:
        return box, None
    more = max(2, round(_MARGIN * around_row.height))
    height, width = ink.grey.shape
    grown = Box(
        max(around_row.x0 - more, 0), max(around_row.y0 - more, 0),
        min(around_row.x1 + more, width), min(around_row.y1 + more, height),
    )  # fmt: skip
    return around_row, combs.bare(ink, grown)


def row(ink: Ink, box: Box) -> Box | None:
    """Around the row of writing in the box: the one that holds most ink; None where nothing is written."""
    part = np.ascontiguousarray(ink.writing[max(box.y0, 0) : box.y1, max(box.x0, 0) : box.x1])
    if not part.size:
        return None
    least = _SPECK * ink.mm
    marks = [(x, y, x + w, y + h, a) for x, y, w, h, a in marks_in(part).tolist() if max(w, h) >= least]
    if not marks:
        return None
    letters = [mark for mark in marks if mark[3] - mark[1] >= 1.2 * ink.mm] or marks
    heavy = max(letters, key=lambda mark: mark[4])
    middle = float(np.average([(m[1] + m[3]) / 2 for m in letters], weights=[m[4] for m in letters]))
    if not heavy[1] <= middle <= heavy[3]:
        middle = (heavy[1] + heavy[3]) / 2
    core = [mark for mark in letters if mark[1] <= middle <= mark[3]]
    top, bottom = min(m[1] for m in core), max(m[3] for m in core)
    reach = _ABOVE * (bottom - top)
    same = [m for m in marks if m[1] >= top - reach and m[3] <= bottom + reach]
    x0, y0, x1, y1 = (f(m[k] for m in same) for k, f in enumerate((min, min, max, max)))
    left, high = max(box.x0, 0), max(box.y0, 0)
    return Box(x0 + left, y0 + high, x1 + left, y1 + high)


def _strip(pixels: np.ndarray, stretch: float = 1.0) -> np.ndarray:
    """As high as the recogniser wants it."""
    height, width = pixels.shape
    long = min(max(round(stretch * width * _HEIGHT / height), 16), _LONGEST)
    finer = height > _HEIGHT
    return cv2.resize(pixels, (long, _HEIGHT), interpolation=cv2.INTER_AREA if finer else cv2.INTER_LINEAR)
