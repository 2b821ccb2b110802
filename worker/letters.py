"""Letters are printed and mailed here, one at a time, beside the reading of paper: load, work, save."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ports import log
from ports.blobs import BlobDamaged, BlobMissing, Blobs, BlobsUnavailable
from ports.database import Database, OutcomeUnknown, Unavailable
from ports.mail import Mail, MailRefused, MailUnavailable
from registry.ledger import Fenced
from registry.letters import errands, posting
from registry.letters.errands import Claim
from registry.letters.press import PressFailed, printed

EVERY_S = 1.0
AWAY_S = 3.0
_AWAY = (BlobsUnavailable, MailUnavailable, Unavailable, posting.NotYetPrinted)
_HOPELESS = (MailRefused, BlobMissing, BlobDamaged, posting.NothingToSend)


class AttemptsSpent(Exception):
    """Every worker that took this letter died over it. Look at the letter and at the machine, then send it again."""

    code = "worker_lost"


@dataclass(frozen=True, slots=True)
class PostRoom:
    """What printing and mailing need."""

    database: Database
    blobs: Blobs
    mail: Mail


def attend(room: PostRoom) -> bool:
    """Does one errand; false when there was none."""
    with room.database.reading() as session:
        if not errands.waiting(session):
            return False
    claim = room.database.perform(errands.claim)
    if claim is None:
        return False
    try:
        if claim.attempt > errands.MAX_ATTEMPTS:
            raise AttemptsSpent  # its workers died over it
        _WORK[claim.what](room, claim)
    except (Fenced, OutcomeUnknown):
        log.event("errand_left", errand=claim.id)  # another has it, or the row knows; the lease runs out
    except Exception as error:  # noqa: BLE001 (whatever one letter raises must not stop the others)
        _answer(room, claim, error)
    return True


def _print(room: PostRoom, claim: Claim) -> None:
    with room.database.reading() as session:
        copy = posting.copy_for_print(session, claim.letter_id)
    pictures = {number: (room.blobs.get(key), place) for number, (key, place) in copy.pictures.items()}
    pdf = printed(copy.html, pictures)
    sha256 = room.blobs.put_bytes(pdf)
    room.database.perform(lambda session: posting.keep_print(session, claim, sha256, len(pdf)))


def _mail(room: PostRoom, claim: Claim) -> None:
    """Sends, then says so. Cut off in between, the same message goes again under the same Message-ID."""
    with room.database.reading() as session:
        parcel = posting.parcel(session, claim.letter_id)
    room.mail.send(posting.message(parcel, room.blobs.get(parcel.sha256)))
    room.database.perform(lambda session: posting.mailed(session, claim))


_WORK: dict[str, Callable[[PostRoom, Claim], None]] = {"print": _print, "mail": _mail}


def _answer(room: PostRoom, claim: Claim, error: Exception) -> None:
    code = str(getattr(error, "code", "") or ("unavailable" if isinstance(error, _AWAY) else "program_error"))
    log.event("errand_failed", errand=claim.id, what=claim.what, attempt=claim.attempt, code=code)

    def settle(session: Session) -> None:
        if isinstance(error, _AWAY):
            errands.retry(session, claim, code, spend=False)
        elif (
            isinstance(error, _HOPELESS)
            or claim.attempt >= errands.MAX_ATTEMPTS
            or (isinstance(error, PressFailed) and claim.attempt > 1)
        ):
            errands.give_up(session, claim, code)
        else:
            errands.retry(session, claim, code)

    try:
        room.database.perform(settle)
    except (Fenced, Unavailable, OutcomeUnknown):
        log.event("errand_left", errand=claim.id)


def _attempts(error: Exception) -> int:
    """A letter that could not be printed twice will not be the third time."""
    return 2 if isinstance(error, PressFailed) else errands.MAX_ATTEMPTS


def keep_attending(room: PostRoom, stop: threading.Event) -> None:
    """Until the shift ends. A register that is away is asked again."""
    while not stop.is_set():
        try:
            if not attend(room):
                stop.wait(EVERY_S)
        except (Unavailable, OutcomeUnknown):
            stop.wait(AWAY_S)
