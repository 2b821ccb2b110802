"""A letter is drafted from its case, looked at, issued or thrown away. Issued, it has its viit and changes no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now
from registry import audit, checklist, entries, kinds
from registry.access import NotFound, Principal, case_filter, require
from registry.answers import is_sure
from registry.clock import local_day
from registry.entries import Registration
from registry.entry_model import OUT, Entry
from registry.letters import compose, errands, reading, wanted, wording, words
from registry.letters.model import Letter, LetterItem
from registry.letters.wording import Wording
from registry.matters import papers_of
from registry.model import Account, Case, Document
from registry.number import parse_viit
from registry.routing import take
from registry.states import CASE_MOVES

DAYS, LEAST_DAYS, MOST_DAYS = 14, 10, 92  # for an answer; a config of the house, the law says "a reasonable term"
ASKING = frozenset({"deficiency", "reminder"})
_DRAFT_VIIT = "..."
_REGISTER_KIND = {"decision": "otsus", "certificate": "tõend", "receipt": "tõend", "forwarding": "teade"}


class NothingMissing(Exception):
    """The case lacks nothing that could be asked of the client. Load the case again to see what has come."""


class NoAddressee(Exception):
    """Nobody knows whom to write to: the case has no name. Confirm the client's name, or give an addressee."""


class WishIncomplete(Exception):
    """The letter needs more from you. Fill in what is named here."""

    def __init__(self, lacks: tuple[str, ...]) -> None:
        self.lacks = lacks
        super().__init__(", ".join(lacks))


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter goes to. Without one it goes to the client of the case."""

    name: str = ""
    lines: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the handler wants written. `items`: codes of what to ask for, None for all that may be asked."""

    kind: str
    language: str = "et"
    facts: Mapping[str, str] = field(default_factory=dict)
    days: int = DAYS
    items: tuple[str, ...] | None = None
    answers: str | None = None  # id of the document it replies to
    addressee: Addressee = Addressee()


def draft(session: Session, principal: Principal, case_id: str, wish: Wish) -> Letter:
    """Words for a person to look at. Nothing is registered yet."""
    case = _case(session, principal, case_id)
    take.begun(session, principal, case)
    return write(session, case, wish, principal.id, principal.key)


def write(session: Session, case: Case, wish: Wish, author: str, by: str) -> Letter:
    """The same for a case that is locked already; `author` is the account that will answer for the words."""
    _complete(wish)
    documents = papers_of(session, case.id)
    if wish.answers and wish.answers not in {document.id for document in documents}:
        raise NotFound
    letter = Letter(
        case=case, kind=wish.kind, language=wish.language, addressee=_addressee(case, documents, wish),
        facts={name: wish.facts.get(name, "") for name in compose.FACTS[wish.kind]},
        answers_id=wish.answers, access_basis=kinds.kind_of(case.kind).access_basis,
        days=wish.days if wish.kind == "deficiency" else None, drafted_by=author, drafted_at=now(session),
    )  # fmt: skip
    letter.items = _items(session, case, documents, wish)
    letter.template_version = wording.current(session, wish.kind, wish.language).version
    session.add(letter)
    session.flush()
    audit.record(session, by, "letter.drafted", f"letter:{letter.id}", case=case.id, kind=letter.kind)
    return letter


def _case(session: Session, principal: Principal, case_id: str) -> Case:
    require(principal, "handler", "supervisor")
    seen = select(Case).where(Case.id == case_id, case_filter(principal)).with_for_update()
    case = session.scalars(seen).one_or_none()
    if case is None:
        raise NotFound
    return case


def _complete(wish: Wish) -> None:
    optional = {"amount", "account_end", "pay_on"}
    lacks = tuple(name for name in compose.FACTS[wish.kind] if name not in optional and not wish.facts.get(name))
    if wish.kind == "reply" and wish.answers is None:
        lacks = (*lacks, "answers")
    if not LEAST_DAYS <= wish.days <= MOST_DAYS:
        lacks = (*lacks, "days")
    if lacks:
        raise WishIncomplete(lacks)


def _addressee(case: Case, documents: list[Document], wish: Wish) -> dict[str, object]:
    """Name and address as the papers of the case have them, once a person confirmed them or no doubt is left."""
    name = wish.addressee.name or case.client_name
    if not name:
        raise NoAddressee
    own = kinds.kind_of(case.kind).code
    known = {row.name: row.value for one in documents if one.kind == own for row in one.fields if is_sure(row)}
    lines = wish.addressee.lines or tuple(filter(None, (known.get("address"), known.get("postcode"))))
    return {"name": name, "lines": list(lines), "email": wish.addressee.email or known.get("email") or ""}


def _items(session: Session, case: Case, documents: list[Document], wish: Wish) -> list[LetterItem]:
    if wish.kind not in ASKING | {"receipt"}:
        return []
    found = _things(session, case, documents, wish.language)
    found = [one for one in found if not one.ask or wish.items is None or one.code in wish.items]
    if wish.kind in ASKING and not any(one.ask for one in found):
        raise NothingMissing
    return [
        LetterItem(
            position=position, code=one.code, document_id=one.document_id, ask=one.ask,
            title=one.title[:300], why=one.why[:500],
            accepted=list(one.accepted), picture=one.picture, place=list(one.place) if one.place else None,
        )
        for position, one in enumerate(found)
    ]  # fmt: skip


def _things(session: Session, case: Case, documents: list[Document], language: str) -> list[wanted.Thing]:
    """What the case lacks, and what the office has or gets from registers itself."""
    catalogue = kinds.catalogue()
    found = wanted.things(checklist.missing(session, case, catalogue), kinds.kind_of(case.kind), documents, language)
    spared = [
        wanted.Thing(f"document:{one.paper}", None, False, one.title[language], "")
        for one in checklist.waived(session, case, catalogue)
    ]
    return found + spared


def discard(session: Session, principal: Principal, letter_id: str, version: int) -> Letter:
    letter = reading.actionable(session, principal, letter_id, version)
    letter.move("discarded")
    audit.record(session, principal.key, "letter.discarded", f"letter:{letter.id}", case=letter.case_id)
    return letter


def preview(session: Session, letter: Letter) -> str:
    """The letter as it is, or as it would be."""
    if letter.html is not None:
        return letter.html
    return compose.html(_sheet(session, letter, _DRAFT_VIIT, now(session)), _wording(session, letter))


def issue(session: Session, principal: Principal, letter_id: str, version: int) -> Letter:
    """Registers the letter: number, date and words stand from here on. Its PDF is made after the commit.

    What has come since it was drafted is no longer asked for. Raises `NothingMissing` when nothing is left.
    """
    letter = reading.actionable(session, principal, letter_id, version)
    letter.move("created")
    _drop_what_came(session, letter)
    at = now(session)
    _register(session, principal, letter)
    letter.issued_by, letter.issued_at = principal.id, at
    letter.html = compose.html(_sheet(session, letter, letter.viit or "", at), _wording(session, letter))
    if letter.kind == "deficiency" and "waiting" in CASE_MOVES[letter.case.state]:
        letter.case.move("waiting")
    session.flush()
    errands.give(session, letter.id, "print")
    audit.record(session, principal.key, "letter.issued", f"letter:{letter.id}", case=letter.case_id, viit=letter.viit)
    return letter


def _register(session: Session, principal: Principal, letter: Letter) -> None:
    """Into the register as an outgoing document; its number is the next of the case, coming and going alike."""
    case = letter.case
    number = parse_viit(case.number)
    assert number is not None  # our own number of a case
    answered = select(Entry.id).where(Entry.document_id == letter.answers_id)
    wish = Registration(
        direction=OUT, title=words.title(letter.kind)["et"], kind=_REGISTER_KIND.get(letter.kind, "kiri"),
        series=f"{number.function}-{number.series}", party=letter.addressee["name"], case_id=case.id,
        reply_to=session.scalar(answered) if letter.answers_id else None,
        ak_basis=letter.access_basis or None, letter_id=letter.id,
    )  # fmt: skip
    entry = entries.register(session, principal, wish)
    taken = parse_viit(entry.viit)
    assert taken is not None
    letter.viit, letter.case_no, letter.viit_seq = entry.viit, taken.case_no, taken.seq
    letter.access_basis, letter.restricted_until = entry.ak_basis, entry.ak_until


def _drop_what_came(session: Session, letter: Letter) -> None:
    if letter.kind not in ASKING:
        return
    lacking = {item.code for item in checklist.missing(session, letter.case, kinds.catalogue())}
    for item in [item for item in letter.items if item.ask and item.code not in lacking]:
        letter.items.remove(item)
        session.delete(item)
    if not any(item.ask for item in letter.items):
        raise NothingMissing


def _wording(session: Session, letter: Letter) -> Wording:
    """The version it was drafted with, whatever has been written since."""
    every = wording.versions(session, letter.kind, letter.language)
    return next(one for one in every if one.version == letter.template_version)


def _sheet(session: Session, letter: Letter, viit: str, at: datetime) -> compose.Sheet:
    case, language = letter.case, letter.language
    documents = papers_of(session, case.id)
    answered = next((one for one in documents if one.id == letter.answers_id), None)
    return compose.Sheet(
        kind=letter.kind, language=language, viit=viit, day=local_day(at),
        client=letter.addressee["name"], address=letter.addressee["lines"],
        signer=session.get_one(Account, letter.issued_by or letter.drafted_by).name,
        case_number=case.number, case_title=kinds.kind_of(case.kind).title[language],
        case_opened=local_day(case.opened_at), facts=letter.facts,
        items=[_item(item) for item in letter.items], papers=[_paper(one, language) for one in documents],
        question=(answered.viit, local_day(answered.registered_at)) if answered else None,
        days=letter.days, basis=letter.access_basis,
    )  # fmt: skip


def _item(item: LetterItem) -> compose.Item:
    return compose.Item(item.title, item.why, item.accepted, item.ask, item.picture is not None)


def _paper(document: Document, language: str) -> compose.Paper:
    title = kinds.kind_of(document.kind).title[language]
    return compose.Paper(title, document.viit, local_day(document.registered_at), document.page_count)
