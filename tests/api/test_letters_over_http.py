"""A handler writes to a client, an administrator changes the words, and two people decide: all over HTTP."""

from datetime import datetime

import pytest
from office import Office

from ports.mail import NoMail
from registry.clock import local_day
from worker.letters import PostRoom, attend


@pytest.fixture
def case(office: Office, document: str) -> str:
    found: str = office.as_("handler").get("/v1/cases").json()["cases"][0]["id"]
    return found


def tag(body: dict[str, object]) -> dict[str, str]:
    return {"If-Match": f'"{body["version"]}"'}


def test_a_notice_from_draft_to_delivery(office: Office, case: str) -> None:
    client = office.as_("handler")
    draft = client.post(f"/v1/cases/{case}/letters", json={"kind": "deficiency", "language": "en"})
    assert draft.status_code == 201, draft.text
    letter = draft.json()
    assert (letter["state"], letter["viit"], letter["made"]) == ("draft", None, False)
    assert "field:payment_method" in {item["code"] for item in letter["items"]}
    shown = client.get(f"/v1/letters/{letter['id']}/preview")
    assert "What is missing" in shown.text
    assert "sandbox" in shown.headers["content-security-policy"]
    assert client.get(f"/v1/letters/{letter['id']}/pdf").json()["code"] == "not_printed"

    issued = client.post(f"/v1/letters/{letter['id']}/issue", headers=tag(letter)).json()
    assert issued["viit"].endswith("-2")  # the application is the first of the case
    assert attend(PostRoom(office.house.database, office.house.blobs, NoMail()))
    pdf = client.get(f"/v1/letters/{letter['id']}/pdf")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert [row["id"] for row in client.get("/v1/letters?state=created").json()] == [letter["id"]]

    refused = client.post(f"/v1/letters/{letter['id']}/mail", headers=tag(issued))
    assert (refused.status_code, refused.json()["code"]) == (409, "channel_refused")
    on = local_day(datetime.fromisoformat(issued["issued_at"])).isoformat()  # a day of Tallinn, also past midnight
    said = {"state": "handed_over", "on": on, "evidence": "signature"}
    handed = client.post(f"/v1/letters/{letter['id']}/deliver", json=said, headers=tag(issued)).json()
    assert handed["answer_due_on"] > on
    assert client.get(f"/v1/cases/{case}").json()["state"] == "waiting"


def test_who_was_slower_gets_what_stands_there_now(office: Office, case: str) -> None:
    client = office.as_("handler")
    letter = client.post(f"/v1/cases/{case}/letters", json={"kind": "receipt"}).json()
    client.post(f"/v1/letters/{letter['id']}/issue", headers=tag(letter))
    late = office.as_("supervisor").post(f"/v1/letters/{letter['id']}/discard", headers=tag(letter))
    assert (late.status_code, late.json()["current"]["state"]) == (412, "created")


def test_a_letter_that_lacks_its_facts_says_which(office: Office, case: str) -> None:
    answer = office.as_("handler").post(f"/v1/cases/{case}/letters", json={"kind": "extension"})
    assert (answer.status_code, answer.json()["lacks"]) == (422, ["due", "reason"])


def test_an_administrator_changes_the_words(office: Office, case: str) -> None:
    admin, url = office.as_("admin"), "/v1/templates/receipt/et"
    wrong = admin.put(url, json={"body": "<p>Tere</p>\n<p>{{ klient }}</p>"})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["line"]) == (422, "bad_template", 2)
    words = {"body": "<p>Tere, {{ client }}! Paber on käes.</p>"}
    assert "Tere, Anu Näidis! Paber on käes." in admin.post(f"{url}/preview", json=words).text
    assert admin.get(url).json()[0]["version"] == 0
    assert admin.put(url, json=words).json()["version"] == 1
    letter = office.as_("handler").post(f"/v1/cases/{case}/letters", json={"kind": "receipt"}).json()
    assert letter["template_version"] == 1
    assert "Paber on käes" in office.as_("handler").get(f"/v1/letters/{letter['id']}/preview").text


def test_two_people_decide_over_confirmed_values(office: Office, case: str) -> None:
    client = office.as_("handler")
    ruling = {
        "outcome": "grant", "reason": "Tingimused on täidetud.", "amount": "260.50", "benefit": "lapsetoetus",
        "period": "2026-12", "pay_on": "2026-12-25",
    }  # fmt: skip
    early = client.post(f"/v1/cases/{case}/decisions", json=ruling)
    assert (early.status_code, early.json()["lacks"]) == (409, ["personal_code", "account_holder", "iban"])
    refusal = {"outcome": "refuse", "reason": "Tingimused ei ole täidetud."}
    decision = client.post(f"/v1/cases/{case}/decisions", json=refusal).json()
    mine = client.post(f"/v1/decisions/{decision['id']}/confirm", headers=tag(decision))
    assert (mine.status_code, mine.json()["code"]) == (409, "second_person_needed")
    done = office.as_("supervisor").post(f"/v1/decisions/{decision['id']}/confirm", headers=tag(decision)).json()
    assert (done["state"], done["payment_viit"]) == ("confirmed", None)
    assert "halduskohtule" in client.get(f"/v1/letters/{done['letter_id']}/preview").text
    assert client.get(f"/v1/decisions/{decision['id']}/payment").status_code == 404
