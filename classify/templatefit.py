"""A page laid upon its template: the printed words that both have say how the paper lies in the picture.

The words of a page are never all there, some are misread, some stand twice. Words whose neighbours agree are pairs; a
turn, a scale and a shift that most pairs share is found among them, then finer: an affine map, and a homography where
it pays (a photograph). Other editions move parts of a form, paper bends: each place follows the words around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
from rapidfuzz import fuzz, process

from classify.fold import squeeze
from classify.template import Place, PrintedWord, Template
from ocr.text import Box, PageText, Word

_ALIKE = 78  # of 100: likeness of two words from which one may be the other misread
_LONG = 4  # letters from which a misread word may still be known
_FEWEST = 8  # pairs from which a page can be laid
_SHARE = 0.15  # of the template's words, at least, for a page to be this form
_SPREAD = 0.3  # of the template's width and height over which the pairs must lie
_ROUGH, _FINE = 5.0, 2.5  # mm off at which a pair does not count, in the first and in the last fit
_MOVED = 9.0  # mm that a part of a form may stand elsewhere in another edition
_SURE = 1.6  # mm, median of what pairs are off in the end, at most
_AROUND, _NEAR = 7, 45.0  # words that a place follows, and how far they may be, in mm
_STRETCH = 0.25  # how unlike the scales across and down may be
_COVERED, _LARGER = 0.5, 3.5  # of a printed word: as much of it under a word read is that word, if not so much larger
_PAYS = 0.75  # share of the distances that must be left for a homography to be worth its freedom
Points = np.ndarray  # (n, 2) float32


@dataclass(frozen=True, slots=True)
class Fit:
    """`residual` is in mm, `share` of the template's words were seen. `printed` are ids of the page's printed words."""

    template: Template
    page: int
    matrix: np.ndarray  # (3, 3): millimetres of the template to pixels of the page
    scale: float  # pixels a millimetre
    residual: float
    matched: int
    share: float
    printed: frozenset[int]
    places: Points  # of the matched words on the template, in mm
    drift: Points  # where they stand beyond where they should, in pixels

    def box(self, place: Place) -> Box:
        """Where a place of the template lies on the page."""
        left, top, right, bottom = place
        corners = np.array([[left, top], [right, top], [left, bottom], [right, bottom]], np.float32)
        seen = _mapped(self.matrix, corners) + self._moved((left + right) / 2, (top + bottom) / 2)
        (x0, y0), (x1, y1) = seen.min(axis=0), seen.max(axis=0)
        lean = [(seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2, (seen[0] + seen[1]) / 2, (seen[2] + seen[3]) / 2]
        if right - left > 3 * (bottom - top):  # a long place that leans is cut by its middle line, not around it
            y0, y1 = lean[2][1], lean[3][1]
        return Box(round(float(x0)), round(float(y0)), round(float(x1)), round(float(y1)))

    def _moved(self, x: float, y: float) -> np.ndarray:
        """What the words around a place say about it."""
        apart = np.abs(self.places - np.array([x, y], np.float32)) * np.array([0.5, 1.0], np.float32)
        distance = np.hypot(apart[:, 0], apart[:, 1])
        nearest = np.argsort(distance, kind="stable")[:_AROUND]
        nearest = nearest[distance[nearest] <= _NEAR]
        if len(nearest) < 3:
            return np.zeros(2, np.float32)
        moved: np.ndarray = np.median(self.drift[nearest], axis=0)
        return moved


def best(templates: Sequence[Template], pages: Sequence[PageText]) -> list[Fit]:
    """Each page of the form laid where it fits best: no page under two templates, no page number twice."""
    fits = [fit for template in templates for page in pages if (fit := lay(template, page))]
    chosen: list[Fit] = []
    for fit in sorted(fits, key=lambda fit: -fit.matched * fit.share):
        if all(fit.page != other.page and fit.template.page != other.template.page for other in chosen):
            chosen.append(fit)
    return chosen


def lay(template: Template, page: PageText) -> Fit | None:
    """None where the page is not this form, or too little of its print was read to say how it lies."""
    words = page.words
    pairs = _pairs(template.words, words)
    if len(pairs) < _FEWEST:
        return None
    source = np.array([template.words[here].center for here, _ in pairs], np.float32)
    target = np.array([words[there].box.center for _, there in pairs], np.float32)
    matrix = _matrix(source, target, page.width / template.size[0])
    if matrix is None:
        return None
    fit = _judged(template, page.number, matrix, (source, target), [id(words[there]) for _, there in pairs])
    return replace(fit, printed=fit.printed | _covering(fit, words)) if fit else None


def _judged(
    template: Template, page: int, matrix: np.ndarray, pairs: tuple[Points, Points], ids: Sequence[int]
) -> Fit | None:
    source, target = pairs
    scale = _scale(matrix)
    off = target - _mapped(matrix, source)
    distance = np.hypot(off[:, 0], off[:, 1]) / scale
    near, moved = distance <= _FINE, distance <= _MOVED
    seen = len({tuple(point) for point in source[near].tolist()})
    share = seen / max(len(template.words), 1)
    if seen < max(_FEWEST, _SHARE * len(template.words)) or not _spread(source[near], template.size):
        return None
    residual = float(np.median(distance[near]))
    if residual > _SURE:
        return None
    printed = frozenset(word for word, here in zip(ids, moved, strict=True) if here)
    return Fit(template, page, matrix, scale, residual, seen, share, printed, source[moved], off[moved])


def _covering(fit: Fit, words: Sequence[Word]) -> frozenset[int]:
    """Words that lie on a printed word, whatever was read there: a $ is often a 5."""
    if not words:
        return frozenset()
    read = np.array([word.box.as_list() for word in words], np.float32)
    printed = np.array([fit.box(word.place).as_list() for word in fit.template.words], np.float32)
    low = np.maximum(read[:, None, :2], printed[None, :, :2])
    high = np.minimum(read[:, None, 2:], printed[None, :, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=2)
    areas = np.prod(printed[:, 2:] - printed[:, :2], axis=1).clip(1)
    sizes = np.prod(read[:, 2:] - read[:, :2], axis=1)
    over = (common >= _COVERED * areas) & (sizes[:, None] <= _LARGER * areas)
    return frozenset(id(word) for word, printed_there in zip(words, over.any(axis=1), strict=True) if printed_there)


def _spread(points: Points, size: tuple[float, float]) -> bool:
    """A corner of a page says little about the rest of it."""
    wide, high = np.ptp(points, axis=0)
    return bool(wide >= _SPREAD * size[0] and high >= _SPREAD * size[1])


def _pairs(printed: Sequence[PrintedWord], read: Sequence[Word]) -> list[tuple[int, int]]:
    """Words that may be the same: alike, and with a neighbour that is alike too, or the only ones of their kind."""
    here = [squeeze(word.text) for word in printed]
    there = [squeeze(word.text) for word in read]
    alike = set(_alike(here, there))
    rivals: defaultdict[int, int] = defaultdict(int)
    sought: defaultdict[int, int] = defaultdict(int)
    for one, other in alike:
        rivals[one] += 1
        sought[other] += 1
    return sorted(
        (one, other)
        for one, other in alike
        if (rivals[one] == sought[other] == 1 and len(here[one]) >= _LONG)
        or (one + 1, other + 1) in alike
        or (one - 1, other - 1) in alike
    )


def _alike(here: Sequence[str], there: Sequence[str]) -> Iterator[tuple[int, int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(there):
        if text:
            places[text].append(number)
    missing = sorted({text for text in here if len(text) >= _LONG and text not in places})
    others = sorted(text for text in places if len(text) >= _LONG)
    near: dict[str, list[str]] = {}
    if missing and others:
        scores = process.cdist(missing, others, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        for row, column in np.argwhere(scores > 0):
            near.setdefault(missing[row], []).append(others[column])
    for number, text in enumerate(here):
        for other in [text] if text in places else near.get(text, ()):
            yield from ((number, place) for place in places[other])


def _matrix(source: Points, target: Points, expected: float) -> np.ndarray | None:
    """How the template lies on the page; None where the pairs share no such map. `expected` pixels a millimetre."""
    rough = _similar(source, target, _ROUGH * expected)
    if rough is None:
        return None
    near = _close(_square(rough), source, target, _MOVED * expected)
    finer = _affine(source[near], target[near], _FINE * expected) if near.sum() >= _FEWEST else None
    if finer is None:
        return None
    matrix = _bent(_square(finer), source, target, _FINE * expected)
    return matrix if _sane(matrix, expected) else None


def _similar(source: Points, target: Points, reach: float) -> np.ndarray | None:
    """A turn, a scale and a shift."""
    found = cv2.estimateAffinePartial2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=reach, maxIters=4000, confidence=0.999
    )
    return cast("np.ndarray | None", found[0])


def _affine(source: Points, target: Points, reach: float) -> np.ndarray | None:
    found = cv2.estimateAffine2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=reach, maxIters=2000, confidence=0.999
    )
    return cast("np.ndarray | None", found[0])


def _bent(affine: np.ndarray, source: Points, target: Points, reach: float) -> np.ndarray:
    """A homography in place of the affine map, where pairs come clearly nearer by it."""
    near = _close(affine, source, target, 2 * reach)
    if near.sum() < 4 * _FEWEST:
        return affine
    found, _ = cv2.findHomography(source[near], target[near], cv2.RANSAC, reach)
    if found is None:
        return affine
    before, after = (np.median(_apart(matrix, source[near], target[near])) for matrix in (affine, found))
    return found if after < _PAYS * before else affine


def _close(matrix: np.ndarray, source: Points, target: Points, reach: float) -> np.ndarray:
    near: np.ndarray = _apart(matrix, source, target) <= reach
    return near


def _apart(matrix: np.ndarray, source: Points, target: Points) -> np.ndarray:
    off = target - _mapped(matrix, source)
    distance: np.ndarray = np.hypot(off[:, 0], off[:, 1])
    return distance


def _sane(matrix: np.ndarray, expected: float) -> bool:
    """No mirror, no lens: paper on a scanner or before a camera."""
    across, down = np.hypot(*matrix[:2, 0]), np.hypot(*matrix[:2, 1])
    turned = np.linalg.det(matrix[:2, :2]) > 0
    return bool(turned and 0.4 * expected < across < 2.5 * expected and abs(across / down - 1) < _STRETCH)


def _scale(matrix: np.ndarray) -> float:
    return float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))


def _square(affine: np.ndarray) -> np.ndarray:
    return np.vstack([affine, [0.0, 0.0, 1.0]])


def _mapped(matrix: np.ndarray, points: Points) -> Points:
    return cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix).reshape(-1, 2)
