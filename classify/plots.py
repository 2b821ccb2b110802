"""Pictures of how good a model is, as SVG: drawn by hand, for a page, a terminal's file or a report. No scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from classify.evaluate import Bin, Point

SIDE, EDGE = 360, 46
_STYLE = "font-family='sans-serif' font-size='11' fill='#222'"


def reliability(bins: Sequence[Bin]) -> str:
    """What the model says of itself against what is; the more papers, the larger the dot."""
    most = max((each.papers for each in bins), default=1)
    dots = [
        f"<circle cx='{_x(each.said):.1f}' cy='{_y(each.right):.1f}' r='{3 + 7 * (each.papers / most) ** 0.5:.1f}' "
        f"fill='#1f5f8b' fill-opacity='0.75'><title>{each.papers}: {each.said:.3f} / {each.right:.3f}</title></circle>"
        for each in bins
    ]
    even = f"<line x1='{_x(0)}' y1='{_y(0)}' x2='{_x(1)}' y2='{_y(1)}' stroke='#999' stroke-dasharray='4 4'/>"
    return _sheet([_axes("probability said", "share right"), even, *dots])


def coverage(points: Sequence[Point], stated: float, threshold: float) -> str:
    """The error among the accepted against the share accepted; the stated error and the threshold are marked."""
    top = max([stated * 2, *(point.error for point in points)], default=1.0) or 1.0
    line = " ".join(f"{_x(point.coverage):.1f},{_y(point.error / top):.1f}" for point in points)
    limit = f"<line x1='{_x(0)}' y1='{_y(stated / top):.1f}' x2='{_x(1)}' y2='{_y(stated / top):.1f}' stroke='#b33'/>"
    kept = [point for point in points if point.threshold >= threshold]
    mark = ""
    if kept:
        last = kept[-1]
        mark = f"<circle cx='{_x(last.coverage):.1f}' cy='{_y(last.error / top):.1f}' r='5' fill='#b33'/>"
    drawn = f"<polyline points='{line}' fill='none' stroke='#1f5f8b' stroke-width='2'/>"
    return _sheet([_axes("share accepted", f"error, 0 to {top:.3f}"), limit, drawn, mark])


def confusion(counts: Mapping[tuple[str, str], int]) -> str:
    """True kinds down, answers across; the darker, the more of that kind."""
    kinds = sorted({kind for pair in counts for kind in pair})
    cell, left, head = 22, 190, 150
    totals = {kind: sum(count for (truth, _), count in counts.items() if truth == kind) for kind in kinds}
    parts = []
    for row, truth in enumerate(kinds):
        y = head + row * cell
        parts.append(f"<text x='{left - 6}' y='{y + 15}' text-anchor='end' {_STYLE}>{escape(truth)}</text>")
        turned = f"translate({left + row * cell + 15},{head - 6}) rotate(-60)"
        parts.append(f"<text transform='{turned}' {_STYLE}>{escape(truth)}</text>")
        parts += [
            _cell(left + column * cell, y, (counts.get((truth, said), 0), totals[truth]), said == truth)
            for column, said in enumerate(kinds)
        ]
    wide, high = left + len(kinds) * cell + 90, head + len(kinds) * cell + 12
    return _framed(wide, high, parts)


def _cell(x: int, y: int, count: tuple[int, int], right: bool) -> str:
    """`count`: so many of how many."""
    found, total = count
    colour = "#1f5f8b" if right else "#b33"
    share = found / total if total else 0.0
    box = f"<rect x='{x}' y='{y}' width='21' height='21' fill='{colour}' fill-opacity='{share:.2f}' stroke='#ddd'/>"
    ink = "#fff" if share > 0.6 else "#222"
    number = (
        f"<text x='{x + 10}' y='{y + 15}' text-anchor='middle' font-family='sans-serif' font-size='10' fill='{ink}'>"
    )
    return box + (f"{number}{found}</text>" if found else "")


def _axes(across: str, up: str) -> str:
    frame = f"<rect x='{EDGE}' y='{EDGE / 2}' width='{SIDE - EDGE * 1.5}' height='{SIDE - EDGE * 1.5}' fill='none' "
    ticks = "".join(
        f"<text x='{_x(part):.0f}' y='{_y(0) + 14:.0f}' text-anchor='middle' {_STYLE}>{part:.1f}</text>"
        for part in (0.0, 0.5, 1.0)
    )
    said = f"<text x='{SIDE / 2}' y='{SIDE - 8}' text-anchor='middle' {_STYLE}>{escape(across)}</text>"
    turned = f"<text transform='translate(14,{SIDE / 2}) rotate(-90)' text-anchor='middle' {_STYLE}>{escape(up)}</text>"
    return f"{frame}stroke='#888'/>{ticks}{said}{turned}"


def _sheet(parts: Sequence[str]) -> str:
    return _framed(SIDE, SIDE, parts)


def _framed(wide: int, high: int, parts: Sequence[str]) -> str:
    head = f"<svg xmlns='http://www.w3.org/2000/svg' width='{wide}' height='{high}' viewBox='0 0 {wide} {high}'>"
    return f"{head}<rect width='{wide}' height='{high}' fill='#fff'/>{''.join(parts)}</svg>\n"


def _x(share: float) -> float:
    return EDGE + share * (SIDE - EDGE * 1.5)


def _y(share: float) -> float:
    return SIDE - EDGE - share * (SIDE - EDGE * 1.5)
