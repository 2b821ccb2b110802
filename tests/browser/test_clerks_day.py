"""A clerk's day in the browser: files go in, each page gets its verdict, the batch is counted and closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_files_are_sent_judged_counted_and_the_batch_closed(desk: Page, examples: Path, tmp_path: Path) -> None:
    notes, broken = tmp_path / "notes.txt", tmp_path / "broken.pdf"
    notes.write_text("not a scan")
    broken.write_bytes(b"%PDF-1.4 and nothing more")
    desk.goto("/station")
    desk.set_input_files("#files", [notes, examples / "05-valjamaksuviisi-avaldus.png", broken])
    rows = desk.locator("#sheets tbody tr")
    expect(rows.nth(0)).to_contain_text("ei läinud läbi")
    expect(rows.nth(1)).to_contain_text("loetav", timeout=60_000)
    expect(rows.nth(1).get_by_role("link", name="Ava juhtum")).to_be_visible(timeout=60_000)
    expect(rows.nth(2)).to_contain_text("vigane", timeout=60_000)
    expect(desk.locator("#count")).to_contain_text("Saadetud 2 · Vastu võetud 2 · Registreeritud 2")
    desk.get_by_role("button", name="Lõpeta pakk").click()
    expect(desk.get_by_role("button", name="Uus pakk")).to_be_visible()
    expect(desk.get_by_role("button", name="Lõpeta pakk")).to_be_hidden()
