"""Every object store and its twin: what one promises, all keep."""

from pathlib import Path

import pytest

from ports.blobs import Blobs, open_store
from ports.memory import MemoryBlobs


@pytest.fixture(
    params=[
        pytest.param("memory", marks=pytest.mark.quick),
        pytest.param("folder", marks=pytest.mark.quick),
        pytest.param("s3", marks=pytest.mark.services),
    ]
)
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "s3":
        return open_store(request.getfixturevalue("s3_url"))
    return MemoryBlobs() if request.param == "memory" else open_store((tmp_path / "blobs").as_uri())
