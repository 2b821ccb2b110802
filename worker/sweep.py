"""The sweep: finds work whose worker died and hints that got lost. Any number of workers may sweep at once."""

from __future__ import annotations

import threading

from ports import log
from ports.database import Database, OutcomeUnknown, Unavailable
from ports.broker import Hints
from registry import ledger

EVERY_S = 5.0


def sweep(database: Database, hints: Hints) -> None:
    """One sweep. A hint is published after the commit; hinting twice does no harm."""
    swept = database.perform(ledger.sweep)
    if swept.returned or swept.given_up:
        log.event("swept", returned=swept.returned, given_up=swept.given_up)
    hints.publish(swept.hints)


def keep_sweeping(database: Database, hints: Hints, stop: threading.Event) -> None:
    while not stop.wait(EVERY_S):
        try:
            sweep(database, hints)
        except (Unavailable, OutcomeUnknown):
            log.event("sweep_skipped")  # the register is away; the next sweep finds the same
