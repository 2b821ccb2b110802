"""A certificate: what a clinic or a registry office gives out. It has a frame or a letterhead, and no boxes."""

from __future__ import annotations

import math
from itertools import pairwise

from bench.paper.form import label_of
from bench.paper.sheet import SYNTHETIC, Blank, Place, Sheet, Zone, text_width
from classify.kind import FieldSpec, Kind, Section

ROW = 7.3  # mm
GAP = 6.6  # before the heading of a section
LABELS = 58.0  # width of the column of labels, in mm


def print_certificate(kind: Kind) -> Blank:
    """One page; an act of the state has a frame and a serif face, a clinic's paper a plain head."""
    sheet = Sheet(kind.title["et"], left=24.0, right=186.0)
    registry = any(spec.name == "act_no" for spec in kind.fields)
    face = "Serif" if registry else "Sans"
    if registry:
        _frame(sheet)
        _state_head(sheet, kind)
    elif any(spec.name.startswith("doctor_") for spec in kind.fields):
        _clinic_head(sheet, kind)
    else:
        _office_head(sheet, kind)
    for section in kind.sections:
        _section(sheet, kind, section, face)
    sheet.text((105, 291), SYNTHETIC, 5.0, align="center", grey=0.45)
    return sheet.finish()


def _frame(sheet: Sheet) -> None:
    """A double rule, and a fine wave as safety print: nobody's emblem."""
    for row in range(22):
        y = 40 + row * 10.5
        points = [(16 + step * 2.0, y + 2.4 * math.sin(step / 5 + row * 0.7)) for step in range(90)]
        for start, end in pairwise(points):
            sheet.rule(start, end, weight=0.25, grey=0.86)
    sheet.box(Place(11, 11, 188, 275), weight=1.6)
    sheet.box(Place(13, 13, 184, 271), weight=0.5)


def _state_head(sheet: Sheet, kind: Kind) -> None:
    sheet.text((105, 26), "EESTI VABARIIK", 12, font="Serif", align="center", spacing=2.2)
    sheet.rule((85, 29.5), (125, 29.5), weight=0.6)
    sheet.text((105, 43), kind.cues.titles[0], 24, font="Serif-Bold", align="center", spacing=2.0)
    sheet.y = 50


def _clinic_head(sheet: Sheet, kind: Kind) -> None:
    sheet.circle((31, 22), 6.5, weight=1.4)
    sheet.rule((31, 18), (31, 26), weight=2.4)
    sheet.rule((27, 22), (35, 22), weight=2.4)
    sheet.text((42, 21), "TERVISHOIUTEENUSE OSUTAJA", 9, font="Sans-Bold", spacing=0.6)
    sheet.text((42, 25.5), "Perearstiabi ja eriarstiabi", 8, grey=0.3)
    sheet.rule((24, 31), (186, 31), weight=1.0)
    sheet.text((105, 43), kind.cues.titles[0], 17, font="Sans-Bold", align="center", spacing=1.2)
    sheet.y = 47


def _office_head(sheet: Sheet, kind: Kind) -> None:
    """Any other issuer: the title alone, broken where it is long."""
    sheet.rule((24, 24), (186, 24), weight=1.0)
    sheet.y = 29
    sheet.paragraph(kind.cues.titles[0], 15, font="Sans-Bold", align="center")
    sheet.y += 1


def _section(sheet: Sheet, kind: Kind, section: Section, face: str) -> None:
    title = section.title["et"].lstrip("0123456789. ")
    sheet.y += GAP if face == "Sans" else GAP + 2.2
    sheet.text((sheet.left, sheet.y), title, 10.5, font=f"{face}-Bold")
    sheet.rule((sheet.left, sheet.y + 1.5), (sheet.right, sheet.y + 1.5), weight=0.4, grey=0.4)
    sheet.y += 2.2
    marks = [kind.field(name) for name in section.fields if kind.field(name).type in {"signature", "stamp"}]
    for name in section.fields:
        if kind.field(name) not in marks:
            _row(sheet, kind.field(name), face)
    if marks:
        _marks(sheet, marks, face)


def _row(sheet: Sheet, spec: FieldSpec, face: str) -> None:
    """`Label: ......`; long text below its label over the whole width."""
    label = f"{label_of(spec.labels, 'et')}:"
    if spec.options:
        _options(sheet, spec, label, face)
        return
    x = max(sheet.left + LABELS, sheet.left + text_width(label, 10, face) + 3)
    if spec.lines > 1:
        sheet.text((sheet.left, sheet.y + 6), label, 10, font=face, grey=0.1)
        sheet.y += 7.2
        x = sheet.left
    height = ROW * spec.lines * (0.86 if spec.lines > 1 else 1)
    pitch = height / spec.lines
    if spec.lines == 1:
        sheet.text((sheet.left, sheet.y + ROW - 2.3), label, 10, font=face, grey=0.1)
    for line in range(1, spec.lines + 1):
        y = sheet.y + line * pitch - 1.4
        sheet.rule((x, y), (sheet.right, y), weight=0.5, grey=0.35, dots=True)
    place = Place(x, sheet.y, sheet.right - x, height)
    sheet.zones.append(Zone(spec.name, sheet.page, place, "line", lines=spec.lines))
    sheet.y += height


def _options(sheet: Sheet, spec: FieldSpec, label: str, face: str) -> None:
    """An enumeration is written out as a word, not ticked."""
    x = sheet.left + LABELS
    sheet.text((sheet.left, sheet.y + ROW - 2.3), label, 10, font=face, grey=0.1)
    sheet.rule((x, sheet.y + ROW - 1.4), (sheet.right, sheet.y + ROW - 1.4), weight=0.5, grey=0.35, dots=True)
    sheet.zones.append(Zone(spec.name, sheet.page, Place(x, sheet.y, sheet.right - x, ROW), "line"))
    sheet.y += ROW


def _marks(sheet: Sheet, specs: list[FieldSpec], face: str) -> None:
    """Signature left, stamp right."""
    top, high = sheet.y + 3.5, 26.0
    wide = sheet.width / len(specs)
    for place, spec in enumerate(specs):
        x = sheet.left + place * wide
        label = f"{label_of(spec.labels, 'et')}:"
        sheet.text((x, top + 6), label, 10, font=face, grey=0.1)
        inner = Place(x + text_width(label, 10, face) + 2, top, wide - text_width(label, 10, face) - 6, high)
        if spec.type == "signature":
            inner = Place(inner.x, top - 4, inner.w, 13)
            sheet.rule((inner.x, top + 7), (inner.x + inner.w, top + 7), weight=0.5)
            sheet.zones.append(Zone(spec.name, sheet.page, inner, "signature"))
        else:
            sheet.zones.append(Zone(spec.name, sheet.page, inner, "stamp"))
    sheet.y = top + high
