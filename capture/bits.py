"""Black and white pictures at 64 pixels a word: long lines and rows of dots are found many times quicker than pixel by
pixel. What lies beyond the edge of the picture counts neither for nor against, as in OpenCV's morphology."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_WORD = 64
_ONE, _LAST = np.uint64(1), np.uint64(_WORD - 1)
_ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Bits:
    """Bit j of word i of a row is its pixel 64 * i + j; bits beyond the width are 0."""

    words: np.ndarray  # uint64, (height, words of a row)
    width: int

    @staticmethod
    def of(mask: np.ndarray) -> Bits:
        """Of (height, width), where what is not 0 is set."""
        height, width = mask.shape
        packed = np.zeros((height, -(-width // _WORD) * 8), np.uint8)
        packed[:, : -(-width // 8)] = np.packbits(mask, axis=1, bitorder="little")
        return Bits(packed.view("<u8"), width)

    def pixels(self) -> np.ndarray:
        """uint8, (height, width): 0 and 1."""
        packed = np.ascontiguousarray(self.words).view(np.uint8)
        return np.unpackbits(packed, axis=1, count=self.width, bitorder="little")

    def any(self) -> bool:
        return bool(self.words.any())

    def rows(self) -> np.ndarray:
        """Numbers of the rows in which anything is set."""
        return np.flatnonzero(self.words.any(axis=1))

    def __and__(self, other: Bits) -> Bits:
        return Bits(self.words & other.words, self.width)

    def __or__(self, other: Bits) -> Bits:
        return Bits(self.words | other.words, self.width)

    def without(self, other: Bits) -> Bits:
        return Bits(self.words & ~other.words, self.width)

    def dilated(self, wide: int, high: int) -> Bits:
        """Set wherever anything in a rectangle around the place is, its middle at (wide // 2, high // 2)."""
        return self._level(wide)._upright(high)

    def eroded(self, wide: int, high: int) -> Bits:
        return self._inverse().dilated(wide, high)._inverse()

    def opened(self, wide: int, high: int) -> Bits:
        return self.eroded(wide, high).dilated(wide, high)

    def closed(self, wide: int, high: int) -> Bits:
        return self.dilated(wide, high).eroded(wide, high)

    def run_starts(self, length: int) -> Bits:
        """The first pixels of rows and columns of `length` set pixels."""
        clear = self._inverse()
        level = Bits(_level_run(clear._padded(_words(length)), length)[:, : self.words.shape[1]], self.width)
        below = np.pad(clear.words, ((0, length - 1), (0, 0)), constant_values=_ALL)
        upright = Bits(_upright_run(below, length), self.width)
        return level._inverse(beyond=length - 1) | upright._inverse()

    def _inverse(self, beyond: int = 0) -> Bits:
        """Without the last `beyond` columns, which stay 0."""
        return Bits(~self.words & _within(self.words.shape[1], self.width - beyond), self.width)

    def _padded(self, after: int, before: int = 0) -> np.ndarray:
        return np.pad(self.words, ((0, 0), (before, after)))

    def _level(self, wide: int) -> Bits:
        if wide <= 1:
            return self
        if wide == 3:
            return Bits(_beside(self.words) & _within(self.words.shape[1], self.width), self.width)
        left = wide // 2
        before = _words(left)
        found = _level_run(self._padded(_words(wide), before), wide)
        moved = _from_right(found, before * _WORD - left)[:, : self.words.shape[1]]
        return Bits(moved & _within(self.words.shape[1], self.width), self.width)

    def _upright(self, high: int) -> Bits:
        if high <= 1:
            return self
        above = high // 2
        return Bits(_upright_run(np.pad(self.words, ((above, high - 1 - above), (0, 0))), high), self.width)


def _words(pixels: int) -> int:
    return -(-pixels // _WORD)


def _within(words: int, width: int) -> np.ndarray:
    """A row whose first `width` bits are set."""
    row = np.zeros(words, np.uint64)
    whole, rest = divmod(max(width, 0), _WORD)
    row[:whole] = _ALL
    if rest:
        row[whole] = _ALL >> np.uint64(_WORD - rest)
    return row


def _from_right(words: np.ndarray, by: int) -> np.ndarray:
    """Every pixel is what stood `by` pixels right of it."""
    whole, rest = divmod(by, _WORD)
    moved = np.zeros_like(words)
    kept = words.shape[1] - whole
    if kept <= 0:
        return moved
    np.right_shift(words[:, whole:], np.uint64(rest), out=moved[:, :kept])
    if rest and kept > 1:
        moved[:, : kept - 1] |= words[:, whole + 1 :] << np.uint64(_WORD - rest)
    return moved


def _beside(words: np.ndarray) -> np.ndarray:
    """Set where a pixel or its neighbour to the left or right is."""
    grown: np.ndarray = words | words >> _ONE
    grown |= words << _ONE
    grown[:, :-1] |= words[:, 1:] << _LAST
    grown[:, 1:] |= words[:, :-1] >> _LAST
    return grown


def _level_run(words: np.ndarray, length: int) -> np.ndarray:
    """Set where any of the `length` pixels from here to the right is."""
    reached = 1
    while reached < length:
        step = min(reached, length - reached)
        words = words | _from_right(words, step)
        reached += step
    return words


def _upright_run(words: np.ndarray, length: int) -> np.ndarray:
    """The same downwards; the answer is `length` - 1 rows shorter."""
    reached = 1
    while reached < length:
        step = min(reached, length - reached)
        words = words[:-step] | words[step:]
        reached += step
    return words
