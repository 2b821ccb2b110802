"""What a clean rendering becomes on the way through a bad scanner: three steps, drawn by seed."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

Wear = Callable[[np.ndarray, int], np.ndarray]


def clean(page: np.ndarray, seed: int) -> np.ndarray:
    return page


def worse(page: np.ndarray, seed: int) -> np.ndarray:
    """Fed 0.7 to 2 degrees askew, greyish, a little noise. `page` is (h, w) or (h, w, 3), uint8."""
    rng = np.random.default_rng(seed)
    high, wide = page.shape[:2]
    angle = rng.uniform(0.7, 2) * rng.choice((-1, 1))
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(angle), 1)
    paper = (255,) * 3
    moved = cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper).astype(np.float32)
    return _clipped(moved * 0.72 + 35 + _grain(rng, moved, 7))


def bad(page: np.ndarray, seed: int) -> np.ndarray:
    """Blurred, a third of the contrast left, strong noise, saved as a poor JPEG."""
    return _faint(page, seed, 12)


def very_bad(page: np.ndarray, seed: int) -> np.ndarray:
    """The same with noise so strong that the tesseract command finds next to nothing; people still read it."""
    return _faint(page, seed, 18)


def _faint(page: np.ndarray, seed: int, noise: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    high = page.shape[0]
    radius = 1.1 * high / 2339 if high > 1500 else 0.7  # 2339 pixels: A4 at 200 dpi
    soft = cv2.GaussianBlur(page, (0, 0), radius).astype(np.float32)
    grey = _clipped(soft * 0.3 + 125 + rng.normal(0, noise, soft.shape))
    _, coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 25])
    flag = cv2.IMREAD_GRAYSCALE if page.ndim == 2 else cv2.IMREAD_COLOR
    return np.asarray(cv2.imdecode(coded, flag))


WEAR: dict[str, Wear] = {"clean": clean, "a little worse": worse, "bad": bad, "very bad": very_bad}


def _grain(rng: np.random.Generator, page: np.ndarray, strength: float) -> np.ndarray:
    grain = rng.normal(0, strength, page.shape[:2])
    return grain[..., None] if page.ndim == 3 else grain


def _clipped(page: np.ndarray) -> np.ndarray:
    kept: np.ndarray = np.clip(page, 0, 255).astype(np.uint8)
    return kept
