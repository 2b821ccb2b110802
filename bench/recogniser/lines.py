"""Lines printed as scanners and telephones see them: a font, a size, a damage, a cut as a detector cuts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, ImageDraw, ImageFont

from bench.recogniser.texts import CYRILLIC, LATIN

Grey = np.ndarray  # uint8 [height, width], 255 is paper
HEIGHT = 48  # pixels; what the recogniser looks at
UNLIKE_PRINT = (
    "thin",
    "hairline",
    "extralight",
    "smallcaps",
    "cwkai",
    "monof5",
    "_rz",
    "_dr",
    "cmunbmo",
    "cmunso",
    "cmunvi",
    "cmunui",
    "cmunci",
    "z003",
)


def fonts(folders: Sequence[Path]) -> dict[str, list[Path]]:
    """The fonts that can print Cyrillic and Estonian ("rus"), and those that can print Estonian ("est"), each once."""
    found: dict[str, Path] = {}
    for path in sorted(p for folder in folders for p in folder.rglob("*.[to]tf")):
        if not any(word in path.name.lower() for word in UNLIKE_PRINT):
            found.setdefault(path.name, path)
    able: dict[str, list[Path]] = {"rus": [], "est": []}
    for path in found.values():
        try:
            letters = letters_of(path)
        except (TTLibError, OSError, AssertionError):
            continue
        if letters.issuperset(LATIN + LATIN.upper()):
            able["est"].append(path)
            if letters.issuperset(CYRILLIC + CYRILLIC.upper()):
                able["rus"].append(path)
    return able


@cache
def letters_of(font: Path) -> frozenset[str]:
    """What the font can print. TTLibError, OSError, AssertionError: it is no font, or a broken one."""
    return frozenset(map(chr, TTFont(font, lazy=True).getBestCmap() or ()))


def printed(text: str, font: Path, chance: random.Random) -> tuple[str, Grey]:
    """The text without what the font cannot print, and its picture, black on white with a margin."""
    size = round(np.exp(chance.uniform(np.log(15), np.log(46))))
    face = ImageFont.truetype(str(font), size)
    text = " ".join("".join(letter for letter in text if letter == " " or letter in letters_of(font)).split())
    gap = chance.choice((0, 0, 0, 0, 0, 1, 2, 3)) * size / 24 - chance.choice((0, 0, 0, 0.6)) * size / 24
    ascent, descent = face.getmetrics()
    width = int(sum(face.getlength(letter) + max(gap, 0) for letter in text)) + 2 * size
    sheet = Image.new("L", (max(width, 8), ascent + descent + size), 255)
    draw = ImageDraw.Draw(sheet)
    if gap == 0:
        draw.text((size, size // 2), text, fill=0, font=face)
    else:
        across = float(size)
        for letter in text:
            draw.text((across, size // 2), letter, fill=0, font=face)
            across += face.getlength(letter) + gap
    return text, np.asarray(sheet)


def ruled(picture: Grey, chance: random.Random) -> Grey:
    """Sometimes a rule under the text, dots to write on, or the edge of a box, as forms have."""
    if chance.random() > 0.14:
        return picture
    inked = np.flatnonzero((picture < 128).any(axis=1))
    picture = picture.copy()
    if len(inked):
        at = min(picture.shape[0] - 2, int(inked[-1]) + chance.randint(-2, 5))
        step = chance.choice((1, 1, 1, 4, 7))
        picture[at : at + chance.choice((1, 1, 2)), ::step] = chance.choice((0, 60, 120))
    if len(inked) and chance.random() < 0.3:
        picture[inked[0] : inked[-1], chance.randrange(picture.shape[1])] = 0
    return picture


def cut_out(picture: Grey, chance: random.Random) -> Grey:
    """The line as a detector would cut it: a little too large or too small at each side, a little askew."""
    inked = picture < 128
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return picture
    tall = max(8, int(rows[-1] - rows[0]))
    top, bottom = rows[0] - chance.uniform(-0.03, 0.35) * tall, rows[-1] + chance.uniform(-0.03, 0.35) * tall
    left, right = columns[0] - chance.uniform(0, 0.6) * tall, columns[-1] + chance.uniform(0, 0.6) * tall
    turn = [chance.gauss(0, 0.05) * tall for _ in range(4)]
    corners = np.array(
        [[left, top + turn[0]], [right, top + turn[1]], [right, bottom + turn[2]], [left, bottom + turn[3]]], np.float32
    )
    lean = chance.gauss(0, 0.06) * tall
    corners[:2, 0] += lean
    wide, high = int(right - left), int(bottom - top)
    across = cv2.getPerspectiveTransform(corners, np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32))
    return cv2.warpPerspective(
        picture, across, (max(wide, 4), max(high, 4)), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def line_picture(text: str, font: Path, chance: random.Random) -> tuple[str, Grey]:
    """One printed, cut, damaged line of any height, and what it truly says."""
    text, sheet = printed(text, font, chance)
    return text, damaged(cut_out(ruled(sheet, chance), chance), chance)


def damaged(picture: Grey, chance: random.Random) -> Grey:
    """What a scanner or a telephone leaves of it. A fifth of the lines stay clean."""
    if chance.random() < 0.2:
        return picture
    noise = np.random.default_rng(chance.getrandbits(32))
    high, wide = picture.shape
    if chance.random() < 0.5:
        part = max(chance.uniform(0.2, 0.9), min(1.0, 10 / high))
        picture = cv2.resize(
            picture, (max(4, int(wide * part)), max(4, int(high * part))), interpolation=cv2.INTER_AREA
        )
    seen = thickened(picture, chance).astype(np.float32)
    if chance.random() < 0.6:
        seen = cv2.GaussianBlur(
            seen,
            (0, 0),
            sigmaX=chance.uniform(0.3, 0.06 * seen.shape[0]),
            sigmaY=chance.uniform(0.3, 0.045 * seen.shape[0]),
        )
    paper, ink = chance.uniform(120, 255), chance.uniform(0, 110)
    if chance.random() < 0.6:
        seen = ink * (paper / 255) * (1 - seen / 255) + seen / 255 * paper
    if chance.random() < 0.4:
        seen = seen * np.linspace(chance.uniform(0.6, 1), chance.uniform(0.6, 1), seen.shape[1], dtype=np.float32)
    if chance.random() < 0.5:
        seen = seen + noise.normal(0, chance.uniform(1, 16), seen.shape)
    flat = np.clip(seen, 0, 255).astype(np.uint8)
    return as_file(flat, chance)


def thickened(picture: Grey, chance: random.Random) -> Grey:
    """Ink that spread or wore off, and specks."""
    draw = chance.random()
    if draw < 0.12 and picture.shape[0] > 22:
        picture = cv2.erode(picture, np.ones((2, 2), np.uint8))
    elif draw < 0.2 and picture.shape[0] > 30:
        picture = cv2.dilate(picture, np.ones((2, 2), np.uint8))
    if chance.random() < 0.1:
        noise = np.random.default_rng(chance.getrandbits(32))
        picture = picture.copy()
        picture[noise.random(picture.shape) < chance.uniform(0.001, 0.02)] = chance.choice((0, 255))
    return picture


def as_file(picture: Grey, chance: random.Random) -> Grey:
    """Made black and white, squeezed as JPEG, or kept."""
    draw = chance.random()
    if draw < 0.15:
        level, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        return np.where(picture > level + chance.gauss(0, 8), np.uint8(255), np.uint8(0))
    if draw < 0.5:
        done, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, chance.randint(15, 80)])
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)) if done else picture
    return picture
