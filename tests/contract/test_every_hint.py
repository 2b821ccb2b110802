"""What every way of hinting promises: it returns at once, never raises, and can be closed."""

from collections.abc import Iterator

import pytest

from ports.broker import Hints, hints
from ports.memory import MemoryHints


@pytest.fixture(
    params=[
        pytest.param("memory", marks=pytest.mark.quick),
        pytest.param("none", marks=pytest.mark.quick),
        pytest.param("dead broker", marks=pytest.mark.quick),
        pytest.param("rabbitmq", marks=pytest.mark.services),
    ]
)
def way(request: pytest.FixtureRequest) -> Iterator[Hints]:
    if request.param == "memory":
        made: Hints = MemoryHints()
    elif request.param == "rabbitmq":
        made = hints(request.getfixturevalue("world_rabbit_url"))
    else:
        made = hints(None if request.param == "none" else "redis://127.0.0.1:1/0")
    yield made
    made.close()


def test_hinting_returns_and_never_raises(way: Hints) -> None:
    way.publish([])
    way.publish(["a" * 32])
    way.publish([f"{number:032x}" for number in range(200)])


def test_closing_twice_is_harmless(way: Hints) -> None:
    way.publish(["a" * 32])
    way.close()
    way.close()
