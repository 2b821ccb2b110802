"""Reading order from boxes alone: whose words they are and what they say does not matter.

The recursive XY-cut of Nagy and Seth (1984), with the whitespace rivers of Breuel (2002) in the place of single cuts
down the page. A stretch of the page is cut at its horizontal gaps into strips. From each strip on, as many strips are
taken together as one river runs through. Such a run is read column by column only where both shores are running text,
four rows or more, most of which fill their column; or where the rows of the shores do not stand level. All else is
read row by row: tables, labels with their values, sums at the right edge. Running text that wide gaps cut again and
again is a table with long cells, and is read cell by cell. Each part is read in the same way (`ocr.columns`).

Before that, what lies across other lines (a stamp) or runs down the page is set aside, so that it cuts nothing; it
comes back behind the lines it touches. A page number at the foot comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from ocr.columns import covered, parts
from ocr.pieces import Piece, Pieces, pieces_of, rows_of, top_left
from ocr.text import Line

_WORD_SPACE = 3.0  # letters; pieces of a row farther apart stay lines of their own, one behind the other
_CROSSING = 0.2  # share of the smaller box that lies on another one's
_MOST = 4000  # pieces; a page with more is noise and is read from its top
_NUMBER = re.compile(r"\W*((lk|leht|p|page|стр|с)\b)?\W*\d{1,4}(\s*([/|–-]|of|из)\s*\d{1,4})?\W*", re.IGNORECASE)
_FOOT = 0.88  # share of the page's height below which its number stands


def ordered(lines: Sequence[Line], width: int, height: int) -> tuple[Line, ...]:
    """Lines, or pieces of lines in any order, as a person reads the page of `width` by `height` pixels.

    Pieces of one row become one line where no more than a word space parts them; a line that runs over the gutter of
    two columns is parted. Every word is kept, once. The order of `lines` does not change the answer.
    """
    pieces = pieces_of(lines)
    if not pieces:
        return ()
    unit = median(piece.height for piece in pieces)
    if len(pieces) > _MOST:
        return tuple(_line([piece]) for piece in pieces)
    flowing, crossing = _set_aside(pieces, unit)
    rows = [part for row in _read(flowing, unit) for part in _joined(row, unit)]
    rows = _number_last(rows, height)
    for piece in crossing:
        rows.insert(_behind_what_it_touches(piece, rows), [piece])
    return tuple(_line(row) for row in rows)


def _read(pieces: Pieces, unit: float) -> Iterator[Pieces]:
    """Rows in reading order."""
    strips = _strips(pieces)
    start = 0
    while start < len(strips):
        end, found = _run(strips, start, unit)
        if found:
            for part in found:
                yield from _read(part, unit)
        else:
            yield from rows_of(strips[start])
        start = end


def _strips(pieces: Pieces) -> list[Pieces]:
    """Cut at every horizontal gap."""
    strips: list[Pieces] = []
    reach = float("-inf")
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.x0, piece.home)):
        if piece.top >= reach:
            strips.append([])
        strips[-1].append(piece)
        reach = max(reach, piece.bottom)
    return strips


def _run(strips: list[Pieces], start: int, unit: float) -> tuple[int, list[Pieces]]:
    """The end of the longest run from `start` on that is read in parts, and the parts; or one strip and none."""
    spans, _ = covered([], strips[start], unit)
    end, found = start + 1, parts(strips[start : start + 1], spans, unit)
    for here in range(start + 1, len(strips)):
        wider, closed = covered(spans, strips[here], unit)
        if closed and (sooner := parts(strips[start:here], spans, unit)):
            end, found = here, sooner
        if len(wider) < 2:
            return end, found
        spans = wider
    whole = parts(strips[start:], spans, unit) if len(strips) > start + 1 else []
    return (len(strips), whole) if whole else (end, found)


def _joined(row: Pieces, unit: float) -> Iterator[Pieces]:
    """The pieces of a row that make one line: what was given as one, and what a word space parts."""
    start = 0
    for end in range(1, len(row) + 1):
        if end < len(row):
            before, after = row[end - 1], row[end]
            if after.home == before.home or after.x0 - before.x1 <= _WORD_SPACE * unit:
                continue
        yield row[start:end]
        start = end


def _line(row: Pieces) -> Line:
    """`engine` is the one that read most of it."""
    letters: dict[str, int] = {}
    for piece in row:
        letters[piece.engine] = letters.get(piece.engine, 0) + piece.letters
    most = max(sorted(letters), key=lambda engine: letters[engine])
    return Line(tuple(word for piece in row for word in piece.words), most)


def _number_last(rows: list[Pieces], height: int) -> list[Pieces]:
    """The number of the page stands alone, below everything else."""
    if not rows:
        return rows
    lowest = max(rows, key=lambda row: row[0].middle)
    level = [row for row in rows if row[-1].bottom > lowest[0].top]
    text = " ".join(word.text for piece in lowest for word in piece.words)
    if len(level) > 1 or lowest[0].middle < _FOOT * height or not _NUMBER.fullmatch(text):
        return rows
    return [*(row for row in rows if row is not lowest), lowest]


# --- what lies across ---


def _set_aside(pieces: Pieces, unit: float) -> tuple[Pieces, Pieces]:
    """What may be cut, and what lies across it: of boxes that share ground the one in most others' way goes first."""
    crossing = [piece for piece in pieces if _runs_down(piece, unit)]
    upright = [piece for piece in pieces if not _runs_down(piece, unit)]
    conflicts = _conflicts(upright)
    while conflicts:
        worst = max(conflicts, key=lambda n: (len(conflicts[n]), -upright[n].letters, n))
        for other in conflicts.pop(worst):
            conflicts[other].discard(worst)
            if not conflicts[other]:
                del conflicts[other]
        crossing.append(upright[worst])
    gone = {id(piece) for piece in crossing}
    return [piece for piece in upright if id(piece) not in gone], sorted(crossing, key=top_left)


def _runs_down(piece: Piece, unit: float) -> bool:
    return piece.height > 2.5 * unit and piece.height > 2 * piece.width and piece.letters > 1


def _conflicts(pieces: Pieces) -> dict[int, set[int]]:
    """Which pieces of different lines lie on each other; `pieces` from the top."""
    found: dict[int, set[int]] = {}
    open_above: list[int] = []
    for this, piece in enumerate(pieces):
        open_above = [n for n in open_above if pieces[n].bottom > piece.y0]
        for other in open_above:
            if _cross(piece, pieces[other]):
                found.setdefault(this, set()).add(other)
                found.setdefault(other, set()).add(this)
        open_above.append(this)
    return found


def _cross(a: Piece, b: Piece) -> bool:
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    if across <= 0 or down <= 0 or a.home == b.home:
        return False
    return across * down > _CROSSING * min(p.width * (p.bottom - p.top) for p in (a, b))


def _behind_what_it_touches(piece: Piece, rows: list[Pieces]) -> int:
    """Behind the last row it lies on; what lies on none runs down a margin: at the end."""
    touched = [n for n, row in enumerate(rows) if any(_touch(piece, other) for other in row)]
    return touched[-1] + 1 if touched else len(rows)


def _touch(a: Piece, b: Piece) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1
