"""Every route against every role. A new route without a line here fails."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import httpx
import pytest
from fastapi.routing import APIRoute
from office import ROLES, Office
from policy import BODIES, POLICY
from starlette.routing import BaseRoute

from registry import accounts, terms

SECRETS = ("Maasikas", "48903150015", "Mari")  # of the one document: whoever may not see it must not meet them


def routes(found: Iterable[BaseRoute]) -> Iterator[str]:
    """Methods and paths of the whole application, pages included."""
    for route in found:
        if isinstance(route, APIRoute):
            yield from (f"{method} {route.path}" for method in route.methods)
        elif (inner := getattr(route, "original_router", None)) is not None:
            yield from routes(inner.routes)


@pytest.fixture
def places(office: Office, document: str) -> dict[str, str]:
    """Where the one document of the office lies."""
    client = office.as_("handler")
    case = client.get("/v1/cases").json()["cases"][0]["id"]
    return {
        "letter": client.post(f"/v1/cases/{case}/letters", json={"kind": "receipt"}).json()["id"],
        "decision": client.post(
            f"/v1/cases/{case}/decisions", json={"outcome": "refuse", "reason": "Ei."}
        ).json()["id"],
        "letter_kind": "reply", "language": "et",
        "batch": office.as_("station").get("/v1/batches").json()[0]["id"],
        "document": document,
        "case": case,
        "entry": client.post("/v1/search", json={"text": "Maasikas"}).json()["hits"][0]["entry"]["id"],
        "field": client.get(f"/v1/documents/{document}").json()["fields"][0]["id"],
        "edition": "0" * 32, "sample": "0" * 32, "job": "0" * 32, "model": "0" * 32,
        "plot": "coverage", "notice": "0" * 32,
        "fact": "0" * 32, "act": "0" * 32, "proposal": "0" * 32, "referral": "0" * 32,
        "term": _term(office, case), "grant": "0" * 32, "deed": "discard", "change": "pause", "task": "0" * 32,
        "seq": "1", "number": "1", "picture": "picture", "code": "kiri",
    }  # fmt: skip


def _term(office: Office, case: str) -> str:
    """A letter's term that runs in the case."""
    with office.house.database.transaction() as session:
        return terms.start(session, terms.Start(case, "kiri", date(2026, 11, 20), 30, "cd", "MSVS § 6")).id


def ask(office: Office, role: str, route: str, places: dict[str, str]) -> httpx.Response:
    method, _, path = route.partition(" ")
    url = re.sub(r"{(\w+)}", lambda found: places[found[1]], path)
    return office.as_(role).request(method, url, headers={"If-Match": '"1"'}, **BODIES.get(route, {}))


@pytest.mark.quick
def test_every_route_has_a_line_in_the_policy(office: Office) -> None:
    assert set(routes(office.app.routes)) == set(POLICY)


def test_every_role_is_let_in_where_the_policy_says_and_nowhere_else(office: Office, places: dict[str, str]) -> None:
    wrong = []
    for route in sorted(POLICY, key=lambda route: "sign-out" in route):  # the last thing anybody does
        for role in ROLES:
            status = ask(office, role, route, places).status_code
            kept_out = status == (401 if role == "nobody" else 403) and not route.endswith("/sign-in")
            if kept_out == (role in POLICY[route]):
                wrong.append((route, role, status))
    assert wrong == []


def test_who_has_nothing_to_do_with_a_case_meets_nothing_of_it(office: Office, places: dict[str, str]) -> None:
    """A handler of another unit, another station's work: not found, in no list, in no count."""
    leaks = []
    for route in POLICY:
        if "sign" in route:
            continue
        answer = ask(office, "stranger", route, places)
        about = any(
            f"{{{name}}}" in route
            for name in ("batch", "document", "case", "entry", "field", "letter", "decision", "term")
        )
        if about and answer.status_code != 404:
            leaks.append((route, answer.status_code))
        if any(secret in answer.text for secret in SECRETS):
            leaks.append((route, "content"))
    assert leaks == []
    assert office.as_("stranger").get("/v1/cases").json() == {"cases": [], "total": 0, "next": None}


def test_administration_and_evidence_see_no_content(office: Office, places: dict[str, str]) -> None:
    for role in ("admin", "auditor", "station", "nobody"):
        for route in POLICY:
            if "sign" not in route:
                answer = ask(office, role, route, places)
                assert not any(secret in answer.text for secret in SECRETS), (role, route)


@pytest.mark.quick
def test_a_right_that_is_taken_away_is_gone_at_the_next_request(office: Office, document: str) -> None:
    assert office.as_("handler").get(f"/v1/documents/{document}").status_code == 200
    with office.house.database.transaction() as session:
        accounts.set_active(session, "hilja", False)
        accounts.close_station(session, "Rakvere")
    assert office.as_("handler").get(f"/v1/documents/{document}").status_code == 401
    assert office.as_("station").get("/v1/batches").status_code == 401
