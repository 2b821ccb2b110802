"""What a page looks like to the model of kinds: its words as hashes, where they stand, its ruled lines and its ink.

A word is kept as a number from which it cannot be read back without guessing it; long numbers (codes, accounts,
telephones) are not kept at all. Only the first page with words is looked at: it tells what a paper is.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from capture.scan import PageImage
from classify.fold import fold
from classify.packed import pack, unpack
from ocr.text import Box, PageText

GRAMS = 1 << 13  # buckets for pieces of words
ROWS, COLUMNS = 16, 12  # cells of a page
_THUMB = 288  # rows of the small picture in which lines are looked for
_LONGEST_NUMBER = 4  # form numbers (1099, 2, 12) are kept, numbers of people are not
_LOOKS = str.maketrans("авекмнорстухзбгі01", "abekmhopctyx36riol")  # Russian and Latin letters that look alike


class BadFeatures(ValueError):
    """This is no page as the model of kinds sees it, or one of another version. Read the page again."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """One page. `lines` holds left, top, right, bottom in pixels; `words` are hashes, `line` says on which line.

    `grams` are the buckets of pieces of words that occur; `ink` is empty where no picture was given, else three
    layers of ROWS x COLUMNS: ink, level lines, upright lines.
    """

    page: int
    size: tuple[int, int]  # width, height
    words: np.ndarray  # uint32, words and pairs of neighbours
    line: np.ndarray  # uint16, as many
    lines: np.ndarray  # int32, (n, 4)
    grams: np.ndarray  # uint16, sorted
    ink: np.ndarray  # uint8, (3, ROWS, COLUMNS) or (0,)

    def box(self, line: int) -> Box:
        x0, y0, x1, y1 = (int(side) for side in self.lines[line])
        return Box(x0, y0, x1, y1)

    def to_bytes(self) -> bytes:
        arrays = {name: getattr(self, name) for name in _ARRAYS if name != "head"}
        return pack(arrays | {"head": np.array([_FORMAT, self.page, *self.size], np.int32)})

    @staticmethod
    def from_bytes(data: bytes) -> Features:
        """Raises `BadFeatures`."""
        try:
            arrays = unpack(data, _ARRAYS)
            form, page, width, height = (int(number) for number in arrays.pop("head"))
        except ValueError as error:
            raise BadFeatures(str(error)) from error
        fits = arrays["line"].size == arrays["words"].size and arrays["line"].max(initial=0) <= len(arrays["lines"])
        if form != _FORMAT or not fits or arrays["grams"].max(initial=0) >= GRAMS:
            raise BadFeatures(f"format {form}")
        return Features(page, (width, height), **arrays)


_FORMAT = 1
_ARRAYS: dict[str, type[np.generic]] = {
    "head": np.int32, "words": np.uint32, "line": np.uint16, "lines": np.int32, "grams": np.uint16, "ink": np.uint8,
}  # fmt: skip


def features_of(pages: Sequence[PageText], pictures: Sequence[PageImage | None] = ()) -> Features:
    """`pictures` stand beside `pages`; without them a page is known by its words and their places alone."""
    if not pages:
        raise BadFeatures("no page")
    place = next((number for number, page in enumerate(pages) if page.lines), 0)
    page = pages[place]
    picture = pictures[place] if place < len(pictures) else None
    lines = [line for line in page.lines if line.words]
    said = [[word for word in map(skeleton, line.text.split()) if _kept(word)] for line in lines]
    hashed = [(number, token) for number, words in enumerate(said) for token in _tokens(words)]
    return Features(
        page=page.number,
        size=(page.width, page.height),
        words=np.array([token for _, token in hashed], np.uint32),
        line=np.array([number for number, _ in hashed], np.uint16),
        lines=np.array([line.box.as_list() for line in lines], np.int32).reshape(-1, 4),
        grams=np.array(sorted({gram for words in said for word in words for gram in _grams(word)}), np.uint16),
        ink=np.zeros(0, np.uint8) if picture is None else ink_of(picture.pixels),
    )


def skeleton(word: str) -> str:
    """The word without marks and case; letters of two alphabets that look alike are one."""
    return fold(word).replace(" ", "").translate(_LOOKS)


def _kept(word: str) -> bool:
    digits = sum(letter.isdigit() for letter in word)
    return bool(word) and (digits <= _LONGEST_NUMBER) and len(word) <= 40


def _tokens(words: Sequence[str]) -> Iterator[int]:
    for word in words:
        if len(word) > 1:
            yield zlib.crc32(word.encode())
    for one, other in pairwise(words):
        yield zlib.crc32(f"{one} {other}".encode())


def _grams(word: str) -> Iterator[int]:
    padded = f" {word} "
    for start in range(max(1, len(padded) - 3)):
        yield zlib.crc32(padded[start : start + 4].encode()) % GRAMS


def ink_of(pixels: np.ndarray) -> np.ndarray:
    """Ink, level lines and upright lines in each cell of the page, 0 to 255."""
    small = _thumb(pixels)
    dark = np.clip(_blurred(small) - small, 0, None)
    level = _along(np.clip(dark - (_moved(dark, 2, 0) + _moved(dark, -2, 0)) / 2, 0, None), 1)
    upright = _along(np.clip(dark - (_moved(dark, 0, 2) + _moved(dark, 0, -2)) / 2, 0, None), 0)
    return np.stack([_cells(layer) for layer in (dark, level, upright)])


def _thumb(pixels: np.ndarray) -> np.ndarray:
    grey = pixels if pixels.ndim == 2 else pixels[:, :, 1]
    step = max(1, grey.shape[0] // _THUMB)
    rows, columns = grey.shape[0] // step, grey.shape[1] // step
    picked = [grey[row : rows * step : step, : columns * step] for row in range(0, step, 3)]  # a ruled line has 3 rows
    summed = np.zeros((rows, columns * step), np.uint16)
    for row in picked:
        summed += row
    thumb: np.ndarray = summed.reshape(rows, columns, step).sum(axis=2, dtype=np.uint32).astype(np.float32)
    thumb /= step * max(len(picked), 1)
    return thumb


def _blurred(picture: np.ndarray, reach: int = 12) -> np.ndarray:
    """The paper around each place: the mean over a square."""
    padded = np.pad(picture, reach, mode="edge").astype(np.float64)
    table = np.pad(padded.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    side = 2 * reach + 1
    total = table[side:, side:] - table[:-side, side:] - table[side:, :-side] + table[:-side, :-side]
    mean: np.ndarray = total[: picture.shape[0], : picture.shape[1]] / side**2
    return mean


def _moved(picture: np.ndarray, down: int, across: int) -> np.ndarray:
    return np.roll(picture, (down, across), axis=(0, 1))


def _along(picture: np.ndarray, axis: int, run: int = 4) -> np.ndarray:
    """The least in a run: what does not go on is no line."""
    least = picture
    for step in range(1, run + 1):
        least = np.minimum(least, np.minimum(np.roll(picture, step, axis), np.roll(picture, -step, axis)))
    return least


def _cells(layer: np.ndarray) -> np.ndarray:
    rows = np.linspace(0, layer.shape[0], ROWS + 1).astype(int)
    columns = np.linspace(0, layer.shape[1], COLUMNS + 1).astype(int)
    if (np.diff(rows) == 0).any() or (np.diff(columns) == 0).any():
        return np.zeros((ROWS, COLUMNS), np.uint8)
    summed = np.add.reduceat(np.add.reduceat(layer, rows[:-1], axis=0), columns[:-1], axis=1)
    mean = summed / np.outer(np.diff(rows), np.diff(columns))
    cells: np.ndarray = np.clip(np.sqrt(mean) * 40, 0, 255).astype(np.uint8)
    return cells
