"""Small diagrams as SVG: how honest the probabilities are, and what a threshold costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from classify.evaluate import Outcome, coverage_curve, reliability

_SIDE, _EDGE = 300, 45


_COLOURS = ("#0b5fa5", "#b3541e", "#3b7d3b", "#7a4b9a")


def draw(outcomes: Sequence[Outcome], folder: Path) -> None:
    """Of one set of papers."""
    draw_all({"": outcomes}, folder, "knowing")


def draw_all(sets: Mapping[str, Sequence[Outcome]], folder: Path, name: str) -> None:
    """Of several, each in a colour of its own: `name`_reliability.svg and `name`_coverage.svg."""
    coloured = list(zip(sets.items(), _COLOURS, strict=False))
    dots = "".join(_dots(outcomes, colour) for (_, outcomes), colour in coloured)
    line = f'<path d="M{_x(0)},{_y(0)} L{_x(1)},{_y(1)}" stroke="#999" stroke-dasharray="4"/>'
    legend = "".join(_legend(place, title, colour) for place, ((title, _), colour) in enumerate(coloured) if title)
    _save(folder / f"{name}_reliability.svg", line + dots + legend, ("probability said", "share right"), 1.0)
    curves = [[(point.coverage, point.error) for point in coverage_curve(outcomes)] for outcomes in sets.values()]
    top = max(0.01, *(error for curve in curves for _, error in curve))
    paths = "".join(_path(curve, top, colour) for curve, (_, colour) in zip(curves, coloured, strict=True))
    _save(folder / f"{name}_coverage.svg", paths + legend, ("share accepted", "share wrong among them"), top)


def _dots(outcomes: Sequence[Outcome], colour: str) -> str:
    return "".join(
        f'<circle cx="{_x(one.said):.1f}" cy="{_y(one.right):.1f}" r="{3 + min(one.papers**0.5 / 3, 8):.1f}" '
        f'fill="{colour}" fill-opacity="0.8"/>'
        for one in reliability(outcomes)
    )


def _path(curve: Sequence[tuple[float, float]], top: float, colour: str) -> str:
    path = " L".join(f"{_x(coverage):.1f},{_y(error / top):.1f}" for coverage, error in curve)
    return f'<path d="M{path}" stroke="{colour}" fill="none"/>'


def _legend(place: int, title: str, colour: str) -> str:
    y = 26 + 16 * place
    mark = f'<rect x="{_EDGE + 10}" y="{y - 8}" width="10" height="8" fill="{colour}"/>'
    return f'{mark}<text x="{_EDGE + 26}" y="{y}">{title}</text>'


def _x(share: float) -> float:
    return _EDGE + share * _SIDE


def _y(share: float) -> float:
    return 10 + (1 - share) * _SIDE


def _save(file: Path, inside: str, names: tuple[str, str], top: float) -> None:
    side = _SIDE + _EDGE + 20
    frame = f'<rect x="{_EDGE}" y="10" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#333"/>'
    ticks = "".join(
        f'<text x="{_x(part):.0f}" y="{_y(0) + 15:.0f}" text-anchor="middle">{part:g}</text>'
        f'<text x="{_EDGE - 4}" y="{_y(part) + 4:.0f}" text-anchor="end">{part * top:.2g}</text>'
        for part in (0.0, 0.5, 1.0)
    )
    middle = f"{_y(0.5):.0f}"
    words = (
        f'<text x="{_x(0.5):.0f}" y="{side - 3}" text-anchor="middle">{names[0]}</text>'
        f'<text x="12" y="{middle}" text-anchor="middle" transform="rotate(-90 12 {middle})">{names[1]}</text>'
    )
    sizes = f'width="{side}" height="{side}" font-family="sans-serif" font-size="11"'
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" {sizes}>'
    file.write_text(
        f'{whole}<rect width="100%" height="100%" fill="#fff"/>{frame}{inside}{ticks}{words}</svg>\n', "utf-8"
    )
