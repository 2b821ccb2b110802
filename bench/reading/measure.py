"""One system over one set of sheets: what it found, in which order, at which price, and how sure it said it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bench.reading.lines import in_text
from bench.reading.score import character_errors, recall
from bench.reading.sets import Sheet
from bench.reading.systems import SaidLine, System
from bench.reading.tree import watched

Row = dict[str, object]
_KNOWN = 0.5  # a line less like anything in the truth may be text in a picture, which the truth leaves out
_COMPLETE = {"paper", "tess_pages_en"}  # sets whose truth is all that can be read


@dataclass
class Measured:
    """Rows for the tables, one a sheet; pairs of what was said and what was right, one a line and one a word."""

    rows: list[Row]
    lines: list[tuple[str, float, bool]]  # set, said, right
    words: list[tuple[str, float, bool]]


def measure(system: System, sheets: Iterable[Sheet], into: Measured, *, warm: bool = True) -> None:
    """The first sheet is read once more than is counted, so that loading of models is no part of a page's time."""
    for sheet in sheets:
        if warm:
            system.read(sheet)
            warm = False
        with watched() as cost:
            told = system.read(sheet)
        into.rows.append({
            "system": system.name, "set": sheet.group, "sheet": sheet.path.name, "damage": sheet.damage,
            "severity": sheet.severity, "recall": recall(sheet.true, told.text), "pages": told.pages,
            "cer": character_errors(*_cased(sheet, told.text)), "wall_s": cost.wall_s, "cpu_s": cost.cpu_s,
            "memory_mb": cost.memory_mb,
        })  # fmt: skip
        for line in told.lines:
            _judge(sheet, line, into)


def _judge(sheet: Sheet, line: SaidLine, into: Measured) -> None:
    found = in_text(line.text, sheet.places or sheet.true, case=sheet.case)
    if sheet.group.split(maxsplit=1)[0] not in {*_COMPLETE, "et_docs", "sroie", "cyrillic_lines"}:
        return  # forms and photographs have no truth of lines
    if found.likeness < _KNOWN and sheet.group not in _COMPLETE:
        return
    right = found.right if sheet.case else found.letters  # receipts: spaces stand anywhere in their truth
    into.lines.append((sheet.group, line.sure, right))
    for (_, sure), each in zip(line.words, found.words, strict=True):
        into.words.append((sheet.group, sure, each))


def _cased(sheet: Sheet, text: str) -> tuple[str, str]:
    return (sheet.true, text) if sheet.case else (sheet.true.lower(), text.lower())
