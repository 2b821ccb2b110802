"""Every row of words on a page, printed or written: what a reader of the whole page should find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bench.paper.ink import Extent

How = Literal["print", "typewriter", "hand", "comb", "stamp"]


@dataclass(frozen=True, slots=True)
class Row:
    """Words on one base line. `extent` is about where they stand, in pixels of the 300 dpi page; `page` from 1."""

    page: int
    words: str
    how: How
    extent: Extent
