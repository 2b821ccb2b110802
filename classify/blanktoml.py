"""A proposed kind as the text of a kind file, for a person to go on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from classify.blank import Asked, Part, Proposal, Sheet, Square
from classify.fold import fold
from classify.kind import Text
from classify.template import Place, PrintedWord
from classify.templatefile import as_line
from ocr.text import Box

_ONE_OF = 4  # more options than this are rarely meant as one of them


@dataclass(frozen=True, slots=True)
class Head:
    """What a blank does not say of itself."""

    code: str
    title: Text  # et, en, ru
    today: date


def as_toml(head: Head, proposal: Proposal) -> str:
    """A file that `classify.catalogue.read_kind` takes, unless the blank asked for nothing at all."""
    lines = [*_head(head, proposal), ""]
    named = _named(proposal)
    for number, part in enumerate(proposal.parts):
        names = [name for name, place, _ in named if place == number]
        title = part.title or "Andmed"
        lines += ["[[sections]]", f"title = {{ et = {_text(title)}, en = {_text(title)}, ru = {_text(title)} }}"]
        lines += [f"fields = [{', '.join(map(_text, names))}]", *(["official = true"] if part.official else []), ""]
    for name, _, asked in named:
        lines += [*_field(name, asked), ""]
    for sheet in proposal.sheets:
        lines += [*_template(sheet, [(name, asked) for name, _, asked in named if asked.page == sheet.text.number]), ""]
    return "\n".join(lines)


def _head(head: Head, proposal: Proposal) -> list[str]:
    titles = proposal.titles or (head.title["et"],)
    cues = [part.title for part in proposal.parts if len(part.title) >= 8][:8]
    return [
        "# Proposed from an empty form. Look at every line: titles, types, what is required, unit and series.",
        f"code = {_text(head.code)}",
        *(f"title.{language} = {_text(head.title[language])}" for language in ("et", "en", "ru")),
        "opens_case = true",
        "reconstructed = false",
        "", "[[versions]]", 'id = "1"', f"valid_from = {head.today.isoformat()}", f"pages = {len(proposal.sheets)}",
        f"languages = [{_text(_language(titles))}]",
        "", "[cues]", f"titles = [{', '.join(map(_text, titles))}]", f"any = [{', '.join(map(_text, cues))}]",
        "", "[register]", 'kind = "avaldus"', 'series = "7.1-1"', 'public_title = "Avaldus"',
        'access_basis = "AvTS § 35 lg 1 p 12"',
        "", "[route]", 'unit = "CLI"',
    ]  # fmt: skip


def _field(name: str, asked: Asked) -> list[str]:
    lines = ["[[fields]]", f"name = {_text(name)}", f"type = {_text(asked.type)}", *_labels(asked.label)]
    if asked.type == "choice":
        lines.append(f"group = {_text('exactly_one' if len(asked.squares) <= _ONE_OF else 'many')}")
        for value, square in _values(asked):
            lines += ["[[fields.options]]", f"value = {_text(value)}", *_labels(square.label)]
    return lines


def _values(asked: Asked) -> list[tuple[str, Square]]:
    """The squares of a choice with a value each."""
    values = _unique(_slug(square.label) for square in asked.squares)
    return list(zip(values, asked.squares, strict=True))


def _template(sheet: Sheet, named: Iterable[tuple[str, Asked]]) -> list[str]:
    """The page as it is printed: its words, and the places to write in."""
    page, mm = sheet.text, sheet.mm
    printed = [[word for word in line.words if any(map(str.isalnum, word.text))] for line in page.lines]
    words = [as_line([PrintedWord(word.text, _place(word.box, mm)) for word in line]) for line in printed if line]
    lines = [
        "[[templates]]", 'version = "1"', f"page = {page.number}",
        f"size = [{page.width / mm:.1f}, {page.height / mm:.1f}]",
        "words = [", *(f"    {_text(line)}," for line in words), "]",
    ]  # fmt: skip
    for name, asked in named:
        for option, box in _spots(asked):
            place = ", ".join(f"{side:.1f}" for side in _place(box, mm))
            lines += ["", "[[templates.zones]]", f"field = {_text(name)}", *option, f"place = [{place}]"]
    return lines


def _spots(asked: Asked) -> list[tuple[list[str], Box]]:
    """Each place of the field, with the line that names its option."""
    if asked.type == "choice":
        return [([f"option = {_text(value)}"], square.place) for value, square in _values(asked)]
    return [([], asked.place)] if asked.place is not None else []


def _place(box: Box, mm: float) -> Place:
    return box.x0 / mm, box.y0 / mm, box.x1 / mm, box.y1 / mm


def _labels(printed: str) -> list[str]:
    lines = [f"labels.et = [{_text(printed)}]"]
    return [*lines, f"labels.ru = [{_text(printed)}]"] if _cyrillic(printed) else lines


def _named(proposal: Proposal) -> list[tuple[str, int, Asked]]:
    """Every thing asked for with a name of its own and the number of its part."""
    flat = [(number, asked) for number, part in enumerate(proposal.parts) for asked in _options_two(part)]
    names = _unique(_slug(asked.label) for _, asked in flat)
    return [(name, number, asked) for name, (number, asked) in zip(names, flat, strict=True)]


def _options_two(part: Part) -> Iterable[Asked]:
    return (asked for asked in part.asked if asked.type != "choice" or len(asked.squares) > 1)


def _unique(slugs: Iterable[str]) -> list[str]:
    found: list[str] = []
    for slug in slugs:
        name, number = slug, 2
        while name in found:
            name, number = f"{slug}_{number}", number + 1
        found.append(name)
    return found


def _slug(label: str) -> str:
    """A name for programs: folded, Latin letters; Cyrillic labels are only numbered."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:40].strip("_")
    return plain if plain and plain[0].isalpha() else f"f_{plain}".strip("_")


def _language(titles: Iterable[str]) -> str:
    return "ru" if all(_cyrillic(title) for title in titles) else "et"


def _cyrillic(text: str) -> bool:
    letters = [letter for letter in text.casefold() if letter.isalpha()]
    return sum("а" <= letter <= "я" for letter in letters) > len(letters) / 2


def _text(words: str) -> str:
    """A string as TOML has it."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)
