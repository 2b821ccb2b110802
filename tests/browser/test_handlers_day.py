"""A handler's day in the browser: find a case, see each value beside its place, correct, confirm, by keyboard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from running import RunningOffice

pytestmark = pytest.mark.browser


def open_case(desk: Page, kind: str) -> None:
    desk.goto("/")
    desk.locator("tr", has_text=kind).locator("a.row").first.click()
    desk.wait_for_selector(".paper figure svg.sheet")
    desk.wait_for_load_state()  # its keys work from then on


def box(desk: Page, label: str) -> Locator:
    return desk.get_by_role("textbox", name=label).first


def test_who_is_not_signed_in_comes_to_the_door(page: Page) -> None:
    page.goto("/")
    page.wait_for_url("**/sign-in")
    page.fill("#login", "menetleja")
    page.fill("#password", "not the pass phrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Kasutajanimi või parool ei ole õige")


def test_cases_are_listed_with_kind_client_and_state(desk: Page, examples: Path) -> None:
    truth = json.loads((examples / "truth" / "05-valjamaksuviisi-avaldus.json").read_text())
    name = next(one["value"] for one in truth["fields"] if one["name"] == "family_name")
    row = desk.locator("tr", has_text="Väljamaksuviisi avaldus")
    expect(row).to_contain_text(name)
    expect(row).to_contain_text("uus")
    expect(row.locator("a.row")).to_contain_text("6.0-1/")


def test_a_search_is_posted_and_names_nobody_in_the_address(desk: Page) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type("nobody-of-this-name")
    desk.keyboard.press("Enter")
    expect(desk.locator(".empty")).to_contain_text("Sellise otsinguga juhtumeid ei ole")
    assert "nobody" not in desk.url


def test_every_value_stands_beside_the_piece_of_picture_it_came_from(desk: Page) -> None:
    open_case(desk, "Väljamaksuviisi avaldus")
    found = desk.locator("form.field svg.crop")
    assert found.count() >= 5
    first = desk.locator("form.field", has=desk.locator("svg.crop")).first
    mark = desk.locator(f".place[data-field='{first.get_attribute('data-field')}']")
    first.locator("input:not([type=hidden]), select").first.focus()
    assert "now" in (mark.get_attribute("class") or "")
    loaded = desk.evaluate(
        "async (href) => { const image = new Image(); image.src = href; await image.decode(); return image.width }",
        desk.locator("svg.sheet image").first.get_attribute("href"),
    )
    assert loaded > 500


def test_alt_o_shows_the_page_as_it_was_scanned_and_back(desk: Page) -> None:
    open_case(desk, "Väljamaksuviisi avaldus")
    original, sheet = desk.locator("#page-1 img.original"), desk.locator("#page-1 svg.sheet")
    expect(original).to_be_hidden()
    desk.keyboard.press("Alt+o")
    expect(original).to_be_visible()
    expect(sheet).to_have_class("sheet gone")
    expect(desk.locator("#page-1 [data-swap]")).to_have_text("Puhastatud pilt")
    width = desk.evaluate(
        "async () => { const i = document.querySelector('#page-1 .original'); await i.decode(); return i.naturalWidth }"
    )
    assert width > 500
    desk.keyboard.press("Alt+o")
    expect(original).to_be_hidden()
    expect(sheet).to_have_class("sheet")


def test_enter_confirms_a_value_and_a_typed_one_is_a_correction(desk: Page) -> None:
    open_case(desk, "Väljamaksuviisi avaldus")
    name = box(desk, "Perekonnanimi")
    name.fill("Kuusk-Õunapuu")
    name.press("Enter")
    desk.wait_for_load_state("networkidle")
    corrected = desk.locator("form.field", has=box(desk, "Perekonnanimi")).first
    expect(corrected).to_contain_text("parandatud")
    expect(box(desk, "Perekonnanimi")).to_have_value("Kuusk-Õunapuu")
    given = box(desk, "Eesnimi")
    given.focus()
    given.press("Enter")
    desk.wait_for_load_state("networkidle")
    expect(desk.locator("form.field", has=box(desk, "Eesnimi")).first).to_contain_text("kinnitatud")


def test_a_date_and_a_signature_are_confirmed_as_they_are_shown(desk: Page) -> None:
    open_case(desk, "Väljamaksuviisi avaldus")
    expect(box(desk, "Kuupäev")).to_have_value("08.11.2026")
    box(desk, "Kuupäev").press("Enter")
    desk.wait_for_load_state("networkidle")
    dated = desk.locator("form.field", has=box(desk, "Kuupäev")).first
    expect(dated).to_contain_text("kinnitatud")
    signature = desk.get_by_role("combobox", name="Avaldaja allkiri")
    expect(signature).to_have_value("present")
    signature.press("Enter")
    desk.wait_for_load_state("networkidle")
    expect(desk.locator("form.field", has=signature).first).to_contain_text("kinnitatud")


def test_illegible_and_absent_are_answers_of_their_own(desk: Page) -> None:
    open_case(desk, "Väljamaksuviisi avaldus")
    bank = box(desk, "Pank")
    bank.focus()
    bank.press("Alt+n")
    desk.wait_for_load_state("networkidle")
    expect(desk.locator("form.field", has=box(desk, "Pank")).first).to_contain_text("vormil ei ole")


def test_two_handlers_at_one_value_the_slower_sees_what_stands_there(desk: Page, running: RunningOffice) -> None:
    open_case(desk, "Väljamaksuviisi avaldus")
    shown = desk.locator("form.field", has=box(desk, "Telefon")).first
    with running.handler() as colleague:
        one = colleague.get(f"/v1/fields/{shown.get_attribute('data-field')}")
        answer = colleague.put(
            f"/v1/fields/{one.json()['id']}",
            json={"value": "+372 5123 4567"},
            headers={"If-Match": one.headers["etag"]},
        )
        assert answer.status_code == 200, answer.text
    mine = box(desk, "Telefon")
    mine.fill("+372 5555 5555")
    mine.press("Enter")
    expect(desk.get_by_role("alert").first).to_contain_text("Keegi muutis seda välja vahepeal")
    expect(box(desk, "Telefon")).to_have_value("+37251234567")


def test_one_enter_too_many_confirms_nothing_but_ctrl_enter_does(desk: Page) -> None:
    open_case(desk, "Pensioniavaldus")
    for _ in range(3):
        desk.keyboard.press("Escape")
        desk.evaluate("document.activeElement.blur()")
        desk.keyboard.press("Enter")
    expect(desk.locator(".case-head")).not_to_contain_text("kinnitatud")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_load_state("networkidle")
    expect(desk.locator(".doc.open")).to_contain_text("kinnitatud")
    desk.get_by_role("button", name="Ava uuesti").click()
    desk.wait_for_load_state("networkidle")
    expect(desk.get_by_role("button", name="Kinnita dokument")).to_be_visible()
