"""The one dramatiq actor: a message holds the id of a work row and nothing else, and the row decides."""

from __future__ import annotations

import dramatiq
from dramatiq import Broker, Worker

from ports import log
from ports.broker import ACTOR, QUEUE
from ports.database import OutcomeUnknown, Unavailable
from worker.clerk import Clerk


def listen(broker: Broker, clerk: Clerk) -> Worker:
    """Starts consuming hints in a thread of its own; stop it with `.stop()`.

    dramatiq neither retries nor times anything here: attempts are counted in the row before the work, and what may
    hang runs in a cage that kills it. One message at a time, so that an idle worker elsewhere gets the next.
    """

    @dramatiq.actor(broker=broker, actor_name=ACTOR, queue_name=QUEUE, max_retries=0, time_limit=float("inf"))
    def work(work_id: str) -> None:
        try:
            clerk.do(work_id)
        except (Unavailable, OutcomeUnknown):
            log.event("hint_dropped", work=work_id)  # the register is away; the sweep hints again

    worker = Worker(broker, queues={QUEUE}, worker_threads=1, worker_timeout=200)
    worker.queue_prefetch = 1
    worker.start()
    return worker
