"""The printing shop needs its fonts: a newcomer skips, CI must have them."""

import os

import pytest

from bench.paper import fonts
from bench.paper.printing import Order, Sample, make
from classify.catalogue import Catalogue, load


@pytest.fixture(scope="session", autouse=True)
def _fonts_installed() -> None:
    if absent := fonts.missing():
        names = ", ".join(face.name for face in absent)
        if os.environ.get("CI"):
            pytest.fail(f"fonts of the printing shop are absent: {names}")
        pytest.skip(f"fonts of the printing shop are absent: {names}")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def prints(catalogue: Catalogue) -> dict[str, Sample]:
    """One print of every kind, undamaged."""
    return {code: make(Order(kind, 5)) for code, kind in catalogue.items()}
