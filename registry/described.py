"""What a document that came in says of itself becomes its register line. What a person wrote there stays."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry import persons, search_index
from registry.answers import values
from registry.clock import local_day
from registry.entry_model import Entry
from registry.kinds import kind_of
from registry.model import Document
from registry.restriction import is_basis, restrict

_LETTERS = {
    "explanation_request": "selgitustaotlus", "memorandum": "märgukiri", "information_request": "teabenõue",
    "enquiry": "päring", "application": "avaldus",
}  # fmt: skip
_DATES = ("letter_date", "application_date", "issue_date", "date")


def describe(session: Session, document: Document) -> None:
    """Brings the entry up to date with what is known of the document now."""
    entry = session.scalar(select(Entry).where(Entry.document_id == document.id))
    if entry is None:
        return  # registered before there was a register of this kind
    for name, value in _said(session, document).items():
        if name not in entry.edited:
            setattr(entry, name, value)
    basis = kind_of(document.kind).access_basis
    if "ak_basis" not in entry.edited and is_basis(basis):
        restrict(entry, basis, local_day(document.registered_at))
    session.flush()
    search_index.facts(session, entry)


def _said(session: Session, document: Document) -> dict[str, Any]:
    kind, known = kind_of(document.kind), values(document.fields)
    answered = session.scalar(select(Entry.id).where(Entry.viit == (known.get("our_ref") or "")))
    subject = known.get("subject")
    return {
        "title": (f"{kind.title['et']}: {subject}" if subject else kind.title["et"])[:300],
        "public_title": kind.public_title[:300],
        "kind": _LETTERS.get(known.get("letter_kind") or "", kind.register_kind)[:60],
        "party": (known.get("sender_name") or persons.client_name(kind, document.fields) or "")[:200],
        "party_person": not known.get("sender_reg_code"),
        "dated_on": next((day for name in _DATES if (day := _day(known.get(name)))), None),
        "their_viit": (known.get("their_ref") or "")[:60],
        "reply_to": answered,
    }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None  # the machine read no date there
