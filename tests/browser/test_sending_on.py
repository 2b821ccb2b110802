"""A case that belongs to another body is sent on from its page, with keys alone, and the page says what went out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from test_everyone_can_use_it import flaws
from test_next_case import shot


@pytest.mark.browser
def test_a_handler_sends_a_case_on_and_sees_what_went_out(desk: Page) -> None:
    desk.locator("a.row").last.click()
    desk.locator(".tabs a").last.press("Enter")
    desk.wait_for_url("**/letters")
    part = desk.locator("section[aria-labelledby=elsewhere]")
    part.locator("summary").press("Enter")
    part.get_by_label("Pädev asutus").select_option("X-TK")
    part.get_by_role("button", name="Pane ette").press("Enter")
    expect(part).to_contain_text("ootab sinu otsust")
    assert flaws(desk) == []
    shot(desk, "sending_on")
    part.get_by_label("Kellele teatada").fill("Mari Maasikas")
    part.get_by_label("Postiaadress").fill("Pikk 7\n44308 Rakvere")
    part.get_by_role("button", name="Edasta ja teata saatjale").press("Enter")
    expect(part).to_contain_text("Dokumendid läksid välja viidaga")
    expect(part.get_by_role("link", name="teade saatjale")).to_be_visible()
    assert flaws(desk) == []
    shot(desk, "sent_on")
