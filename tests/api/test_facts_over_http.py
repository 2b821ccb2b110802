"""What the documents of a case say together, over HTTP and on its page; two who decide at once."""

import pytest
from office import Office, read

MARI = "48903150015"


@pytest.fixture
def case(office: Office) -> str:
    """Two applications of one client."""
    for _ in range(2):
        read(office.house, str(office.send(office.batch())["document_id"]))
    [row] = office.as_("handler").get("/v1/cases").json()["cases"]
    return str(row["id"])


def test_a_fact_has_every_place_it_was_read_from(office: Office, case: str) -> None:
    found = office.as_("handler").get(f"/v1/cases/{case}/facts").json()
    assert [subject["name"] for subject in found["subjects"]] == ["Mari Maasikas"]
    code = next(fact for fact in found["facts"] if fact["name"] == "personal_code")
    assert (code["state"], code["value"], code["version"]) == ("agreed", MARI, 0)
    places = [(source["page"], source["box"]) for source in code["readings"][0]["sources"]]
    assert places == [(1, [90, 20, 180, 32])] * 2


def test_who_decides_too_late_gets_both_values_and_overwrites_nothing(office: Office, case: str) -> None:
    found = office.as_("handler").get(f"/v1/cases/{case}/facts").json()
    name = next(fact for fact in found["facts"] if fact["name"] == "name")
    seen, address = {"If-Match": '"0"'}, f"/v1/facts/{name['id']}"
    first = office.as_("handler").put(address, json={"value": "Mari Maasikas-Kask"}, headers=seen)
    assert (first.status_code, first.json()["value"], first.headers["ETag"]) == (200, "Mari Maasikas-Kask", '"1"')
    second = office.as_("supervisor").put(address, json={"value": "Mari Kask"}, headers=seen)
    assert second.status_code == 412
    assert (second.json()["current"]["value"], second.json()["yours"]) == ("Mari Maasikas-Kask", "Mari Kask")
    again = office.as_("supervisor").put(address, json={"value": "Mari Kask"}, headers={"If-Match": '"1"'})
    assert again.json()["version"] == 2
    assert office.as_("stranger").put(address, json={"value": "X"}, headers=seen).status_code == 404


def test_the_page_shows_contradictions_side_by_side_with_links(office: Office, case: str) -> None:
    client = office.as_("handler")
    document = client.get(f"/v1/cases/{case}").json()["documents"][1]
    family = next(field for field in document["fields"] if field["name"] == "family_name")
    seen = {"If-Match": f'"{family["version"]}"'}
    assert client.put(f"/v1/fields/{family['id']}", json={"value": "Kask"}, headers=seen).status_code == 200
    fact = _name(office, case)
    assert (fact["state"], fact["value"]) == ("confirmed", "Mari Kask"), "a person's word goes before the machine's"
    assert [reading["value"] for reading in fact["readings"]] == ["Mari Maasikas", "Mari Kask"]
    page = client.get(f"/cases/{case}").text
    assert f'href="/cases/{case}?document={document["id"]}#field-{family["id"]}"' in page
    posted = client.post(f"/cases/{case}/facts/{fact['id']}", data={"version": "0", "value": "Mari Maasikas"})
    assert posted.status_code in {200, 303}
    assert _name(office, case)["chosen"] == "Mari Maasikas"


def _name(office: Office, case: str) -> dict:
    found = office.as_("handler").get(f"/v1/cases/{case}/facts").json()
    return next(fact for fact in found["facts"] if fact["name"] == "name")


def test_a_proposal_is_answered_on_the_page_and_the_empty_case_leads_on(office: Office) -> None:
    client = office.as_("handler")
    first = str(office.send(office.batch())["document_id"])
    read(office.house, first)
    second = str(office.send(office.batch())["document_id"])
    read(office.house, second, "48903150014")
    empty = client.get(f"/v1/documents/{second}").json()["case_id"]
    [proposal] = client.get(f"/v1/cases/{empty}/proposals").json()
    version = client.get(f"/v1/documents/{second}").json()["version"]
    assert proposal["why"] in client.get(f"/cases/{empty}").text
    client.post(f"/cases/{empty}/proposals/{proposal['id']}", data={"version": str(version), "action": "accept"})
    home = client.get(f"/v1/documents/{first}").json()["case_id"]
    answer = client.get(f"/cases/{empty}", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/cases/{home}")
