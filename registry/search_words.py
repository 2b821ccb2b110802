"""What somebody looks for, made into what a database can answer: as it is written, as a beginning, or with a slip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeVar

from rapidfuzz.distance import OSA
from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Integer,
    String,
    and_,
    any_,
    bindparam,
    cast,
    collate,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute, Session

from registry.entry_model import Entry
from registry.folding import near_keys, wished
from registry.model import Case
from registry.search_model import SearchNear, SearchText

Told = TypeVar("Told")
_COMMON = 20  # times as many as are rare
_WALKED, _SOME = 400, 10  # of so many meetings that may be expected among the newest, some must be in sight
RARE = 2000  # lines; more, and one meets a word soon enough when one walks along the newest
_MOST_TERMS, _MOST_NEAR, _KEYED = 10, 12, 200
_BEGINS = 3  # letters from which on a wish is also the beginning of a word
_MOST_BEGUN = 40
_AFTER_ALL = "\U0010ffff"  # no letter comes after it
_TOKENS = {"all": "search_text.search_fts_words", "open": "search_text.search_fts_open"}
_NAMED = "case_file.search_fts_said"
_SEEN = text(
    "SELECT word, frequency, greatest(reltuples, 0) AS lines"
    " FROM pg_stats JOIN pg_class ON oid = to_regclass('search_text'),"
    " unnest(most_common_elems::text::text[], most_common_elem_freqs) AS seen (word, frequency)"
    " WHERE schemaname = current_schema AND tablename = 'search_text' AND attname = :column AND word = ANY(:words)"
)
_COLUMNS = {"all": "{pages facts}", "open": "{open}"}


@dataclass(frozen=True, slots=True)
class Term:
    """A wanted word, the words that are like it, and those that begin with it where they are known and few."""

    word: str
    near: tuple[str, ...] = ()
    begun: tuple[str, ...] | None = None


def meant(session: Session, wish: str) -> list[Term] | None:
    """None when something is wished for that no word can be made of."""
    found = [Term(word, _near(session, word), _begun(session, word)) for word in wished(wish)[:_MOST_TERMS]]
    return None if wish.strip() and not found else found


def meeting(terms: Sequence[Term]) -> Callable[[Iterable[str]], bool]:
    """Whether any of the words said is one of those wanted."""
    whole = {word for term in terms for word in (term.word, *term.near)}
    begun = tuple(term.word for term in terms if len(term.word) >= _BEGINS)
    return lambda said: any(word in whole or word.startswith(begun) for word in said)


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


def sought(
    session: Session, terms: Sequence[Term], where: str, within: Sequence[ColumnElement[bool]]
) -> ColumnElement[bool]:
    """The match as a plan can use it: the few lines a rare word stands in, or a test to walk along the newest with.

    No planner knows how rare the beginning of a word is. What is found here is not shown: the query that shows it
    carries the predicate of access. `within`: what else is asked of a line and its entry.
    """
    match = told(session, terms, where)
    if len(terms) > 1 and _often_together(session, terms, match, where, within):
        return match
    found = few(session, terms, match, where, SearchText.id)
    return match if found is None else among(session, SearchText.id, found)


def among(session: Session, column: InstrumentedAttribute[Told], values: Sequence[Told]) -> ColumnElement[bool]:
    """One array where PostgreSQL is asked: the statement is the same for however many, and is planned once."""
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(cast(list(values), ARRAY(column.type)))
    return column.in_(values)


def few(
    session: Session, terms: Sequence[Term], match: ColumnElement[bool], where: str, wanted: InstrumentedAttribute[Told]
) -> list[Told] | None:
    """`wanted` of each line, where they are few in all. To gather those of a word known to be frequent would cost
    more than to walk along the newest. That it stands often among the newest proves nothing: a client who came today
    with six papers would send the search along all cases there are.
    """
    if len(terms) == 1 and _known_frequent(session, terms[0], where):
        return None
    found = list(session.scalars(select(wanted).where(match).limit(RARE + 1)))
    return None if len(found) > RARE else found


def _often_together(
    session: Session,
    terms: Sequence[Term],
    match: ColumnElement[bool],
    where: str,
    within: Sequence[ColumnElement[bool]],
) -> bool:
    """Whether frequent words meet often, by their shares and by some of the newest lines: neither proves it alone."""
    lines, shares = _seen(session, terms, where)
    share = prod(shares)
    if lines * share < _COMMON * RARE:
        return False
    newest = select(func.max(SearchText.id)).scalar_subquery()
    near = select(SearchText.id).join(Entry, Entry.id == SearchText.entry_id).order_by(SearchText.id.desc())
    some = near.where(match, SearchText.id > newest - int(_WALKED / share), *within).limit(_SOME)
    return len(session.scalars(some).all()) == _SOME


def _known_frequent(session: Session, term: Term, where: str) -> bool:
    """Whether PostgreSQL has seen, in the sample of its last ANALYZE, that such words stand in many lines."""
    lines, (share,) = _seen(session, [term], where)
    return lines * share > RARE


def _seen(session: Session, terms: Sequence[Term], where: str) -> tuple[float, list[float]]:
    """How many lines there are, and in what share of them such words stand; 0 of what nobody has counted."""
    if session.get_bind().dialect.name != "postgresql":
        return 0.0, [0.0] * len(terms)
    meant = [{term.word, *(term.begun or ()), *term.near} for term in terms]
    asked = {"words": sorted(set().union(*meant)), "column": _TOKENS[where].partition(".")[2]}
    seen = session.execute(_SEEN, asked).all()
    shares = [min(1.0, sum(share for word, share, _ in seen if word in words)) for words in meant]
    return (seen[0].lines if seen else 0.0), shares


def told(session: Session, terms: Sequence[Term], where: str) -> ColumnElement[bool]:
    """Words are letters and digits only (registry/folding.py), so that none of them means something to the database.

    They are written into the statement, for a plan made without them would not know how rare they are.
    """
    if session.get_bind().dialect.name == "postgresql":
        return _holds(_TOKENS[where], terms)
    said = f"{_COLUMNS[where]} : ({' AND '.join(f'({_fts5(term)})' for term in terms)})"
    rows = select(literal_column("rowid", Integer)).select_from(table("search_fts"))
    return SearchText.id.in_(rows.where(literal_column("search_fts").bool_op("MATCH")(_literally(said))))


def named(session: Session, terms: Sequence[Term]) -> ColumnElement[bool]:
    """The case's own line says it: its number, its client's name or code."""
    if session.get_bind().dialect.name == "postgresql":
        return _holds(_NAMED, terms)
    line = " " + Case.said + " "
    return and_(*(or_(*(line.like(f"% {shape}%") for shape in _shapes(term))) for term in terms))


def _holds(tokens: str, terms: Sequence[Term]) -> ColumnElement[bool]:
    said = " & ".join(f"({' | '.join(_lexemes(term))})" for term in terms)
    return literal_column(tokens).bool_op("@@")(cast(_literally(said), TSQUERY))


def _shapes(term: Term) -> list[str]:
    """Words of SQLite's LIKE; a blank ends a whole one."""
    return [term.word if len(term.word) >= _BEGINS else f"{term.word} ", *(f"{word} " for word in term.near)]


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
