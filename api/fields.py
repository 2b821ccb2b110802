"""A person's word on a value: confirm, correct, or say that it cannot be read or is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from api.case_schemas import Correction, FieldBody, Mark
from api.deps import Desk, ReaderDesk, SeenVersion
from api.edits import settle, tagged
from api.openapi import CONFLICTS, ETAG, problems
from registry import records, review

router = APIRouter(prefix="/v1/fields", tags=["fields"])
FieldId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the field.")]
ANSWERED = {**problems(*CONFLICTS), **ETAG}


@router.get("/{field}", responses={**problems("not_found"), **ETAG})
def read_field(field: FieldId, desk: ReaderDesk, response: Response) -> FieldBody:
    """A field with its version."""
    with desk.house.database.transaction() as session:
        row = records.field(session, desk.principal, field)
        records.seen(session, desk.principal, f"document:{row.document_id}", field=row.id)
        return tagged(response, desk.words.field(row))


@router.post("/{field}/confirm", responses=ANSWERED)
def confirm_field(field: FieldId, version: SeenVersion, desk: ReaderDesk, response: Response) -> FieldBody:
    """Confirm what the machine has read. Needs If-Match with the version you saw."""
    return _answered(desk, field, response, lambda session: review.confirm(session, desk.principal, field, version))


@router.put("/{field}", responses=ANSWERED)
def correct_field(
    field: FieldId, correction: Correction, version: SeenVersion, desk: ReaderDesk, response: Response
) -> FieldBody:
    """Correct the value. It is brought to its normal form and the checks run again."""
    return _answered(
        desk, field, response,
        lambda session: review.correct(session, desk.principal, field, version, correction.value), correction.value,
    )  # fmt: skip


@router.post("/{field}/mark", responses=ANSWERED)
def mark_field(field: FieldId, mark: Mark, version: SeenVersion, desk: ReaderDesk, response: Response) -> FieldBody:
    """Say that the value cannot be read, or that it is not on the paper."""
    return _answered(
        desk, field, response,
        lambda session: review.mark(session, desk.principal, field, version, mark.answer),
    )  # fmt: skip


def _answered(
    desk: Desk, field: str, response: Response, act: Callable[[Session], object], yours: str | None = None
) -> FieldBody:
    def show(session: Session) -> FieldBody:
        return desk.words.field(records.field(session, desk.principal, field))

    return tagged(response, settle(desk, act, show, yours))
