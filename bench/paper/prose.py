"""Ordinary office print: a letter, two columns, a table, in any of the printer's faces, of sentences given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from bench.paper.sheet import SYNTHETIC, Blank, Place, Sheet

FACES = ("Sans", "Serif", "Serif", "DejaVu", "Mono")
SIZES = (8.0, 9.0, 10.0, 10.5, 11.0, 12.0)


def print_prose(sentences: Sequence[str], rng: Random) -> Blank:
    """One A4 page, as many of the sentences as fit it; the same `rng` gives the same page."""
    return rng.choice((_letter, _letter, _columns, _table))(sentences, rng)


def _letter(sentences: Sequence[str], rng: Random) -> Blank:
    face, size = rng.choice(FACES), rng.choice(SIZES)
    sheet = Sheet("Kiri", left=rng.uniform(18, 30), right=rng.uniform(180, 195), y=18.0)
    sheet.paragraph(_number(rng), size, font=face, align="right")
    sheet.y += 8
    flow = iter(sentences)
    sheet.paragraph(next(flow)[:60].rsplit(" ", 1)[0], size * 1.4, font=_bold(face))
    _fill(sheet, flow, (face, size), rng)
    return _signed(sheet)


def _columns(sentences: Sequence[str], rng: Random) -> Blank:
    """Two columns beside each other; a reader that reads across loses the sense, not the words."""
    face, size = rng.choice(FACES[:4]), rng.choice(SIZES[:4])
    sheet = Sheet("Leht", y=18.0)
    flow = iter(sentences)
    sheet.paragraph(next(flow)[:50].rsplit(" ", 1)[0], size * 1.6, font=_bold(face), align="center")
    top = sheet.y + 6
    for left, right in ((18.0, 101.0), (109.0, 192.0)):
        sheet.left, sheet.right, sheet.y = left, right, top
        _fill(sheet, flow, (face, size), rng)
    return _signed(sheet)


def _table(sentences: Sequence[str], rng: Random) -> Blank:
    """Number, words, date, sum: ruled or bare."""
    face, size = rng.choice(FACES), rng.choice(SIZES[1:4])
    sheet = Sheet("Tabel", y=20.0)
    flow = iter(sentences)
    sheet.paragraph(next(flow)[:60].rsplit(" ", 1)[0], size * 1.3, font=_bold(face))
    sheet.y += 5
    ruled = rng.random() < 0.5
    for row, sentence in enumerate(flow, start=1):
        if sheet.y > 270:
            break
        cells = (f"{row}.", " ".join(sentence.split()[:5])[:38], _day(rng), _euros(rng))
        for left, words in zip((20.0, 32.0, 122.0, 160.0), cells, strict=True):
            sheet.text((left, sheet.y + 5), words, size, font=face)
        if ruled:
            sheet.box(Place(18, sheet.y, 174, 7.4), weight=0.4)
            for x in (30.0, 120.0, 157.0):
                sheet.rule((x, sheet.y), (x, sheet.y + 7.4), weight=0.4)
        sheet.y += 7.4
    return _signed(sheet)


def _fill(sheet: Sheet, flow: Iterator[str], style: tuple[str, float], rng: Random) -> None:
    """Paragraphs of two to four sentences, down to the foot of the page."""
    face, size = style
    while sheet.y < 258:
        words = " ".join(sentence for _, sentence in zip(range(rng.randint(2, 4)), flow, strict=False))
        if not words:
            return
        room = int((272 - sheet.y) / (size * 0.44)) * int(sheet.width / (size * 0.19))
        sheet.paragraph(words[:room], size, font=face, gap=rng.choice((1.15, 1.25, 1.4)))
        sheet.y += size * 0.25


def _signed(sheet: Sheet) -> Blank:
    sheet.text((105, 289), SYNTHETIC, 6.0, align="center", grey=0.3)
    return sheet.finish()


def _bold(face: str) -> str:
    return face if face == "Mono" else f"{face}-Bold"


def _day(rng: Random) -> str:
    return f"{rng.randint(1, 28):02d}.{rng.randint(1, 12):02d}.{rng.randint(1990, 2026)}"


def _number(rng: Random) -> str:
    return f"{_day(rng)} nr {rng.randint(1, 29)}-{rng.randint(1, 9)}/{rng.randint(10, 9999)}"


def _euros(rng: Random) -> str:
    return f"{rng.randint(0, 4999)},{rng.randint(0, 99):02d}"
