"""Who may not see a case but must: a reason, eight hours, and everybody who should know of it is told."""

from datetime import timedelta

import pytest
from office import Office
from sqlalchemy import select

from registry import accounts
from registry.accounts import Profile
from registry.glass_model import Grant
from registry.model import AuditEvent

WISH = {"reason": "Klient on letis ja tema menetleja on haige."}
PRIVATE = ("", "/letters", "/terms", "/facts", "/decisions", "/timeline")


@pytest.fixture
def case(office: Office, document: str) -> dict[str, str]:
    found: dict[str, str] = office.as_("handler").get("/v1/cases").json()["cases"][0]
    return found


def sees(office: Office, role: str, case: str) -> set[int]:
    return {office.as_(role).get(f"/v1/cases/{case}{part}").status_code for part in PRIVATE}


def told(office: Office, case: str) -> list[tuple[str, str]]:
    with office.house.database.reading() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.object == f"case:{case}").order_by(AuditEvent.seq))
        return [(row.action, row.actor.partition(":")[0]) for row in rows]


def test_a_stranger_sees_the_case_with_a_reason_and_no_other_way(office: Office, case: dict[str, str]) -> None:
    stranger, key = office.as_("stranger"), case["id"]
    assert sees(office, "stranger", key) == {404}
    refused = stranger.post("/v1/access-grants", json={"number": case["number"], "reason": " "})
    assert refused.status_code == 422, "not without a reason"
    grant = stranger.post("/v1/access-grants", json=WISH | {"number": case["number"]}).json()
    assert (grant["lives"], grant["who"], grant["case_id"]) == (True, "Siim Soo", key)
    assert sees(office, "stranger", key) == {200}
    again = stranger.post("/v1/access-grants", json=WISH | {"number": case["number"]}).json()
    assert again["id"] == grant["id"], "asked again: the same opening"
    assert ("access.opened", "person") in told(office, key)
    assert ("content.seen", "person") in told(office, key), "every look is evidence"


def test_the_owner_and_the_supervisor_are_told_at_once_and_the_one_who_looked_cannot_hush_it(
    office: Office, case: dict[str, str]
) -> None:
    office.as_("stranger").post("/v1/access-grants", json=WISH | {"number": case["number"]})
    tasks = {task["code"]: task for task in office.as_("supervisor").get("/v1/tasks").json()}
    assert {"glass_owner", "glass_unit"} <= set(tasks)
    hushed = office.as_("stranger").post(f"/v1/tasks/{tasks['glass_owner']['id']}/done", json={})
    assert hushed.status_code == 403
    assert office.as_("handler").post(f"/v1/tasks/{tasks['glass_owner']['id']}/done", json={}).status_code == 200
    events = office.as_("handler").get(f"/v1/cases/{case['id']}/timeline").json()
    assert ("The case was opened behind glass for 8 hours", "Siim Soo") in [(e["text"], e["who"]) for e in events]


def test_who_watches_sees_the_list_and_others_do_not(office: Office, case: dict[str, str]) -> None:
    office.as_("stranger").post("/v1/access-grants", json=WISH | {"number": case["number"]})
    for role in ("supervisor", "auditor", "stranger"):
        [row] = office.as_(role).get("/v1/access-grants").json()
        assert row["reason"] == WISH["reason"]
        assert "Siim Soo" in office.as_(role).get("/access").text
    assert office.as_("handler").get("/v1/access-grants").json() == [], "a handler sees the task and the timeline"
    assert office.as_("admin").get("/v1/access-grants").status_code == 403


def test_it_ends_by_itself_and_before_when_a_supervisor_ends_it(office: Office, case: dict[str, str]) -> None:
    stranger, key = office.as_("stranger"), case["id"]
    first = stranger.post("/v1/access-grants", json=WISH | {"number": case["number"]}).json()
    with office.house.database.transaction() as session:
        row = session.get_one(Grant, first["id"])
        row.until = office.house.database.now(session) - timedelta(seconds=1)
    assert sees(office, "stranger", key) == {404}, "the hours are over"
    second = stranger.post("/access", data=WISH | {"number": case["number"]})
    assert (second.status_code, second.headers["location"]) == (303, f"/cases/{key}")
    assert sees(office, "stranger", key) == {200}
    live = next(row for row in office.as_("supervisor").get("/v1/access-grants").json() if row["lives"])
    assert office.as_("supervisor").post(f"/v1/access-grants/{live['id']}/end").json()["lives"] is False
    assert sees(office, "stranger", key) == {404}
    assert office.as_("supervisor").post(f"/v1/access-grants/{live['id']}/end").status_code == 409


def test_who_sees_the_case_anyway_breaks_no_glass_and_no_number_tells_anything(
    office: Office, case: dict[str, str]
) -> None:
    mine = office.as_("handler").post("/v1/access-grants", json=WISH | {"number": case["number"]})
    assert mine.status_code == 409
    nowhere = office.as_("stranger").post("/v1/access-grants", json=WISH | {"number": "6.0-1/999999"})
    assert nowhere.status_code == 404


def test_data_protection_sees_every_opening(office: Office, case: dict[str, str]) -> None:
    office.as_("stranger").post("/v1/access-grants", json=WISH | {"number": case["number"]})
    with office.house.database.transaction() as session:
        officer = Profile("dora", "Dora Doos", "supervisor", units=("DPO",))
        accounts.add_account(session, officer, "an invented pass phrase")
    client = office._enter("nobody")
    client.post("/v1/sign-in", json={"login": "dora", "password": "an invented pass phrase"})
    assert [row["who"] for row in client.get("/v1/access-grants").json()] == ["Siim Soo"]
    assert client.get(f"/v1/cases/{case['id']}").status_code == 404, "the list, not the case"
    client.close()
