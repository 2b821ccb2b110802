"""F16, F17, F21: the broker dies, and all its messages with it. Intake goes on, and every document becomes a case."""

from __future__ import annotations

from pathlib import Path

import dramatiq
import pytest
from running import RunningOffice
from world import Rabbit, World

from ports.broker import ACTOR, QUEUE, make_broker

pytestmark = pytest.mark.services


@pytest.fixture
def scan(examples: Path) -> Path:
    return examples / "06-valjamaksuviisi-avaldus.pdf"


def test_f17_the_broker_is_killed_with_all_its_messages(server: RunningOffice, world: World, scan: Path) -> None:
    broker = world.get(Rabbit)
    server.start_web()
    before = server.send(scan)  # its hint lies in a queue nobody reads yet
    broker.lose_everything()
    meanwhile = server.send(scan)  # 201 without a broker
    server.start_worker()
    for batch in (before, meanwhile):
        server.wait_settled(batch, 60)  # the broker is still away
    broker.start()
    afterwards = server.send(scan)
    server.wait_settled(afterwards, 60)
    server.verify()


def test_f16_the_broker_restarts_under_a_worker(server: RunningOffice, world: World, scan: Path) -> None:
    broker = world.get(Rabbit)
    server.start_web()
    server.start_worker()
    first = server.send(scan)
    broker.kill()
    broker.start()
    second = server.send(scan)
    for batch in (first, second):
        server.wait_settled(batch, 60)
    server.verify()


def test_f21_a_hint_about_nothing_harms_nobody(server: RunningOffice, world_rabbit_url: str, scan: Path) -> None:
    broker = make_broker(world_rabbit_url)
    for strange in ("0" * 32, "", "'; drop table work; --", "ä" * 500):
        broker.enqueue(dramatiq.Message(QUEUE, ACTOR, (strange,), {}, {}))
    broker.enqueue(dramatiq.Message(QUEUE, ACTOR, (), {"a": 1}, {}))
    broker.enqueue(dramatiq.Message(QUEUE, "nobody", ("x",), {}, {}))
    broker.close()
    server.start_web()
    worker = server.start_worker()
    server.wait_settled(server.send(scan), 60)
    assert worker.poll() is None
    server.verify()
