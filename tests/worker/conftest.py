"""A workroom for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Workroom, workroom

from worker import clerk


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workroom]:
    """Second and third attempts come at once here."""
    monkeypatch.setattr(clerk, "AGAIN_MS", {1: 0, 2: 0})
    monkeypatch.setattr(clerk, "WAIT_MS", (0, 0))
    opened = workroom(tmp_path)
    yield opened
    opened.close()
