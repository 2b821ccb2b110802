"""Every route against every role. A new route without a line here fails."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import httpx
import pytest
from fastapi.routing import APIRoute
from office import ROLES, Office, paper
from starlette.routing import BaseRoute

from registry import accounts, terms

EVERYBODY = frozenset(ROLES)
KNOWN = EVERYBODY - {"nobody"}
STAFF = frozenset({"handler", "supervisor", "stranger"})  # the stranger's unit has nothing to do with the case
SENDERS = STAFF | {"station"}
REGISTER = SENDERS | {"auditor"}
ADMIN = frozenset({"admin"})

POLICY: dict[str, frozenset[str]] = {
    "POST /v1/batches": SENDERS,
    "GET /v1/batches": SENDERS,
    "GET /v1/batches/{batch}": SENDERS,
    "PUT /v1/batches/{batch}/documents/{seq}": SENDERS,
    "POST /v1/batches/{batch}/documents": SENDERS,
    "POST /v1/batches/{batch}/close": SENDERS,
    "GET /v1/station/day": SENDERS,
    "GET /v1/documents/{document}": STAFF,
    "GET /v1/documents/{document}/pages/{number}": STAFF,
    "GET /v1/documents/{document}/twins": STAFF,
    "GET /v1/documents/{document}/pages/{number}/{picture}": STAFF,
    "GET /v1/documents/{document}/file": STAFF,
    "GET /v1/documents/{document}/receipt": REGISTER,
    "POST /v1/documents/{document}/split": STAFF,
    "POST /v1/documents/{document}/join": STAFF,
    "GET /v1/documents/{document}/parts": STAFF,
    "PUT /v1/documents/{document}/kind": STAFF,
    "POST /v1/documents/{document}/confirm": STAFF,
    "POST /v1/documents/{document}/reopen": STAFF,
    "POST /v1/documents/{document}/read-again": STAFF,
    "POST /v1/documents/{document}/pages/{number}/read-again": STAFF,
    "GET /v1/fields/{field}": STAFF,
    "PUT /v1/fields/{field}": STAFF,
    "POST /v1/fields/{field}/confirm": STAFF,
    "POST /v1/fields/{field}/mark": STAFF,
    "GET /v1/cases": STAFF,
    "POST /v1/cases/search": STAFF,
    "GET /v1/cases/{case}": STAFF,
    "GET /v1/cases/{case}/timeline": REGISTER,
    "GET /v1/cases/{case}/facts": STAFF,
    "PUT /v1/facts/{fact}": STAFF,
    "GET /v1/cases/{case}/moves": STAFF,
    "GET /v1/cases/{case}/proposals": STAFF,
    "POST /v1/cases/{case}/merge": STAFF,
    "POST /v1/cases/{case}/split": STAFF,
    "POST /v1/documents/{document}/move": STAFF,
    "POST /v1/moves/{act}/undo": STAFF,
    "POST /v1/proposals/{proposal}/accept": STAFF,
    "POST /v1/proposals/{proposal}/decline": STAFF,
    "POST /v1/search": STAFF,
    "POST /v1/register": STAFF,
    "GET /v1/register/{entry}": STAFF,
    "PUT /v1/register/{entry}": STAFF,
    "GET /v1/public/register": EVERYBODY,
    "POST /v1/public/register": EVERYBODY,
    "GET /v1/cases/{case}/letters": STAFF,
    "POST /v1/cases/{case}/letters": STAFF,
    "GET /v1/letters": STAFF,
    "GET /v1/letters/{letter}": STAFF,
    "GET /v1/letters/{letter}/preview": STAFF,
    "GET /v1/letters/{letter}/pdf": STAFF,
    "POST /v1/letters/{letter}/issue": STAFF,
    "POST /v1/letters/{letter}/discard": STAFF,
    "POST /v1/letters/{letter}/deliver": STAFF,
    "POST /v1/letters/{letter}/mail": STAFF,
    "GET /v1/templates/{letter_kind}/{language}": frozenset({"handler", "supervisor", "stranger", "admin"}),
    "PUT /v1/templates/{letter_kind}/{language}": frozenset({"admin"}),
    "POST /v1/templates/{letter_kind}/{language}/preview": frozenset({"admin"}),
    "GET /v1/cases/{case}/decisions": STAFF,
    "POST /v1/cases/{case}/decisions": STAFF,
    "GET /v1/decisions/{decision}": STAFF,
    "POST /v1/decisions/{decision}/confirm": STAFF,
    "POST /v1/decisions/{decision}/withdraw": STAFF,
    "GET /v1/decisions/{decision}/payment": STAFF,
    "GET /v1/cases/{case}/terms": STAFF,
    "GET /v1/terms/{term}": STAFF,
    "POST /v1/terms/{term}/extend": STAFF,
    "POST /v1/terms/{term}/pause": STAFF,
    "POST /v1/terms/{term}/resume": STAFF,
    "GET /v1/documents/{document}/letter-class": STAFF,
    "PUT /v1/documents/{document}/letter-class": STAFF,
    "GET /v1/tasks": STAFF,
    "POST /v1/tasks/{task}/done": STAFF,
    "GET /v1/statistics": frozenset({"supervisor"}),
    "GET /v1/kinds": KNOWN,
    "GET /v1/kinds/{code}": KNOWN,
    "GET /v1/admin/samples": ADMIN,
    "POST /v1/admin/samples": ADMIN,
    "POST /v1/admin/samples/file": ADMIN,
    "PUT /v1/admin/samples/{sample}": ADMIN,
    "POST /v1/admin/kinds/blanks": ADMIN,
    "GET /v1/admin/jobs": ADMIN,
    "GET /v1/admin/jobs/{job}": ADMIN,
    "GET /v1/admin/kinds": ADMIN,
    "POST /v1/admin/kinds": ADMIN,
    "POST /v1/admin/kinds/check": ADMIN,
    "GET /v1/admin/kinds/{edition}": ADMIN,
    "PUT /v1/admin/kinds/{edition}": ADMIN,
    "POST /v1/admin/kinds/{edition}/publish": ADMIN,
    "POST /v1/admin/kinds/{edition}/withdraw": ADMIN,
    "POST /v1/admin/kinds/{edition}/discard": ADMIN,
    "GET /v1/problems/{code}": EVERYBODY,
    "POST /v1/sign-in": EVERYBODY,
    "POST /v1/sign-out": KNOWN,
    "GET /v1/me": KNOWN,
    "GET /v1/health/live": EVERYBODY,
    "GET /v1/health/ready": EVERYBODY,
    # pages
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    "POST /language": EVERYBODY,
    "GET /": STAFF,
    "POST /": STAFF,
    "GET /station": SENDERS,
    "GET /register": EVERYBODY,
    "POST /register": EVERYBODY,
    "GET /cases/{case}": STAFF,
    "POST /cases/{case}/fields/{field}": STAFF,
    "POST /cases/{case}/documents/{document}/confirm": STAFF,
    "POST /cases/{case}/documents/{document}/reopen": STAFF,
    "POST /cases/{case}/documents/{document}/kind": STAFF,
    "POST /cases/{case}/documents/{document}/again": STAFF,
    "POST /cases/{case}/facts/{fact}": STAFF,
    "POST /cases/{case}/proposals/{proposal}": STAFF,
}
BODIES: dict[str, dict[str, object]] = {
    "POST /v1/batches": {"json": {}},
    "POST /v1/batches/{batch}/close": {"json": {"declared": 9}},
    "PUT /v1/batches/{batch}/documents/{seq}": {"content": paper()},
    "POST /v1/batches/{batch}/documents": {"data": {"seq": "1"}, "files": {"file": ("a.png", paper())}},
    "PUT /v1/documents/{document}/kind": {"json": {"kind": "kiri"}},
    "POST /v1/documents/{document}/split": {"json": {"pieces": [[1]]}},
    "POST /v1/documents/{document}/move": {"json": {"into": "0" * 32}},
    "POST /v1/cases/{case}/merge": {"json": {"into": "0" * 32}},
    "POST /v1/cases/{case}/split": {"json": {"documents": ["0" * 32]}},
    "PUT /v1/facts/{fact}": {"json": {"value": "Mari"}},
    "PUT /v1/fields/{field}": {"json": {"value": "Mari"}},
    "POST /v1/fields/{field}/mark": {"json": {"answer": "absent"}},
    "POST /v1/cases/search": {"json": {"text": "Maasikas"}},
    "POST /v1/search": {"json": {"text": "Maasikas"}},
    "POST /v1/register": {"json": {"direction": "internal", "title": "Memo", "kind": "memo", "series": "1-13"}},
    "PUT /v1/register/{entry}": {"json": {"how": "post"}},
    "POST /register": {"data": {"q": "avaldus"}},
    "POST /v1/public/register": {"json": {"text": "Maasikas"}},
    "POST /v1/cases/{case}/letters": {"json": {"kind": "receipt"}},
    "POST /v1/letters/{letter}/deliver": {"json": {"state": "posted", "on": "2026-11-23", "evidence": "plain_post"}},
    "PUT /v1/templates/{letter_kind}/{language}": {"json": {"body": "<p>{{ client }}</p>"}},
    "POST /v1/templates/{letter_kind}/{language}/preview": {"json": {"body": "<p>Tere</p>"}},
    "POST /v1/cases/{case}/decisions": {"json": {"outcome": "refuse", "reason": "Ei."}},
    "POST /v1/admin/samples": {"json": {"document": "0" * 32, "kind": "kiri"}},
    "POST /v1/admin/samples/file": {"content": paper(), "params": {"kind": "kiri"}},
    "PUT /v1/admin/samples/{sample}": {"json": {"kind": "kiri"}},
    "POST /v1/admin/kinds/blanks": {
        "content": paper(),
        "params": {"code": "ehitusluba", "title_et": "Luba", "title_en": "Permit", "title_ru": "Разрешение"},
    },
    "POST /v1/terms/{term}/extend": {"json": {"days": 45, "reason": "Ootame registrit."}},
    "POST /v1/terms/{term}/pause": {"json": {"reason": "Ootame registrit."}},
    "PUT /v1/documents/{document}/letter-class": {"json": {"value": "challenge"}},
    "POST /v1/tasks/{task}/done": {"json": {}},
    "GET /v1/statistics": {"params": {"since": "2026-11-01", "until": "2026-11-30"}},
    "POST /v1/admin/kinds": {"json": {"code": "ehitusluba", "text": "code = 1"}},
    "POST /v1/admin/kinds/check": {"json": {"code": "ehitusluba", "text": "code = 1"}},
    "PUT /v1/admin/kinds/{edition}": {"json": {"text": "code = 1"}},
    "POST /v1/admin/kinds/{edition}/publish": {"json": {"reason": "Uus vorm."}},
    "POST /v1/admin/kinds/{edition}/withdraw": {"json": {"reason": "Vana vorm."}},
    "POST /v1/sign-in": {"json": {"login": "nobody", "password": "nothing at all"}},
    "POST /sign-in": {"data": {"login": "nobody", "password": "nothing at all"}},
    "POST /language": {"data": {"language": "en"}},
    "POST /": {"data": {"q": "Kask"}},
    "POST /cases/{case}/fields/{field}": {"data": {"version": "1", "value": "Mari"}},
    "POST /cases/{case}/facts/{fact}": {"data": {"version": "0", "value": "Mari"}},
    "POST /cases/{case}/proposals/{proposal}": {"data": {"version": "1", "action": "accept"}},
    "POST /cases/{case}/documents/{document}/confirm": {"data": {"version": "1"}},
    "POST /cases/{case}/documents/{document}/reopen": {"data": {"version": "1"}},
    "POST /cases/{case}/documents/{document}/kind": {"data": {"version": "1", "kind": "kiri"}},
}
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
        "edition": "0" * 32, "sample": "0" * 32, "job": "0" * 32,
        "fact": "0" * 32, "act": "0" * 32, "proposal": "0" * 32,
        "term": _term(office, case), "task": "0" * 32,
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
