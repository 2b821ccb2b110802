"""How a letter reaches its reader, and what proves it. Sent is not delivered; a term runs from delivery (HMS § 25-31).

`channel_allowed` decides by the access basis: health and family data never leave in an open e-mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kind import Text
from ports.database import now
from registry import audit, terms
from registry.access import Principal
from registry.clock import local_day
from registry.entry_model import Entry
from registry.letters import errands, reading
from registry.letters.model import DeliveryEvent, Letter
from registry.states import DELIVERED
from registry.terms import Start

EVIDENCE: dict[str, frozenset[str]] = {
    "printed": frozenset({"printer"}),
    "handed_over": frozenset({"signature", "official"}),
    "posted": frozenset({"plain_post", "registered_post"}),
    "received": frozenset({"slip", "reader"}),
    "opened": frozenset({"system", "reader"}),
    "returned": frozenset({"refused", "unknown_address", "not_collected", "bounced"}),
    "deemed": frozenset({"rule"}),  # the rule itself stands in the reference, for example HMS-31
    "emailed": frozenset({"mail_server"}),  # written by the worker that sent it, never by hand
}
_WHY: dict[str, Text] = {
    "open": {
        "et": "Kirjas ei ole piiratud juurdepääsuga andmeid: seda võib saata.",
        "en": "The letter holds no restricted data: it may be sent.",
        "ru": "В письме нет данных ограниченного доступа: его можно отправить.",
    },
    "closed": {
        "et": "See saatmisviis kaitseb sisu: kirja võib saata.",
        "en": "This way protects the content: the letter may be sent.",
        "ru": "Этот способ защищает содержание: письмо можно отправить.",
    },
    "sensitive": {
        "et": "Kirjas on isikuandmeid ({basis}): krüpteerimata e-kirjaga seda ei saadeta. Anna üle või saada "
        "tähitud kirjaga.",
        "en": "The letter holds personal data ({basis}): it is not e-mailed unencrypted. Hand it over or send it by "
        "registered post.",
        "ru": "В письме личные данные ({basis}): без шифрования по электронной почте не отправляется. Вручите лично "
        "или отправьте заказным письмом.",
    },
}


_PERSONAL = re.compile(r"\bp 1[1-5]\b")  # the points of AvTS § 35 (1) that are about persons
_WAY = {"posted": "post", "emailed": "email", "handed_over": "in_person"}  # as the register says how it went


class ChannelRefused(Exception):
    """This letter may not be sent this way. Hand it over, or send it by registered post."""


class EvidenceMissing(Exception):
    """This does not prove how the letter was delivered. Choose a kind of proof that fits, and a day that can be."""


@dataclass(frozen=True, slots=True)
class Permission:
    allowed: bool
    why: Text


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a person says happened, and what proves it."""

    state: str
    on: date
    evidence: str
    reference: str = ""


def channel_allowed(access_basis: str, channel: str, *, encrypted: bool = False) -> Permission:
    """Whether a letter with this access basis may go this way, and why."""
    if not access_basis:
        return Permission(True, _WHY["open"])
    if channel != "email" or encrypted or not _PERSONAL.search(access_basis):
        return Permission(True, _WHY["closed"])
    return Permission(
        False, {language: said.format(basis=access_basis) for language, said in _WHY["sensitive"].items()}
    )


def record(session: Session, principal: Principal, letter_id: str, version: int, said: Delivery) -> Letter:
    """A step of the letter's way. With delivery the term for the answer begins."""
    letter = reading.actionable(session, principal, letter_id, version)
    if said.state == "emailed" or said.evidence not in EVIDENCE.get(said.state, ()):
        raise EvidenceMissing
    if said.state == "deemed" and not said.reference:
        raise EvidenceMissing
    today = local_day(now(session))
    begun = local_day(letter.issued_at) if letter.issued_at else today
    if not begun <= said.on <= today:
        raise EvidenceMissing
    note(session, letter, said, principal.key)
    audit.record(session, principal.key, f"letter.{said.state}", f"letter:{letter.id}", case=letter.case_id)
    return letter


def note(session: Session, letter: Letter, said: Delivery, who: str) -> None:
    """Moves the letter and keeps the proof; the caller records the event."""
    letter.move(said.state)
    session.add(
        DeliveryEvent(
            letter=letter, state=said.state, happened_on=said.on, evidence=said.evidence, reference=said.reference,
            recorded_by=who, recorded_at=now(session),
        )
    )  # fmt: skip
    if said.state in DELIVERED and letter.days is not None:
        source = "HMS § 15 lg 2"
        wanted = Start(letter.case_id, "deficiency", said.on, letter.days, "cd", source, letter_id=letter.id)
        letter.answer_due_on = terms.start(session, wanted).ends_on
    if said.state in _WAY:
        _tell_register(session, letter, said)
    session.flush()


def _tell_register(session: Session, letter: Letter, said: Delivery) -> None:
    """When and how it went; what a person has written into the register stays."""
    entry = session.scalars(select(Entry).where(Entry.letter_id == letter.id)).one_or_none()
    for name, value in (("sent_on", said.on), ("how", _WAY[said.state])):
        if entry is not None and name not in entry.edited:
            setattr(entry, name, value)


def wish_mail(session: Session, principal: Principal, letter_id: str, version: int) -> Letter:
    """To be e-mailed by a worker, once. Raises `ChannelRefused` for a letter that may not go so, or has no address."""
    letter = reading.actionable(session, principal, letter_id, version)
    if letter.state not in {"created", "printed", "returned"} or not letter.addressee.get("email"):
        raise ChannelRefused
    if not channel_allowed(letter.access_basis, "email").allowed:
        raise ChannelRefused
    if not errands.give(session, letter.id, "mail") and not errands.again(session, letter.id, "mail"):
        raise ChannelRefused  # it went that way once: now another way, or a new letter
    audit.record(session, principal.key, "letter.mail_wished", f"letter:{letter.id}", case=letter.case_id)
    return letter
