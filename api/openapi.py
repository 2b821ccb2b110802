"""What every route may answer besides success, for an honest OpenAPI."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from api.errors import STATUS
from api.schemas import ProblemBody
from api.sentences import SENTENCES

Responses = dict[int | str, dict[str, Any]]
ALWAYS = ("internal", "unavailable", "invalid_request", "bad_request")
KNOWN = ("sign_in_needed", "forbidden", "cross_site")  # of a route that asks who you are
CONFLICTS = ("not_found", "version_conflict", "version_needed", "illegal_move", "outcome_unknown")
ETAG: Responses = {
    200: {"headers": {"ETag": {"schema": {"type": "string"}, "description": "The version, for If-Match."}}},
}


def problems(*codes: str, known: bool = True) -> Responses:
    """The problems a route may answer with, by status; each with its examples."""
    found: Responses = {}
    for code in sorted({*ALWAYS, *(KNOWN if known else ()), *codes}):
        entry = found.setdefault(STATUS[code], {"model": ProblemBody, "description": "", "content": _content()})
        entry["content"]["application/problem+json"]["examples"][code] = {"value": example(code)}
        title = SENTENCES[code].title["en"]
        entry["description"] = f"{entry['description']}; {title}".removeprefix("; ")
    return found


def say_too_long(routes: Iterable[BaseRoute]) -> None:
    """Whoever takes a JSON body or a form may be sent one that is too long: `headers.SmallBodies` stops it."""
    for route in routes:
        if isinstance(route, APIRoute) and route.body_field:
            route.responses = problems("too_large", known=False) | route.responses


def example(code: str) -> dict[str, Any]:
    sentence = SENTENCES[code]
    return {
        "type": f"/v1/problems/{code}",
        "title": sentence.title["en"],
        "status": STATUS[code],
        "detail": sentence.detail["en"],
        "code": code,
    }


def _content() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemBody"}
    return {"application/problem+json": {"schema": schema, "examples": {}}}


def bytes_of(*media_types: str) -> Responses:
    """A successful answer that is bytes."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": "The bytes.", "content": dict.fromkeys(media_types, binary)}}
