"""What the handler's templates show: rows made of entities and the catalogue, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from api.shown import Shown, said
from api.web.words import Words
from classify.kind import FieldSpec, Kind, Labels, Text
from registry import clock
from registry.model import Case, Document, FieldValue, Page, ProblemRow
from registry.states import DONE_CASES

SOON = 3  # working days before the due date from which a case is shown as urgent
TICKED, PRESENT = "yes", "present"  # normal forms of a tick box, and of a signature or a stamp
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the list of cases."""

    id: str
    number: str
    kind: str
    client_name: str | None
    client_code: str | None
    due_on: date | None
    days_left: int | None  # working days; None: no day is set, or all is done
    urgency: str
    state: str
    done: bool
    handler: str | None
    doubtful: int


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a document: its pictures as addresses, its verdict in words."""

    number: int
    picture: str | None
    original: str | None
    thumbnail: str | None
    width: int
    height: int
    verdict: str | None
    reasons: tuple[str, ...]
    trouble: str | None


@dataclass(frozen=True, slots=True)
class FieldView:
    """A value beside the place it came from. `open`: a person should still look at it."""

    id: str
    name: str
    label: str
    value: str | None
    was: str | None
    state: str
    open: bool
    required: bool
    confidence: float | None
    page: int | None
    box: list[int] | None
    picture: PageView | None
    choices: tuple[tuple[str, str], ...]
    problem: str
    version: int


@dataclass(frozen=True, slots=True)
class SectionView:
    title: str
    fields: tuple[FieldView, ...]
    official: bool


def case_row(case: Case, shown: Shown, today: date, doubtful: int) -> CaseRow:
    """A case in the list; urgent from three working days before its due date on."""
    done = case.state in DONE_CASES
    days_left = None if done or case.due_on is None else clock.working_days_until(today, case.due_on)
    urgency = "" if days_left is None or days_left > SOON else "overdue" if days_left < 0 else "soon"
    return CaseRow(
        id=case.id,
        number=case.number,
        kind=shown.kind_title(case.kind),
        client_name=case.client_name,
        client_code=case.client_code,
        due_on=case.due_on,
        days_left=days_left,
        urgency=urgency,
        state=case.state,
        done=done,
        handler=case.handler.name if case.handler else None,
        doubtful=doubtful,
    )


def state_of(row: FieldValue) -> str:
    """One of the six states a handler sees: a person's word first, then the machine's."""
    if row.answer:
        return row.answer
    return "auto" if row.found == "found" else row.found


def still_open(document: Document) -> int:
    """How many values of a document wait for a person, as `registry.case_list.waiting` counts them."""
    if document.state == "confirmed":
        return 0
    named = {problem.field for problem in document.problems if problem.severity == "error"}
    return sum(_is_open(row, row.name in named) for row in document.fields)


def _is_open(row: FieldValue, has_error: bool) -> bool:
    if row.answer:
        return False
    return has_error or state_of(row) in ("doubtful", "illegible")


def page_view(page: Page, shown: Shown) -> PageView:
    address = f"/v1/documents/{page.document_id}/pages/{page.number}"
    return PageView(
        number=page.number,
        picture=f"{address}/picture" if page.picture else None,
        original=f"{address}/original" if page.original else None,
        thumbnail=f"{address}/thumbnail" if page.thumbnail else None,
        width=page.width or 1,
        height=page.height or 1,
        verdict=page.verdict,
        reasons=tuple(shown.trouble(code) or "" for code in page.reasons),
        trouble=shown.trouble(page.trouble),
    )


def section_views(document: Document, kind: Kind, pages: Iterable[PageView], words: Words) -> list[SectionView]:
    """The fields in the order of the form, each with the page it came from and what is wrong with it."""
    rows = {row.name: row for row in document.fields}
    sheets = {page.number: page for page in pages if page.picture}
    views = []
    for section in kind.sections:
        fields = [
            field_view(rows[name], kind.field(name), sheets, document.problems, words)
            for name in section.fields
            if name in rows
        ]
        if fields:
            views.append(SectionView(said(section.title, words.language), tuple(fields), section.official))
    return views


def field_view(
    row: FieldValue, spec: FieldSpec, sheets: dict[int, PageView], problems: Iterable[ProblemRow], words: Words
) -> FieldView:
    mine = [problem for problem in problems if problem.field == row.name]
    return FieldView(
        id=row.id,
        name=row.name,
        label=label_of(spec, words),
        value=shown_value(row.value, spec),
        was=shown_value(row.proposed, spec) if row.answer == "corrected" and row.proposed != row.value else None,
        state=state_of(row),
        open=_is_open(row, any(problem.severity == "error" for problem in mine)),
        required=spec.required,
        confidence=row.confidence if row.found == "found" and not row.answer else None,
        page=row.page,
        box=row.box,
        picture=sheets.get(row.page or 0),
        choices=choices(spec, words),
        problem=" ".join(said(problem.text, words.language) for problem in mine),
        version=row.version,
    )


def shown_value(value: str | None, spec: FieldSpec) -> str | None:
    """As people here write it: a date with its day first. What is typed so comes back to its normal form."""
    if value and spec.type == "date" and _ISO_DAY.fullmatch(value):
        return f"{value[8:]}.{value[5:7]}.{value[:4]}"
    return value


def label_of(spec: FieldSpec, words: Words) -> str:
    return said(_first(spec.labels), words.language) or spec.name


def _first(labels: Labels) -> Text:
    """The first of the labels in each language that has any."""
    return {language: printed[0] for language, printed in labels.items() if printed}


def choices(spec: FieldSpec, words: Words) -> tuple[tuple[str, str], ...]:
    """The answers of a tick group, a tick, a signature or a stamp; none for free text."""
    if spec.type == "tick":
        return ((TICKED, words("field.ticked")),)
    if spec.type in ("signature", "stamp"):
        return ((PRESENT, words("field.present")),)
    if spec.group == "many":
        return ()
    return tuple((option.value, said(_first(option.labels), words.language)) for option in spec.options)
