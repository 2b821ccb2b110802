"""Hints: out quickly when the broker is well, dropped quietly when it is not, never in the sender's way."""

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator

import dramatiq
import pytest
from dramatiq import Worker
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from wire import Wire
from world import Rabbit, World, free_port, listening, program, wait_until

from ports import broker as door
from ports.broker import ACTOR, QUEUE, BadBrokerUrl, DramatiqHints, make_broker

IDS = [f"{number:032x}" for number in range(20)]


def listen(url: str, heard: list[str]) -> Worker:
    """A worker of its own, as worker/actors.py makes it."""
    broker = make_broker(url)

    @dramatiq.actor(broker=broker, actor_name=ACTOR, queue_name=QUEUE, max_retries=0, time_limit=float("inf"))
    def work(work_id: str) -> None:
        heard.append(work_id)

    worker = Worker(broker, queues={QUEUE}, worker_threads=1, worker_timeout=100)
    worker.queue_prefetch = 1
    worker.start()
    return worker


def stop(worker: Worker) -> None:
    worker.stop()
    worker.broker.close()


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("redis"), free_port()
    argv = [
        "setpriv",
        "--pdeathsig",
        "KILL",
        program("redis-server"),
        "--port",
        str(port),
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    with subprocess.Popen([*argv, "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL) as server:
        wait_until(lambda: listening(port), 10, "redis to answer")
        yield f"redis://127.0.0.1:{port}/0"
        server.kill()
    shutil.rmtree(folder)


@pytest.fixture(params=["rabbitmq", "redis"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("redis_url" if request.param == "redis" else "world_rabbit_url"))


@pytest.mark.services
def test_every_hint_reaches_a_worker(url: str) -> None:
    heard: list[str] = []
    worker = listen(url, heard)
    hints = door.hints(url)
    hints.publish(IDS)
    wait_until(lambda: set(heard) >= set(IDS), 20, "the hints to arrive")  # others may have hinted here before us
    hints.close()
    stop(worker)


@pytest.mark.services
def test_a_message_holds_one_opaque_id_and_nothing_else(world_rabbit_url: str) -> None:
    broker = make_broker(world_rabbit_url)
    sent: list[dict[str, object]] = []
    broker.add_middleware(Eavesdropper(sent))
    hints = DramatiqHints(broker)
    hints.publish(IDS[:1])
    hints.close()
    broker.close()
    assert [(each["actor_name"], each["args"], each["kwargs"], each["options"]) for each in sent] == [
        (ACTOR, [IDS[0]], {}, {})
    ]


class Eavesdropper(dramatiq.Middleware):
    def __init__(self, sent: list[dict[str, object]]) -> None:
        self.sent = sent

    def after_enqueue(self, _broker: dramatiq.Broker, message: dramatiq.Message, _delay: int | None) -> None:
        self.sent.append(json.loads(message.encode()))


@pytest.mark.services
def test_publishing_goes_on_after_the_broker_came_back_with_nothing(world: World) -> None:
    rabbit = world.get(Rabbit)
    hints = door.hints(rabbit.url)
    hints.publish(IDS[:1])
    rabbit.lose_everything()
    began = time.monotonic()
    hints.publish(IDS[1:2])  # nobody is there: this one is lost
    assert time.monotonic() - began < 0.1
    rabbit.start()
    heard: list[str] = []
    worker = listen(rabbit.url, heard)

    def arrives() -> bool:
        hints.publish(IDS[2:3])
        time.sleep(0.3)
        return IDS[2] in heard

    wait_until(arrives, 30, "a hint after the broker came back")
    hints.close()
    stop(worker)


def test_rabbitmq_confirms_and_every_wait_has_an_end() -> None:
    broker = make_broker("amqp://guest:guest@127.0.0.1:5672/%2F")
    assert isinstance(broker, RabbitmqBroker)
    assert broker.confirm_delivery
    waits = broker.parameters
    assert (waits.socket_timeout, waits.blocked_connection_timeout, waits.connection_attempts) == (3.0, 5.0, 1)


def test_nothing_is_repeated_or_timed_by_the_broker() -> None:
    kinds = {type(each).__name__: each for each in make_broker("redis://127.0.0.1:1/0").middleware}
    assert kinds.keys() == {"TimeLimit", "Retries"}
    assert kinds["Retries"].max_retries == 0
    assert kinds["TimeLimit"].time_limit == float("inf")


@pytest.mark.parametrize(
    "url", ["", "localhost", "http://hidden@x", "amqp://u:hidden@host:notaport/", "kafka://hidden"]
)
def test_a_url_we_cannot_use_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadBrokerUrl) as caught:
        make_broker(url)
    assert "hidden" not in str(caught.value)


def test_a_broker_that_says_nothing_holds_nobody_up(capfd: pytest.CaptureFixture[str]) -> None:
    """Half open: it takes the connection and never answers."""
    silent = socket.create_server(("127.0.0.1", 0))
    hints = door.hints(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
    began = time.monotonic()
    for _ in range(100):
        hints.publish(IDS)
    assert time.monotonic() - began < 0.5
    hints.close()
    assert time.monotonic() - began < 2 * door.DEADLINE_S
    silent.close()
    assert "Traceback" not in capfd.readouterr().err


def test_a_hint_that_is_too_old_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "DEADLINE_S", -1.0)
    broker = Recorder()
    hints = DramatiqHints(broker)
    hints.publish(IDS)
    monkeypatch.setattr(door, "DEADLINE_S", 5.0)
    hints.publish(["fresh"])
    hints.close()
    assert broker.heard == ["fresh"]


def test_more_hints_than_fit_are_dropped_and_the_sender_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WAITING", 5)
    broker = Recorder()
    broker.free.clear()
    hints = DramatiqHints(broker)
    hints.publish(IDS)
    broker.free.set()
    hints.close()
    assert 5 <= len(broker.heard) <= 7


class Recorder(dramatiq.Broker):
    """Takes messages when it is `free`."""

    def __init__(self) -> None:
        super().__init__(middleware=[])
        self.heard: list[str] = []
        self.free = threading.Event()
        self.free.set()

    def enqueue(self, message: dramatiq.Message, *, delay: int | None = None) -> dramatiq.Message:
        assert delay is None
        self.free.wait(10)
        self.heard.append(message.args[0])
        return message


@pytest.mark.services
def test_a_wire_that_goes_dead_under_rabbitmq_delays_no_sender(world: World) -> None:
    rabbit = world.get(Rabbit)
    dead = threading.Event()
    wire = Wire(rabbit.port, lambda _: dead.is_set())
    hints = door.hints(rabbit.url.replace(f":{rabbit.port}", f":{wire.port}"))
    hints.publish(IDS[:1])
    time.sleep(0.5)
    dead.set()
    began = time.monotonic()
    hints.publish(IDS)
    assert time.monotonic() - began < 0.1
    hints.close()
    assert time.monotonic() - began < door.DEADLINE_S + 1
    wire.close()
