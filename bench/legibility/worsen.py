"""What spoils a page, each by a degree between 0 (hardly) and 1 (beyond hope), drawn by seed.

The damages of bench/paper come in five steps of the office's day; a verdict is measured at its border, which lies
further out, and wants a degree for every page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from bench.paper import damage as paper
from bench.paper.phone import photograph
from bench.paper.picture import Picture

Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Worse:
    """`named` are the reasons that tell a clerk what was done; none where nothing needs to be told."""

    make: Callable[[Picture, Rng, float], np.ndarray]
    named: frozenset[str]


def _geometric(degree: float, least: float, most: float) -> float:
    return float(least * (most / least) ** degree)


def _noisy(pixels: np.ndarray, rng: Rng, sigma: float) -> np.ndarray:
    return np.clip(pixels + rng.normal(0, sigma, pixels.shape[:2])[..., None], 0, 255).astype(np.uint8)


def blur(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(picture.pixels, (0, 0), _geometric(degree, 0.5, 8) * picture.dpi / 200))


def motion(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    long = int(_geometric(degree, 3, 36) * picture.dpi / 200) | 1
    kernel = np.zeros((long, long), np.float32)
    kernel[long // 2] = 1
    turn = cv2.getRotationMatrix2D((long / 2 - 0.5, long / 2 - 0.5), float(rng.uniform(0, 180)), 1)
    turned_kernel = cv2.warpAffine(kernel, turn, (long, long))
    return np.asarray(cv2.filter2D(picture.pixels, -1, turned_kernel / turned_kernel.sum()))


def faint(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    level = rng.uniform(190, 245)
    left = _geometric(degree, 0.6, 0.02) * level / 255
    return _noisy(level - (255.0 - picture.pixels) * left, rng, rng.uniform(0.5, 4))


def bright(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    burnt = 255 + rng.uniform(0, 8) - (255.0 - picture.pixels) * _geometric(degree, 0.6, 0.02)
    return _noisy(burnt, rng, rng.uniform(0.5, 2))


def dark(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    return _noisy(picture.pixels * _geometric(degree, 0.6, 0.03), rng, rng.uniform(0.5, 3))


def _across(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
    high, wide = picture.pixels.shape[:2]
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    return columns / wide, rows / high


def glare(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    x, y = _across(picture)
    at_x, at_y = rng.uniform(0.25, 0.75, 2)
    size, tall = 0.06 + 0.39 * degree, rng.uniform(0.6, 1.4)
    spot = np.exp(-((((x - at_x) / size) ** 2 + ((y - at_y) / size / tall) ** 2) ** 2))
    grey = picture.pixels * np.float32(rng.uniform(0.6, 0.85))
    return _noisy(grey + (262 - grey) * np.minimum(1, spot * 1.25)[..., None], rng, 2)


def shadow(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    x, y = _across(picture)
    angle = rng.uniform(0, 2 * np.pi)
    edge = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5) - rng.uniform(-0.25, 0.25)
    left = 0.7 - 0.67 * degree
    light = left + (1 - left) / (1 + np.exp(-np.clip(edge * rng.uniform(15, 80), -50, 50)))
    return _noisy(picture.pixels * light[..., None] * 0.95, rng, rng.uniform(1, 4))


def cut(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    high, wide = picture.pixels.shape[:2]
    share = 0.03 + 0.42 * degree
    across, down = int(wide * share), int(high * share)
    sides = (np.s_[:, across:], np.s_[:, : wide - across], np.s_[down:], np.s_[: high - down])
    return np.ascontiguousarray(picture.pixels[sides[rng.integers(0, 4)]])


def resolution(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    return picture.scaled(_geometric(degree, 0.75, 0.12), 72).pixels


def skew(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    wide, high = picture.size
    angle = float(rng.choice((-1, 1)) * (1 + 34 * degree))
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1)
    white = (255, 255, 255)
    return np.asarray(cv2.warpAffine(picture.pixels, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=white))


def bleed(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    back = cv2.GaussianBlur(
        np.ascontiguousarray(picture.pixels[:, ::-1]), (0, 0), rng.uniform(1, 3) * picture.dpi / 300
    )
    ghost = (255.0 - np.roll(back, int(rng.integers(30, 200)), axis=0)) * _geometric(degree, 0.06, 0.9)
    return np.asarray(np.clip(picture.pixels - ghost, 0, 255), np.uint8)


def streak(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    pixels = picture.pixels.astype(np.float32)
    for _ in range(int(_geometric(degree, 1, 14))):
        x = int(rng.integers(60, pixels.shape[1] - 60))
        wide = int(rng.integers(1, int(3 + 8 * degree * picture.dpi / 200)))
        pixels[:, x : x + wide] = pixels[:, x : x + wide] * rng.uniform(0.3, 0.8)
    return _noisy(pixels, rng, 1)


def noise(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    return _noisy(picture.pixels.astype(np.float32), rng, _geometric(degree, 3, 140))


def dust(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    pixels = picture.pixels.copy()
    for level, most in ((40, 0.2), (255, 0.1)):
        pixels[rng.random(pixels.shape[:2]) < _geometric(degree, 0.0005, most)] = level
    return pixels


def telephone(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    """A photograph that came by mail: tilted, unevenly lit, made small, soft, saved badly."""
    taken = photograph(picture, rng, int(rng.integers(1, 4))).pixels
    scale = min(1.0, _geometric(degree, 2600, 560) / max(taken.shape))
    small = cv2.GaussianBlur(cv2.resize(taken, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (0, 0), 0.7)
    noisy = _noisy(small.astype(np.float32), rng, rng.uniform(0.5, 5))
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", noisy, [1, int(rng.integers(25, 90))])[1], 1))


def toner(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    return paper.low_toner(picture, rng, 1 + int(degree * 4.99)).pixels


def turned(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    return paper.turned(picture, rng, 1 + int(degree * 2.99)).pixels


def as_it_is(picture: Picture, rng: Rng, degree: float) -> np.ndarray:
    return picture.pixels


_FAINT = frozenset({"low_contrast", "overexposed", "too_dark"})
_NOTHING: frozenset[str] = frozenset()
WORSE: dict[str, Worse] = {
    "none": Worse(as_it_is, _NOTHING), "turned": Worse(turned, _NOTHING),
    "blur": Worse(blur, frozenset({"blur"})), "motion": Worse(motion, frozenset({"blur"})),
    "faint": Worse(faint, _FAINT), "bright": Worse(bright, _FAINT | {"blank"}), "toner": Worse(toner, _FAINT),
    "dark": Worse(dark, frozenset({"too_dark"})), "glare": Worse(glare, frozenset({"glare"})),
    "shadow": Worse(shadow, frozenset({"shadow", "too_dark"})), "cut": Worse(cut, frozenset({"cut_edge"})),
    "resolution": Worse(resolution, frozenset({"text_small"})), "skew": Worse(skew, frozenset({"skew"})),
    "bleed": Worse(bleed, frozenset({"bleed"})), "streak": Worse(streak, frozenset({"streak"})),
    "noise": Worse(noise, frozenset({"noise"})), "dust": Worse(dust, frozenset({"noise"})),
    "telephone": Worse(telephone, _NOTHING),
}  # fmt: skip
