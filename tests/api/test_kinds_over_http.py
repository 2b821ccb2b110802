"""An administrator writes a kind over HTTP: mistakes are told in their language, and the catalogue has it at once."""

from __future__ import annotations

import pytest
from office import PEOPLE, Office

from classify.catalogue import SHIPPED
from registry.model import Account

PERMIT = (SHIPPED / "kiri.toml").read_text(encoding="utf-8").replace('code = "kiri"', 'code = "raieluba"')


@pytest.mark.parametrize(
    ("language", "remedy"),
    [("et", "Kas mõtlesid `isikukood`?"), ("en", "Did you mean `isikukood`?"), ("ru", "Вы имели в виду `isikukood`?")],
)
def test_a_mistake_is_named_with_line_and_remedy(office: Office, language: str, remedy: str) -> None:
    with office.house.database.transaction() as session:
        session.query(Account).filter_by(login=PEOPLE["admin"].login).one().language = language
    bad = PERMIT.replace('type = "isikukood"', 'type = "isikukod"')
    answer = office.as_("admin").post("/v1/admin/kinds", json={"code": "raieluba", "text": bad})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_kind")
    assert answer.json()["line"] == bad[: bad.index('"isikukod"')].count("\n") + 1
    assert answer.json()["remedy"] == remedy
    assert office.as_("admin").get("/v1/admin/kinds").json() == []


def test_a_published_kind_stands_in_the_catalogue_of_everybody(office: Office) -> None:
    client = office.as_("admin")
    text = PERMIT.replace('title.en = "Letter"', 'title.en = "Permit to fell a tree"')
    draft = client.post("/v1/admin/kinds", json={"code": "raieluba", "text": text}).json()
    assert office.as_("handler").get("/v1/kinds/raieluba").status_code == 404
    address, seen = f"/v1/admin/kinds/{draft['id']}", {"If-Match": f'"{draft["version"]}"'}
    signed = client.post(f"{address}/publish", json={"reason": "Uus vorm"}, headers=seen)
    assert signed.json()["state"] == "published"
    assert office.as_("handler").get("/v1/kinds/raieluba").json()["title"] == "Permit to fell a tree"
    late = client.post(f"{address}/withdraw", json={"reason": "Trükiviga"}, headers=seen)
    assert late.status_code == 412
    now = {"If-Match": signed.headers["ETag"]}
    assert client.post(f"{address}/withdraw", json={"reason": "Trükiviga"}, headers=now).json()["state"] == "withdrawn"
    assert office.as_("handler").get("/v1/kinds/raieluba").status_code == 404


def test_a_text_is_tried_without_being_kept(office: Office) -> None:
    client = office.as_("admin")
    tried = client.post("/v1/admin/kinds/check", json={"code": "raieluba", "text": PERMIT})
    assert tried.json()["code"] == "raieluba"
    assert client.get("/v1/admin/kinds").json() == []
