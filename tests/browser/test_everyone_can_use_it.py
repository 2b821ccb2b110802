"""WCAG 2.2 AA by axe-core on every page, in three languages that lack no word."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.language import LANGUAGES
from api.web.words import keys

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def flaws(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.browser
def test_the_door_has_no_flaw(page: Page) -> None:
    page.goto("/sign-in")
    assert flaws(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", "/station", "/access"])
def test_list_and_station_have_no_flaw(desk: Page, path: str) -> None:
    desk.goto(path)
    assert flaws(desk) == []


@pytest.mark.browser
def test_a_case_has_no_flaw(desk: Page) -> None:
    desk.locator("a.row").first.click()
    desk.wait_for_selector(".paper figure svg.sheet")
    assert flaws(desk) == []


@pytest.mark.browser
def test_letters_and_terms_of_a_case_have_no_flaw(desk: Page) -> None:
    desk.locator("a.row").first.click()
    desk.locator(".tabs a").last.press("Enter")
    desk.wait_for_url("**/letters")
    desk.locator("summary").last.press("Enter")
    assert flaws(desk) == []


@pytest.mark.browser
@pytest.mark.parametrize(("language", "word"), [("en", "Cases"), ("ru", "Дела"), ("et", "Juhtumid")])
def test_the_language_is_chosen_on_any_page(desk: Page, language: str, word: str) -> None:
    desk.locator(f".langs button[value={language}]").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(word)
    assert desk.locator("html").get_attribute("lang") == language


@pytest.mark.quick
def test_no_language_lacks_a_word() -> None:
    first, *others = (keys(language) for language in LANGUAGES)
    for other in others:
        assert other == first
