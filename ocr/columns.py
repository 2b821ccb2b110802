"""Whether a stretch of a page is read column by column, and where it is cut."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ocr.pieces import Piece, Pieces, rows_of

# Lengths are in letters: the median height of the boxes of the page.
_RIVER = 0.5  # the narrowest river
_COLUMN = 10.0  # the narrowest column of running text
_ROWS = 4  # the fewest rows that show how a column is filled
_FILLED = 0.75  # share of a full row that a row of running text covers
_LEAST_FULL = 0.85  # of its ground: a heading or a speck may stand out, not much more
_MOST_FILLED = 0.6  # share of its rows that do: the last of a paragraph need not
_LEVEL = 0.3  # rows whose middles differ by less stand level
_TILT = 0.5  # by how much one side may hang below the other all along
_DEEP = 1.3  # heights of its highest piece: a strip that reaches farther down holds more than one row
_ROW_GAP = 0.5  # how much wider than the space between lines the space between the rows of a table is
_LONG_CELL = 8  # rows that a cell of a table has at most, in the mean

Span = tuple[int, int]  # from x0 to x1


def covered(spans: list[Span], pieces: Sequence[Piece], unit: float) -> tuple[list[Span], bool]:
    """`spans` with the ground of `pieces` added, and whether that closed a river between two of them."""
    united: list[Span] = []
    for x0, x1 in sorted([*spans, *((piece.x0, piece.x1) for piece in pieces)]):
        if united and x0 - united[-1][1] < _RIVER * unit:
            united[-1] = united[-1][0], max(united[-1][1], x1)
        else:
            united.append((x0, x1))
    closed = any(sum(x0 <= span[0] < x1 for span in spans) > 1 for x0, x1 in united)
    return united, closed


def parts(strips: Sequence[Pieces], spans: list[Span], unit: float) -> list[Pieces]:
    """The parts a run of strips is read in, one after the other; none where it is read row by row.

    `spans` is the ground its pieces cover between the rivers.
    """
    if len(spans) < 2:
        return []
    pieces = [piece for strip in strips for piece in strip]
    shares = [[piece for piece in pieces if x0 <= piece.x0 < x1] for x0, x1 in spans]
    running = [n for n, share in enumerate(shares) if _running(share, spans[n], unit)]
    if len(running) > 1:
        columns = _divided(shares, [_widest(spans, a, b) for a, b in pairwise(running)])
        return _table(strips, columns, unit) or columns
    if not any(_deep(strip) for strip in strips):
        return []  # every strip is one row
    widest = _widest(spans, 0, len(spans) - 1)
    return _divided(shares, [widest]) if _apart(shares, widest, len(strips), unit) else []


def _running(share: Pieces, span: Span, unit: float) -> bool:
    """Rows that fill their column, as far as a word more would not fit."""
    wide = span[1] - span[0]
    if wide < _COLUMN * unit or len(share) < _ROWS:
        return False
    reach = sorted(sum(piece.width for piece in row) for row in rows_of(share))
    full = max(reach[len(reach) * 4 // 5], _LEAST_FULL * wide)
    filled = sum(across >= _FILLED * full for across in reach)
    return len(reach) >= _ROWS and filled >= _MOST_FILLED * len(reach)


def _widest(spans: list[Span], first: int, last: int) -> int:
    """Between two columns bullets, numbers and the like may stand: the widest river is the gutter."""
    return max(range(first + 1, last + 1), key=lambda n: spans[n][0] - spans[n - 1][1])


def _divided(shares: list[Pieces], cuts: list[int]) -> list[Pieces]:
    ends = [0, *cuts, len(shares)]
    return [[piece for share in shares[a:b] for piece in share] for a, b in pairwise(ends)]


def _table(strips: Sequence[Pieces], columns: list[Pieces], unit: float) -> list[Pieces]:
    """The cells of a table with long ones, row by row: cut again and again by gaps wider than those between lines."""
    lines = [rows_of(column) for column in columns]
    spaces = [_space(above, below) for rows in lines for above, below in pairwise(rows)]
    wide = median(spaces) + _ROW_GAP * unit
    cuts = [n for n in range(1, len(strips)) if _space(strips[n - 1], strips[n]) > wide]
    if len(cuts) < 2 or max(map(len, lines)) > _LONG_CELL * (len(cuts) + 1):
        return []
    rows = _divided(list(strips), cuts)
    cells = [[_cell(row, column) for column in columns] for row in rows]
    level = sum(_starts_level(row, unit) for row in cells)
    return [cell for row in cells for cell in row if cell] if 3 * level >= 2 * len(rows) else []


def _cell(row: Pieces, column: Pieces) -> Pieces:
    inside = {id(piece) for piece in row}
    return [piece for piece in column if id(piece) in inside]


def _space(above: Pieces, below: Pieces) -> int:
    return min(piece.y0 for piece in below) - max(piece.y1 for piece in above)


def _starts_level(cells: list[Pieces], unit: float) -> bool:
    """Each column has a cell in this row, and all begin at the top."""
    tops = [min(piece.y0 for piece in cell) for cell in cells if cell]
    return len(tops) == len(cells) and max(tops) - min(tops) < unit / 2


def _deep(strip: Pieces) -> bool:
    reach = max(piece.y1 for piece in strip) - min(piece.y0 for piece in strip)
    return reach > _DEEP * max(piece.height for piece in strip)


def _apart(shares: list[Pieces], river: int, strips: int, unit: float) -> bool:
    """The rows left and right of a river do not stand level: what is left of it has nothing to do with the right."""
    left, right = (rows_of([p for share in side for p in share]) for side in (shares[:river], shares[river:]))
    few, many = sorted((left, right), key=len)
    if len(many) < 2 or (strips > 1 and (len(few) < _ROWS or strips > (len(few) + len(many)) / 2)):
        return False
    offsets = [min((_middle(row) - _middle(other) for other in many), key=abs) for row in few]
    tilt = median(offsets) if len(few) >= _ROWS else 0.0
    tilt = tilt if abs(tilt) < _TILT * unit else 0.0
    return sum(abs(offset - tilt) < _LEVEL * unit for offset in offsets) <= len(offsets) / 3


def _middle(row: Pieces) -> float:
    return sum(piece.middle for piece in row) / len(row)
