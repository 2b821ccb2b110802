"""Letters: drafted from a case, looked at, issued, sent on their way with proof; and the templates they are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Path, Query, Response
from sqlalchemy.orm import Session

from api import letter_schemas as schemas
from api.cases import CaseId
from api.deps import Desk, HouseDep, ReaderDesk, SeenVersion, roles
from api.edits import settle, tagged
from api.errors import Refusal
from api.letter_schemas import DeliverySaid, LetterBody, LetterFilter, LetterWish, TemplateBody, TemplateWords
from api.openapi import CONFLICTS, ETAG, bytes_of, problems
from api.shown import said
from registry import records
from registry.access import Principal
from registry.letters import compose, delivery, drafting, errands, reading, wording
from registry.letters.delivery import Delivery
from registry.letters.drafting import Addressee, Wish
from registry.letters.model import Letter
from registry.letters.wording import Wording

router = APIRouter(prefix="/v1", tags=["letters"])
LetterId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the letter.")]
Wordsmith = Annotated[Principal, Depends(roles("admin", "handler", "supervisor"))]
Admin = Annotated[Principal, Depends(roles("admin"))]
CHANGED: dict[int | str, dict[str, Any]] = {**problems(*CONFLICTS), **ETAG}
PAGE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",  # the page of the case shows it in a frame
}
HTML = bytes_of("text/html")
LOOKED = {**problems("bad_template"), **HTML}


@router.get("/cases/{case}/letters", responses=problems("not_found"))
def list_letters(case: CaseId, desk: ReaderDesk) -> list[LetterBody]:
    """The letters of a case, drafts too."""
    with desk.house.database.reading() as session:
        return [shown(session, desk, row) for row in reading.letters_of(session, desk.principal, case)]


@router.post(
    "/cases/{case}/letters",
    status_code=201,
    responses=problems("not_found", "nothing_missing", "letter_incomplete", "no_addressee", "outcome_unknown"),
)
def draft_letter(case: CaseId, wish: LetterWish, desk: ReaderDesk) -> LetterBody:
    """Words for a person to look at. Nothing is registered yet."""
    said_facts = wish.facts.model_dump() if wish.facts else {}
    facts = {name: str(value) for name, value in said_facts.items() if value}
    to = wish.addressee
    addressee = Addressee(to.name, tuple(to.lines), to.email) if to else Addressee()
    items = None if wish.items is None else tuple(wish.items)
    wanted = Wish(wish.kind, wish.language, facts, wish.days, items, wish.answers, addressee)
    return desk.house.database.perform(
        lambda session: shown(session, desk, drafting.draft(session, desk.principal, case, wanted))
    )


@router.get("/letters", responses=problems())
def letters_in_state(wish: Annotated[LetterFilter, Query()], desk: ReaderDesk) -> list[LetterBody]:
    """Letters of all cases in one state, the oldest first: what to print, to post, to follow up."""
    with desk.house.database.reading() as session:
        rows = reading.letters_in(session, desk.principal, wish.state, limit=wish.limit)
        return [shown(session, desk, row) for row in rows]


@router.get("/letters/{letter}", responses={**problems("not_found"), **ETAG})
def read_letter(letter: LetterId, desk: ReaderDesk, response: Response) -> LetterBody:
    """A letter with what it asks for and how it was delivered."""
    with desk.house.database.reading() as session:
        return tagged(response, shown(session, desk, reading.letter(session, desk.principal, letter)))


@router.get(
    "/letters/{letter}/preview", response_class=Response, responses={**problems("not_found", "bad_template"), **HTML}
)
def preview_letter(letter: LetterId, desk: ReaderDesk) -> Response:
    """The letter as HTML, as it is or would be; pictures of places are in the PDF only."""
    with desk.house.database.transaction() as session:
        html = drafting.preview(session, reading.letter(session, desk.principal, letter))
        records.seen(session, desk.principal, f"letter:{letter}")
    return Response(html, media_type="text/html", headers=PAGE)


@router.get(
    "/letters/{letter}/pdf",
    response_class=Response,
    responses={
        **problems("not_found", "not_printed", "bytes_lost", "store_unavailable"), **bytes_of("application/pdf"),
    },
)  # fmt: skip
def download_letter(letter: LetterId, desk: ReaderDesk) -> Response:
    """The letter as PDF/A, as it was issued."""
    with desk.house.database.transaction() as session:
        row = reading.letter(session, desk.principal, letter)
        digest, viit = row.sha256, row.viit or ""
        records.seen(session, desk.principal, f"letter:{letter}")
    if digest is None:
        raise Refusal("not_printed")
    name = f"kiri-{viit.replace('/', '-')}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Security-Policy": "sandbox"}
    return Response(desk.house.blobs.get(digest), media_type="application/pdf", headers=headers)


ISSUED = {**problems("nothing_missing", "bad_template", *CONFLICTS), **ETAG}
DELIVERED = {**problems("no_evidence", *CONFLICTS), **ETAG}
MAILED = {**problems("channel_refused", *CONFLICTS), **ETAG}


@router.post("/letters/{letter}/issue", responses=ISSUED)
def issue_letter(letter: LetterId, version: SeenVersion, desk: ReaderDesk, response: Response) -> LetterBody:
    """Register it: number, date and words stand from here on. A worker makes the PDF."""
    return _done(desk, letter, response, lambda session: drafting.issue(session, desk.principal, letter, version))


@router.post("/letters/{letter}/discard", responses=CHANGED)
def discard_letter(letter: LetterId, version: SeenVersion, desk: ReaderDesk, response: Response) -> LetterBody:
    """Throw a draft away."""
    return _done(desk, letter, response, lambda session: drafting.discard(session, desk.principal, letter, version))


@router.post("/letters/{letter}/deliver", responses=DELIVERED)
def deliver_letter(
    letter: LetterId, happened: DeliverySaid, version: SeenVersion, desk: ReaderDesk, response: Response
) -> LetterBody:
    """What happened to it, with proof. From delivery the term for the answer runs."""
    step = Delivery(happened.state, happened.on, happened.evidence, happened.reference)
    return _done(
        desk, letter, response, lambda session: delivery.record(session, desk.principal, letter, version, step)
    )


@router.post("/letters/{letter}/mail", responses=MAILED)
def mail_letter(letter: LetterId, version: SeenVersion, desk: ReaderDesk, response: Response) -> LetterBody:
    """Have it e-mailed, once. A letter with personal data is refused: it would go unencrypted."""
    return _done(desk, letter, response, lambda session: delivery.wish_mail(session, desk.principal, letter, version))


def _done(desk: Desk, letter: str, response: Response, act: Callable[[Session], object]) -> LetterBody:
    def show(session: Session) -> LetterBody:
        return shown(session, desk, reading.letter(session, desk.principal, letter))

    return tagged(response, settle(desk, act, show))


KindPath = Annotated[schemas.Kind, Path(description="Kind of letter.")]
LanguagePath = Annotated[schemas.Language, Path(description="Language of the letter.")]


@router.get("/templates/{letter_kind}/{language}", responses=problems("not_found"))
def list_templates(
    letter_kind: KindPath, language: LanguagePath, who: Wordsmith, house: HouseDep
) -> list[TemplateBody]:
    """All versions of these words, the newest first; version 0 ships with the house."""
    with house.database.reading() as session:
        return [_template(row) for row in wording.versions(session, letter_kind, language)]


@router.put("/templates/{letter_kind}/{language}", responses=problems("bad_template", "outcome_unknown"))
def change_template(
    letter_kind: KindPath, language: LanguagePath, words: TemplateWords, admin: Admin, house: HouseDep
) -> TemplateBody:
    """A new version, for letters drafted from now on. Words that do not work are refused with their line."""
    wanted = Wording(letter_kind, language, 0, words.body)
    compose.html(compose.sample(letter_kind, language), wanted)
    return house.database.perform(lambda session: _template(wording.change(session, admin, wanted)))


@router.post(
    "/templates/{letter_kind}/{language}/preview",
    response_class=Response,
    responses={**problems("bad_template"), **HTML},
)
def preview_template(letter_kind: KindPath, language: LanguagePath, words: TemplateWords, admin: Admin) -> Response:
    """How a letter of invented people would look with these words. Nothing is kept."""
    html = compose.html(compose.sample(letter_kind, language), Wording(letter_kind, language, 0, words.body))
    return Response(html, media_type="text/html", headers=PAGE)


def _template(row: Wording) -> TemplateBody:
    return TemplateBody(kind=cast(Any, row.kind), language=cast(Any, row.language), version=row.version, body=row.body)


def shown(session: Session, desk: Desk, row: Letter) -> LetterBody:
    permission = delivery.channel_allowed(row.access_basis, "email")
    copied = {name: getattr(row, name) for name in _COPIED}
    return LetterBody(
        **copied,
        addressee=row.addressee["name"],
        email_allowed=permission.allowed,
        email_why=said(permission.why, desk.words.language),
        made=row.sha256 is not None,
        trouble=errands.trouble(session, row.id),
        items=[_item(item) for item in row.items],
        deliveries=[_step(event) for event in row.events],
    )


def _item(item: Any) -> schemas.ItemBody:
    known = {name: getattr(item, name) for name in ("code", "title", "why", "accepted", "ask", "met_at")}
    return schemas.ItemBody(**known, pictured=item.picture is not None)


def _step(event: Any) -> schemas.DeliveryBody:
    return schemas.DeliveryBody(
        state=event.state, on=event.happened_on, evidence=event.evidence, reference=event.reference,
        by=event.recorded_by,
    )  # fmt: skip


_COPIED = (
    "id", "case_id", "kind", "language", "template_version", "state", "viit", "access_basis", "restricted_until",
    "days", "answer_due_on", "drafted_at", "issued_at", "version",
)  # fmt: skip
