"""Small diagrams as SVG: how honest the probabilities are, and what a threshold costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from classify.evaluate import Outcome, coverage_curve, reliability

_SIDE, _EDGE = 300, 45


def draw(outcomes: Sequence[Outcome], folder: Path) -> None:
    dots = "".join(
        f'<circle cx="{_x(one.said):.1f}" cy="{_y(one.right):.1f}" r="{3 + one.papers**0.5 / 3:.1f}" fill="#0b5fa5"/>'
        for one in reliability(outcomes)
    )
    line = f'<path d="M{_x(0)},{_y(0)} L{_x(1)},{_y(1)}" stroke="#999" stroke-dasharray="4"/>'
    _save(folder / "knowing_reliability.svg", line + dots, ("probability said", "share right"), 1.0)
    curve = [(point.coverage, point.error) for point in coverage_curve(outcomes)]
    top = max(0.01, *(error for _, error in curve)) if curve else 1.0
    path = " L".join(f"{_x(coverage):.1f},{_y(error / top):.1f}" for coverage, error in curve)
    _save(
        folder / "knowing_coverage.svg",
        f'<path d="M{path}" stroke="#0b5fa5" fill="none"/>',
        ("share accepted", "share wrong among them"),
        top,
    )


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
