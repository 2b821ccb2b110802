"""Proposals of the machine for a document's fields and problems. What a person has answered stays answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from classify import doubts
from classify.kind import Field, Kind, Problem
from classify.rules import check
from classify.separate import Doubt
from registry.answers import as_field
from registry.model import Document, FieldValue, ProblemRow
from registry.part_model import Part


def propose(session: Session, document: Document, fields: Sequence[Field]) -> None:
    """Writes what the machine read. Of an answered field it only notes the new proposal beside the answer."""
    present = {row.name: row for row in document.fields}
    for position, field in enumerate(fields):
        row = present.pop(field.name, None)
        if row is None:
            row = FieldValue(document=document, name=field.name, found=field.state)
            session.add(row)
        row.position = position
        row.proposed = field.value
        if row.answer is None:
            _tell(row, field)
    for row in present.values():  # fields of another kind than before
        if row.answer is None:
            session.delete(row)
    session.flush()
    session.expire(document, ["fields"])


def _tell(row: FieldValue, field: Field) -> None:
    row.value = field.value
    row.raw = field.raw
    row.confidence = field.confidence
    row.page = field.page
    row.box = field.box.as_list() if field.box else None
    row.found = field.state


def recheck(session: Session, document: Document, kind: Kind, today: date) -> None:
    """Runs the rules of the kind over the values that count now, and keeps what they say."""
    known = {spec.name for spec in kind.fields}
    fields = [as_field(row) for row in document.fields if row.name in known]
    replace_problems(session, document, check(kind, fields, today))


def _doubts(session: Session, document: Document) -> list[Problem]:
    """What was doubtful when the scan was cut, until a person says where the documents begin."""
    part = session.get(Part, document.id)
    return doubts.problems([Doubt(code, page) for code, page in part.doubts]) if part else []


def replace_problems(session: Session, document: Document, problems: Sequence[Problem]) -> None:
    """The problems as the checks last saw them. Unchanged problems keep their rows."""
    left = [*_doubts(session, document), *problems]
    for row in document.problems:
        same = Problem(row.code, row.field, row.severity, row.text)  # type: ignore[arg-type]  # severity as stored
        if same in left:
            left.remove(same)
        else:
            session.delete(row)
    session.add_all(
        ProblemRow(document=document, code=new.code, field=new.field, severity=new.severity, text=new.text)
        for new in left
    )
    session.flush()
    session.expire(document, ["problems"])
