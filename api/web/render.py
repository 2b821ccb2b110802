"""Templates to answers: the language, the words and the person are the same on every page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.errors import Problem
from api.language import LANGUAGES, Language, language_of
from api.web.words import Words

FOLDER = Path(__file__).parent
LANGUAGE_COOKIE = "language"
AFTER_FAILURE = {
    "forbidden": "forbidden",
    "not_found": "not_found",
    "version_conflict": "conflict",
    "illegal_move": "conflict",
}


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(FOLDER / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def page_language(request: Request) -> Language:
    """What the person chose on a page, else the account's language, else the browser's."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return next((language for language in LANGUAGES if language == chosen), None) or language_of(request)


def page(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    words = Words(page_language(request))
    known = {
        "t": words,
        "lang": words.language,
        "principal": getattr(request.state, "principal", None),
        "back_path": request.url.path,
        "here": "",
    }
    html = _templates().get_template(template).render(known | context)
    return HTMLResponse(html, status)


def go(path: str) -> Response:
    """See other: the browser asks again with GET, so that a reload repeats nothing."""
    return RedirectResponse(path, 303)


def own_path(path: str) -> str:
    """A path of this house, or the front door: nobody is sent elsewhere after signing in."""
    parts = urlsplit(path)
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return path if inside else "/"


def failure_page(request: Request, problem: Problem) -> Response:
    """A refusal as a page with a sentence; who is not signed in goes to the door."""
    if problem.status == 401:
        return go("/sign-in")
    words = Words(page_language(request))
    key = AFTER_FAILURE.get(problem.code)
    return page(request, "error.html", problem.status, sentence=words(f"error.{key}") if key else problem.detail)
