"""The door: signing in and out, and the language of the pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from api import auth
from api.deps import HouseDep
from api.errors import Refusal
from api.language import LANGUAGES
from api.throttle import TooManyAttempts
from api.web.render import LANGUAGE_COOKIE, go, own_path, page
from registry.accounts import BadCredentials

router = APIRouter(include_in_schema=False)
YEAR_S = 365 * 24 * 3600


@router.get("/sign-in")
def show_door(request: Request) -> Response:
    return page(request, "sign_in.html", problem="", to="/")


@router.post("/sign-in")
def sign_in(
    request: Request,
    house: HouseDep,
    login: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=300)],
    to: Annotated[str, Form(max_length=300)] = "/",
) -> Response:
    try:
        secret = auth.admit(request, house, login, password)
    except BadCredentials:
        return page(request, "sign_in.html", 401, problem="wrong", to=to)
    except TooManyAttempts:
        return page(request, "sign_in.html", 429, problem="slow_down", to=to)
    answer = go(own_path(to))
    auth.remember(request, answer, secret)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, house: HouseDep) -> Response:
    auth.dismiss(request, house)
    answer = go("/sign-in")
    auth.forget(request, answer)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.post("/language")
def choose_language(
    language: Annotated[str, Form(max_length=2)], back: Annotated[str, Form(max_length=300)] = "/"
) -> Response:
    if language not in LANGUAGES:
        raise Refusal("invalid_request")
    answer = go(own_path(back))
    answer.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR_S, httponly=True, samesite="lax")
    return answer
