"""What only the true pixels tell: how high letters are, how sharp, how black, how grainy the paper between them is.

Measured on a mosaic of pieces of the page on which letters stand, so that a large page costs no more than a small one.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from capture import octaves
from capture.glance import Glance
from capture.marks import marks_in

PIECES = 4  # across and down the mosaic
_SIDE = 256  # pixels of a piece of the mosaic
_LARGE = 4200  # pixels of a page's longer side: beyond, pieces are taken twice as large and halved
_CLEAR = 0.5  # of the depth of the darkest edges
_DUSTY, _DUSTY_GRAIN = 0.8, 0.02  # specks a letter, and grain, among which letters are taken from the reduced copy
_WORD_GAP = 40  # pixels
_SMOOTH = ((0.15, 2.2), (0.05, 1.4), (0.0, 0.6))  # from so much grain: pixels of smoothing
_FEW = 20  # letters: fewer say nothing about a page
_FEW_LARGE, _LARGE_LETTER = 6, 14  # unless so many are at least so many pixels high
_WINDOW = np.ones((15, 15), np.uint8)  # in which the darkest and the lightest neighbour of an edge are looked for


@dataclass(frozen=True, slots=True)
class Ink:
    """All lengths in pixels of the page itself, all levels 0 (black) to 255.

    `letter` is the height of letters, or of words whose letters touch, 0 when there are hardly any.
    `edge` is the width over which ink turns to paper, `soft` the same for each piece (nan where it has no edges).
    `black` is how much darker than its paper ink is; `grain` the standard deviation of what is neither, `rough` the
    same in shares of the way from paper to the darkest there is: letters are measured on a copy smoothed accordingly.
    `lean` says how much the edges of all letters run one way, 0 to 1: a hand that moved leaves no others.
    `stroke` and `gap` are how long ink lasts along a row, and paper between two strokes of one word or line.
    `specks` counts marks too small for any letter, for each mark that could be one.
    `octaves` are (6, 2): see capture/octaves.py.
    `pieces` are the corners (x, y) of the pieces on the page, `side` their side there.
    """

    letters: int
    letter: float
    edge: float
    black: float
    grain: float
    rough: float
    specks: float
    soft: np.ndarray
    depths: np.ndarray
    lean: float
    stroke: float
    gap: float
    pieces: tuple[tuple[int, int], ...]
    side: int
    bilevel: bool
    octaves: np.ndarray


def measure(pixels: np.ndarray, glance: Glance) -> Ink:
    factor = 2 if max(pixels.shape[:2]) > _LARGE else 1
    corners = _chosen(pixels.shape, glance, _SIDE * factor)
    mosaic, frame = _mosaic(pixels, corners, factor)
    if glance.inverted:
        mosaic = cv2.bitwise_not(mosaic)
    grain = _grain(mosaic, frame)
    low, middle = np.percentile(mosaic[::4, ::4], (1, 50))
    rough = grain / max(float(middle - low), 1.0)
    calm = np.asarray(cv2.GaussianBlur(mosaic, (0, 0), next(by for limit, by in _SMOOTH if rough >= limit)))
    mask = cv2.adaptiveThreshold(calm, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 35, _step(calm, grain))
    mask = np.asarray(cv2.bitwise_and(mask, frame))
    marks = marks_in(mask)
    likely = marks[_letters(marks)]
    letter = _height(likely) if _enough(likely) else 0.0
    specks = np.count_nonzero(marks[:, cv2.CC_STAT_AREA] <= max(2, (letter / 8) ** 2)) / max(len(likely), 50)
    if letter and (specks > _DUSTY or rough > _DUSTY_GRAIN) and len(glance.letter_marks) >= _FEW_LARGE:
        # Grain and dust vanish in the reduced copy; letters do not.
        letter = _height(glance.letter_marks) * pixels.shape[0] / glance.small.shape[0] / factor
    stroke, gap = _runs(mask, frame)
    edge, black, soft, depths, lean = _edges(calm, mask, len(corners))
    return Ink(
        letters=len(likely),
        letter=letter * factor,
        edge=edge * factor,
        black=black,
        grain=grain,
        rough=rough,
        specks=float(specks),
        soft=soft * factor,
        depths=depths,
        lean=lean,
        stroke=stroke * factor,
        gap=gap * factor,
        pieces=corners,
        side=_SIDE * factor,
        bilevel=_bilevel(mosaic),
        octaves=octaves.measure(mosaic, frame),
    )


def _chosen(shape: tuple[int, ...], glance: Glance, side: int) -> tuple[tuple[int, int], ...]:
    """Corners of the pieces with the most letters, at most sixteen, none over another."""
    high, wide = shape[:2]
    rows, columns = max(1, high // side), max(1, wide // side)
    marks = glance.letter_marks if np.count_nonzero(glance.letters) >= _FEW else glance.marks
    middle_x = (marks[:, 0] + marks[:, 2] / 2) / glance.small.shape[1]
    middle_y = (marks[:, 1] + marks[:, 3] / 2) / glance.small.shape[0]
    count = np.histogram2d(middle_y, middle_x, bins=(rows, columns), range=((0, 1), (0, 1)))[0]
    best = np.argsort(-count, axis=None, kind="stable")[: PIECES * PIECES]
    lefts = np.linspace(0, max(0, wide - side), columns).astype(int)
    tops = np.linspace(0, max(0, high - side), rows).astype(int)
    return tuple((int(lefts[place % columns]), int(tops[place // columns])) for place in sorted(best))


def _mosaic(pixels: np.ndarray, corners: tuple[tuple[int, int], ...], factor: int) -> tuple[np.ndarray, np.ndarray]:
    """The pieces side by side in grey, and 1 where they are: a rim around each is 0, marks end there."""
    rows = -(-len(corners) // PIECES)
    mosaic = np.full((rows * _SIDE, PIECES * _SIDE), 255, np.uint8)
    frame = np.zeros_like(mosaic)
    side = _SIDE * factor
    for place, (x, y) in enumerate(corners):
        piece = np.ascontiguousarray(pixels[y : y + side, x : x + side])
        if piece.ndim == 3:
            piece = cv2.cvtColor(piece, cv2.COLOR_RGB2GRAY)
        if factor > 1:
            piece = cv2.resize(piece, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
        high, wide = piece.shape
        top, left = place // PIECES * _SIDE, place % PIECES * _SIDE
        mosaic[top : top + _SIDE, left : left + _SIDE] = np.median(piece)
        mosaic[top : top + high, left : left + wide] = piece
        frame[top + 2 : top + high - 2, left + 2 : left + wide - 2] = 1
    return mosaic, frame


def _enough(marks: np.ndarray) -> bool:
    """Of small letters there must be many: a few may be dirt. Of large ones a page holds no more."""
    large = np.count_nonzero(marks[:, cv2.CC_STAT_HEIGHT] >= _LARGE_LETTER)
    return len(marks) >= _FEW or int(large) >= _FEW_LARGE


def _height(marks: np.ndarray) -> float:
    """The middle of the heights along all print: a word whose letters touch counts for its width, dust for nothing."""
    order = np.argsort(marks[:, cv2.CC_STAT_HEIGHT], kind="stable")
    width = np.cumsum(marks[order, cv2.CC_STAT_WIDTH])
    places = np.searchsorted(width, width[-1] * np.array((0.45, 0.5, 0.55)))
    return float(marks[order, cv2.CC_STAT_HEIGHT][places].mean())


def _step(calm: np.ndarray, grain: float) -> float:
    """How much darker than its surroundings ink is: more than the grain, less than what is darkest here."""
    low, middle = np.percentile(calm[::3, ::3], (0.1, 50))
    return float(np.clip(0.15 * (middle - low), max(2.5, min(0.8 * grain, 8.0)), 12.0))


def _letters(marks: np.ndarray) -> np.ndarray:
    """Which marks look like letters: neither lines nor dust nor pictures."""
    width, height, area = (marks[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    likely = (height >= 4) & (height <= 120) & (width <= 14 * height) & (height <= 6 * width)
    return np.asarray(likely & (area >= 8) & (area >= 0.12 * width * height))


def _runs(mask: np.ndarray, frame: np.ndarray) -> tuple[float, float]:
    """Middle lengths of the runs of ink, and of the runs of paper short enough to lie within a word."""
    flat = (mask * 2 + frame)[::2].ravel()  # 0 between the pieces, 1 paper, 3 ink
    turns = np.flatnonzero(np.diff(flat))
    if turns.size < 200:
        return 0.0, 0.0
    lengths, kinds = np.diff(turns), flat[turns[1:]]
    ink, paper = lengths[(kinds == 3) & (lengths < _WORD_GAP)], lengths[(kinds == 1) & (lengths < _WORD_GAP)]
    return _middle(ink), _middle(paper)


def _middle(lengths: np.ndarray) -> float:
    """The length below which half of the summed length lies."""
    if not lengths.size:
        return 0.0
    ordered = np.sort(lengths)
    summed = np.cumsum(ordered)
    return float(ordered[np.searchsorted(summed, summed[-1] * np.array((0.4, 0.5, 0.6)))].mean())


def _edges(grey: np.ndarray, mask: np.ndarray, pieces: int) -> tuple[float, float, np.ndarray, np.ndarray, float]:
    """Width of the edges of letters, how much darker than its paper ink is, both for each piece, and their lean."""
    rim = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    places = cv2.findNonZero(rim)
    nothing = np.full(pieces, np.nan)
    if places is None or len(places) < 200:
        return 0.0, 0.0, nothing, nothing, 0.0
    columns, rows = places.reshape(-1, 2)[:: max(1, len(places) // 20_000)].T
    depth = cv2.dilate(grey, _WINDOW)[rows, columns].astype(np.float32) - cv2.erode(grey, _WINDOW)[rows, columns]
    across = cv2.Sobel(grey, cv2.CV_16S, 1, 0)[rows, columns].astype(np.float32)
    down = cv2.Sobel(grey, cv2.CV_16S, 0, 1)[rows, columns].astype(np.float32)
    width = depth / np.maximum(np.hypot(across, down) / 4, 0.5)
    piece = rows // _SIDE * PIECES + columns // _SIDE
    soft, depths = nothing.copy(), nothing.copy()
    for number in range(pieces):
        here = piece == number
        if np.count_nonzero(here) >= 100:
            soft[number], depths[number] = _of_edges(width[here], depth[here])
    edge, black = _of_edges(width, depth)
    return edge, black, soft, depths, _lean(across, down)


def _lean(across: np.ndarray, down: np.ndarray) -> float:
    """Coherence of the structure tensor over all edges (Bigun and Granlund, 1987)."""
    xx, yy, xy = float(across @ across), float(down @ down), float(across @ down)
    return float(np.hypot(xx - yy, 2 * xy)) / max(xx + yy, 1.0)


def _of_edges(width: np.ndarray, depth: np.ndarray) -> tuple[float, float]:
    clear = depth >= _CLEAR * np.percentile(depth, 85)  # of ink; the paper's own texture is paler
    return float(np.percentile(width[clear], 40)), float(np.median(depth[clear]))


def _grain(grey: np.ndarray, frame: np.ndarray) -> float:
    """Standard deviation of the noise in grey levels, after Immerkaer (1996); the median leaves the ink's edges out."""
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rough = np.abs(cv2.filter2D(grey, cv2.CV_16S, kernel)[::2][frame[::2] > 0])
    return float(np.median(rough)) / (0.6745 * 6) if rough.size else 0.0


def _bilevel(grey: np.ndarray) -> bool:
    sample = grey[::5, ::5]
    return bool(np.count_nonzero((sample > 8) & (sample < 247)) < 0.002 * sample.size)
