"""Sheets that came twice: the same bytes, or the same paper scanned and photographed. Pointed out, never dropped.

Two forms of one kind share all that is printed on them, so printed words prove nothing: what was filled in must agree,
dates among it. Where the kind has no fields, most numbers and half of all that was read must.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, defer

from classify.kind import Text
from classify.people import folded
from ports.database import insert_once, now
from registry import audit, persons, readings
from registry.access import SYSTEM, Principal, document_filter
from registry.case_model import Likeness
from registry.kinds import UNKNOWN, kind_of
from registry.lack import fill
from registry.model import Case, Document, Page
from registry.part_model import same_pages

FEW = 4  # so many are compared by their pictures, the latest first
NEAR = 30  # so many neighbours are compared: of the case, the batch and the client, the latest first
SAME_BYTES, SAME_SHEET = "same_bytes", "same_sheet"
_LEAST_FIELDS = 4  # filled in on both
_AGREE = 0.85  # share of them
_SAME_VALUE = 85  # of 100: a slip of the reader, not another value
_SAME_WORDS = 0.5  # Jaccard of four-letter pieces of all that was read
_SAME_NUMBERS = 0.6
_LEAST_NUMBERS = 3
_UNPROVING = frozenset({"tick", "choice", "signature", "stamp"})  # half of all people tick the same box
_NUMBER = re.compile(r"\d[\d.,/-]*\d")

_SAID: dict[str, Text] = {
    SAME_BYTES: {
        "et": "Sama fail saabus ka dokumendina {viit}. Võrdle ja otsusta, kumb jääb aluseks.",
        "en": "The same file came as {viit} too. Compare both and decide which one counts.",
        "ru": "Тот же файл поступил и как {viit}. Сравните и решите, какой считать основным.",
    },
    SAME_SHEET: {
        "et": "Sama leht on vist ka dokumendis {viit} (teine skaneering või foto). Võrdle mõlemat.",
        "en": "The same sheet seems to be in {viit} too (another scan or a photo). Compare both.",
        "ru": "Похоже, тот же лист есть и в {viit} (другой скан или фото). Сравните оба.",
    },
}


def point_out(session: Session, document: Document) -> None:
    """Looks among its neighbours for the same sheet and writes down each pair once."""
    same = select(Document).where(Document.sha256 == document.sha256, Document.id != document.id)
    for other in session.scalars(same.order_by(Document.registered_at.desc()).limit(NEAR)):
        if same_pages(session, document.id, other.id):
            _keep(session, document, other, SAME_BYTES)
    for other in _neighbours(session, document):
        if other.sha256 != document.sha256 and same_sheet(document, other, partial(_first_page, session)):
            _keep(session, document, other, SAME_SHEET)


def to_compare(session: Session, document: Document) -> tuple[str | None, dict[str, str]]:
    """The picture of its first page, and those of the neighbours that may be the same sheet, by document.

    Few: a worker lays the one upon the other, which costs a third of a second for each. None where both papers are
    known and well legible: their words tell it better.
    """
    mine = _first(session, document.id)
    return (mine.picture, dict(islice(_poor(session, document, mine), FEW))) if mine else (None, {})


def _poor(session: Session, document: Document, mine: Page) -> Iterator[tuple[str, str]]:
    known = kind_of(document.kind).code != UNKNOWN
    for row in _neighbours(session, document):
        page = _first(session, row.id) if row.sha256 != document.sha256 and _alike(document, row) else None
        if page and page.picture and not (known and mine.verdict == page.verdict == "good"):
            yield row.id, page.picture


def point_out_seen(session: Session, document: Document, others: Sequence[str]) -> None:
    """Pairs that look like one sheet. Two dates that differ are two papers, however alike they look."""
    for other in session.scalars(select(Document).where(Document.id.in_(others))):
        if not _other_day(document, other):
            _keep(session, document, other, SAME_SHEET)


def _alike(one: Document, other: Document) -> bool:
    """Of one kind; or one of them was too poor to be recognised."""
    return one.kind == other.kind or UNKNOWN in {kind_of(one.kind).code, kind_of(other.kind).code}


def _other_day(one: Document, other: Document) -> bool:
    if one.kind != other.kind:
        return False
    days = {spec.name for spec in kind_of(one.kind).fields if spec.type == "date"}
    read = [{row.name: row.value for row in each.fields if row.value and row.name in days} for each in (one, other)]
    return any(read[0][name] != read[1][name] for name in read[0].keys() & read[1].keys())


def _first(session: Session, document_id: str) -> Page | None:
    pages = select(Page).where(Page.document_id == document_id, Page.picture.is_not(None)).options(defer(Page.text))
    return session.scalar(pages.order_by(Page.number).limit(1))


def twins(session: Session, principal: Principal, document_ids: Sequence[str]) -> dict[str, list[tuple[Document, str]]]:
    """For each of the documents those that look like it and that the principal may see, with how."""
    found: dict[str, list[tuple[Document, str]]] = {}
    mine = or_(Likeness.one_id.in_(document_ids), Likeness.other_id.in_(document_ids))
    pairs = session.scalars(select(Likeness).where(mine).order_by(Likeness.found_at, Likeness.other_id)).all()
    ids = {each for pair in pairs for each in (pair.one_id, pair.other_id)}
    seen = select(Document).where(Document.id.in_(ids), document_filter(principal))
    visible = {row.id: row for row in session.scalars(seen)}
    for pair in pairs:
        for one, other in ((pair.one_id, pair.other_id), (pair.other_id, pair.one_id)):
            if one in document_ids and other in visible:
                found.setdefault(one, []).append((visible[other], pair.how))
    return found


def said(how: str, viit: str) -> Text:
    """The hint on one of them, with the viit of the other."""
    return fill(_SAID[how], viit=viit)


def same_sheet(one: Document, other: Document, text: Callable[[Document], str]) -> bool:
    """Whether both are pictures of one sheet of paper, as far as what was read on them (`text`) tells."""
    if one.kind == other.kind and kind_of(one.kind).fields:
        return _same_values(one, other)
    return same_text(text(one), text(other))


def _same_values(one: Document, other: Document) -> bool:
    specs = {spec.name: spec for spec in kind_of(one.kind).fields if spec.type not in _UNPROVING}
    values = [{row.name: row.value for row in each.fields if row.value and row.name in specs} for each in (one, other)]
    both = [(name, values[0][name], values[1][name]) for name in values[0] if name in values[1]]
    dates = [left == right for name, left, right in both if specs[name].type == "date"]
    agree = [fuzz.ratio(folded_value(left), folded_value(right)) >= _SAME_VALUE for _, left, right in both]
    return len(both) >= _LEAST_FIELDS and all(dates) and sum(agree) >= _AGREE * len(agree)


def folded_value(value: str) -> str:
    """Letters without marks, digits as they are: what an engine loses does not count."""
    return f"{folded(value)} {' '.join(re.findall(r'[0-9]+', value))}"


def same_text(one: str, other: str) -> bool:
    numbers = [set(_NUMBER.findall(text)) for text in (one, other)]
    if min(map(len, numbers)) < _LEAST_NUMBERS:
        return False
    return _jaccard(*numbers) >= _SAME_NUMBERS and _jaccard(_pieces(one), _pieces(other)) >= _SAME_WORDS


def _pieces(text: str) -> set[str]:
    plain = " ".join(folded_value(word) for word in text.split())
    return {plain[at : at + 4] for at in range(len(plain) - 3)}


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _first_page(session: Session, document: Document) -> str:
    """What was read on the first page that could be read; the other pages are not even loaded."""
    wanted = select(Page.text).where(Page.document_id == document.id, Page.text.is_not(None)).order_by(Page.number)
    read = session.scalar(wanted.limit(1))
    return "\n".join(line.text for line in readings.from_dict(read).lines) if read else ""


def _neighbours(session: Session, document: Document) -> Iterator[Document]:
    cases = {document.case_id} if document.case_id else set()
    codes = {person.code for person in persons.everyone(kind_of(document.kind), document.fields)}
    if document.case is not None and document.case.client_code:
        codes.add(document.case.client_code)
    if codes:
        same_client = Case.client_code.in_(sorted(codes))
        cases |= set(session.scalars(select(Case.id).where(same_client).order_by(Case.opened_at.desc()).limit(NEAR)))
    near = or_(Document.batch_id == document.batch_id, Document.case_id.in_(sorted(cases)))
    wanted = select(Document).where(near, Document.id != document.id, Document.case_id.is_not(None))
    yield from session.scalars(wanted.order_by(Document.registered_at.desc()).limit(NEAR))


def _keep(session: Session, document: Document, other: Document, how: str) -> None:
    one, two = sorted((document.id, other.id))
    row = {"one_id": one, "other_id": two, "how": how, "found_at": now(session)}
    if insert_once(session, Likeness, row):
        audit.record(session, SYSTEM.key, "document.alike", f"document:{document.id}", other=other.id, how=how)
