"""What all tests share: where the real scans lie."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # a test tells nothing of time: the machine is shared
settings.load_profile("house")

pytest_plugins = ["services", "offices"]  # the world beside us, and offices that run in it

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real scans beside the checkout; a newcomer skips, CI must have it."""
    folder = Path(os.environ.get("KANTSELEI_SHARED", CHECKOUT.parent / "shared")) / "data"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the real scans are absent: put them beside the checkout as shared/data")
        pytest.skip("the real scans (shared/data beside the checkout) are absent")
    return folder


@pytest.fixture(scope="session")
def examples() -> Path:
    """Finished sample scans that ship with the house."""
    return CHECKOUT / "examples"
