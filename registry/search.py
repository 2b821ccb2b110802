"""Search in the register, by what its lines say and by what was read. What one may not see is not even counted.

The predicate of `registry/access.py` is a part of each query, never a filter over its result: the count, the hits, the
line with the words and the page it stands on all come out of the same sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from rapidfuzz.distance import OSA
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    String,
    bindparam,
    cast,
    collate,
    false,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute, Session, defer, selectinload
from sqlalchemy.sql.base import ExecutableOption

from registry import audit
from registry.access import Principal, entry_filter, require
from registry.clock import TALLINN
from registry.entry_model import Entry
from registry.folding import near_keys, wished, words
from registry.model import Case, Document, Page
from registry.search_index import lines
from registry.search_model import SearchNear, SearchText

Told = TypeVar("Told")
COUNTED = 100  # more than so many hits are "100+": to count them all costs more than to show them
LARGEST = 100
RARE = 2000  # lines; more, and one meets a word soon enough when one walks along the newest
_MOST_TERMS, _MOST_NEAR, _KEYED = 10, 12, 200
_BEGINS = 3  # letters from which on a wish is also the beginning of a word
_MOST_BEGUN = 40
_AFTER_ALL = "\U0010ffff"  # no letter comes after it
_LOOKED_AT = 30  # pages of a document where the line to be shown is looked for
_LINE = 160
_TOKENS = {"all": "search_text.search_fts_words", "open": "search_text.search_fts_open"}
_SEEN = text(
    "SELECT sum(reltuples * frequency) FROM pg_stats JOIN pg_class ON oid = to_regclass('search_text'),"
    " unnest(most_common_elems::text::text[], most_common_elem_freqs) AS seen (word, frequency)"
    " WHERE schemaname = current_schema AND tablename = 'search_text' AND attname = :column AND word = ANY(:words)"
)
_COLUMNS = {"all": "{pages facts}", "open": "{open}"}


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


@dataclass(frozen=True, slots=True)
class Term:
    """A wanted word, the words that are like it, and those that begin with it where they are known and few."""

    word: str
    near: tuple[str, ...] = ()
    begun: tuple[str, ...] | None = None

    def meets(self, word: str) -> bool:
        return word in self.near or (word.startswith(self.word) if len(self.word) >= _BEGINS else word == self.word)


def search(session: Session, principal: Principal, wish: Wish) -> Found:
    """Hits with content, for those who may read it; the look is written down, what was looked for is not."""
    require(principal, "handler", "supervisor")
    terms = _terms(session, wish.text)
    if terms is None:
        return Found((), 0, None)
    sight = [*_wanted(session, terms, "all", wish), entry_filter(principal)]
    loaded = (
        selectinload(SearchText.entry).selectinload(Entry.document).selectinload(Document.case),
        selectinload(SearchText.entry).selectinload(Entry.handler),
    )
    ids, count = newest(session, sight, wish)
    rows = lines_of(session, ids[: wish.limit], loaded)
    places = _places(session, terms, [row.entry.document_id for row in rows])
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
    wanted = select(SearchText).where(SearchText.id.in_(ids)).order_by(SearchText.id.desc())
    return list(session.scalars(wanted.options(defer(SearchText.pages), *loaded)))


def open_sight(session: Session, wish: Wish) -> list[ColumnElement[bool]] | None:
    """What a wish of the public means: words of the open columns only. None: nothing can be meant."""
    terms = _terms(session, wish.text)
    return None if terms is None else _wanted(session, terms, "open", wish)


def case_words(session: Session, wish: str) -> list[ColumnElement[bool]]:
    """Cases one of whose documents speaks of all that is looked for."""
    terms = _terms(session, wish)
    if not terms:
        return [false()] if terms is None else []
    match = _match(session, terms, "all")
    rare = _rare(session, terms, match, "all", SearchText.case_id)
    if rare is not None:
        return [Case.id.in_(sorted({one for one in rare if one}))]
    return [select(SearchText.id).where(SearchText.case_id == Case.id, match).correlate(Case).offset(0).exists()]


def _wanted(session: Session, terms: Sequence[Term], where: str, wish: Wish) -> list[ColumnElement[bool]]:
    wanted = [_sought(session, terms, where)] if terms else []
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


def _terms(session: Session, wish: str) -> list[Term] | None:
    """None when something is wished for that no word can be made of."""
    found = [Term(word, _near(session, word), _begun(session, word)) for word in wished(wish)[:_MOST_TERMS]]
    return None if wish.strip() and not found else found


def _near(session: Session, word: str) -> tuple[str, ...]:
    """Words that somebody has written and that differ by a slip: one letter, two in a long word."""
    keys = near_keys(word)
    if not keys:
        return ()
    known = session.scalars(select(SearchNear.word).where(SearchNear.key.in_(sorted(keys))).distinct().limit(_KEYED))
    far = {other: OSA.distance(word, other) for other in known if other != word}
    allowed = 1 if len(word) < 8 else 2
    return tuple(
        sorted((other for other in far if far[other] <= allowed), key=lambda other: (far[other], other))[:_MOST_NEAR]
    )


def _begun(session: Session, word: str) -> tuple[str, ...] | None:
    """PostgreSQL gathers every line of every word that begins so before it looks at the other terms; whole words it
    goes through side by side, twenty times as fast among a million documents. None: too many, or not noted (numbers).
    """
    if session.get_bind().dialect.name != "postgresql" or len(word) < _BEGINS or not word[0].isalpha():
        return None
    last = collate(SearchNear.word, "C")
    wanted = select(SearchNear.word).where(SearchNear.key == SearchNear.word, last >= word, last < word + _AFTER_ALL)
    found = session.scalars(wanted.limit(_MOST_BEGUN + 1)).all()
    return tuple(found) if len(found) <= _MOST_BEGUN else None


def _sought(session: Session, terms: Sequence[Term], where: str) -> ColumnElement[bool]:
    """The match as a plan can use it: the few lines a rare word stands in, or a test to walk along the newest with.

    No planner knows how rare the beginning of a word is. What is found here is not shown: the query that shows it
    carries the predicate of access.
    """
    match = _match(session, terms, where)
    rare = _rare(session, terms, match, where, SearchText.id)
    return match if rare is None else SearchText.id.in_(rare)


def _rare(
    session: Session, terms: Sequence[Term], match: ColumnElement[bool], where: str, told: InstrumentedAttribute[Told]
) -> list[Told] | None:
    """What is `told` by each line, where they are few in all. To gather those of a word known to be frequent would cost
    more than to walk along the newest. That it stands often among the newest proves nothing: a client who came today
    with six papers would send the search along all cases there are.
    """
    if len(terms) == 1 and _known_frequent(session, terms[0], where):
        return None
    found = list(session.scalars(select(told).where(match).limit(RARE + 1)))
    return None if len(found) > RARE else found


def _known_frequent(session: Session, term: Term, where: str) -> bool:
    """Whether PostgreSQL has seen, in the sample of its last ANALYZE, that such words stand in many lines."""
    if session.get_bind().dialect.name != "postgresql":
        return False
    words = [term.word, *(term.begun or ()), *term.near]
    seen = session.scalar(_SEEN, {"words": words, "column": _TOKENS[where].partition(".")[2]})
    return seen is not None and seen > RARE


def _match(session: Session, terms: Sequence[Term], where: str) -> ColumnElement[bool]:
    """Words are letters and digits only (registry/folding.py), so that none of them means something to the database.

    They are written into the statement, for a plan made without them would not know how rare they are.
    """
    if session.get_bind().dialect.name == "postgresql":
        said = " & ".join(f"({' | '.join(_lexemes(term))})" for term in terms)
        return literal_column(_TOKENS[where]).bool_op("@@")(cast(_literally(said), TSQUERY))
    said = f"{_COLUMNS[where]} : ({' AND '.join(f'({_fts5(term)})' for term in terms)})"
    rows = select(literal_column("rowid", Integer)).select_from(table("search_fts"))
    return SearchText.id.in_(rows.where(literal_column("search_fts").bool_op("MATCH")(_literally(said))))


def _literally(said: str) -> BindParameter[str]:
    return bindparam(None, said, String, unique=True, literal_execute=True)


def _lexemes(term: Term) -> list[str]:
    open_end = ":*" if term.begun is None and len(term.word) >= _BEGINS else ""
    others = dict.fromkeys((*(term.begun or ()), *term.near))
    return [f"'{term.word}'{open_end}", *(f"'{word}'" for word in others if word != term.word)]


def _fts5(term: Term) -> str:
    return " OR ".join(
        [f'"{term.word}"' + ("*" if len(term.word) >= _BEGINS else ""), *(f'"{word}"' for word in term.near)]
    )


def _places(session: Session, terms: Sequence[Term], documents: Iterable[str | None]) -> dict[str, Place]:
    """Of each document the first line in which a wanted word stands."""
    ids = [document for document in documents if document is not None]
    if not terms or not ids:
        return {}
    wanted = select(Page.document_id, Page.number, Page.text).where(
        Page.document_id.in_(ids), Page.number <= _LOOKED_AT
    )
    found: dict[str, Place] = {}
    for document, number, read in session.execute(wanted.order_by(Page.document_id, Page.number)):
        if document not in found and (pieces := _line(terms, lines(read))):
            found[document] = Place(number, pieces)
    return found


def _line(terms: Sequence[Term], read: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    for line in read:
        if _meets(terms, line[:_LINE]):
            pieces = tuple((piece, _meets(terms, piece)) for piece in line[:_LINE].split())
            if any(wanted for _, wanted in pieces):
                return pieces
    return ()


def _meets(terms: Sequence[Term], said: str) -> bool:
    return any(term.meets(word) for word in words(said) for term in terms)
