"""A scan becomes a registered, pre-filled case; a person corrects and confirms it: over HTTP, in both profiles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
from running import RunningOffice

SCAN = "06-valjamaksuviisi-avaldus.pdf"


def field(document: dict[str, object], name: str) -> dict[str, object]:
    fields = document["fields"]
    assert isinstance(fields, list)
    return next(one for one in fields if one["name"] == name)


def test_upload_case_correction_confirmation(office: RunningOffice, examples: Path) -> None:
    office.start_web()
    office.start_worker()
    scan = examples / SCAN
    truth = json.loads((examples / "truth" / scan.with_suffix(".json").name).read_text())
    batch = office.send(scan)
    (sent,) = office.wait_settled(batch, 90)
    assert sent["trouble"] is None
    with office.handler() as handler:
        document, case = seen_by_the_handler(handler, str(sent["id"]), truth)
        corrected_and_confirmed(handler, document)
        after = handler.get(f"/v1/cases/{case['id']}").json()
    assert [one["state"] for one in after["documents"]] == ["confirmed"]
    office.verify()


def seen_by_the_handler(
    handler: httpx.Client, document_id: str, truth: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The case is in the list, its document shows pages and fields, and the values are those that were written."""
    document = handler.get(f"/v1/documents/{document_id}").json()
    assert document["kind"] == truth["kind"]
    assert document["viit"].startswith("6.0-1/")
    cases = handler.get("/v1/cases").json()["cases"]
    case = handler.get(f"/v1/cases/{document['case_id']}").json()
    assert [one["id"] for one in cases] == [case["id"]]
    assert case["kind"] == truth["kind"]
    assert case["due_on"] or case["due_why"]
    for page in document["pages"]:
        for address in (page["picture"], page["original"], page["thumbnail"]):
            picture = handler.get(address)
            assert picture.status_code == 200
            assert picture.headers["content-type"] in {"image/png", "image/jpeg"}
    written = {one["name"]: one["value"] for one in truth["fields"] if one["value"]}
    right = [one["name"] for one in document["fields"] if one["value"] and one["value"] == written.get(one["name"])]
    assert len(right) >= len(written) / 2, f"only {right} were read as written"
    return document, case


def corrected_and_confirmed(handler: httpx.Client, document: dict[str, object]) -> None:
    """A correction stands, a stale version is refused, and the whole is confirmed."""
    name = field(document, "family_name")
    seen = {"If-Match": f'"{name["version"]}"'}
    answer = handler.put(f"/v1/fields/{name['id']}", json={"value": "Kuusk-Tamm"}, headers=seen)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["value"], answer.json()["answer"]) == ("Kuusk-Tamm", "corrected")
    late = handler.put(f"/v1/fields/{name['id']}", json={"value": "Mänd"}, headers=seen)
    assert late.status_code in {409, 412}
    fresh = handler.get(f"/v1/documents/{document['id']}").json()
    assert field(fresh, "family_name")["value"] == "Kuusk-Tamm"
    version = {"If-Match": f'"{fresh["version"]}"'}
    confirmed = handler.post(f"/v1/documents/{document['id']}/confirm", headers=version)
    assert confirmed.status_code == 200, confirmed.text
