"""The public register as a page: no sign-in, no script, in three languages. Words are posted, never in the address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from api.deps import HouseDep
from api.web.render import page
from registry import public, search
from registry.search import Wish

router = APIRouter(include_in_schema=False)
ROWS = 50
Before = Annotated[int | None, Form(ge=1, le=2**31 - 1)]


@router.get("/register")
def show_register(request: Request, house: HouseDep) -> Response:
    return _register(request, house, Wish(limit=ROWS))


@router.post("/register")
def look_up(
    request: Request,
    house: HouseDep,
    q: Annotated[str, Form(max_length=200)] = "",
    before: Before = None,
) -> Response:
    return _register(request, house, Wish(q.strip(), before=before, limit=ROWS))


def _register(request: Request, house: HouseDep, wish: Wish) -> Response:
    with house.database.reading() as session:
        sheet = public.register(session, wish)
    count = f"{search.COUNTED}+" if sheet.count > search.COUNTED else str(sheet.count)
    return page(request, "register.html", here="register", sheet=sheet, wish=wish, count=count)
