"""A proposed kind as the text of a kind file, for a person to go on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from classify.blank import Asked, Part, Proposal
from classify.fold import fold
from classify.kind import Text

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
        "", "[[versions]]", 'id = "1"', f"valid_from = {head.today.isoformat()}", f"pages = {proposal.pages}",
        f"languages = [{_text(_language(titles))}]",
        "", "[cues]", f"titles = [{', '.join(map(_text, titles))}]", f"any = [{', '.join(map(_text, cues))}]",
        "", "[register]", 'kind = "avaldus"', 'series = "7.1-1"', 'public_title = "Avaldus"',
        'access_basis = "AvTS § 35 lg 1 p 12"',
        "", "[route]", 'unit = "CLI"',
    ]  # fmt: skip


def _field(name: str, asked: Asked) -> list[str]:
    lines = ["[[fields]]", f"name = {_text(name)}", f"type = {_text(asked.type)}", *_labels(asked.label)]
    if asked.type == "choice":
        lines.append(f"group = {_text('exactly_one' if len(asked.options) <= _ONE_OF else 'many')}")
        values = _unique(_slug(option) for option in asked.options)
        for value, option in zip(values, asked.options, strict=True):
            lines += ["[[fields.options]]", f"value = {_text(value)}", *_labels(option)]
    return lines


def _labels(printed: str) -> list[str]:
    lines = [f"labels.et = [{_text(printed)}]"]
    return [*lines, f"labels.ru = [{_text(printed)}]"] if _cyrillic(printed) else lines


def _named(proposal: Proposal) -> list[tuple[str, int, Asked]]:
    """Every thing asked for with a name of its own and the number of its part."""
    flat = [(number, asked) for number, part in enumerate(proposal.parts) for asked in _options_two(part)]
    names = _unique(_slug(asked.label) for _, asked in flat)
    return [(name, number, asked) for name, (number, asked) in zip(names, flat, strict=True)]


def _options_two(part: Part) -> Iterable[Asked]:
    return (asked for asked in part.asked if asked.type != "choice" or len(asked.options) > 1)


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
