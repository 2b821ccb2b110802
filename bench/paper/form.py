"""An application form, laid out from its kind: header, numbered bars, ruled boxes, combs, tick boxes, footer."""

from __future__ import annotations

from bench.paper.sheet import SYNTHETIC, Blank, Place, Sheet, Zone, text_width, wrap
from classify.kind import FieldSpec, Kind, Labels, Section

CONTACT = "info@sotsiaalkindlustusamet.ee   |   Paldiski mnt 80, 15092 Tallinn   |   612 1360"
TRUTH_SENTENCE = {
    "et": "Kinnitan, et avalduses esitatud andmed on õiged. Olen teadlik, et andmete muutumisest tuleb teatada "
    "Sotsiaalkindlustusametile.",
    "ru": "Подтверждаю правильность представленных данных. Обязуюсь сообщать Департаменту социального страхования "
    "об изменении данных.",
}
GUIDANCE = {
    "et": "Palume täita loetavalt trükitähtedega. Sobiva vastuse ees olevasse kasti märkida X.",
    "ru": "Просим заполнять разборчиво печатными буквами. Подходящий ответ отметить знаком X.",
}
LABEL = 7.0  # points
BAR = 5.6  # mm
COMB_CELL = 5.2
TICK = 3.5
LINE = 7.0  # height of a written line
TOGETHER = 75.0  # a section up to this height is not torn apart by a page break


def print_form(kind: Kind, language: str = "et") -> Blank:
    """Twice through the press: the first time only to learn the number of pages."""
    draft = _draw(kind, language, 0)
    return _draw(kind, language, draft.pages)


def label_of(labels: Labels, language: str) -> str:
    return (labels.get(language) or labels["et"])[0]


def _draw(kind: Kind, language: str, total: int) -> Blank:
    title = _title(kind, language)
    sheet = Sheet(kind.title["et"], total=total)
    _head(sheet, kind, title.upper(), language)
    number = 0
    for section in kind.sections:
        if section.official:
            _official(sheet, kind, section, language)
            continue
        number += 1
        _section(sheet, kind, section, number, language)
    _foot(sheet)
    return sheet.finish()


def _title(kind: Kind, language: str) -> str:
    """As printed: the first title among the cues in the letters of this language."""
    cyrillic = language == "ru"
    for title in kind.cues.titles:
        if any("А" <= letter <= "я" for letter in title) == cyrillic:
            return title
    return kind.title.get(language, kind.title["et"])


def _head(sheet: Sheet, kind: Kind, title: str, language: str) -> None:
    sheet.text((sheet.left, 17), "SOTSIAALKINDLUSTUSAMET", 11, font="Sans-Bold", spacing=0.7)
    version = kind.versions[-1].id if kind.versions else ""
    sheet.text((sheet.right, 14.5), "Sotsiaalkindlustusameti vorm", 6.5, align="right", grey=0.25)
    sheet.text((sheet.right, 17.5), f"({version})", 6.5, align="right", grey=0.25)
    sheet.rule((sheet.left, 20), (sheet.right, 20), weight=0.9)
    sheet.y = 23.5
    lines = len(wrap(title, 13, "Sans-Bold", sheet.width * 0.9))
    even = text_width(title, 13, "Sans-Bold") / lines * 1.15  # no lonely last word
    sheet.paragraph(title, 13, font="Sans-Bold", align="center", width=min(even, sheet.width) + 1)
    sheet.y += 1.6
    sheet.paragraph(GUIDANCE.get(language, GUIDANCE["et"]), 7.5, font="Sans-Italic", align="center")
    sheet.y += 3.0


def _foot(sheet: Sheet) -> None:
    sheet.rule((sheet.left, 284.5), (sheet.right, 284.5), weight=0.4, grey=0.4)
    sheet.text((sheet.left, 288), CONTACT, 6.8, grey=0.25)
    sheet.text((sheet.right, 288), f"{sheet.page}/{sheet.total}", 7.5, align="right")
    sheet.text((sheet.left, 291), SYNTHETIC, 5.0, grey=0.45)


def _room(sheet: Sheet, height: float) -> None:
    """A new page, with its short head, when `height` does not fit any more."""
    if sheet.y + height <= sheet.bottom:
        return
    _foot(sheet)
    sheet.turn_page()
    sheet.text((sheet.left, 13), "SOTSIAALKINDLUSTUSAMET", 7, font="Sans-Bold", spacing=0.4, grey=0.2)
    sheet.text((sheet.right, 13), sheet.title, 7, align="right", grey=0.2)
    sheet.rule((sheet.left, 14.5), (sheet.right, 14.5), weight=0.4, grey=0.3)
    sheet.y = 18.0


def _section(sheet: Sheet, kind: Kind, section: Section, number: int, language: str) -> None:
    rows = _rows([kind.field(name) for name in section.fields])
    first = _row_height(sheet, rows[0], language) if rows else 0.0
    signed = any(spec.type == "signature" for row in rows for spec in row)
    whole = sum(_row_height(sheet, row, language) for row in rows) + (12 if signed else 0)
    _room(sheet, BAR + (whole if whole < TOGETHER else first) + 2)
    title = section.title.get(language, section.title["et"]).lstrip("0123456789. ")
    _bar(sheet, f"{number}.  {title}")
    if signed:
        sheet.y += 0.8
        sheet.paragraph(TRUTH_SENTENCE.get(language, TRUTH_SENTENCE["et"]), 8)
        sheet.y += 2.2
    for row in rows:
        height = _row_height(sheet, row, language)
        _room(sheet, height)
        _row(sheet, row, height, language)
    sheet.y += 2.6


def _official(sheet: Sheet, kind: Kind, section: Section, language: str) -> None:
    rows = _rows([kind.field(name) for name in section.fields])
    height = sum(_row_height(sheet, row, language) for row in rows) + BAR + 3
    _room(sheet, height + 3)
    sheet.y = max(sheet.y, sheet.bottom - height - 2)
    top = sheet.y
    sheet.box(Place(sheet.left, top, sheet.width, height), weight=1.2, fill=0.95)
    title = section.title.get(language, section.title["et"]).upper()
    sheet.text((sheet.left + 2, top + 4.0), title, 7.5, font="Sans-Bold", spacing=0.3)
    sheet.left, sheet.right, sheet.y = sheet.left + 1.5, sheet.right - 1.5, top + BAR
    for row in rows:
        _row(sheet, row, _row_height(sheet, row, language), language)
    sheet.left, sheet.right = sheet.left - 1.5, sheet.right + 1.5


def _bar(sheet: Sheet, words: str) -> None:
    sheet.box(Place(sheet.left, sheet.y, sheet.width, BAR), weight=0.5, fill=0.83)
    sheet.text((sheet.left + 2, sheet.y + 4.0), words, 9.5, font="Sans-Bold")
    sheet.y += BAR


def _rows(specs: list[FieldSpec]) -> list[list[FieldSpec]]:
    """Fields side by side as long as their shares fit in one row."""
    rows: list[list[FieldSpec]] = []
    used = 1.0
    for spec in specs:
        if rows and used + spec.width <= 1.001:
            rows[-1].append(spec)
            used += spec.width
        else:
            rows.append([spec])
            used = spec.width
    return rows


def _row_height(sheet: Sheet, row: list[FieldSpec], language: str) -> float:
    return max(_height(sheet, spec, language) for spec in row)


def _height(sheet: Sheet, spec: FieldSpec, language: str) -> float:
    wide = sheet.width * spec.width
    label = _label_height(spec, language, wide)
    if spec.type == "signature":
        return label + 13
    if spec.type == "stamp":
        return label + 26
    if spec.type == "tick":
        return max(len(wrap(label_of(spec.labels, language), 9, "Sans", wide - 9)) * 4.0 + 2.2, 6.4)
    if spec.type == "choice" and spec.options:
        columns = _columns(spec, language, wide)
        return label + -(-len(spec.options) // columns) * 5.6 + 1.7
    return label + (8.2 if spec.comb else LINE * spec.lines)


def _label_height(spec: FieldSpec, language: str, wide: float) -> float:
    return 1.0 + 2.9 * len(wrap(label_of(spec.labels, language), LABEL, "Sans", wide - 3))


def _columns(spec: FieldSpec, language: str, wide: float) -> int:
    widest = max(text_width(label_of(option.labels, language), 9) for option in spec.options) + TICK + 6.5
    return max(1, min(4, len(spec.options), int(wide // widest)))


def _row(sheet: Sheet, row: list[FieldSpec], height: float, language: str) -> None:
    """The boxes of a row share their edges, as in a table; a short row is stretched to the right edge."""
    share = sum(spec.width for spec in row)
    stretch = 1.0 / share if share > 0.9 else 1.0
    x = sheet.left
    for spec in row:
        place = Place(x, sheet.y, sheet.width * spec.width * stretch, height)
        sheet.box(place, weight=0.55, fill=1.0)
        _cell(sheet, spec, place, language)
        x += place.w
    if sheet.right - x > 1:
        sheet.box(Place(x, sheet.y, sheet.right - x, height), weight=0.55, fill=0.97)
    sheet.y += height


def _cell(sheet: Sheet, spec: FieldSpec, place: Place, language: str) -> None:
    if spec.type == "tick":
        _tick(sheet, spec, place, language)
        return
    used = 1.0
    for line in wrap(label_of(spec.labels, language), LABEL, "Sans", place.w - 3):
        used += 2.9
        sheet.text((place.x + 1.4, place.y + used - 0.3), line, LABEL, grey=0.12)
    inner = Place(place.x + 1.4, place.y + used, place.w - 2.8, place.h - used)
    if spec.type == "choice" and spec.options:
        _options(sheet, spec, inner, language)
    elif spec.type == "signature":
        sheet.rule((inner.x + 4, place.y + place.h - 2.6), (inner.x + inner.w - 4, place.y + place.h - 2.6), weight=0.6)
        sheet.zones.append(Zone(spec.name, sheet.page, inner, "signature"))
    elif spec.type == "stamp":
        sheet.text((inner.x + inner.w / 2, inner.y + inner.h / 2), "(pitser)", 7, align="center", grey=0.6)
        sheet.zones.append(Zone(spec.name, sheet.page, inner, "stamp"))
    elif spec.comb:
        _comb(sheet, spec, inner)
    else:
        _lines(sheet, spec, inner)


def _tick(sheet: Sheet, spec: FieldSpec, place: Place, language: str) -> None:
    box = Place(place.x + 2.0, place.y + 1.4, TICK, TICK)
    sheet.box(box, weight=0.8, fill=1.0)
    words = wrap(label_of(spec.labels, language), 9, "Sans", place.w - 9)
    for row, line in enumerate(words):
        sheet.text((box.x + TICK + 1.8, box.y + 3.0 + row * 4.0), line, 9)
    reach = max(text_width(line, 9) for line in words)
    sheet.zones.append(Zone(spec.name, sheet.page, box, "tick", option="yes", reach=reach))


def _options(sheet: Sheet, spec: FieldSpec, inner: Place, language: str) -> None:
    columns = _columns(spec, language, inner.w + 2.8)
    rows = -(-len(spec.options) // columns)
    for index, option in enumerate(spec.options):
        x = inner.x + 0.8 + (index // rows) * inner.w / columns
        box = Place(x, inner.y + 1.3 + (index % rows) * 5.6, TICK, TICK)
        sheet.box(box, weight=0.8)
        words = label_of(option.labels, language)
        sheet.text((box.x + TICK + 1.8, box.y + 3.0), words, 9)
        reach = text_width(words, 9)
        sheet.zones.append(Zone(spec.name, sheet.page, box, "tick", option=option.value, reach=reach))


def _comb(sheet: Sheet, spec: FieldSpec, inner: Place) -> None:
    """Cells with short walls; an account number stands in groups of four, a date as day, month, year."""
    gaps = {"iban": set(range(4, spec.comb, 4)), "date": {2, 4}}.get(spec.type, set())
    cell = min(COMB_CELL, (inner.w - 1.6 * len(gaps)) / spec.comb)
    x, y = inner.x, inner.y + 0.7
    cells = []
    for index in range(spec.comb):
        x += 1.6 if index in gaps else 0.0
        cells.append(Place(x, y, cell, 6.3))
        sheet.box(cells[-1], weight=0.5)
        x += cell
    whole = Place(cells[0].x, y, cells[-1].x + cell - cells[0].x, 6.3)
    sheet.zones.append(Zone(spec.name, sheet.page, whole, "comb", cells=tuple(cells)))


def _lines(sheet: Sheet, spec: FieldSpec, inner: Place) -> None:
    for row in range(1, spec.lines):
        y = inner.y + row * LINE
        sheet.rule((inner.x, y), (inner.x + inner.w, y), weight=0.5, grey=0.35, dots=True)
    sheet.zones.append(Zone(spec.name, sheet.page, inner, "line", lines=spec.lines))
