"""One clerk does one piece of work at a time: claims it, holds its lease, does it, and answers for what goes wrong."""

from __future__ import annotations

import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from ports import log
from ports.database import OutcomeUnknown, Unavailable
from registry import ledger, progress
from registry.ledger import LEASE_MS, Claim, Fenced
from worker import trouble
from worker.desk import Desk
from worker.lease import Lease
from worker.pipeline import advance
from worker.trouble import Trouble

AGAIN_MS = {1: 2_000, 2: 10_000}  # after the first attempt, after the second
WAIT_MS = (1_000, 5_000)  # for a service that is away; by chance, so that workers do not come back all at once


class Clerk:
    """Called by the poll of its own process and by the broker's thread; a lock keeps it to one piece at a time."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._one_at_a_time = threading.Lock()
        self._at_hand: Claim | None = None
        self.leaving = False  # set when the shift ends: nothing new is begun

    def do(self, work_id: str) -> bool:
        """True when this work was ours to do, however it ended; what follows at once is done with it.

        Raises `Unavailable` when the register is away.
        """
        with self._one_at_a_time:
            claim = self._claim(work_id)
            if claim is None:
                return False  # done, or another worker has it: a hint may come twice, late, or for nothing
            while claim is not None:
                self._at_hand = claim
                try:
                    following = self._attend(claim)
                finally:
                    self._at_hand = None
                claim = self._claim(following[0]) if following and not self.leaving else None
            return True

    @contextmanager
    def between(self) -> Iterator[Desk]:
        """The desk between two pieces of work, for what is done aside: one page, then the next document goes first."""
        with self._one_at_a_time:
            yield self.desk

    def _claim(self, work_id: str) -> Claim | None:
        return self.desk.database.perform(lambda session: ledger.claim(session, work_id, self.desk.owner, LEASE_MS))

    def hand_back(self) -> None:
        """Gives the work at hand back, at once and for free; what its thread may yet save is fenced off."""
        claim = self._at_hand
        if claim is None:
            return

        def back(session: Session) -> list[str]:
            ledger.retry(session, claim, "handed_back", 0, spend=False)
            return [claim.work_id]

        self._settle(claim, back)
        log.event("work_handed_back", work=claim.work_id, step=claim.step)

    def _attend(self, claim: Claim) -> Sequence[str]:
        began = time.monotonic()
        try:
            with Lease(self.desk.database, claim):
                following = advance(self.desk, claim)
        except Fenced:
            log.event("work_fenced", work=claim.work_id, step=claim.step)
        except OutcomeUnknown:
            log.event("work_outcome_unknown", work=claim.work_id, step=claim.step)  # the row knows; its lease runs out
        except Exception as error:  # noqa: BLE001 (whatever a step raises costs this piece of work, never the worker)
            self._answer(claim, trouble.name(error), _where(error))
        else:
            spent = round((time.monotonic() - began) * 1000)
            log.event("work_done", work=claim.work_id, step=claim.step, attempt=claim.attempt, ms=spent)
            return following
        return []

    def _answer(self, claim: Claim, found: Trouble, where: str) -> None:
        told = {"step": claim.step, "kind": found.kind, "code": found.code, "where": where}
        log.event("work_failed", work=claim.work_id, attempt=claim.attempt, **told)

        def put_off(session: Session) -> list[str]:
            free = found.kind == "transient"
            delay = random.randint(*WAIT_MS) if free else AGAIN_MS[claim.attempt]  # noqa: S311 (no secret)
            ledger.retry(session, claim, found.code, delay, spend=not free)
            return []

        def give_up(session: Session) -> list[str]:
            return progress.work_lost(session, claim, found.code)

        hopeless = found.kind in {"poison", "gone"} or (claim.last and found.kind != "transient")
        self._settle(claim, give_up if hopeless else put_off)

    def _settle(self, claim: Claim, action: Callable[[Session], list[str]]) -> None:
        try:
            self.desk.hints.publish(self.desk.database.perform(action))
        except Fenced:
            log.event("work_fenced", work=claim.work_id, step=claim.step)
        except (Unavailable, OutcomeUnknown):
            log.event("work_left", work=claim.work_id, step=claim.step)  # the lease runs out, then it is ready again


def _where(error: Exception) -> str:
    """The type of the error and the line it came from; never its text, which may hold a client's words."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(frame.filename).name}:{frame.lineno}"
