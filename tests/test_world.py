"""The test world itself: it starts, survives a power cut, and leaves nothing behind."""

import socket

import psycopg
import pytest
from world import LOOPBACK, ObjectStore, Postgres, Rabbit, World, free_port, listening, marked

pytestmark = pytest.mark.services


def test_every_service_answers_and_comes_back_after_a_power_cut(world: World) -> None:
    for kind in (Postgres, Rabbit, ObjectStore):
        service = world.get(kind)
        assert service.healthy()
        service.kill()
        assert not service.healthy()
        service.start()


def test_the_port_of_a_dead_server_is_still_its_own() -> None:
    port = free_port()
    for _ in range(2):
        assert not listening(port)
        socket.create_server((LOOPBACK, port)).close()  # lives and dies
        with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
            stranger.bind((LOOPBACK, port))


def test_a_database_of_ones_own_is_empty_and_goes_away(world: World) -> None:
    server = world.get(Postgres)
    url = server.fresh_database().replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as connection:
        assert connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)
    server.drop(url)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_nothing_stays_behind() -> None:
    world = World()
    for kind in (Postgres, Rabbit, ObjectStore):
        world.get(kind)
    assert len(list(marked(world.folder))) > 3
    world.end()
    assert list(marked(world.folder)) == []
    assert not world.folder.exists()
