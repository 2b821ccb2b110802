"""The page "Kirjad ja tähtajad": a letter from draft to delivery, a term extended, and two who were at it at once."""

import re

import pytest
from office import Office

from registry import terms
from registry.clock import local_day
from registry.term_model import Term


@pytest.fixture
def case(office: Office, document: str) -> str:
    found: str = office.as_("handler").get("/v1/cases").json()["cases"][0]["id"]
    return found


def letters(office: Office, case: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = office.as_("handler").get(f"/v1/cases/{case}/letters").json()
    return found


def test_a_notice_is_drafted_seen_issued_and_handed_over(office: Office, case: str) -> None:
    client, url = office.as_("handler"), f"/cases/{case}/letters"
    assert client.post(url, data={"kind": "deficiency", "language": "ru"}).status_code == 303
    [draft] = letters(office, case)
    shown = client.get(url)
    assert f"/v1/letters/{draft['id']}/preview" in shown.text
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    assert client.get(f"/v1/letters/{draft['id']}/preview").headers["x-frame-options"] == "SAMEORIGIN"
    client.post(f"{url}/{draft['id']}/issue", data={"version": draft["version"]})
    [issued] = letters(office, case)
    step = {"version": issued["version"], "step": "handed_over:signature"}
    assert client.post(f"{url}/{draft['id']}/deliver", data=step).status_code == 303
    [handed] = letters(office, case)
    assert (handed["state"], handed["language"]) == ("handed_over", "ru")
    page = client.get(url).text
    assert "14 calendar days from the day after the event" in page, "the term of the answer says why"


def test_who_was_slower_sees_how_the_letter_stands(office: Office, case: str) -> None:
    client, url = office.as_("handler"), f"/cases/{case}/letters"
    client.post(url, data={"kind": "receipt"})
    [draft] = letters(office, case)
    office.as_("supervisor").post(f"{url}/{draft['id']}/discard", data={"version": draft["version"]})
    late = client.post(f"{url}/{draft['id']}/issue", data={"version": draft["version"]})
    assert late.status_code == 412
    assert "Somebody was faster" in late.text
    assert letters(office, case) == []


def test_a_term_is_extended_paused_and_let_go_on(office: Office, case: str) -> None:
    client, url = office.as_("handler"), f"/cases/{case}"
    with office.house.database.transaction() as session:
        today = local_day(office.house.database.now(session))
        term = terms.start(session, terms.Start(case, "kiri", today, 30, "cd", "MSVS § 6")).id

    def act(change: str, **data: object) -> int:
        with office.house.database.reading() as session:
            version = session.get_one(Term, term).version
        return client.post(f"{url}/terms/{term}/{change}", data={"version": version, **data}).status_code

    assert act("extend", days=45, reason="Arhiivi vastus viibib.") == 303
    assert act("pause", reason=" ") == 422, "not without a reason"
    assert act("pause", reason="Ootame kohut.") == 303
    shown = client.get(f"{url}/letters").text
    assert "Arhiivi vastus viibib." in shown
    assert "Ootame kohut." in shown
    assert act("resume") == 303
    assert "The term stood still" in client.get(f"{url}/letters").text


def test_two_handlers_on_one_field_the_slower_gets_the_difference(office: Office, case: str, document: str) -> None:
    field = office.as_("handler").get(f"/v1/documents/{document}").json()["fields"][0]
    url = f"/cases/{case}/fields/{field['id']}"
    office.as_("supervisor").post(url, data={"version": field["version"], "value": "Maria"})
    late = office.as_("handler").post(url, data={"version": field["version"], "value": "Marika"})
    assert late.status_code == 412
    [difference] = re.findall(r'<dl class="difference">.*?</dl>', late.text, re.S)
    assert "Marika" in difference, "what the slower one entered"
    assert "Maria" in difference, "what stands there now"
    assert "Sulev Saar" in difference, "who was faster"
    assert office.as_("handler").get(f"/v1/fields/{field['id']}").json()["value"] == "Maria", "nothing is overwritten"
    body = office.as_("handler").put(
        f"/v1/fields/{field['id']}", json={"value": "Marika"}, headers={"If-Match": f'"{field["version"]}"'}
    )
    assert (body.json()["current"]["value"], body.json()["yours"]) == ("Maria", "Marika"), "the same over the API"
