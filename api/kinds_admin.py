"""Kinds that administrators write, as data: drafted, checked, signed, and known in the next scan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from api.case_schemas import KindBody
from api.deps import AdminDesk, Desk, SeenVersion
from api.edits import settle, tagged
from api.openapi import CONFLICTS, ETAG, problems
from api.tuning_schemas import EditionBody, EditionText, EditionWords, NewEdition, Signed
from registry.tuning import editions
from registry.tuning.model import KindEdition

router = APIRouter(prefix="/v1/admin/kinds", tags=["tuning"])
EditionId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the edition.")]
CHANGED: dict[int | str, dict[str, Any]] = {**problems("bad_kind", "reason_missing", *CONFLICTS), **ETAG}


@router.get("", responses=problems())
def list_editions(desk: AdminDesk) -> list[EditionBody]:
    """Every edition that administrators wrote; what ships with the house is in `/v1/kinds`."""
    with desk.house.database.reading() as session:
        return [_shown(row) for row in editions.editions(session, desk.principal)]


@router.post("/check", responses=problems("bad_kind"))
def check_kind(wish: NewEdition, desk: AdminDesk) -> KindBody:
    """What the house makes of a text. Nothing is kept; a mistake is named with its line and the remedy."""
    return desk.words.kind(editions.checked(wish.code, wish.text))


@router.post("", status_code=201, responses=problems("bad_kind", "outcome_unknown"))
def draft_kind(wish: NewEdition, desk: AdminDesk) -> EditionText:
    """The next edition of a kind, or a new kind: a draft that knows no paper yet."""
    return desk.house.database.perform(
        lambda session: _whole(editions.draft(session, desk.principal, wish.code, wish.text))
    )


@router.get("/{edition}", responses={**problems("not_found"), **ETAG})
def read_edition(edition: EditionId, desk: AdminDesk, response: Response) -> EditionText:
    """One edition with its text."""
    with desk.house.database.reading() as session:
        return tagged(response, _whole(editions.edition(session, desk.principal, edition)))


@router.put("/{edition}", responses=CHANGED)
def write_edition(
    edition: EditionId, words: EditionWords, version: SeenVersion, desk: AdminDesk, response: Response
) -> EditionText:
    """Other words for a draft. A text with a mistake is refused with its line, and the draft stays as it was."""
    return _done(
        desk, edition, response, lambda session: editions.write(session, desk.principal, edition, version, words.text)
    )


@router.post("/{edition}/publish", responses=CHANGED)
def publish_edition(
    edition: EditionId, signed: Signed, version: SeenVersion, desk: AdminDesk, response: Response
) -> EditionText:
    """From the next scan on papers are known by it; the edition before it is kept."""
    return _done(
        desk,
        edition,
        response,
        lambda session: editions.publish(session, desk.principal, edition, version, signed.reason),
    )


@router.post("/{edition}/withdraw", responses=CHANGED)
def withdraw_edition(
    edition: EditionId, signed: Signed, version: SeenVersion, desk: AdminDesk, response: Response
) -> EditionText:
    """Takes a published edition back: the one before it holds again."""
    return _done(
        desk,
        edition,
        response,
        lambda session: editions.withdraw(session, desk.principal, edition, version, signed.reason),
    )


@router.post("/{edition}/discard", responses=CHANGED)
def discard_edition(edition: EditionId, version: SeenVersion, desk: AdminDesk, response: Response) -> EditionText:
    """Throws a draft away; its text is kept."""
    return _done(desk, edition, response, lambda session: editions.discard(session, desk.principal, edition, version))


def _done(desk: Desk, edition: str, response: Response, act: Callable[[Session], object]) -> EditionText:
    def show(session: Session) -> EditionText:
        return _whole(editions.edition(session, desk.principal, edition))

    body = tagged(response, settle(desk, act, show))
    desk.house.kinds_seen.again()
    return body


def _shown(row: KindEdition) -> EditionBody:
    return EditionBody(**_common(row))


def _whole(row: KindEdition) -> EditionText:
    return EditionText(**_common(row), text=row.text)


def _common(row: KindEdition) -> dict[str, Any]:
    copied = {name: getattr(row, name) for name in _COPIED}
    return {**copied, "state": cast(Any, row.state), "signed_by": row.signer.name if row.signer else None}


_COPIED = ("id", "code", "number", "blank", "made_at", "signed_at", "reason", "version")
