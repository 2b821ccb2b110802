"""A handler's day: the list, a case, a value confirmed or corrected, and a colleague who was faster."""

import hashlib

import pytest
from office import Office, paper, read


def fields_of(office: Office, document: str) -> dict[str, dict[str, object]]:
    answer = office.as_("handler").get(f"/v1/documents/{document}")
    assert answer.status_code == 200, answer.text
    return {field["name"]: field for field in answer.json()["fields"]}


def test_the_list_shows_the_case_with_its_client(office: Office, document: str) -> None:
    found = office.as_("handler").get("/v1/cases", params={"state": "open"}).json()
    assert (found["total"], found["next"]) == (1, None)
    case = found["cases"][0]
    assert (case["client_name"], case["client_code"], case["state"]) == ("Mari Maasikas", "48903150015", "new")
    assert case["kind_title"] == "Choice of payment method"
    assert office.as_("handler").get("/v1/cases", params={"state": "closed"}).json()["cases"] == []


def test_the_list_comes_in_parts(office: Office) -> None:
    for seq, code in enumerate(("48903150015", "38001010009"), 1):
        read(office.house, str(office.send(office.batch(), 1, paper(f"{seq}"))["document_id"]), code)
    first = office.as_("handler").get("/v1/cases", params={"limit": 1}).json()
    assert (len(first["cases"]), first["total"], first["next"]) == (1, 2, 1)
    rest = office.as_("handler").get("/v1/cases", params={"limit": 1, "offset": first["next"]}).json()
    assert rest["next"] is None
    assert rest["cases"][0]["id"] != first["cases"][0]["id"]


def test_words_are_looked_for_by_post_so_that_no_name_stands_in_an_address(office: Office, document: str) -> None:
    client = office.as_("handler")
    assert client.post("/v1/cases/search", json={"text": "maasikas 489"}).json()["total"] == 1
    assert client.post("/v1/cases/search", json={"text": "Kask"}).json()["total"] == 0
    assert client.get("/v1/cases", params={"text": "Maasikas"}).status_code == 422


def test_a_case_has_documents_fields_with_places_problems_and_what_is_missing(office: Office, document: str) -> None:
    client = office.as_("handler")
    case_id = client.get("/v1/cases").json()["cases"][0]["id"]
    case = client.get(f"/v1/cases/{case_id}").json()
    assert [found["id"] for found in case["documents"]] == [document]
    fields = {field["name"]: field for field in case["documents"][0]["fields"]}
    assert (fields["personal_code"]["page"], fields["personal_code"]["box"]) == (1, [90, 20, 180, 32])
    assert fields["personal_code"]["label"]
    assert [problem["text"] for problem in case["documents"][0]["problems"]] == ["No IBAN."]
    assert "field:applicant_signature" in {missing["code"] for missing in case["missing"]}
    assert case["due_why"]
    assert case["route_why"]


def test_the_timeline_tells_what_happened_and_who_looked(office: Office, document: str) -> None:
    client = office.as_("handler")
    case_id = client.get("/v1/cases").json()["cases"][0]["id"]
    client.get(f"/v1/cases/{case_id}")
    client.get(f"/v1/documents/{document}/pages/1/picture")
    events = client.get(f"/v1/cases/{case_id}/timeline").json()
    actions = [event["action"] for event in events]
    assert actions[0] == "document.accepted"
    me = client.get("/v1/me").json()["id"]
    looks = [(event["object"], event["actor"]) for event in events if event["action"] == "content.seen"]
    assert looks == [(f"case:{case_id}", f"person:{me}"), (f"document:{document}", f"person:{me}")]


def test_a_value_is_confirmed_with_the_version_that_was_seen(office: Office, document: str) -> None:
    field = fields_of(office, document)["given_names"]
    url = f"/v1/fields/{field['id']}"
    assert office.as_("handler").get(url).headers["ETag"] == f'"{field["version"]}"'
    answer = office.as_("handler").post(f"{url}/confirm", headers={"If-Match": f'"{field["version"]}"'})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["answer"], answer.json()["value"]) == ("confirmed", "Mari")
    assert answer.headers["ETag"] == f'"{answer.json()["version"]}"'
    assert answer.json()["version"] > int(str(field["version"]))


def test_a_value_is_corrected_into_its_normal_form(office: Office, document: str) -> None:
    field = fields_of(office, document)["iban"]
    headers = {"If-Match": f'"{field["version"]}"'}
    url = f"/v1/fields/{field['id']}"
    answer = office.as_("handler").put(url, json={"value": "ee38 2200 2210 2014 5685"}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["value"], answer.json()["answer"]) == ("EE382200221020145685", "corrected")
    problems = office.as_("handler").get(f"/v1/documents/{document}").json()["problems"]
    assert "iban" not in {problem["field"] for problem in problems}


@pytest.mark.parametrize("word", ["illegible", "absent"])
def test_a_value_is_said_to_be_illegible_or_absent(office: Office, document: str, word: str) -> None:
    field = fields_of(office, document)["given_names"]
    headers = {"If-Match": f'"{field["version"]}"'}
    answer = office.as_("handler").post(f"/v1/fields/{field['id']}/mark", json={"answer": word}, headers=headers)
    assert (answer.json()["answer"], answer.json()["value"]) == (word, None)


def test_without_a_version_nothing_is_overwritten(office: Office, document: str) -> None:
    field = fields_of(office, document)["given_names"]
    answer = office.as_("handler").put(f"/v1/fields/{field['id']}", json={"value": "Mari-Liis"})
    assert (answer.status_code, answer.json()["code"]) == (428, "version_needed")
    assert fields_of(office, document)["given_names"]["value"] == "Mari"


def test_the_slower_of_two_sees_what_the_faster_has_said(office: Office, document: str) -> None:
    field = fields_of(office, document)["given_names"]
    url, seen = f"/v1/fields/{field['id']}", {"If-Match": f'"{field["version"]}"'}
    assert office.as_("handler").put(url, json={"value": "Mari-Liis"}, headers=seen).status_code == 200
    slower = office.as_("supervisor").put(url, json={"value": "Maria"}, headers=seen)
    assert (slower.status_code, slower.json()["code"]) == (412, "version_conflict")
    assert (slower.json()["current"]["value"], slower.json()["yours"]) == ("Mari-Liis", "Maria")
    again = {"If-Match": f'"{slower.json()["current"]["version"]}"'}
    assert office.as_("supervisor").put(url, json={"value": "Maria"}, headers=again).status_code == 200


def test_a_version_that_is_none_of_ours_is_a_conflict(office: Office, document: str) -> None:
    field = fields_of(office, document)["given_names"]
    answer = office.as_("handler").post(f"/v1/fields/{field['id']}/confirm", headers={"If-Match": '"abc"'})
    assert answer.status_code == 412


def test_a_document_is_confirmed_reopened_and_given_another_kind(office: Office, document: str) -> None:
    client, url = office.as_("handler"), f"/v1/documents/{document}"

    def seen() -> dict[str, str]:
        return {"If-Match": client.get(url).headers["ETag"]}

    confirmed = client.post(f"{url}/confirm", headers=seen())
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    refused = client.put(f"{url}/kind", json={"kind": "kiri"}, headers=seen())
    assert (refused.status_code, refused.json()["code"]) == (409, "illegal_move")
    assert client.post(f"{url}/reopen", headers=seen()).json()["state"] == "placed"
    unknown = client.put(f"{url}/kind", json={"kind": "teadmata_liik"}, headers=seen())
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_kind")
    changed = client.put(f"{url}/kind", json={"kind": "kiri"}, headers=seen())
    assert (changed.status_code, changed.json()["kind"]) == (200, "kiri")
    assert client.post(f"{url}/read-again").json()["code"] == "illegal_move"  # being read at this moment


def test_a_document_is_read_again_on_request(office: Office, document: str) -> None:
    answer = office.as_("handler").post(f"/v1/documents/{document}/read-again")
    assert answer.status_code == 202, answer.text
    read(office.house, document)
    page = office.as_("handler").post(f"/v1/documents/{document}/pages/1/read-again")
    assert page.status_code == 202
    assert office.as_("handler").post(f"/v1/documents/{document}/pages/9/read-again").status_code == 409


def test_a_page_shows_its_pictures_and_its_text(office: Office, document: str) -> None:
    client = office.as_("handler")
    page = client.get(f"/v1/documents/{document}/pages/1").json()
    assert [line["text"] for line in page["lines"]] == ["Isikukood 48903150015"]
    for name, expected in (("picture", "cleaned"), ("original", "as it came"), ("thumbnail", "small")):
        shown = client.get(page[name])
        assert shown.content == paper(expected)
        assert shown.headers["content-type"] == "image/png"
        assert shown.headers["ETag"] == f'"{hashlib.sha256(paper(expected)).hexdigest()}"'
        assert client.get(page[name], headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304


def test_the_file_as_it_came_is_saved_never_opened(office: Office, document: str) -> None:
    answer = office.as_("handler").get(f"/v1/documents/{document}/file")
    assert answer.content == paper()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="6.0-1-1-1.png"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_damaged_and_lost_bytes_are_never_shown(office: Office, document: str) -> None:
    client = office.as_("handler")
    digest = client.get(f"/v1/documents/{document}").json()["sha256"]
    place = office.house.settings.store.data_dir / "blobs" / digest[:2] / digest
    place.chmod(0o600)
    place.write_bytes(b"\x89PNG\r\n\x1a\nrotten")
    rotten = client.get(f"/v1/documents/{document}/file")
    assert (rotten.status_code, rotten.json()["code"]) == (503, "bytes_lost")
    assert rotten.json()["incident"]
    place.unlink()
    assert client.get(f"/v1/documents/{document}/file").status_code == 503


def test_a_receipt_can_be_had_again(office: Office) -> None:
    receipt = office.send(office.batch())
    again = office.as_("station").get(f"/v1/documents/{receipt['document_id']}/receipt")
    assert again.json() == receipt


def test_the_catalogue_is_data(office: Office) -> None:
    kinds = {kind["code"]: kind for kind in office.as_("station").get("/v1/kinds").json()}
    assert "tundmatu" in kinds
    one = office.as_("station").get("/v1/kinds/valjamaksuviisi_avaldus").json()
    assert one == kinds["valjamaksuviisi_avaldus"]
    assert {"iban", "personal_code"} <= {field["name"] for field in one["fields"]}


def test_the_station_learns_which_required_fields_to_ask_for_while_the_client_is_there(office: Office) -> None:
    batch = office.batch()
    sent = office.send(batch)
    station = office.as_("station")
    assert station.get(f"/v1/batches/{batch}").json()["documents"][0]["required"] == []  # nobody has read it yet
    read(office.house, str(sent["document_id"]))
    document = station.get(f"/v1/batches/{batch}").json()["documents"][0]
    required = {zone["name"]: zone for zone in document["required"]}
    name = required["given_names"]
    assert (name["state"], name["page"], name["box"], name["text"]) == ("readable", 1, [90, 20, 180, 32], "")
    signature = required["applicant_signature"]
    assert (signature["state"], signature["page"], signature["box"]) == ("empty", 1, [20, 280, 200, 310])
    assert signature["label"] in signature["text"]
    assert "Ask the client to sign now" in signature["text"]
    assert "Mari" not in str(required)  # whether it can be read, never what it says
