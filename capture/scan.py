"""The values that leave this room: a scan, a page image, a judgement of legibility, the codes on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Verdict = Literal["good", "check", "rescan"]
Place = tuple[float, float, float, float]  # left, top, right, bottom: shares of the picture's sides, 0 to 1


@dataclass(frozen=True, slots=True)
class Scan:
    """Bytes as they came: what they are, told from the bytes alone."""

    sha256: str  # 64 lower-case hex digits
    media_type: str  # as detected, never as declared
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class EmbeddedWord:
    """A word of a PDF's text layer where the PDF says it stands, in pixels of the page as it was drawn.

    Words of one line have the same `line`. The box may reach over the edge of the page.
    """

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    line: int


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page, upright as the file says, 8 bits a channel.

    `pixels` is (height, width) grey or (height, width, 3) RGB, uint8, C-contiguous; origin top left.
    `dpi` is the resolution the file declares, or an estimate where that is absent or absurd.
    `rotation` is the number of degrees, clockwise, that cleanup turned the page (0, 90, 180, 270).
    `embedded_text` is the text layer of a PDF page: evidence, never the truth. `embedded` holds its words with their
    places, in pixels of the page as it came: cleanup may move what they stand for. It is empty where the page is a
    scan that was taken out as it is. `over_picture` says that the layer may be somebody's reading of a scan.
    """

    number: int  # from 1
    pixels: np.ndarray
    dpi: float
    rotation: int = 0
    embedded_text: str = ""
    embedded: tuple[EmbeddedWord, ...] = ()
    over_picture: bool = False

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a page is doubtful: a stable code, and a sentence a clerk can act on.

    `place` is where on the page as it was scanned, before any cleanup; None where it is the whole page.
    """

    code: str
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Legibility:
    """May the client go home? `score` runs from 0 (unreadable) to 1 (perfect)."""

    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """`box` is left, top, right, bottom in pixels of the page as shown."""

    text: str
    format: str
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be made into a picture: it costs that page, never its document."""

    number: int
    code: str
    message: str
