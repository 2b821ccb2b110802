"""The sweep: finds work whose worker died and hints that got lost. Any number of workers may sweep at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from ports import log
from ports.broker import Hints
from ports.database import Database, OutcomeUnknown, Unavailable
from registry import alarms, audit, ledger, progress
from registry.audit import Head
from registry.tuning import drift

EVERY_S = 5.0
DRIFT_ROUNDS = 120  # of sweeps: a look at a fortnight's papers every ten minutes
GIVEN_UP = "worker_lost"


@dataclass(frozen=True, slots=True)
class Found:
    """What one sweep found and set going again."""

    hints: list[str]
    returned: int
    given_up: int
    head: Head


def tidy(session: Session) -> Found:
    """One sweep in one transaction: a document whose work is given up goes on without it."""
    swept = ledger.sweep(session)
    hints = list(swept.hints)
    for claim in swept.given_up:
        hints += progress.work_lost(session, claim, GIVEN_UP)
    return Found(hints, swept.returned, len(swept.given_up), audit.head(session))


def sweep(database: Database, hints: Hints) -> Found:
    """Hints are published after the commit; hinting twice does no harm."""
    found = database.perform(tidy)
    hints.publish(found.hints)
    if found.returned or found.given_up:
        log.event("swept", returned=found.returned, given_up=found.given_up)
    return found


def ring(database: Database) -> int:
    """Reminders and expired terms, one transaction each; how many made something for a person to do."""
    with database.reading() as session:
        found = alarms.waiting(session)
    rung = sum(database.perform(partial(alarms.ring, term_id=term)) for term in found)
    if rung:
        log.event("terms_rung", count=rung)
    return rung


def look_for_drift(database: Database) -> int:
    """Whether the paper that comes is still what was learnt from; how many notices were made of it."""
    noticed = database.perform(drift.watch)
    if noticed:
        log.event("drift_noticed", codes=",".join(noticed))
    return len(noticed)


def keep_sweeping(database: Database, hints: Hints, stop: threading.Event) -> None:
    """Each new end of the audit chain is said in the log, outside the database: a cut-off end shows there."""
    said, rounds = 0, 0
    while not stop.wait(EVERY_S):
        try:
            head = sweep(database, hints).head
            ring(database)
            if rounds % DRIFT_ROUNDS == 0:
                look_for_drift(database)
            rounds += 1
        except (Unavailable, OutcomeUnknown):
            log.event("sweep_skipped")  # the register is away; the next sweep finds the same
            continue
        if head.seq != said:
            log.event("audit_head", seq=head.seq, hash=head.hash)
            said = head.seq
