"""A lease held for as long as the work takes: renewed by a thread while the work's own thread waits for the cage."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from ports import log
from ports.database import Database, Unavailable
from registry import ledger
from registry.ledger import LEASE_MS, RENEW_MS, Claim


class Lease:
    """`with Lease(database, claim):` keeps the claim ours. When it is lost, the fence stops what we would save."""

    def __init__(self, database: Database, claim: Claim, every_s: float = RENEW_MS / 1000) -> None:
        self._database, self._claim, self._every_s = database, claim, every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._over.wait(self._every_s):
            try:
                with self._database.transaction() as session:
                    held = ledger.renew(session, self._claim, LEASE_MS)
            except Unavailable:
                continue  # the next beat tries again; if none gets through, the lease runs out and another worker comes
            if not held:
                log.event("lease_lost", work=self._claim.work_id)
                return
