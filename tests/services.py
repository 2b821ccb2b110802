"""Fixtures over tests/world.py: every test gets its own database, bucket and a broker nobody else writes to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from world import ObjectStore, Postgres, Rabbit, World


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """The services of this test run, none started yet."""
    world = World()
    yield world
    world.end()


@pytest.fixture(scope="session")
def world_postgres_url(world: World) -> str:
    """The server's own database: connect here only to look at the server, take `postgres_url` to work."""
    return world.get(Postgres).url("postgres")


@pytest.fixture(scope="session")
def world_rabbit_url(world: World) -> str:
    return world.get(Rabbit).url


@pytest.fixture(scope="session")
def world_s3_url(world: World) -> str:
    """One bucket for the whole run; take `s3_url` for a bucket of your own."""
    return world.get(ObjectStore).fresh_bucket()


@pytest.fixture
def postgres_url(world: World) -> Iterator[str]:
    """A fresh, empty database."""
    server = world.get(Postgres)
    url = server.fresh_database()
    yield url
    server.drop(url)


@pytest.fixture
def s3_url(world: World) -> str:
    """A fresh, empty bucket."""
    return world.get(ObjectStore).fresh_bucket()
