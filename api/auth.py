"""Signing in and out. People carry an opaque secret in a cookie; stations send their key with every request."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response, status

from api.deps import Anyone, House, HouseDep, cookie_name, secret_of
from api.openapi import problems
from api.schemas import Me, SignInBody
from registry import accounts
from registry.access import Principal

router = APIRouter(prefix="/v1", tags=["who"])


@router.post("/sign-in", responses=problems("bad_credentials", "too_many_attempts", "cross_site", known=False))
def sign_in(body: SignInBody, request: Request, house: HouseDep, response: Response) -> Me:
    """Sign in with login and password. The answer sets a session cookie; a browser keeps it from scripts."""
    secret = admit(request, house, body.login, body.password)
    remember(request, response, secret)
    with house.database.reading() as session:
        caller = accounts.who(session, secret)
    assert caller is not None  # admitted a moment ago
    return _me(caller)


@router.post("/sign-out", status_code=status.HTTP_204_NO_CONTENT, responses=problems())
def sign_out(caller: Anyone, request: Request, house: HouseDep, response: Response) -> None:
    """End this session; the cookie is worthless from now on."""
    dismiss(request, house)
    forget(request, response)


@router.get("/me", responses=problems())
def me(caller: Anyone) -> Me:
    """Who I am to the house."""
    return _me(caller)


def _me(caller: Principal) -> Me:
    return Me(
        kind="station" if caller.kind == "station" else "person",
        id=caller.id,
        name=caller.name,
        role=caller.role,
        units=sorted(caller.units),
    )


def admit(request: Request, house: House, login: str, password: str) -> str:
    """The secret of a new session; failures slow down the login and the address, never lock either for good."""
    keys = ((house.logins, login.casefold()), (house.addresses, request.client.host if request.client else ""))
    for throttle, key in keys:
        throttle.check(key)
    try:
        with house.database.transaction() as session:
            secret, _ = accounts.sign_in(session, login, password)
    except accounts.BadCredentials:
        for throttle, key in keys:
            throttle.failed(key)
        raise
    house.logins.forgive(login.casefold())
    return secret


def dismiss(request: Request, house: House) -> None:
    if (secret := secret_of(request)) is not None:
        with house.database.transaction() as session:
            accounts.sign_out(session, secret)


def remember(request: Request, response: Response, secret: str) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(cookie_name(request), secret, path="/", secure=secure, httponly=True, samesite="lax")


def forget(request: Request, response: Response) -> None:
    """Also asks the browser to forget what it may have kept of the pages."""
    secure = request.url.scheme == "https"
    response.delete_cookie(cookie_name(request), path="/", secure=secure, httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
