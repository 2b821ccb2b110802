"""Samples over HTTP: a registered document is labelled by its id, labelled anew, left out with a reason."""

from __future__ import annotations

from office import Office


def test_the_pages_of_a_document_become_samples_without_being_shown(office: Office, document: str) -> None:
    client = office.as_("admin")
    made = client.post("/v1/admin/samples", json={"document": document, "kind": "vaie"})
    assert made.status_code == 201, made.text
    (sample,) = made.json()
    assert (sample["kind"], sample["origin"], sample["document_id"]) == ("vaie", "scan", document)
    assert "Isikukood" not in made.text
    address, seen = f"/v1/admin/samples/{sample['id']}", {"If-Match": f'"{sample["version"]}"'}
    anew = client.put(address, json={"kind": "kiri"}, headers=seen)
    assert anew.json()["kind"] == "kiri"
    assert client.put(address, json={"kind": "vaie"}, headers=seen).status_code == 412
    now = {"If-Match": anew.headers["ETag"]}
    assert client.put(address, json={"kind": "vaie", "excluded": "mõlemad"}, headers=now).status_code == 400
    out = client.put(address, json={"excluded": "Poolik leht"}, headers=now)
    assert out.json()["excluded"] == "Poolik leht"
    listed = client.get("/v1/admin/samples", params={"kind": "kiri"}).json()
    assert len(listed["samples"]) == 1
    assert listed["counts"] == []  # left out, it counts nowhere
    back = client.put(address, json={"excluded": ""}, headers={"If-Match": out.headers["ETag"]})
    assert back.json()["excluded"] == ""
    assert client.get("/v1/admin/samples").json()["counts"][0]["count"] == 1


def test_a_handlers_correction_teaches_and_only_the_administrator_sees_the_list(office: Office, document: str) -> None:
    handler = office.as_("handler")
    version = handler.get(f"/v1/documents/{document}").json()["version"]
    seen = {"If-Match": f'"{version}"'}
    assert handler.put(f"/v1/documents/{document}/kind", json={"kind": "vaie"}, headers=seen).status_code == 200
    (sample,) = office.as_("admin").get("/v1/admin/samples", params={"origin": "correction"}).json()["samples"]
    assert (sample["kind"], sample["document_id"]) == ("vaie", document)
    assert handler.get("/v1/admin/samples").status_code == 403


def test_unknown_kinds_and_documents_are_not_found(office: Office, document: str) -> None:
    client = office.as_("admin")
    assert client.post("/v1/admin/samples", json={"document": document, "kind": "olematu"}).status_code == 404
    assert client.post("/v1/admin/samples", json={"document": "0" * 32, "kind": "kiri"}).status_code == 404
    assert client.post("/v1/admin/samples/file", params={"kind": "olematu"}, content=b"%PDF-1.4").status_code == 404
