"""What stands on the paper but is no ink: print of the back shining through, pencil, pale stamps; lost colour."""

from __future__ import annotations

import cv2
import numpy as np

from capture.glance import Glance
from capture.marks import marks_in

_CELLS = (16, 12)  # parts of a page, down and across
_TRACE = 5.0  # pixels of a trace of pencil, at least, in the reduced copy


def shine_through(glance: Glance) -> float:
    """Of the parts of the page with print, the share in which pale marks stand among dark ones, as many and more.

    A copy that faded is pale in whole bands; what shines through lies everywhere among the print.
    """
    kept = glance.letters & (glance.marks[:, 3] >= 4)
    marks, pale = glance.marks[kept], glance.pale[kept]
    if len(marks) < 60:
        return 0.0
    middle = (
        (marks[:, 1] + marks[:, 3] / 2) / glance.small.shape[0],
        (marks[:, 0] + marks[:, 2] / 2) / glance.small.shape[1],
    )
    both = np.histogram2d(*middle, bins=_CELLS, range=((0, 1), (0, 1)))[0]
    ghosts = np.histogram2d(middle[0][pale], middle[1][pale], bins=_CELLS, range=((0, 1), (0, 1)))[0]
    printed = both - ghosts >= 3
    mixed = printed & (ghosts >= 0.5 * (both - ghosts))
    return float(np.count_nonzero(mixed)) / max(1, int(np.count_nonzero(printed)))


def traces(glance: Glance) -> int:
    """Marks that are paler than any ink: pencil, a faint stamp, a fingerprint of the pen. In colour, the channel in
    which they are darkest counts."""
    darkest = glance.colour.min(axis=2) if glance.colour is not None and not glance.inverted else glance.small
    calm = cv2.medianBlur(np.ascontiguousarray(darkest), 3)
    paper = cv2.medianBlur(calm, 31)
    depth = cv2.subtract(paper, calm)
    level = max(3.0, 4.0 * float(np.percentile(depth, 60)))
    marks = marks_in(depth > level)
    rim = 6
    inside = (marks[:, 0] > rim) & (marks[:, 1] > rim)
    inside &= (marks[:, 0] + marks[:, 2] < depth.shape[1] - rim) & (marks[:, 1] + marks[:, 3] < depth.shape[0] - rim)
    long = np.maximum(marks[:, 2], marks[:, 3]) >= _TRACE
    return int(np.count_nonzero(inside & long & (marks[:, 4] >= 2 * _TRACE)))


def lost_colour(glance: Glance) -> bool:
    """A channel of the scanner is dead, or one lamp: even the paper has a strong colour, and everything the same."""
    if glance.colour is None:
        return False
    sample = glance.colour[::4, ::4].reshape(-1, 3).astype(np.float32)
    low, middle = np.percentile(sample, (1, 50), axis=0)
    swing = middle - low
    if float(swing.max()) < 60:
        return False
    flat = float(swing.min()) < 0.25 * float(swing.max())
    return flat and (float(middle.min()) < 0.45 * float(middle.max()) or float(low.max()) > 180)
