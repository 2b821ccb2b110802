"""Signing in and out, requests from elsewhere, and what stands around every answer."""

import httpx
import pytest
from office import PASSWORD, Office, sign_in

from api.headers import ALWAYS
from api.language import preferred
from api.sentences import SENTENCES
from api.throttle import Throttle, TooManyAttempts


def fresh(office: Office, **headers: str) -> httpx.Client:
    """A browser that nobody has used."""
    client = httpx.Client(base_url=office.address, headers=headers, timeout=30)
    office.clients[f"fresh {len(office.clients)}"] = client
    return client


def test_a_person_signs_in_and_out(office: Office) -> None:
    client = fresh(office, Origin=office.address)
    answer = client.post("/v1/sign-in", json={"login": "Hilja", "password": PASSWORD})
    assert answer.json()["role"] == "handler"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("kantselei=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert client.get("/v1/me").json()["name"] == "Hilja Haldur"
    secret = client.cookies["kantselei"]
    gone = client.post("/v1/sign-out")
    assert gone.status_code == 204
    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert httpx.get(f"{office.address}/v1/me", cookies={"kantselei": secret}).status_code == 401


def test_over_tls_the_cookie_is_bound_to_the_host(standing: Office) -> None:
    client = fresh(standing, Origin=standing.address.replace("http:", "https:"), **{"X-Forwarded-Proto": "https"})
    answer = client.post("/v1/sign-in", json={"login": "hilja", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-kantselei=")
    assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"]
    secret = cookie.partition("=")[2].partition(";")[0]
    assert client.get("/v1/me", headers={"Cookie": f"__Host-kantselei={secret}"}).status_code == 200
    assert client.get("/v1/me", headers={"Cookie": f"kantselei={secret}"}).status_code == 401


def test_a_new_sign_in_gives_a_new_secret(standing: Office) -> None:
    client = fresh(standing, Origin=standing.address)
    sign_in(client, "handler")
    first = client.cookies["kantselei"]
    sign_in(client, "handler")
    assert client.cookies["kantselei"] != first


def test_guessing_is_slowed_down_and_never_locks_for_good(office: Office) -> None:
    client = fresh(office)
    wrong = {"login": "hilja", "password": "a guess of somebody"}
    answers = [client.post("/v1/sign-in", json=wrong) for _ in range(7)]
    assert [answer.status_code for answer in answers[:5]] == [401] * 5
    assert answers[6].status_code == 429
    assert 0 < int(answers[6].headers["Retry-After"]) <= 60
    other = client.post("/v1/sign-in", json={"login": "sulev", "password": PASSWORD})
    assert other.status_code == 200


def test_unknown_login_and_wrong_password_are_told_alike(office: Office) -> None:
    client = fresh(office)
    answers = [
        client.post("/v1/sign-in", json={"login": login, "password": "a guess of somebody"})
        for login in ("hilja", "nobody-here")
    ]
    assert answers[0].json() == answers[1].json()


def test_a_throttle_forgives_with_time() -> None:
    now = [0.0]
    throttle = Throttle(capacity=2, per_minute=60, size=2, clock=lambda: now[0])
    throttle.failed("a")
    throttle.failed("a")
    with pytest.raises(TooManyAttempts) as refused:
        throttle.check("a")
    assert refused.value.wait_s == 2
    now[0] = 2.0
    throttle.check("a")
    for key in "abcdef":
        throttle.failed(key)
    assert len(throttle._buckets) == 2


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "OWN"}, False),
        ({"Origin": "OWN"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_what_another_site_makes_a_browser_send_is_refused(
    standing: Office, headers: dict[str, str], passes: bool
) -> None:
    cookie = standing.as_("handler").cookies["kantselei"]
    sent = {name: value.replace("OWN", standing.address) for name, value in headers.items()}
    url = f"{standing.address}/v1/batches"
    answer = httpx.post(url, json={}, headers=sent | {"Cookie": f"kantselei={cookie}"})
    assert answer.status_code == (201 if passes else 403)
    if not passes:
        assert answer.json()["code"] == "cross_site"
        assert httpx.post(f"{standing.address}/v1/sign-in", json={}, headers=sent).status_code == (403 if sent else 422)


def test_a_key_is_judged_alone_and_never_with_the_cookie_beside_it(standing: Office) -> None:
    cookie = standing.as_("handler").cookies["kantselei"]
    for said in ("Bearer kan_" + "0" * 64, "Basic aGlsamE6aGlsamE=", "Bearer"):
        answer = httpx.get(
            f"{standing.address}/v1/me", headers={"Authorization": said, "Cookie": f"kantselei={cookie}"}
        )
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_every_answer_wears_the_security_headers(office: Office, document: str) -> None:
    pages = ["/", "/sign-in", "/nowhere", "/static/style.css"]
    json = ["/v1/me", "/v1/nowhere", "/v1/openapi.json", "/v1/health/live", "/v1/problems/empty"]
    for path in (*pages, *json, f"/v1/documents/{document}", f"/v1/documents/{document}/file"):
        for client in (office.as_("handler"), fresh(office)):
            answer = client.get(path)
            assert {name for name in ALWAYS if name not in answer.headers} == set(), path
            assert answer.headers["Cache-Control"] == ("no-cache" if path.startswith("/static/") else "no-store"), path
            assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nowhere", 404, "not_found"),
        ("DELETE", "/v1/cases", 405, "method_not_allowed"),
        ("GET", "/v1/cases?limit=none", 422, "invalid_request"),
        ("GET", "/v1/documents/1", 422, "invalid_request"),
        ("GET", "/v1/documents/" + "0" * 32, 404, "not_found"),
    ],
)
def test_every_refusal_is_a_problem(standing: Office, method: str, path: str, status: int, code: str) -> None:
    answer = standing.as_("handler").request(method, path)
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    said = standing.as_("handler").get(body["type"]).json()
    assert (said["title"], said["detail"], said["status"]) == (body["title"], body["detail"], status)


def test_a_mistake_names_its_place_and_repeats_no_value(standing: Office) -> None:
    answer = standing.as_("handler").post("/v1/batches", json={"label": "x" * 101, "declared": "Mari"})
    assert answer.json()["errors"] == [
        {"where": "body.label", "rule": "string_too_long"},
        {"where": "body.declared", "rule": "int_parsing"},
    ]
    assert "Mari" not in answer.text


def test_a_body_longer_than_any_of_ours_is_not_read(standing: Office) -> None:
    answer = standing.as_("handler").post("/v1/batches", json={"label": "x" * 70_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_what_nobody_foresaw_is_an_incident_that_tells_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Mari Maasikas")

    monkeypatch.setattr("registry.case_list.cases", broken)
    answer = office.as_("handler").get("/v1/cases")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    logged = capsys.readouterr().err
    assert answer.json()["incident"] in logged
    assert "Maasikas" not in logged + answer.text


@pytest.mark.parametrize(
    ("wish", "title"), [("et", "Ei leitud"), ("ru-RU, en;q=0.5", "Не найдено"), ("fr", "Ei leitud")]
)
def test_problems_are_told_in_the_callers_language(standing: Office, wish: str, title: str) -> None:
    assert fresh(standing, **{"Accept-Language": wish}).get("/v1/nowhere").json()["title"] == title


def test_languages_are_weighed() -> None:
    assert preferred("en;q=0.3, ru;q=0.9") == "ru"
    assert preferred("en-GB,en;q=0.9") == "en"
    assert preferred("en;q=0") == "et"
    assert preferred("en;q=much") == "et"
    assert preferred("") == "et"


def test_every_problem_has_its_sentences_in_three_languages() -> None:
    for code, sentence in SENTENCES.items():
        for text in (sentence.title, sentence.detail):
            assert set(text) == {"et", "en", "ru"}, code
            assert all(text.values()), code
        assert all(detail.endswith(".") for detail in sentence.detail.values()), code


def test_health_names_what_does_not_answer(standing: Office) -> None:
    client = fresh(standing)
    assert client.get("/v1/health/live").json() == {"status": "ok"}
    expected = {"status": "ok", "database": "ok", "store": "ok", "broker": "none"}
    assert client.get("/v1/health/ready").json() == expected
