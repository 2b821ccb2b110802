"""What a case is about: applications of one kind are one matter, each certificate stands for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, selectinload

from classify.catalogue import Catalogue
from classify.kind import Kind
from registry import persons
from registry.model import Document, FieldValue, Page


@dataclass(frozen=True, slots=True)
class Matter:
    """Documents that speak of one thing together, the oldest first, and the latest word on each field."""

    kind: Kind
    documents: Sequence[Document]
    answers: dict[str, FieldValue]

    @property
    def values(self) -> dict[str, str | None]:
        return {name: row.value for name, row in self.answers.items()}

    @property
    def client_code(self) -> str | None:
        """The client's code, where one may rely on it."""
        client = persons.client(self.kind, self.answers.values())
        return client.code if client else None


def papers_of(session: Session, case_id: str) -> list[Document]:
    """The documents of a case with fields and pages (without the text that was read), the oldest first."""
    session.flush()
    wanted = select(Document).where(Document.case_id == case_id).order_by(Document.registered_at, Document.viit_seq)
    loaded = (selectinload(Document.fields), selectinload(Document.pages).options(defer(Page.text)))
    return list(session.scalars(wanted.options(*loaded)))


def matters(documents: Iterable[Document], catalogue: Catalogue) -> Iterator[Matter]:
    """What a later application of the same kind adds counts. A kind nobody knows is no matter."""
    grouped: dict[str, list[Document]] = {}
    for document in documents:
        kind = catalogue.get(document.kind or "")
        if kind is not None:
            grouped.setdefault(kind.code if kind.opens_case else document.id, []).append(document)
    for papers in grouped.values():
        yield Matter(catalogue[papers[0].kind or ""], papers, _answers(papers))


def _answers(papers: Iterable[Document]) -> dict[str, FieldValue]:
    """An empty word does not take back an earlier value."""
    answers: dict[str, FieldValue] = {}
    for document in papers:
        answers |= {row.name: row for row in document.fields if row.value or row.name not in answers}
    return answers
