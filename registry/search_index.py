"""Keeps the search up to date, always in the transaction that saves what is to be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registry import readings
from registry.entry_model import Entry
from registry.folding import noted_keys, stored, words
from registry.model import Document, FieldValue, Page
from registry.search_model import SearchNear, SearchText

T = TypeVar("T")
MOST_WORDS = 50_000  # of one document; a tsvector holds a megabyte
_PIECE = 500


def enter(session: Session, entry: Entry) -> None:
    """A new entry can be found from now on."""
    session.add(SearchText(entry_id=entry.id, case_id=entry.case_id))
    session.flush()
    facts(session, entry)


def facts(session: Session, entry: Entry) -> None:
    """The register line or a field has changed."""
    row = _row(session, entry.id)
    if row is None:
        return
    told = words(" ".join(_told(session, entry)))
    row.facts, row.open = stored(told), stored(words(" ".join(public_words(entry))))
    _spell(session, told)


def pages(session: Session, document: Document) -> None:
    """All pages of the document have been read, or read again."""
    entry_id = session.scalar(select(Entry.id).where(Entry.document_id == document.id))
    row = _row(session, entry_id) if entry_id else None
    if row is None:
        return
    found: set[str] = set()
    for text in session.scalars(select(Page.text).where(Page.document_id == document.id)):
        found |= words(" ".join(lines(text))) if text and len(found) < MOST_WORDS else set()
    row.pages = stored(sorted(found)[:MOST_WORDS])
    _spell(session, found)


def lines(text: dict[str, object] | None) -> Iterator[str]:
    """What was read on a page, line by line."""
    return readings.lines_of(text) if text else iter(())


def public_words(entry: Entry) -> Iterator[str]:
    """What the public view shows of an entry and nothing else: nobody finds what he does not see."""
    yield from (entry.viit, entry.kind, entry.series, entry.public_title)
    if not entry.restricted:
        yield entry.title
    if not entry.party_person:
        yield entry.party


def _told(session: Session, entry: Entry) -> Iterator[str]:
    yield from (entry.viit, entry.kind, entry.series, entry.title, entry.public_title, entry.party, entry.their_viit)
    if entry.document_id is not None:
        wanted = select(FieldValue.value).where(
            FieldValue.document_id == entry.document_id, FieldValue.value.is_not(None)
        )
        yield from (value for value in session.scalars(wanted) if value)


def _row(session: Session, entry_id: str) -> SearchText | None:
    return session.scalar(select(SearchText).where(SearchText.entry_id == entry_id))


def _spell(session: Session, told: Iterable[str]) -> None:
    """Notes words nobody has written before. In one order, so that two who note the same wait and do not deadlock."""
    able = sorted(word for word in told if noted_keys(word))
    known: set[str] = set()
    for piece in _pieces(able):
        wanted = select(SearchNear.word).where(SearchNear.key == SearchNear.word, SearchNear.word.in_(piece))
        known |= set(session.scalars(wanted))
    rows = [{"key": key, "word": word} for word in able if word not in known for key in sorted(noted_keys(word))]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for batch in _pieces(rows):
        session.execute(insert(SearchNear).values(batch).on_conflict_do_nothing())


def _pieces(rows: Sequence[T]) -> Iterator[list[T]]:
    return (list(rows[start : start + _PIECE]) for start in range(0, len(rows), _PIECE))
