"""What an endpoint may ask for: the house with its doors, the caller, the caller's language."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.errors import Refusal
from api.language import Language, language_of
from api.shown import Shown
from api.throttle import Throttle
from classify.catalogue import Catalogue
from ports.blobs import Blobs
from ports.broker import Hints
from ports.database import Database
from ports.settings import ApiSettings
from registry import accounts
from registry.access import Forbidden, Principal
from registry.tuning import editions

PLAIN_COOKIE = "kantselei"  # on plain HTTP, that is loopback
SECURE_COOKIE = "__Host-kantselei"  # a browser takes it over TLS only, for this host only


class KindsSeen:
    """When this process last looked whether an administrator had published a kind; at most once a second."""

    def __init__(self) -> None:
        self._until = 0.0

    def look(self, database: Database) -> None:
        if time.monotonic() >= self._until:
            self._until = time.monotonic() + 1.0
            with database.reading() as session:
                editions.keep_up(session)

    def again(self) -> None:
        """At the next request in any case: something has just been published here."""
        self._until = 0.0


@dataclass(frozen=True, slots=True)
class House:
    """The doors of the web process, opened once in api/app.py.

    Endpoints open their transaction themselves (`with house.database.transaction() as session:`): a transaction held
    by a dependency would hop between threads, and its commit must have answered before a receipt may leave.
    """

    settings: ApiSettings
    database: Database
    blobs: Blobs
    hints: Hints
    catalogue: Catalogue
    receipt_key: bytes
    incoming: Path  # where bodies are spooled, in the store's file system
    logins: Throttle = field(default_factory=lambda: Throttle(capacity=5, per_minute=2))
    kinds_seen: KindsSeen = field(default_factory=KindsSeen)
    addresses: Throttle = field(default_factory=lambda: Throttle(capacity=30, per_minute=10))

    def close(self) -> None:
        self.hints.close()
        self.database.close()


def house(request: Request) -> House:
    found: House = request.app.state.house
    return found


HouseDep = Annotated[House, Depends(house)]
LanguageDep = Annotated[Language, Depends(language_of)]

_bearer = HTTPBearer(auto_error=False, scheme_name="stationKey", description="The API key of a scan station.")
_secure = APIKeyCookie(name=SECURE_COOKIE, auto_error=False, scheme_name="session", description="After sign-in.")
_plain = APIKeyCookie(name=PLAIN_COOKIE, auto_error=False, scheme_name="sessionOnLoopback", description="Without TLS.")


def cookie_name(request: Request) -> str:
    return SECURE_COOKIE if request.url.scheme == "https" else PLAIN_COOKIE


def secret_of(request: Request) -> str | None:
    """The secret of the caller's session, if there is one."""
    return request.cookies.get(cookie_name(request))


def principal(
    request: Request,
    house: HouseDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    _secure: Annotated[str | None, Depends(_secure)],
    _plain: Annotated[str | None, Depends(_plain)],
) -> Principal:
    """Who asks. Read from the database at each request: a right that was taken away is gone at once."""
    found = _known(request, house, bearer)
    if found is None:
        raise Refusal("sign_in_needed")
    house.kinds_seen.look(house.database)
    request.state.principal = found
    request.state.language = found.language or None
    return found


def _known(request: Request, house: House, bearer: HTTPAuthorizationCredentials | None) -> Principal | None:
    """A request that carries an Authorization header is judged by it alone, never by the cookie beside it."""
    if "authorization" in request.headers:
        if bearer is None:
            return None
        with house.database.reading() as session:
            return accounts.station_of(session, bearer.credentials)
    secret = secret_of(request)
    return None if secret is None else _signed_in(house.database, secret)


def _signed_in(database: Database, secret: str) -> Principal | None:
    """Looks in a reading transaction; writes only when "last seen" is due, about once a minute."""
    with database.reading() as session:
        found = accounts.who(session, secret)
        if not session.dirty:
            return found
    with database.transaction() as session:
        return accounts.who(session, secret)


Anyone = Annotated[Principal, Depends(principal)]


def roles(*allowed: str) -> Callable[[Principal], Principal]:
    """A dependency that lets only these roles pass. Which rows they see is decided by registry/access.py."""

    def permitted(principal: Anyone) -> Principal:
        if principal.role not in allowed:
            raise Forbidden
        return principal

    return permitted


_sender = roles("station", "handler", "supervisor")
_reader = roles("handler", "supervisor")
Sender = Annotated[Principal, Depends(_sender)]  # sends documents
Reader = Annotated[Principal, Depends(_reader)]  # reads what documents say, and answers for it


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits there, in which house, and the words for what is shown."""

    house: House
    principal: Principal
    words: Shown


def desk_of(permitted: Callable[[Principal], Principal]) -> Callable[..., Desk]:
    """A dependency: the desk of whoever is let pass."""

    def desk(request: Request, house: HouseDep, principal: Principal = Depends(permitted)) -> Desk:
        return Desk(house, principal, Shown(house.catalogue, language_of(request)))

    return desk


SenderDesk = Annotated[Desk, Depends(desk_of(_sender))]
ReaderDesk = Annotated[Desk, Depends(desk_of(_reader))]
RegisterDesk = Annotated[Desk, Depends(desk_of(roles("station", "handler", "supervisor", "auditor")))]  # no content
HandlerDesk = Annotated[Desk, Depends(desk_of(roles("handler")))]  # is given cases
SupervisorDesk = Annotated[Desk, Depends(desk_of(roles("supervisor")))]  # sees loads, hands over
AdminDesk = Annotated[Desk, Depends(desk_of(roles("admin")))]  # tunes the house, sees no content
AnyDesk = Annotated[Desk, Depends(desk_of(principal))]


def seen_version(
    if_match: Annotated[str | None, Header(description='The version you saw, as in its ETag: `"3"`.')] = None,
) -> int:
    """The version that the caller saw; an answer without it could overwrite a colleague's."""
    if if_match is None:
        raise Refusal("version_needed")
    text = if_match.strip().removeprefix('"').removesuffix('"')
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refusal("version_conflict")  # not one of our versions: it cannot be the present one
    return int(text)


SeenVersion = Annotated[int, Depends(seen_version)]
