"""A private letter to the office: sender, addressee, date, heading, text, signature. Nothing is ruled."""

from __future__ import annotations

from collections.abc import Container

from bench.paper.filling import Filling
from bench.paper.form import label_of
from bench.paper.sheet import SYNTHETIC, Blank, Place, Sheet, Zone
from classify.kind import Kind

LINE = 6.4
SENDER = ("sender_name", "personal_code", "sender_reg_code", "address", "phone", "email")
BARE = {"sender_name", "address"}  # written without a label
ADDRESSEE = ("Sotsiaalkindlustusamet", "Paldiski mnt 80", "15092 Tallinn")


def print_letter(kind: Kind, written: Container[str], filled: Filling) -> Blank:
    """Labels are the writer's own, so only those of what is written stand there; the writing itself is ink."""
    sheet = Sheet(kind.title["et"], left=28.0, right=188.0, y=24.0)
    known = {spec.name for spec in kind.fields}
    for name in SENDER:
        if name in known and name in written:
            _line(sheet, kind, name)
    sheet.y += 7
    for words in ADDRESSEE:
        _words(sheet, words, sheet.left, 80)
        sheet.y += LINE
    _date(sheet, kind, written)
    _heading(sheet, written)
    body = filled.entries["body"].written if "body" in known else ""
    lines = 1 + sum(-(-len(paragraph) // 56) or 1 for paragraph in body.split("\n"))
    _zone(sheet, "body", Place(sheet.left, sheet.y, sheet.width, LINE * lines), lines)
    sheet.y += LINE * lines + 8
    _words(sheet, "Lugupidamisega", sheet.left, 60)
    sheet.y += LINE + 1
    sheet.zones.append(Zone("sender_signature", 1, Place(sheet.left, sheet.y, 70, 17), "signature"))
    sheet.y += 18
    _words(sheet, filled.entries["sender_name"].written if "sender_name" in known else "", sheet.left, 90)
    sheet.y += LINE + 6
    if "enclosures" in written:
        _line(sheet, kind, "enclosures")
    sheet.text((sheet.left, 289), SYNTHETIC, 5.0, grey=0.45)
    return sheet.finish()


def _line(sheet: Sheet, kind: Kind, name: str) -> None:
    """`Label: value`, or the value alone."""
    x = sheet.left
    if name not in BARE:
        _words(sheet, f"{label_of(kind.field(name).labels, 'et')}:", x, 24)
        x += 26
    _zone(sheet, name, Place(x, sheet.y, sheet.right - x, LINE))
    sheet.y += LINE


def _date(sheet: Sheet, kind: Kind, written: Container[str]) -> None:
    sheet.y += 6
    if "our_ref" in written:
        _words(sheet, "Teie nr", sheet.left, 16)
        _zone(sheet, "our_ref", Place(sheet.left + 18, sheet.y, 60, LINE))
    if "letter_date" in written:
        _zone(sheet, "letter_date", Place(sheet.right - 52, sheet.y, 52, LINE))
    sheet.y += LINE + 8


def _heading(sheet: Sheet, written: Container[str]) -> None:
    if "letter_kind" in written:
        place = Place(sheet.left, sheet.y, 120, 8.0)
        sheet.zones.append(Zone("letter_kind", sheet.page, place, "heading"))
        sheet.y += 9
    if "subject" in written:
        _zone(sheet, "subject", Place(sheet.left, sheet.y, sheet.width, LINE))
        sheet.y += LINE
    sheet.y += 4


def _words(sheet: Sheet, words: str, x: float, wide: float) -> None:
    """The writer's own words, in the writer's own hand."""
    place = Place(x, sheet.y, wide, LINE)
    sheet.zones.append(Zone("", sheet.page, place, "line", words=words))


def _zone(sheet: Sheet, name: str, place: Place, lines: int = 1) -> None:
    sheet.zones.append(Zone(name, sheet.page, place, "line", lines=lines))
