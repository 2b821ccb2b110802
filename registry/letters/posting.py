"""What a worker needs of a letter to print and to mail it, and what it says when that is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from ports.database import insert_once, now
from ports.mail import Outgoing
from registry import audit
from registry.access import SYSTEM
from registry.clock import local_day
from registry.letters import delivery, errands, words
from registry.letters.delivery import Delivery
from registry.letters.errands import Claim
from registry.letters.model import Letter
from registry.letters.office import office_facts
from registry.model import Blob

PDF = "application/pdf"
Place = tuple[float, ...] | None


class NotYetPrinted(Exception):
    """The letter has no PDF yet. It is mailed as soon as it is printed."""

    code = "not_printed"


class NothingToSend(Exception):
    """The letter has no address to mail it to, or has gone another way. Look at the letter."""

    code = "no_address"


@dataclass(frozen=True, slots=True)
class Copy:
    """A letter for the press: its HTML, and of each pictured item the key of the page and the share to show."""

    html: str
    pictures: Mapping[int, tuple[str, Place]]


@dataclass(frozen=True, slots=True)
class Parcel:
    letter_id: str
    viit: str
    language: str
    to: str
    sha256: str


def copy_for_print(session: Session, letter_id: str) -> Copy:
    letter = session.get_one(Letter, letter_id)
    shown = {
        number: (item.picture, tuple(item.place) if item.place else None)
        for number, item in enumerate(letter.items)
        if item.picture
    }
    return Copy(letter.html or "", shown)


def keep_print(session: Session, claim: Claim, sha256: str, size: int) -> None:
    """The PDF belongs to the letter. Its version stays: what a person has read of it has not changed."""
    errands.finish(session, claim)
    insert_once(session, Blob, {"sha256": sha256, "size": size, "media_type": PDF, "created_at": now(session)})
    mine = update(Letter).where(Letter.id == claim.letter_id).values(sha256=sha256)
    session.execute(mine.execution_options(synchronize_session=False))
    audit.record(session, SYSTEM.key, "letter.made", f"letter:{claim.letter_id}", sha256=sha256)


def parcel(session: Session, letter_id: str) -> Parcel:
    letter = session.get_one(Letter, letter_id)
    to = letter.addressee.get("email") or ""
    if letter.state not in {"created", "printed", "returned"} or not to:
        raise NothingToSend
    if not delivery.channel_allowed(letter.access_basis, "email").allowed:
        raise NothingToSend  # the last door: whatever was wished, it does not go out openly
    if letter.sha256 is None:
        raise NotYetPrinted
    return Parcel(letter.id, letter.viit or "", letter.language, to, letter.sha256)


def message(parcel: Parcel, pdf: bytes) -> Outgoing:
    """No word of the matter outside the PDF: subject and text hold the number only."""
    office = office_facts()
    return Outgoing(
        message_id=f"{parcel.letter_id}@{office.email.rpartition('@')[2]}",
        sender=office.email,
        to=parcel.to,
        subject=words.said("mail", "subject", parcel.language, viit=parcel.viit),
        text=words.said("mail", "text", parcel.language, viit=parcel.viit, office=office.name[parcel.language]),
        pdf=pdf,
        file_name=f"kiri-{parcel.viit.replace('/', '-')}.pdf",
    )


def mailed(session: Session, claim: Claim) -> None:
    """A server took it on: that is sending. It is delivered when the reader opens or confirms it."""
    errands.finish(session, claim)
    letter = session.get_one(Letter, claim.letter_id, with_for_update=True, populate_existing=True)
    today = local_day(now(session))
    delivery.note(session, letter, Delivery("emailed", today, "mail_server", f"{letter.id}"), SYSTEM.key)
    audit.record(session, SYSTEM.key, "letter.emailed", f"letter:{letter.id}", case=letter.case_id)
