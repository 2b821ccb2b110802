"""Fixtures of the web process: an office of its own for every test, founded once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office, copied_office, founded, read, settings_of


@pytest.fixture(scope="session")
def foundation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("founded")
    return folder, founded(settings_of(folder))


@pytest.fixture
def office(foundation: tuple[Path, str], tmp_path: Path) -> Iterator[Office]:
    with copied_office(foundation[0], tmp_path / "data", foundation[1]) as opened:
        yield opened


@pytest.fixture(scope="session")
def standing(foundation: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office for tests that change nothing another could notice; one document lies in it."""
    with copied_office(foundation[0], tmp_path_factory.mktemp("standing") / "data", foundation[1]) as opened:
        read(opened.house, str(opened.send(opened.batch())["document_id"]))
        yield opened


@pytest.fixture
def document(office: Office) -> str:
    """A document that was sent, read and placed."""
    document_id = str(office.send(office.batch())["document_id"])
    read(office.house, document_id)
    return document_id
