"""What a case still lacks: required fields and signatures, supporting papers, pages nobody can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, selectinload

from classify.catalogue import Catalogue
from classify.condition import holds
from classify.kind import FieldSpec, Kind, Text
from registry.answers import WITHHELD
from registry.kinds import label
from registry.model import Case, Document, FieldValue, Page


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing the case lacks. `waits`: the term for a decision does not start without it."""

    code: str  # "field:iban", "document:tooraamat", "page:3"
    title: Text
    why: Text
    document_id: str | None
    waits: bool = True


_REQUIRED = {"et": "Nõutud, aga tühi.", "en": "Required, but empty.", "ru": "Обязательно, но не заполнено."}
_ILLEGIBLE = {
    "et": "Ei ole loetav. Küsi kliendilt.",
    "en": "Cannot be read. Ask the client.",
    "ru": "Не читается. Уточните у клиента.",
}
_UNSIGNED = {"et": "Allkiri puudub.", "en": "The signature is missing.", "ru": "Нет подписи."}
_PAPER = {
    "et": "Kuulub selle avalduse juurde.",
    "en": "Belongs to this application.",
    "ru": "Прилагается к этому заявлению.",
}
_REGISTER = {
    "et": "Küsi ainult siis, kui registris ({register}) andmeid ei ole.",
    "en": "Ask only if the register ({register}) does not have the data.",
    "ru": "Запрашивайте, только если данных нет в регистре ({register}).",
}
_UNKNOWN_PAPER = {
    "et": "Seda liiki dokumenti maja ise ära ei tunne: kontrolli, kas see on toimikus.",
    "en": "The house does not recognise this kind of paper: check whether it lies in the case.",
    "ru": "Документы этого вида не распознаются: проверьте, есть ли он в деле.",
}
_PAGE = {"et": "Lehekülg {number} ({viit})", "en": "Page {number} ({viit})", "ru": "Страница {number} ({viit})"}
_FILE = {"et": "Kogu dokument ({viit})", "en": "The whole document ({viit})", "ru": "Весь документ ({viit})"}
_UNREADABLE = {
    "et": "Ei ole loetav. Skaneeri uuesti või küsi originaali.",
    "en": "Cannot be read. Scan it again or ask for the original.",
    "ru": "Не читается. Отсканируйте снова или запросите оригинал.",
}


def missing(session: Session, case: Case, catalogue: Catalogue) -> list[Missing]:
    """What the case lacks, as its documents stand in this transaction."""
    session.flush()
    documents = session.scalars(
        select(Document)
        .where(Document.case_id == case.id)
        .order_by(Document.registered_at, Document.viit_seq)
        .options(selectinload(Document.fields), selectinload(Document.pages).options(defer(Page.text)))
    )
    return lacking(list(documents), catalogue)


def lacking(documents: Sequence[Document], catalogue: Catalogue) -> list[Missing]:
    """What these documents of one case lack together; the oldest first."""
    found: list[Missing] = []
    for kind, papers in _matters(documents, catalogue):
        answers = _answers(papers)
        found += _fields(kind, answers, papers[-1])
        found += _papers(kind, answers, {document.kind for document in documents}, catalogue)
    for document in documents:
        found += _pages(document)
    return found


def _matters(documents: Sequence[Document], catalogue: Catalogue) -> Iterator[tuple[Kind, list[Document]]]:
    """Applications of one kind are one matter: what the later one adds counts. Certificates stand alone."""
    matters: dict[str, list[Document]] = {}
    for document in documents:
        kind = catalogue.get(document.kind or "")
        if kind is not None:
            matters.setdefault(kind.code if kind.opens_case else document.id, []).append(document)
    for papers in matters.values():
        yield catalogue[papers[0].kind or ""], papers


def _answers(papers: Iterable[Document]) -> dict[str, FieldValue]:
    """The latest word on each field; an empty one does not take back an earlier value."""
    answers: dict[str, FieldValue] = {}
    for document in papers:
        answers |= {row.name: row for row in document.fields if row.value or row.name not in answers}
    return answers


def _fields(kind: Kind, answers: dict[str, FieldValue], document: Document) -> Iterator[Missing]:
    values = {name: row.value for name, row in answers.items()}
    official = {name for section in kind.sections if section.official for name in section.fields}
    for spec in kind.fields:
        required = spec.required or (spec.required_if and holds(spec.required_if, values))
        if required and not values.get(spec.name) and spec.name not in official:
            yield Missing(f"field:{spec.name}", label(spec), _why(spec, answers.get(spec.name)), document.id)


def _why(spec: FieldSpec, row: FieldValue | None) -> Text:
    if row is not None and "illegible" in {row.answer, row.found if row.answer not in WITHHELD else None}:
        return _ILLEGIBLE
    return _UNSIGNED if spec.type == "signature" else _REQUIRED


def _papers(
    kind: Kind, answers: dict[str, FieldValue], present: set[str | None], catalogue: Catalogue
) -> Iterator[Missing]:
    values = {name: row.value for name, row in answers.items()}
    for paper in kind.supporting:
        if paper.kind in present or not holds(paper.required_if, values):
            continue
        sure = not paper.unless_in_register and paper.kind in catalogue
        yield Missing(f"document:{paper.kind}", paper.title, _why_paper(paper.unless_in_register, sure), None, sure)


def _why_paper(register: str, sure: bool) -> Text:
    if register:
        return {language: text.format(register=register) for language, text in _REGISTER.items()}
    return _PAPER if sure else _UNKNOWN_PAPER


def _pages(document: Document) -> Iterator[Missing]:
    """Pages that a machine could not read wait for a person, until one has confirmed the document as it is."""
    waits = document.state != "confirmed"
    if document.trouble and not document.pages:
        yield Missing("page:0", _fill(_FILE, viit=document.viit), _UNREADABLE, document.id, waits)
    for page in document.pages:
        if page.trouble or page.verdict == "rescan":
            title = _fill(_PAGE, number=page.number, viit=document.viit)
            yield Missing(f"page:{page.number}", title, _UNREADABLE, document.id, waits)


def _fill(text: Text, **facts: str | int) -> Text:
    return {language: words.format(**facts) for language, words in text.items()}
