"""What a letter asks for: each missing thing in the reader's words, with what we accept and where one sees it.

Titles of papers and labels of fields only; never a value, so that no diagnosis can get into a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from classify.kind import Kind, Text
from registry.lack import WHY, Missing
from registry.letters import words
from registry.model import Document, Page

Pages = Mapping[tuple[str, int], Page]
_MARGIN = 0.02  # of the page, around a place that could not be read
_ASKED_AS = {
    "signature": ("signature", "signature_digital"),
    "stamp": ("stamp",),
    "field": ("field", "field_again"),
    "zone": ("field", "field_again"),
    "document": ("document", "document_copy"),
    "page": ("page", "page_original"),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One line of the list. `picture` and `place` (shares of it) show the unreadable place."""

    code: str
    document_id: str | None
    ask: bool
    title: str
    why: str
    accepted: tuple[str, ...] = ()
    picture: str | None = None
    place: tuple[float, float, float, float] | None = None


def things(found: Iterable[Missing], kind: Kind, documents: Sequence[Document], language: str) -> list[Thing]:
    """What the letter asks for or says that the office fetches itself. What only a handler must check is left out."""
    pages = {(page.document_id, page.number): page for document in documents for page in document.pages}
    return [
        _thing(item, kind, pages, language)
        for item in found
        if not item.code.startswith("zone:") and _reason(item.why)[0] not in {"paper_unknown", "register_unknown"}
    ]


def _thing(item: Missing, kind: Kind, pages: Pages, language: str) -> Thing:
    picture, place = _seen(item, pages)
    return Thing(
        code=item.code,
        document_id=item.document_id,
        ask=item.ask,
        title=item.title[language],
        why=_why(item, language) if item.ask else "",
        accepted=_accepted(item, kind, language),
        picture=picture,
        place=place,
    )


def _why(item: Missing, language: str) -> str:
    """The checklist speaks to the handler; the letter speaks to the client."""
    code, facts = _reason(item.why)
    if item.code.startswith("page:"):
        code = "unreadable"
    return words.said("why", code, language, **facts) if code else item.why[language]


def _reason(why: Text) -> tuple[str, dict[str, str]]:
    """Which sentence of the checklist this is, and with what facts."""
    for code, sentence in WHY.items():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(sentence["et"]))
        if found := re.fullmatch(pattern, why["et"]):
            return code, found.groupdict()
    return "", {}


def _accepted(item: Missing, kind: Kind, language: str) -> tuple[str, ...]:
    if item.accepted:
        return tuple(choice[language] for choice in item.accepted)
    what, _, name = item.code.partition(":")
    spec = next((spec for spec in kind.fields if what == "field" and spec.name == name), None)
    if spec is not None and spec.type in _ASKED_AS:
        what = spec.type
    return tuple(words.said("accepted", way, language) for way in _ASKED_AS.get(what, _ASKED_AS["document"]))


def _seen(item: Missing, pages: Pages) -> tuple[str | None, tuple[float, float, float, float] | None]:
    """The picture that shows the place: of a field its box, of a page the first place where a fault lies."""
    page = pages.get((item.document_id or "", item.page or 0))
    if page is None or (item.code.startswith("field:") and _reason(item.why)[0] != "illegible"):
        return None, None
    if item.box and page.picture and page.width and page.height:
        x0, y0, x1, y1 = item.box
        return page.picture, _around((x0 / page.width, y0 / page.height, x1 / page.width, y1 / page.height))
    place = next((place for place in page.places or () if place), None)
    return (page.original, _around(tuple(place))) if place and page.original else (page.thumbnail, None)


def _around(place: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = place
    return (max(0.0, x0 - _MARGIN), max(0.0, y0 - _MARGIN), min(1.0, x1 + _MARGIN), min(1.0, y1 + _MARGIN))
