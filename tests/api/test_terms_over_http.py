"""A handler looks why a term ends when it does, extends it, stops it; a supervisor counts: all over HTTP."""

from datetime import date, timedelta

import pytest
from office import Office
from sqlalchemy import update

from registry import alarms, terms
from registry.clock import due, local_day
from registry.term_model import Term


@pytest.fixture
def case(office: Office, document: str) -> str:
    found: str = office.as_("handler").get("/v1/cases").json()["cases"][0]["id"]
    return found


@pytest.fixture
def term(office: Office, case: str, document: str) -> str:
    """A letter that came today and is answered within thirty days."""
    with office.house.database.transaction() as session:
        today = local_day(office.house.database.now(session))
        return terms.start(session, terms.Start(case, "kiri", today, 30, "cd", "MSVS § 6")).id


def tag(body: dict[str, object]) -> dict[str, str]:
    return {"If-Match": f'"{body["version"]}"'}


def said(office: Office, case: str) -> list[str]:
    return [event["text"] for event in office.as_("handler").get(f"/v1/cases/{case}/timeline").json()]


def test_a_term_says_why_and_is_extended_once_with_a_reason(office: Office, case: str, term: str) -> None:
    client = office.as_("handler")
    found = client.get(f"/v1/cases/{case}/terms").json()[0]
    assert found["why"].startswith("30 calendar days from the day after the event")
    assert (found["state"], found["extendable"], found["source"]) == ("running", True, "MSVS § 6")
    wish = {"days": 45, "reason": "Arhiivi vastus ei ole tulnud."}
    longer = client.post(f"/v1/terms/{term}/extend", json=wish, headers=tag(found)).json()
    start = date.fromisoformat(found["starts_on"])
    assert longer["ends_on"] == due(start, 45, "cd").on.isoformat()
    assert (longer["extended_for"], longer["extendable"]) == (wish["reason"], False)
    again = client.post(f"/v1/terms/{term}/extend", json=wish | {"days": 50}, headers=tag(longer))
    assert (again.status_code, again.json()["code"]) == (409, "extension_refused")
    assert "A term was extended: Letter" in said(office, case)
    assert not any(wish["reason"] in line for line in said(office, case)), "the evidence holds no words of people"


def test_who_extends_what_a_colleague_has_paused_sees_that_it_stands(office: Office, case: str, term: str) -> None:
    client = office.as_("handler")
    seen = client.get(f"/v1/terms/{term}").json()
    reason = {"reason": "Ootame teise asutuse vastust."}
    paused = office.as_("supervisor").post(f"/v1/terms/{term}/pause", json=reason, headers=tag(seen)).json()
    assert (paused["state"], paused["paused_for"]) == ("paused", reason["reason"])
    late = client.post(f"/v1/terms/{term}/extend", json={"days": 45, "reason": "x"}, headers=tag(seen))
    assert (late.status_code, late.json()["current"]["state"]) == (412, "paused")
    resumed = client.post(f"/v1/terms/{term}/resume", headers=tag(paused)).json()
    assert resumed["state"] == "running"
    assert said(office, case)[-2:] == ["A term was paused: Letter", "A term goes on: Letter"]


def test_a_task_is_done_with_a_note(office: Office, case: str, term: str) -> None:
    client = office.as_("handler")
    with office.house.database.transaction() as session:
        yesterday = local_day(office.house.database.now(session)) - timedelta(days=1)
        session.execute(update(Term).where(Term.id == term).values(ends_on=yesterday))
        alarms.ring(session, term)
    tasks = {task["code"]: task for task in client.get("/v1/tasks").json()}
    assert set(tasks) == {"overdue", "overdue_unit"}
    assert "has passed" in tasks["overdue"]["text"]
    refused = client.post(f"/v1/tasks/{tasks['overdue_unit']['id']}/done", json={})
    assert refused.status_code == 403, "what is for the supervisor is for the supervisor"
    url = f"/v1/tasks/{tasks['overdue']['id']}/done"
    done = client.post(url, json={"note": "Vastus on teel."}).json()
    assert (done["state"], done["note"]) == ("done", "Vastus on teel.")
    assert client.post(url, json={}).status_code == 409
    assert said(office, case)[-1].startswith("A task is done: The term has passed")
    mine = office.as_("supervisor").get("/v1/tasks?mine=true").json()
    assert [task["code"] for task in mine] == ["overdue_unit"]
    assert office.as_("stranger").get("/v1/tasks").json() == []


def test_a_supervisor_counts_and_a_handler_does_not(office: Office, case: str) -> None:
    span = {"since": "2020-01-01", "until": "2100-01-01"}
    assert office.as_("handler").get("/v1/statistics", params=span).status_code == 403
    lines = office.as_("supervisor").get("/v1/statistics", params=span).json()
    arrived = [line for line in lines if line["measure"] == "arrivals"]
    assert [(line["group"], line["count"]) for line in arrived] == [("valjamaksuviisi_avaldus", 1)]
    turned = office.as_("supervisor").get("/v1/statistics", params={"since": "2026-02-01", "until": "2026-01-01"})
    assert (turned.status_code, turned.json()["code"]) == (422, "bad_span")


def test_only_a_letter_has_a_class(office: Office, document: str, case: str) -> None:
    assert office.as_("handler").get(f"/v1/documents/{document}/letter-class").status_code == 404
