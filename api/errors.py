"""Every refusal as a problem (RFC 9457), in the caller's language. The one place that knows HTTP status."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import CrossSite
from api.language import Language, language_of
from api.sentences import SENTENCES
from api.throttle import TooManyAttempts
from capture import intake
from classify import mistakes
from classify.catalogue import KindFileError
from ports import blobs, database, log
from registry import (
    acceptance,
    access,
    accounts,
    decisions,
    glass,
    letter_class,
    parts,
    payment,
    review,
    states,
    statistics,
    terms,
)
from registry.letters import delivery, drafting, wording
from registry.routing import handover, take
from registry.tuning import files, signing

STATUS: dict[str, int] = {
    "bad_request": 400, "empty": 400, "incomplete": 400, "bad_digest": 400, "digest_mismatch": 400,
    "pages_mismatch": 400, "bad_form": 400,
    "sign_in_needed": 401, "bad_credentials": 401,
    "forbidden": 403, "cross_site": 403,
    "not_found": 404, "method_not_allowed": 405, "too_slow": 408,
    "key_reused": 409, "batch_closed": 409, "illegal_move": 409,
    "nothing_missing": 409, "channel_refused": 409, "not_printed": 409, "second_person_needed": 409,
    "values_not_confirmed": 409, "paid_already": 409, "extension_refused": 409,
    "letter_incomplete": 422, "no_addressee": 422, "no_evidence": 422, "bad_template": 422, "bad_payment": 422,
    "nobody_there": 409, "bad_kind": 422, "kind_taken": 409, "reason_missing": 422,
    "bad_span": 422, "unknown_class": 422,
    "version_conflict": 412, "too_large": 413, "unknown_type": 415, "encoded_body": 415,
    "invalid_request": 422, "pages_left_out": 422, "count_mismatch": 422, "unknown_kind": 422,
    "version_needed": 428, "too_many_attempts": 429,
    "internal": 500,
    "unavailable": 503, "outcome_unknown": 503, "store_unavailable": 503, "bytes_lost": 503, "no_space": 503,
}  # fmt: skip

CODES: dict[type[Exception], str] = {
    CrossSite: "cross_site",
    TooManyAttempts: "too_many_attempts",
    ClientDisconnect: "incomplete",
    access.NotFound: "not_found",
    access.Forbidden: "forbidden",
    accounts.BadCredentials: "bad_credentials",
    acceptance.KeyReused: "key_reused",
    acceptance.BatchClosed: "batch_closed",
    acceptance.CountMismatch: "count_mismatch",
    parts.PagesLeftOut: "pages_left_out",
    review.VersionConflict: "version_conflict",
    StaleDataError: "version_conflict",  # two answers in the same instant: the slower one has lost
    states.IllegalMove: "illegal_move",
    drafting.NothingMissing: "nothing_missing",
    drafting.WishIncomplete: "letter_incomplete",
    drafting.NoAddressee: "no_addressee",
    delivery.ChannelRefused: "channel_refused",
    delivery.EvidenceMissing: "no_evidence",
    wording.TemplateMistake: "bad_template",
    KindFileError: "bad_kind",
    signing.ReasonMissing: "reason_missing",
    take.ReasonWanted: "reason_missing",
    handover.NobodyThere: "nobody_there",
    files.CodeTaken: "kind_taken",
    decisions.NotConfirmed: "values_not_confirmed",
    decisions.SecondPersonNeeded: "second_person_needed",
    decisions.PaidAlready: "paid_already",
    payment.BadPayment: "bad_payment",
    glass.GlassReasonMissing: "reason_missing",
    terms.ExtensionRefused: "extension_refused",
    statistics.BadSpan: "bad_span",
    letter_class.UnknownClass: "unknown_class",
    database.OutcomeUnknown: "outcome_unknown",
    database.Unavailable: "unavailable",
    blobs.BlobsUnavailable: "store_unavailable",
    blobs.BlobMissing: "bytes_lost",
    blobs.BlobDamaged: "bytes_lost",
}
HTTP_CODES = {401: "sign_in_needed", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
RETRY_AFTER_S = 5


class Refusal(Exception):
    """The request was refused. The sentence of its code in api/sentences.py says why and what to do."""

    def __init__(self, code: str, **extra: Any) -> None:
        self.code = code
        self.extra = extra
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal, ready to be said: as JSON here, as a page by the web pages."""

    code: str
    status: int
    title: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        said = {"type": f"/v1/problems/{self.code}", "title": self.title, "status": self.status, "detail": self.detail}
        return {**said, "code": self.code, **self.extra}


Page = Callable[[Request, Problem], Response]


def code_of(error: Exception) -> str:
    """The stable code of an exception, "internal" for what nobody foresaw."""
    match error:
        case Refusal() | intake.Refused():
            return error.code
        case RequestValidationError():
            return "invalid_request"
        case HTTPException():
            return HTTP_CODES.get(error.status_code, "bad_request")
    return next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), "internal")


def problem_of(request: Request, error: Exception) -> Problem:
    code = code_of(error)
    language = language_of(request)
    sentence = SENTENCES[code]
    extra = _extra(error, language)
    if STATUS[code] >= 500:
        extra["incident"] = _record(error, code)
    return Problem(
        code, STATUS[code], sentence.title[language], sentence.detail[language], _headers(error, code), extra
    )


def _extra(error: Exception, language: Language) -> dict[str, Any]:
    match error:
        case Refusal():
            return dict(error.extra)
        case RequestValidationError():
            return {"errors": [_mistake(mistake) for mistake in error.errors()]}
        case drafting.WishIncomplete() | decisions.NotConfirmed():
            return {"lacks": list(error.lacks)}
        case wording.TemplateMistake() | KindFileError():
            return _at_line(error, language)
        case acceptance.CountMismatch():
            return {name: getattr(error, name) for name in ("declared", "accepted", "missing", "surplus")}
    return {}


def _at_line(error: wording.TemplateMistake | KindFileError, language: Language) -> dict[str, Any]:
    if isinstance(error, KindFileError):
        told = mistakes.said(error, language)
        return {"line": error.line, "mistake": told.what, "remedy": told.remedy}
    return {"line": error.line, "mistake": error.what}


def _mistake(mistake: dict[str, Any]) -> dict[str, str]:
    """Where and which rule; never the value, it may be a person's."""
    return {"where": ".".join(str(part) for part in mistake["loc"]), "rule": mistake["type"]}


def _headers(error: Exception, code: str) -> dict[str, str]:
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(error.wait_s)
    elif STATUS[code] == 503:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    elif STATUS[code] == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="kantselei"'
    return headers


def _record(error: Exception, code: str) -> str:
    """Class and place of the error, never its words: they may hold what a document says."""
    incident = uuid4().hex[:12]
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    log.event("request_failed", incident=incident, code=code, error=type(error).__name__, where=where)
    return incident


class Answers:
    """Turns an exception into an answer: a problem for programs, a page for people."""

    def __init__(self, page: Page | None = None) -> None:
        self.page = page

    def __call__(self, request: Request, error: Exception) -> Response:
        problem = problem_of(request, error)
        wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1")
        if self.page is not None and wants_page:
            return self.page(request, problem)
        body = jsonable_encoder(problem.body())
        return JSONResponse(body, problem.status, problem.headers, media_type="application/problem+json")

    def install(self, app: FastAPI) -> None:
        for kind in (HTTPException, RequestValidationError, Refusal, intake.Refused, *CODES):
            app.add_exception_handler(kind, self)


class Unforeseen:
    """The last net, inside the framework's own: that one would print the exception's words to the log."""

    def __init__(self, app: ASGIApp, answers: Answers) -> None:
        self.app = app
        self.answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            response = self.answers(Request(scope), error)
            await response(scope, receive, send)
