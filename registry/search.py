"""Search in the register, by what its lines say and by what was read. What one may not see is not even counted.

The predicate of `registry/access.py` is a part of each query, never a filter over its result: the count, the hits, the
line with the words and the page it stands on all come out of the same sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, load_only
from sqlalchemy.sql.base import ExecutableOption

from registry import audit, search_words
from registry.access import Principal, entry_filter, require
from registry.clock import TALLINN
from registry.entry_model import Entry
from registry.folding import words
from registry.model import Case, Document, Page
from registry.search_index import lines
from registry.search_model import SearchText
from registry.search_words import Term, among

COUNTED = 100  # more than so many hits are "100+": to count them all costs more than to show them
LARGEST = 100
Wanted = Callable[[Iterable[str]], bool]
_LOOKED_AT = 30  # pages of a document where the line to be shown is looked for
_LINE = 160
_OWN = joinedload(SearchText.entry).joinedload(Entry.handler)  # of what did not come as a document


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. Every word of `text` must be found, as it is, as a beginning, or with a slip in it."""

    text: str = ""
    direction: str = ""
    kind: str = ""
    series: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None  # where the page before ended
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a page in which a wanted word stands: pieces of text, and whether each is such a word."""

    page: int
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    entry: Entry
    place: Place | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, the newest first. `count` is bounded by `COUNTED + 1`, which says: more."""

    hits: tuple[Hit, ...]
    count: int
    following: int | None  # `before` of the next page


def search(session: Session, principal: Principal, wish: Wish) -> Found:
    """Hits with content, for those who may read it; the look is written down, what was looked for is not."""
    require(principal, "handler", "supervisor")
    terms = search_words.meant(session, wish.text)
    if terms is None:
        return Found((), 0, None)
    sight = _sight(session, terms, "all", [*_asked(wish), entry_filter(principal)])
    document = joinedload(SearchText.entry).joinedload(Entry.document).load_only(Document.case_id)
    case = document.joinedload(Document.case).load_only(Case.unit, Case.due_on)
    loaded = (load_only(SearchText.entry_id, SearchText.pages), case.joinedload(Case.handler), _OWN)
    ids, count = newest(session, sight, wish)
    rows = lines_of(session, ids[: wish.limit], loaded)
    wanted = search_words.meeting(terms)
    spoken = [row for row in rows if wanted(row.pages.split())]  # else it was found by what the register says
    places = _places(session, wanted, [row.entry.document_id for row in spoken])
    hits = tuple(Hit(row.entry, places.get(row.entry.document_id or "")) for row in rows)
    audit.record(session, principal.key, "search.made", "register", hits=len(hits), words=len(terms))
    return Found(hits, count, rows[-1].id if len(ids) > len(rows) else None)


def newest(session: Session, sight: Iterable[ColumnElement[bool]], wish: Wish) -> tuple[list[int], int]:
    """Ids of the page that is wished for and one more if there is one, the newest first; and how many are in sight."""
    found = select(SearchText.id).join(Entry, Entry.id == SearchText.entry_id).where(*sight)
    ordered = found.order_by(SearchText.id.desc()).limit(COUNTED + 1)
    first = list(session.scalars(ordered))
    if wish.before is None:
        return first[: wish.limit + 1], len(first)
    return list(session.scalars(ordered.where(SearchText.id < wish.before).limit(wish.limit + 1))), len(first)


def lines_of(session: Session, ids: Sequence[int], loaded: Iterable[ExecutableOption]) -> list[SearchText]:
    """The register lines behind the ids, in their order."""
    wanted = select(SearchText).where(among(session, SearchText.id, ids)).order_by(SearchText.id.desc())
    return list(session.scalars(wanted.options(*loaded)))


def open_sight(session: Session, wish: Wish) -> list[ColumnElement[bool]] | None:
    """What a wish of the public means: words of the open columns only. None: nothing can be meant."""
    terms = search_words.meant(session, wish.text)
    return None if terms is None else _sight(session, terms, "open", _asked(wish))


def _sight(
    session: Session, terms: Sequence[Term], where: str, within: list[ColumnElement[bool]]
) -> list[ColumnElement[bool]]:
    return [search_words.sought(session, terms, where, within), *within] if terms else within


def _asked(wish: Wish) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    for column, value in ((Entry.direction, wish.direction), (Entry.kind, wish.kind), (Entry.series, wish.series)):
        if value:
            wanted.append(column == value)
    if wish.since is not None:
        wanted.append(Entry.registered_at >= _midnight(wish.since))
    if wish.until is not None:
        wanted.append(Entry.registered_at < _midnight(wish.until + timedelta(days=1)))
    return wanted


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=TALLINN)


def _places(session: Session, wanted: Wanted, documents: Iterable[str | None]) -> dict[str, Place]:
    """Of each document the first line in which a wanted word stands."""
    ids = [document for document in documents if document is not None]
    if not ids:
        return {}
    read = select(Page.document_id, Page.number, Page.text).where(
        among(session, Page.document_id, ids), Page.number <= _LOOKED_AT
    )
    found: dict[str, Place] = {}
    for document, number, said in session.execute(read.order_by(Page.document_id, Page.number)):
        if document not in found and (pieces := _line(wanted, lines(said))):
            found[document] = Place(number, pieces)
    return found


def _line(wanted: Wanted, read: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    for line in read:
        if wanted(words(line[:_LINE])):
            pieces = tuple((piece, wanted(words(piece))) for piece in line[:_LINE].split())
            if any(meant for _, meant in pieces):
                return pieces
    return ()
