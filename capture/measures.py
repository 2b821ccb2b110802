"""Everything that is measured of a page before it is judged, and nothing that is judged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from capture import ghost, glance, lie, light, streaks, strokes
from capture.lie import Lie
from capture.light import Light
from capture.streaks import Streak
from capture.strokes import Ink

_HARDLY_ANY_INK = 0.002  # share of the page
_HARDLY_A_LETTER = 5


@dataclass(frozen=True, slots=True)
class Measures:
    """`share` of the page is ink. `shine` is the depth of what shines through, in shares of the ink's. `blank` says
    that both signs are there: hardly any ink, hardly a mark that a hand or a machine could have made."""

    ink: Ink
    light: Light
    lie: Lie
    streaks: tuple[Streak, ...]
    share: float
    shine: float
    colour_lost: bool
    blank: bool


def measure(pixels: np.ndarray) -> Measures:
    seen = glance.look(pixels)
    lit = light.measure(seen)
    return Measures(
        ink=strokes.measure(pixels, seen),
        light=lit,
        lie=lie.measure(seen),
        streaks=streaks.find(pixels),
        share=seen.share,
        shine=ghost.shine_through(seen),
        colour_lost=ghost.lost_colour(seen),
        blank=_blank(seen, lit),
    )


def _blank(seen: glance.Glance, lit: Light) -> bool:
    """Two signs, and a black page is not blank."""
    if seen.share >= _HARDLY_ANY_INK or lit.paper < 100:
        return False
    return int(np.count_nonzero(seen.letters)) < _HARDLY_A_LETTER and ghost.traces(seen) < _HARDLY_A_LETTER
