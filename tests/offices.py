"""Fixtures over tests/running.py: an office in each profile, ended with the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import RunningOffice


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[RunningOffice]:
    """SQLite, a folder, no broker: nothing running yet."""
    office = RunningOffice(tmp_path)
    yield office
    office.end()


@pytest.fixture
def server(tmp_path: Path, postgres_url: str, world_rabbit_url: str, s3_url: str) -> Iterator[RunningOffice]:
    """PostgreSQL, RabbitMQ and S3: nothing running yet."""
    urls = {"DATABASE": postgres_url, "BROKER": world_rabbit_url, "BLOBS": s3_url}
    office = RunningOffice(tmp_path, {f"KANTSELEI_{name}_URL": url for name, url in urls.items()})
    yield office
    office.end()


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.services)])
def office(request: pytest.FixtureRequest) -> RunningOffice:
    """The same office in both profiles."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, RunningOffice)
    return found
