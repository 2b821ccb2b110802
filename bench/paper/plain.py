"""Pages that are no document: a sheet between two, a blank back, an envelope, a photograph."""

from __future__ import annotations

from random import Random

from bench.paper.sheet import SYNTHETIC, Blank, Place, Sheet
from classify.kind import Kind

POSTCARD = (162.0, 114.0)  # an envelope of size C6 lying, in mm


def print_plain(kind: Kind, rng: Random) -> Blank:
    return {"separator": _separator, "envelope": _envelope, "photo": _photo}.get(kind.page_role, _blank)(kind, rng)


def _blank(kind: Kind, rng: Random) -> Blank:
    """Nothing at all."""
    return Sheet(kind.title["et"]).finish()


def _separator(kind: Kind, rng: Random) -> Blank:
    sheet = Sheet(kind.title["et"], y=60.0)
    sheet.paragraph(kind.cues.titles[0], 40, font="Sans-Bold", align="center")
    sheet.y += 10
    sheet.paragraph("See leht ei kuulu dokumendi hulka", 14, align="center")
    for bar in range(24):
        sheet.box(Place(60 + bar * 3.8, 120, rng.choice((0.8, 1.6)), 30), fill=0.0)
    sheet.text((105, 291), SYNTHETIC, 5.0, align="center", grey=0.45)
    return sheet.finish()


def _envelope(kind: Kind, rng: Random) -> Blank:
    sheet = Sheet(kind.title["et"], left=10.0, right=150.0, y=12.0, paper=POSTCARD)
    sheet.text((12, 16), "Saatja:", 8)
    sheet.text((12, 21), rng.choice(("Õie 3-12, 80010 Pärnu", "Kastani 7, 51014 Tartu")), 9)
    sheet.circle((120, 25), 11, weight=0.8)
    sheet.text((120, 24), f"{rng.randint(1, 28):02d}.11.26", 8, align="center")
    sheet.text((120, 28), "PÄRNU", 7, align="center")
    sheet.text((85, 44), kind.cues.titles[-1], 9, font="Sans-Bold")
    for row, words in enumerate(("Saaja: Sotsiaalkindlustusamet", "Paldiski mnt 80", "15092 Tallinn")):
        sheet.text((80, 62 + row * 8), words, 11)
    sheet.text((12, 110), SYNTHETIC, 5.0, grey=0.45)
    return sheet.finish()


def _photo(kind: Kind, rng: Random) -> Blank:
    """A grey portrait of nobody."""
    sheet = Sheet(kind.title["et"], paper=(60.0, 80.0), left=2.0, right=58.0)
    for stripe in range(38):
        sheet.box(Place(2, 2 + stripe * 2, 56, 2.05), weight=0.0, fill=0.55 + stripe * 0.008)
    for ring in range(26):
        sheet.circle((30, 28), 13 - ring * 0.5, weight=1.6)
    sheet.box(Place(10, 50, 40, 28), weight=0.2, fill=0.3)
    sheet.text((30, 79), SYNTHETIC, 3.0, align="center", grey=0.45)
    return sheet.finish()
