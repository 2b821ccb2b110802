"""The next case by one key; a supervisor sees the load and hands cases over. Without a mouse, without a flaw."""

from __future__ import annotations

import os
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect
from running import PASSWORD, RunningOffice
from test_everyone_can_use_it import flaws

from ports.database import Database
from registry import accounts
from registry.accounts import Profile

CHIEF, COLLEAGUE = "juhataja", "kolleeg"


def sign_in(page: Page, login: str) -> Page:
    page.goto("/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    return page


def shot(page: Page, name: str) -> None:
    """To be looked at, where somebody says into which folder."""
    if folder := os.environ.get("SHOTS_FOLDER"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.browser
def test_a_handler_takes_the_next_by_a_key_and_gives_it_back_with_a_reason(desk: Page) -> None:
    expect(desk.get_by_role("button", name="Võta järgmine")).to_be_visible()
    shot(desk, "list")
    desk.keyboard.press("n")
    desk.wait_for_url("**/cases/*")
    first = desk.url
    held = desk.locator(".held summary")
    expect(held).to_contain_text("Sinu käes kuni")
    desk.goto("/")
    desk.keyboard.press("n")
    desk.wait_for_url("**/cases/*")
    assert desk.url == first, "the same until it is done"
    held.click()
    shot(desk, "held")
    assert flaws(desk) == []
    desk.fill("#give-back", "Olen kliendi sugulane.")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/")
    desk.keyboard.press("n")
    desk.wait_for_url("**/cases/*")
    assert desk.url != first


@pytest.mark.browser
def test_a_supervisor_sees_the_load_and_hands_the_cases_over(browser: Browser, running: RunningOffice) -> None:
    with closing(Database(running.store.database_url)) as database, database.transaction() as session:
        accounts.add_account(session, Profile(CHIEF, "Juta Juhataja", "supervisor"), PASSWORD)
        accounts.add_account(session, Profile(COLLEAGUE, "Karl Kolleeg"), PASSWORD)
    context = browser.new_context(viewport={"width": 1366, "height": 800}, base_url=running.address, locale="et-EE")
    page = sign_in(context.new_page(), CHIEF)
    page.get_by_role("link", name="Koormus").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Koormus")
    assert flaws(page) == []
    shot(page, "loads")
    hers = page.locator("tbody tr").filter(has_text="Mari Menetleja")
    open_cases = sum(int(row.locator("td.num").first.inner_text()) for row in hers.all())
    assert open_cases > 0
    page.select_option("#to", label="Karl Kolleeg")
    page.fill("#reason", "Mari haigestus.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(f"Üle anti juhtumeid: {open_cases}")
    expect(page.locator("tbody")).to_contain_text("Karl Kolleeg")
    expect(page.locator("tbody")).not_to_contain_text("Mari Menetleja")
    shot(page, "handed")
    page.select_option("#to", label="Mari Menetleja")
    page.fill("#reason", "Mari on tagasi.")
    page.keyboard.press("Enter")
    expect(page.locator("tbody")).to_contain_text("Mari Menetleja")
    context.close()
