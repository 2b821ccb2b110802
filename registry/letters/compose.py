"""A letter as HTML: layout, words of its kind, things of its case. The same letter always gives the same text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import segno
from markupsafe import Markup

from registry import restriction
from registry.letters import wording, words
from registry.letters.code import notice_code
from registry.letters.office import office_facts
from registry.letters.wording import Wording

SIGNED = frozenset({"decision", "certificate"})  # an official signs these by hand
FACTS: dict[str, tuple[str, ...]] = {  # what the handler must give for each kind
    "deficiency": (),
    "reminder": ("first_viit", "due"),
    "receipt": (),
    "extension": ("due", "reason"),
    "forwarding": ("body", "reason"),
    "reply": ("text",),
    "certificate": ("text", "purpose"),
    "decision": ("outcome", "reason", "amount", "account_end", "pay_on"),
}
_ONE_PAGE_PICTURE = "picture:{}"  # the press puts the picture of this item there


@dataclass(frozen=True, slots=True)
class Item:
    """A thing of the list, as the templates see it."""

    title: str
    why: str
    accepted: Sequence[str] = ()
    ask: bool = True
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the case, as the receipt lists it."""

    title: str
    viit: str
    day: date
    pages: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on a letter. `viit` and `day` of a draft are a placeholder and today."""

    kind: str
    language: str
    viit: str
    day: date
    client: str
    address: Sequence[str]
    signer: str
    case_number: str
    case_title: str
    case_opened: date
    facts: Mapping[str, str] = field(default_factory=dict)
    items: Sequence[Item] = ()
    papers: Sequence[Paper] = ()
    question: tuple[str, date] | None = None  # viit and day of the letter it answers
    days: int | None = None
    basis: str = ""


def html(sheet: Sheet, words_of: Wording) -> str:
    """The whole letter. Raises `wording.TemplateMistake`."""
    facts = _facts(sheet)
    body = wording.fill(words_of.body, facts)
    return str(wording.own("layout.html", facts | {"body": body}))


def _facts(sheet: Sheet) -> dict[str, Any]:
    office = office_facts()
    around = words.around(sheet.language)
    asked = [_thing(number, item) for number, item in enumerate(sheet.items) if item.ask]
    return {
        "language": sheet.language,
        "title": words.title(sheet.kind)[sheet.language],
        "words": around,
        "style": Markup((wording.FOLDER / "style.css").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        "office": {name: getattr(office, name) for name in ("address", "phone", "email", "web")}
        | {"name": office.name[sheet.language]},
        "client": sheet.client,
        "address": list(sheet.address),
        "signer": sheet.signer,
        "signed": sheet.kind in SIGNED,
        "letter": {"viit": sheet.viit, "date": said(sheet.day), "made": sheet.day.isoformat()},
        "case": {"number": sheet.case_number, "title": sheet.case_title, "opened": said(sheet.case_opened)},
        "facts": {name: _dated(sheet.facts.get(name, "")) for name in FACTS[sheet.kind]},
        "items": asked,
        "fetched": [_thing(number, item) for number, item in enumerate(sheet.items) if not item.ask],
        "missing_things": wording.own("items.html", {"items": asked, "words": around}),
        "papers": [_paper(paper) for paper in sheet.papers],
        "question": {"viit": sheet.question[0], "date": said(sheet.question[1])} if sheet.question else None,
        "days": sheet.days,
        "appeal": _appeal(sheet.language),
        "mark": _mark(sheet),
        "code": _square(sheet.viit),
    }  # fmt: skip


def _mark(sheet: Sheet) -> tuple[str, ...]:
    """The mark of a restricted letter, in Estonian: it is the law's own form."""
    if not sheet.basis:
        return ()
    return restriction.mark(sheet.basis, sheet.day, restriction.until(sheet.basis, sheet.day))


def said(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _dated(value: str) -> str:
    """Dates are kept as 2026-12-04 and said as 04.12.2026."""
    try:
        return said(date.fromisoformat(value)) if len(value) == 10 else value
    except ValueError:
        return value


def _thing(number: int, item: Item) -> dict[str, Any]:
    picture = _ONE_PAGE_PICTURE.format(number) if item.pictured else None
    return {"title": item.title, "why": item.why, "accepted": [*item.accepted], "picture": picture}


def _paper(paper: Paper) -> dict[str, Any]:
    return {"title": paper.title, "viit": paper.viit, "date": said(paper.day), "pages": paper.pages or "?"}


def _appeal(language: str) -> Markup:
    head, body = words.said("appeal", "head", language), words.text("appeal", "body")[language]
    return Markup("<h2>{}</h2><p>{}</p>").format(head, body.format(address=office_facts().address))


def _square(viit: str) -> Markup:
    drawn = segno.make(notice_code(viit), error="q", micro=False)
    return Markup(drawn.svg_inline(omitsize=True, border=2))  # noqa: S704 (drawn from a viit)


def sample(kind: str, language: str) -> Sheet:
    """An invented letter with every part, to look at a template and to try it before it is kept."""
    items = (
        Item("Isikut tõendav dokument", words.text("why", "paper")[language], ("...",)),
        Item("Elukoht rahvastikuregistris", "", (), ask=False),
    )
    facts = dict.fromkeys(FACTS[kind], "...") | {"due": "2026-12-31", "first_viit": "6.0-1/1-2"}
    return Sheet(
        kind, language, "6.0-1/1-3", date(2026, 11, 23), "Anu Näidis", ("Näidise 2", "10000 Tallinn"),
        "Jüri Juurikas", "6.0-1/1", "Avaldus", date(2026, 11, 20), facts, items,
        (Paper("Avaldus", "6.0-1/1-1", date(2026, 11, 20), 2),), ("6.0-1/1-1", date(2026, 11, 20)), 14,
        "AvTS § 35 lg 1 p 12",
    )  # fmt: skip
