"""A browser, an office that runs, and its papers already in their cases."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from running import LOGIN, PASSWORD, RunningOffice

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAPERS = ("05-valjamaksuviisi-avaldus.png", "01-pensioniavaldus.pdf")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is absent: install Debian's package chromium")
        pytest.skip("Chromium (Debian's package chromium) is absent")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield found
        found.close()


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Iterator[RunningOffice]:
    """The embedded office with two documents read and placed."""
    office = RunningOffice(tmp_path_factory.mktemp("office"))
    office.start_web()
    office.start_worker()
    office.wait_settled(office.send(*(examples / name for name in PAPERS)), 120)
    yield office
    office.end()


@pytest.fixture
def page(browser: Browser, running: RunningOffice) -> Iterator[Page]:
    """A page of a browser that reads Estonian; whatever its console complains of fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 800}, locale="et-EE", base_url=running.address)
    found = context.new_page()
    found.set_default_timeout(20_000)
    complaints: list[str] = []
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield found
    context.close()
    assert complaints == []


@pytest.fixture
def desk(page: Page) -> Page:
    """Signed in as a handler."""
    page.goto("/sign-in")
    page.fill("#login", LOGIN)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    return page
