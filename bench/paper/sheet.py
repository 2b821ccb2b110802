"""The sheet in the press: A4 in millimetres from the top left, and the zones where somebody will write."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Literal

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from bench.paper import fonts
from bench.paper.ink import MM
from bench.paper.rows import Row

PAPER = (210.0, 297.0)  # A4
SYNTHETIC = "SÜNTEETILINE NÄIDIS"
Shape = Literal["line", "heading", "comb", "tick", "signature", "stamp"]


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page: millimetres from the top left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Zone:
    """Where the value of a field belongs. A tick box is a zone of its own and names its option."""

    field: str
    page: int
    place: Place
    shape: Shape
    option: str = ""
    cells: tuple[Place, ...] = ()
    lines: int = 1
    words: str = ""  # the writer's own words, that answer no field
    reach: float = 0.0  # width of the label right of a tick box, for those who circle the whole option


@dataclass(frozen=True, slots=True)
class Blank:
    """A printed, unfilled document."""

    pdf: bytes
    pages: int
    zones: tuple[Zone, ...]
    rows: tuple[Row, ...] = ()  # all that is printed on it


@dataclass
class Sheet:
    """Canvas with a pen position; `y` is where the next row begins. `paper` is width and height in mm."""

    title: str
    total: int = 0
    left: float = 18.0
    right: float = 192.0
    bottom: float = 280.0
    page: int = 1
    y: float = 14.0
    paper: tuple[float, float] = PAPER
    zones: list[Zone] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        fonts.register()
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=(self.paper[0] * mm, self.paper[1] * mm), invariant=True)
        self._canvas.setTitle(f"{self.title} ({SYNTHETIC})")

    @property
    def width(self) -> float:
        return self.right - self.left

    def text(self, at: tuple[float, float], words: str, size: float = 9, *, font: str = "Sans", align: str = "left",
             spacing: float = 0.0, grey: float = 0.0) -> None:  # fmt: skip
        """`at` is the baseline's start, middle or end, as `align` says."""
        x, y = at
        long = text_width(words, size, font) + spacing * max(len(words) - 1, 0) / mm
        x -= {"left": 0.0, "center": long / 2, "right": long}[align]
        self._canvas.setFillGray(grey)
        line = self._canvas.beginText(x * mm, (self.paper[1] - y) * mm)
        line.setFont(font, size)
        line.setCharSpace(spacing)
        line.textOut(words)
        self._canvas.drawText(line)
        rise = size / mm  # of capitals about 0.75 of it, of descenders 0.22
        extent = (x * MM, (y - 0.75 * rise) * MM, (x + long) * MM, (y + 0.22 * rise) * MM)
        self.rows.append(Row(self.page, words, "print", extent))

    def paragraph(self, words: str, size: float = 9, *, font: str = "Sans", align: str = "left", gap: float = 1.25,
                  width: float = 0.0) -> None:  # fmt: skip
        """Wrapped text at the pen position; moves the pen below it."""
        step = size * gap / mm
        for line in wrap(words, size, font, width or self.width):
            self.y += step
            x = {"left": self.left, "center": (self.left + self.right) / 2, "right": self.right}[align]
            self.text((x, self.y), line, size, font=font, align=align)

    def rule(self, start: tuple[float, float], end: tuple[float, float], *, weight: float = 0.5, grey: float = 0.0,
             dots: bool = False) -> None:  # fmt: skip
        self._canvas.setLineWidth(weight)
        self._canvas.setStrokeGray(grey)
        self._canvas.setDash([0.6, 1.6] if dots else [])
        self._canvas.line(start[0] * mm, (self.paper[1] - start[1]) * mm, end[0] * mm, (self.paper[1] - end[1]) * mm)
        self._canvas.setDash([])

    def box(self, place: Place, *, weight: float = 0.5, fill: float | None = None, grey: float = 0.0) -> None:
        self._canvas.setLineWidth(weight)
        self._canvas.setStrokeGray(grey)
        self._canvas.setFillGray(1.0 if fill is None else fill)
        bottom = (self.paper[1] - place.y - place.h) * mm
        self._canvas.rect(
            place.x * mm, bottom, place.w * mm, place.h * mm, stroke=int(weight > 0), fill=int(fill is not None)
        )

    def circle(self, center: tuple[float, float], radius: float, *, weight: float = 0.5) -> None:
        self._canvas.setLineWidth(weight)
        self._canvas.setStrokeGray(0)
        self._canvas.circle(center[0] * mm, (self.paper[1] - center[1]) * mm, radius * mm)

    def turn_page(self) -> None:
        self._canvas.showPage()
        self.page += 1
        self.y = 14.0

    def finish(self) -> Blank:
        self._canvas.showPage()
        self._canvas.save()
        return Blank(self._buffer.getvalue(), self.page, tuple(self.zones), tuple(self.rows))


def text_width(words: str, size: float, font: str = "Sans") -> float:
    """In millimetres."""
    return float(stringWidth(words, font, size) / mm)


def wrap(words: str, size: float, font: str, width: float) -> list[str]:
    lines: list[str] = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
