"""Streaks of a dirty scanner glass taken off: the dirt darkens what lies under it, so the light is given back."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from capture.scan import PageImage
from capture.streaks import Streak, find

_SOFT = 2  # pixels to either side into which a streak fades
_BESIDE = 6  # pixels to either side that show how bright the paper is
_RIM = 0.006  # of the length, at both ends, where a streak still runs and the frame round a certificate does not
_LOST = 0.3  # of the light: under a darker streak nothing is left, and what lies beside is drawn across


def remove_streaks(page: PageImage) -> PageImage:
    """Before the page is straightened: streaks run with the feed, not with the print, and lean afterwards.

    A reader then takes them for letters: they cost Tesseract a third of the words on some pages.
    """
    streaks = find(page.pixels)
    if not streaks:
        return page
    pixels = page.pixels.copy()
    for streak in streaks:
        lane = pixels if streak.along == "down" else pixels.swapaxes(0, 1)
        _lighten(lane, streak)
    return replace(page, pixels=pixels)


def _lighten(lane: np.ndarray, streak: Streak) -> None:
    """In place, `lane` lies with its streaks running down. Each column by its own loss of light."""
    across = lane.shape[1]
    left = max(round((streak.at - streak.wide / 2) * across) - _SOFT, 0)
    right = min(round((streak.at + streak.wide / 2) * across) + _SOFT, across)
    if left < _BESIDE or right > across - _BESIDE:
        return
    before, after = lane[:, left - _BESIDE : left], lane[:, right : right + _BESIDE]
    sides = np.concatenate([before, after], axis=1)
    if not _runs_off(lane[:, left:right], sides, streak.depth):
        return
    paper = np.median(sides, axis=(0, 1))
    kept = np.median(lane[:, left:right], axis=0) / np.maximum(paper, 1.0)
    if np.min(kept) < _LOST:
        lane[:, left:right] = _across(before[:, -1:], after[:, :1], right - left)
    else:
        lit = lane[:, left:right] / np.minimum(kept, 1.0)
        lane[:, left:right] = np.clip(lit, 0, 255).astype(np.uint8)


def _runs_off(inside: np.ndarray, sides: np.ndarray, depth: float) -> bool:
    """Whether it is still there at the very top and bottom."""
    rim = max(3, round(_RIM * len(inside)))
    for end in (slice(None, rim), slice(-rim, None)):
        darkest = float(np.median(inside[end], axis=0).reshape(inside.shape[1], -1).mean(axis=1).min())
        if darkest > float(np.median(sides[end])) - depth / 2:
            return False
    return True


def _across(before: np.ndarray, after: np.ndarray, wide: int) -> np.ndarray:
    """From one side to the other in even steps."""
    both = np.concatenate([before, after], axis=1)
    return np.asarray(cv2.resize(both, (wide, both.shape[0]), interpolation=cv2.INTER_LINEAR)).reshape(
        before.shape[0], wide, *before.shape[2:]
    )
