"""The description of the API says what the API does."""

from contextlib import suppress
from typing import Any

import httpx
import jsonschema_rs
import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis.errors import Unsatisfiable
from office import Office
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 6  # requests for each operation
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def described(standing: Office) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{standing.address}/v1/openapi.json", timeout=60).json()
    return found


@pytest.mark.quick
@pytest.mark.slow
def test_every_example_fits_its_schema(described: dict[str, Any]) -> None:
    tried = 0
    for name, schema in described["components"]["schemas"].items():
        for part, inner in {name: schema, **schema.get("properties", {})}.items():
            for example in inner.get("examples", []):
                whole = inner | {"components": described["components"]}
                jsonschema_rs.validate(whole, example)
                tried += 1
                assert part
    assert tried > 100


@pytest.mark.quick
def test_every_operation_is_named_tagged_and_says_how_it_refuses(described: dict[str, Any]) -> None:
    names = []
    for path, methods in described["paths"].items():
        for operation in methods.values():
            names.append(operation["operationId"])
            assert operation["tags"], path
            assert operation["description"].endswith("."), path
            refusals = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            assert "500" in refusals
            for answer in refusals.values():
                for example in answer["content"].get("application/problem+json", {}).get("examples", {}).values():
                    assert example["value"]["status"] in map(int, refusals)
    assert len(names) == len(set(names))


@pytest.mark.quick
def test_whoever_takes_a_body_says_that_it_may_be_too_long(described: dict[str, Any]) -> None:
    silent = [
        f"{method} {path}" for path, methods in described["paths"].items() for method, operation in methods.items()
        if "requestBody" in operation and "413" not in operation["responses"]
    ]  # fmt: skip
    assert silent == []


@pytest.mark.quick
def test_who_may_call_is_said(described: dict[str, Any]) -> None:
    assert set(described["components"]["securitySchemes"]) == {"stationKey", "session", "sessionOnLoopback"}
    open_to_all = {
        path for path, methods in described["paths"].items() for operation in methods.values()
        if not operation.get("security")
    }  # fmt: skip
    assert open_to_all == {
        "/v1/public/register",
        "/v1/sign-in",
        "/v1/problems/{code}",
        "/v1/health/live",
        "/v1/health/ready",
    }


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_breaks_the_house_or_its_promises(
    described: dict[str, Any], office: Office, document: str, mode: GenerationMode
) -> None:
    """Invented requests, good and bad, to every operation: no 5xx, and no answer that the description does not have."""
    places = _places(office) if mode is GenerationMode.POSITIVE else {}
    for found in schemathesis.openapi.from_dict(described).get_all_operations():
        operation = found.ok()
        if operation.path in {"/v1/sign-in", "/v1/sign-out"}:
            continue  # slowed down on purpose; ends the session of the others

        @settings(max_examples=EXAMPLES, derandomize=True, database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def probe(case: schemathesis.Case) -> None:
            _ask(case, office, places)

        with suppress(Unsatisfiable):  # nothing can be wrong about a request that has no parts
            probe()


def _ask(case: schemathesis.Case, office: Office, places: dict[str, str]) -> None:
    """As somebody who may; a good request is about something that is there, in its present version."""
    client = office.as_("station" if case.path.startswith("/v1/batches") else "handler")
    who = {name: value for name, value in client.headers.items() if name in {"authorization", "origin"}}
    case.cookies = dict(client.cookies)
    for name in ("Authorization", "authorization", "Cookie", "cookie"):
        case.headers.pop(name, None)
    case.path_parameters |= {name: value for name, value in places.items() if name in case.path_parameters}
    if places and "If-Match" in case.headers:
        about = "fields/{field}" if "field" in case.path_parameters else "documents/{document}"
        case.headers["If-Match"] = client.get(f"/v1/{about}".format(**places)).headers["ETag"]
    case.call_and_validate(base_url=office.address, headers=who, checks=CHECKS, timeout=30)


def _places(office: Office) -> dict[str, str]:
    client = office.as_("handler")
    case = client.get("/v1/cases").json()["cases"][0]["id"]
    document = client.get(f"/v1/cases/{case}").json()["documents"][0]
    batch = office.as_("station").get("/v1/batches").json()[0]["id"]
    return {"batch": batch, "case": case, "document": document["id"], "field": document["fields"][0]["id"]}
