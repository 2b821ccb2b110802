"""What stands around every answer: security headers, a limit on bodies, no request from other sites."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALL_BODY = 64 * 1024  # bytes: JSON and forms; uploads count for themselves, see api/spool.py
KIND_BODY = 1024 * 1024  # the text of a kind with the words of its pages
KINDS = "/v1/admin/kinds"
UPLOAD = re.compile(r"/v1/batches/[^/]+/documents(/[^/]+)?|/v1/admin/(samples/file|kinds/blanks)")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Refuse = Callable[[Request, Exception], Response]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """Adds the headers a browser needs; an answer that sets its own (a download's sandbox) keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        static = scope["path"].startswith("/static/")
        secure = scope.get("scheme") == "https"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache" if static else "no-store")
                if secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class SmallBodies:
    """Stops a body that is longer than any JSON or form of ours: the framework would hold it in memory whole."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or UPLOAD.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        received = 0
        limit = KIND_BODY if scope["path"].startswith(KINDS) else SMALL_BODY

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_counted, send)


class SameSiteOnly:
    """Refuses what another site makes a browser send (CSRF): Sec-Fetch-Site, or else Origin against Host.

    A request with an Authorization header is no browser's doing: a page elsewhere cannot set it without CORS,
    and there is none. A program that uses the cookie must say its Origin.
    """

    def __init__(self, app: ASGIApp, refuse: Refuse) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE and not same_site(Headers(scope=scope)):
            response = self.refuse(Request(scope), CrossSite())
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)


class CrossSite(Exception):
    """The request came from another site. Open Kantselei itself and do it there."""


def same_site(headers: Headers) -> bool:
    if "authorization" in headers:
        return True
    if (site := headers.get("sec-fetch-site")) is not None:
        return site in {"same-origin", "none"}
    if (origin := headers.get("origin")) is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return "cookie" not in headers
