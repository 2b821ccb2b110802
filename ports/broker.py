"""The door to the broker: hints that work is ready. A hint is one opaque id; losing all of them costs seconds.

Publishing never delays and never fails the caller: a thread of its own does it, and gives a hint up after five seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, Full, Queue
from time import monotonic
from typing import Any, Protocol

import redis
from dramatiq import Broker, Message
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import Middleware, Retries, TimeLimit

from ports import log

ACTOR = QUEUE = "work"
DEADLINE_S = 5.0
WAITING = 10_000  # hints in hand; more than that and the sweep is the quicker way
_NETWORK_S = 3.0


class BadBrokerUrl(Exception):
    """The broker URL cannot be used. Write amqp://user:password@host:5672/%2F or redis://host:6379/0."""


class Hints(Protocol):
    """Tells idle workers that rows of the ledger are ready."""

    def publish(self, work_ids: Sequence[str]) -> None:
        """Returns at once and never raises. Call it after the commit."""

    def close(self) -> None:
        """Lets what is in hand go out, for five seconds at most."""


class NoHints:
    """No broker: workers poll."""

    def publish(self, work_ids: Sequence[str]) -> None:
        pass

    def close(self) -> None:
        pass


class DramatiqHints:
    """Hints through dramatiq. The broker's connection belongs to one thread, started with the first hint."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._waiting: Queue[tuple[float, str]] = Queue(WAITING)
        self._closing = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def publish(self, work_ids: Sequence[str]) -> None:
        until = monotonic() + DEADLINE_S
        with suppress(Full):
            for work_id in work_ids:
                self._waiting.put_nowait((until, work_id))
        self._start()

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(DEADLINE_S)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="hints", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                until, work_id = self._waiting.get(timeout=0.2)
            except Empty:
                if self._closing.is_set():
                    return self._part()
                continue
            if monotonic() < until:
                self._send(work_id)

    def _part(self) -> None:
        """RabbitMQ's connection belongs to this thread; the broker itself may still serve a worker's consumer."""
        if isinstance(self._broker, RabbitmqBroker):
            with suppress(Exception):
                del self._broker.connection

    def _send(self, work_id: str) -> None:
        try:
            self._broker.enqueue(Message(QUEUE, ACTOR, (work_id,), {}, {}))
        except Exception as error:  # noqa: BLE001 (whatever the client library throws, the sweep hints again)
            log.event("hint_lost", work=work_id, error=type(error).__name__)


def hints(url: str | None) -> Hints:
    """What the settings name: a broker, or none."""
    return DramatiqHints(make_broker(url)) if url else NoHints()


def make_broker(url: str) -> Broker:
    """A dramatiq broker. Nothing is connected yet. Raises `BadBrokerUrl`.

    Deliveries are confirmed: without that, 18 % of the messages were lost in silence when RabbitMQ died. dramatiq
    neither repeats nor times anything: attempts are counted in the ledger, before the work.
    """
    quiet: list[Middleware] = [TimeLimit(time_limit=float("inf")), Retries(max_retries=0)]
    try:
        if url.startswith(("redis://", "rediss://")):
            client = redis.Redis.from_url(url, socket_timeout=DEADLINE_S, socket_connect_timeout=_NETWORK_S)
            return RedisBroker(client=client, middleware=quiet)  # type: ignore[no-untyped-call]
        if url.startswith(("amqp://", "amqps://")):
            return _rabbit(url, quiet)
    except (ValueError, TypeError, IndexError):
        raise BadBrokerUrl from None  # the URL holds a password: it is not repeated
    raise BadBrokerUrl


def _rabbit(url: str, middleware: list[Middleware]) -> RabbitmqBroker:
    broker = RabbitmqBroker(url=url, confirm_delivery=True, middleware=middleware)
    bounds: Any = broker.parameters
    bounds.connection_attempts = 1
    bounds.socket_timeout = bounds.stack_timeout = _NETWORK_S
    bounds.blocked_connection_timeout = DEADLINE_S  # a broker out of memory or disk holds publishers up
    return broker
