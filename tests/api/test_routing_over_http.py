"""Routing over HTTP: the next case, why it is whose, handing over, and what belongs to another body."""

from __future__ import annotations

from office import Office


def test_the_day_of_a_handler_and_of_the_supervisor(office: Office, document: str) -> None:
    """One office, one document: taken, given back, explained, seen in the load, handed over with a reason."""
    handler, chief = office.as_("handler"), office.as_("supervisor")
    taken = handler.post("/v1/queue/next").json()
    case = taken["case"]["id"]
    assert (taken["again"], taken["case"]["number"]) == (False, "6.0-1/1")
    assert handler.post("/v1/queue/next").json()["again"] is True
    stranger = office.as_("stranger").post("/v1/queue/next").json()
    assert stranger == {"case": None, "until": None, "again": False}

    refused = handler.post(f"/v1/queue/{case}/give-back", json={"reason": "   "})
    assert refused.status_code == 422
    assert handler.post(f"/v1/queue/{case}/give-back", json={"reason": "Lõuna."}).status_code == 204
    assert handler.post("/v1/queue/next").json()["case"] is None, "not the same again today"

    (choice,) = handler.get(f"/v1/cases/{case}/route").json()
    assert (choice["by"], choice["unit"], choice["handler"]) == ("Kantselei", "PAY", "Hilja Haldur")
    assert choice["steps"][1] == "Hilja Haldur has the fewest open cases: 0; 1 could have had it."

    (load,) = chief.get("/v1/loads").json()
    assert (load["handler"], load["open"], load["held"]) == ("Hilja Haldur", 1, 0)
    nobody = chief.post("/v1/handover", json={"cases": [case], "to": "0" * 32, "reason": "Haigestus."})
    assert (nobody.status_code, nobody.json()["code"]) == (409, "nobody_there")
    again = chief.post("/v1/handover", json={"handler": load["handler_id"], "reason": "Tasakaal."})
    assert (again.status_code, again.json()) == (200, {"handed": 0}), "nobody else is there: it stays"
    latest = handler.get(f"/v1/cases/{case}/route").json()[0]
    assert (latest["by"], latest["reason"]) == ("Sulev Saar", "Tasakaal.")


def test_what_is_the_health_insurance_funds_is_sent_on(office: Office, document: str) -> None:
    handler = office.as_("handler")
    case = handler.get("/v1/cases").json()["cases"][0]["id"]
    assert handler.get(f"/v1/cases/{case}/referrals").json() == []
    made = handler.post(f"/v1/cases/{case}/referrals", json={"body": "X-TK"}).json()
    assert (made["state"], made["title"], made["source"]) == (
        "open", "Health Insurance Fund", "MSVS § 5, AvTS § 21, HMS § 15 lg 3")  # fmt: skip
    assert made["due_on"] is not None
    notice = {"addressee": "Mari Maasikas", "address": ["Pikk 7", "44308 Rakvere"], "language": "en"}
    path, seen = f"/v1/referrals/{made['id']}", {"If-Match": f'"{made["version"]}"'}
    assert handler.post(f"{path}/accept", json=notice).status_code == 428
    done = handler.post(f"{path}/accept", json=notice, headers=seen)
    assert done.status_code == 200, done.text
    assert (done.json()["state"], done.json()["sent_viit"]) == ("accepted", "6.0-1/1-3")
    assert handler.get(f"/v1/cases/{case}").json()["state"] == "closed"
    assert handler.post(f"{path}/decline", headers=seen).status_code == 412
