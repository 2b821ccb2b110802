"""Rows of the register as they go over the wire, in one language. Called inside the transaction that read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, cast

from api import case_schemas as cases
from api import schemas, troubles
from api.language import Language
from classify.catalogue import UNKNOWN, Catalogue
from classify.kind import FieldSpec, Kind, Text
from classify.legible import RequiredZone, required_zones
from registry import acceptance, likeness, readings, reasons
from registry.answers import as_field
from registry.checklist import Missing
from registry.model import Batch, Case, Document, FieldValue, Page, ProblemRow
from registry.papers import Waiver
from registry.timeline import Moment


def said(text: Mapping[Any, str], language: Language) -> str:
    """The sentence in this language, Estonian where there is no other."""
    return text.get(language) or text.get("et") or ""


@dataclass(frozen=True, slots=True)
class Shown:
    """How rows are shown: the words of the catalogue, in the caller's language."""

    catalogue: Catalogue
    language: Language

    def trouble(self, code: str | None) -> str | None:
        return None if code is None else said(troubles.trouble(code), self.language)

    def reason(self, code: str) -> str:
        return said(troubles.reason(code), self.language)

    def because(self, stored: str, more: Mapping[str, Text] | None = None) -> str:
        """A kept reason as a sentence; `more` are words for codes beside those of the catalogue."""
        names = {code: kind.title for code, kind in self.catalogue.items()} | dict(more or {})
        return said(reasons.sentence(stored, names), self.language) if stored else ""

    def kind_title(self, code: str | None) -> str:
        kind = self.catalogue.get(code or UNKNOWN)
        return said(kind.title, self.language) if kind else code or ""

    def batch(self, row: Batch, count: acceptance.BatchCount) -> schemas.BatchBody:
        return schemas.BatchBody(**_batch(row, count))

    def progress(
        self, row: Batch, count: acceptance.BatchCount, documents: Iterable[Document]
    ) -> schemas.BatchProgress:
        states = [schemas.DocumentState(**self._state(document)) for document in documents]
        return schemas.BatchProgress(**_batch(row, count), documents=states)

    def _state(self, row: Document) -> dict[str, Any]:
        return {
            "id": row.id,
            "seq": row.seq,
            "viit": row.viit,
            "state": row.state,
            "trouble": row.trouble,
            "trouble_text": self.trouble(row.trouble),
            "page_count": row.page_count,
            "kind": row.kind,
            "case_id": row.case_id,
            "pages": [schemas.PageState(**self._page(page)) for page in row.pages],
            "required": [self._required(zone) for zone in self._zones(row)],
        }

    def _zones(self, row: Document) -> list[RequiredZone]:
        kind = self.catalogue.get(row.kind or "")
        return required_zones(kind, [as_field(field) for field in row.fields]) if kind else []

    def _required(self, zone: RequiredZone) -> schemas.RequiredField:
        label = self.label(zone.field)
        return schemas.RequiredField(
            name=zone.field.name,
            label=label,
            state=zone.state,
            text=said(zone.text, self.language).format(label=label),
            page=zone.page,
            box=zone.box.as_list() if zone.box else None,
        )

    def _page(self, row: Page) -> dict[str, Any]:
        return {
            "number": row.number,
            "verdict": row.verdict,
            "score": row.score,
            "reasons": [
                schemas.Reason(code=code, text=self.reason(code), place=place)
                for code, place in zip_longest(row.reasons, (row.places or [])[: len(row.reasons)])
            ],
            "trouble": row.trouble,
            "trouble_text": self.trouble(row.trouble),
        }

    def page(self, row: Page) -> cases.PageBody:
        return cases.PageBody(**self._page(row), **_pictures(row))

    def page_with_text(self, row: Page) -> cases.PageWithText:
        lines = readings.from_dict(row.text).lines if row.text else ()
        shown = [
            cases.LineBody(text=line.text, box=line.box.as_list(), confidence=line.confidence, engine=line.engine)
            for line in lines
        ]
        return cases.PageWithText(**self._page(row), **_pictures(row), lines=shown)

    def field(self, row: FieldValue) -> cases.FieldBody:
        spec = _spec(self.catalogue.get(row.document.kind or ""), row.name)
        return cases.FieldBody(
            label=self.label(spec) if spec else row.name,
            type=spec.type if spec else "text",
            required=spec.required if spec else False,
            **{name: getattr(row, name) for name in _FIELD},
        )

    def label(self, spec: FieldSpec) -> str:
        printed = {language: labels[0] for language, labels in spec.labels.items() if labels}
        return said(printed, self.language) or spec.name

    def problem(self, row: ProblemRow) -> cases.ProblemRowBody:
        text = said(row.text, self.language)
        at = next((field for field in row.document.fields if field.name == row.field), None)
        return cases.ProblemRowBody(
            code=row.code,
            field=row.field,
            severity=cast(Any, row.severity),
            text=text,
            page=at.page if at else None,
            box=at.box if at else None,
        )

    def document(self, row: Document) -> cases.DocumentBody:
        state = self._state(row) | {"pages": [self.page(page) for page in row.pages]}
        return cases.DocumentBody(
            **state,
            batch_id=row.batch_id,
            sha256=row.sha256,
            size=row.blob.size,
            media_type=row.blob.media_type,
            registered_at=row.registered_at,
            placed_why=self.because(row.placed_why),
            version=row.version,
            recognised=self._guess(row),
            fields=[self.field(field) for field in row.fields],
            problems=[self.problem(problem) for problem in row.problems],
        )

    def _guess(self, row: Document) -> cases.KindGuess | None:
        if row.kind is None:
            return None
        return cases.KindGuess(
            code=row.kind,
            title=self.kind_title(row.kind),
            confidence=row.kind_confidence,
            why=row.kind_why,
            alternatives=[cases.Alternative(code=code, confidence=share) for code, share in row.kind_alternatives],
            confirmed=row.kind_confirmed_by is not None,
        )

    def case_row(self, row: Case) -> cases.CaseRow:
        return cases.CaseRow(**self._case(row))

    def _case(self, row: Case) -> dict[str, Any]:
        return {name: getattr(row, name) for name in _CASE} | {
            "kind_title": self.kind_title(row.kind),
            "handler": row.handler.name if row.handler else None,
        }

    def case(self, row: Case, missing: Iterable[Missing], waived: Iterable[Waiver]) -> cases.CaseBody:
        return cases.CaseBody(
            **self._case(row),
            route_why=self.because(row.route_why),
            due_why=self.because(row.due_why),
            complete_at=row.complete_at,
            version=row.version,
            documents=[self.document(document) for document in row.documents],
            missing=[self._missing(item) for item in missing],
            waived=[self._waiver(item) for item in waived],
        )

    def _missing(self, item: Missing) -> cases.MissingBody:
        return cases.MissingBody(
            code=item.code,
            title=said(item.title, self.language),
            why=said(item.why, self.language),
            document_id=item.document_id,
            waits=item.waits,
            ask=item.ask,
            accepted=[said(title, self.language) for title in item.accepted],
            page=item.page,
            box=list(item.box) if item.box else None,
        )

    def _waiver(self, item: Waiver) -> cases.WaiverBody:
        title = said(item.title, self.language)
        return cases.WaiverBody(paper=item.paper, title=title, held_by=item.register, asked_at=item.asked_at)

    def kind(self, kind: Kind) -> cases.KindBody:
        return cases.KindBody(
            code=kind.code,
            title=said(kind.title, self.language),
            unit=kind.unit,
            series=kind.series,
            opens_case=kind.opens_case,
            sections=[
                cases.SectionBody(title=said(part.title, self.language), official=part.official, fields=[*part.fields])
                for part in kind.sections
            ],
            fields=[self._spec(spec) for spec in kind.fields],
        )

    def _spec(self, spec: FieldSpec) -> cases.SpecBody:
        options = [
            cases.OptionBody(value=option.value, label=said(_first(option.labels), self.language))
            for option in spec.options
        ]
        return cases.SpecBody(
            name=spec.name,
            type=spec.type,
            label=self.label(spec),
            required=spec.required,
            required_if=spec.required_if,
            options=options,
        )


_FIELD = (
    "id", "document_id", "name", "value", "proposed", "raw", "confidence", "page", "box", "found", "answer",
    "answered_at", "version",
)  # fmt: skip
_CASE = (
    "id", "number", "kind", "client_code", "client_name", "unit", "handler_id", "state", "opened_at", "due_on",
)  # fmt: skip


def receipt(accepted: acceptance.Receipt) -> schemas.ReceiptBody:
    return schemas.ReceiptBody.model_validate(accepted, from_attributes=True)


def twin(row: Document, how: str, language: Language) -> cases.TwinBody:
    text = said(likeness.said(how, row.viit), language)
    return cases.TwinBody(document_id=row.id, case_id=row.case_id, viit=row.viit, how=cast(Any, how), text=text)


def event(moment: Moment, language: Language) -> cases.EventBody:
    told = {name: getattr(moment.event, name) for name in ("seq", "at", "actor", "action", "object", "detail")}
    return cases.EventBody(**told, who=moment.who, text=said(moment.words, language))


def _batch(row: Batch, count: acceptance.BatchCount) -> dict[str, Any]:
    counted = ("declared", "accepted", "registered", "pages", "unread_pages", "unopened", "missing")
    known = ("id", "label", "state", "one_client", "created_at", "closed_at")
    return {name: getattr(row, name) for name in known} | {name: getattr(count, name) for name in counted}


def _pictures(row: Page) -> dict[str, Any]:
    base = f"/v1/documents/{row.document_id}/pages/{row.number}"
    shapes = {name: getattr(row, name) for name in ("width", "height", "dpi", "rotation")}
    return shapes | {
        name: f"{base}/{name}" if getattr(row, name) else None for name in ("picture", "original", "thumbnail")
    }


def _spec(kind: Kind | None, name: str) -> FieldSpec | None:
    return next((spec for spec in kind.fields if spec.name == name), None) if kind else None


def _first(labels: Mapping[str, tuple[str, ...]]) -> Text:
    return {language: words[0] for language, words in labels.items() if words}
