"""The web process: the one place where its doors are opened, and closed again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from api import (
    auth,
    cases,
    days,
    decisions,
    documents,
    facts,
    fields,
    glass,
    health,
    kinds,
    kinds_admin,
    letters,
    models,
    moves,
    parts,
    referrals,
    register,
    reviews,
    routing,
    samples,
    spool,
    statistics,
    terms,
    uploads,
)
from api.deps import House
from api.errors import Answers, Unforeseen
from api.headers import SameSiteOnly, SecurityHeaders, SmallBodies
from api.openapi import say_too_long
from api.web import desks
from api.web.render import failure_page
from ports import blobs, broker
from ports.database import Database
from ports.keyfile import receipt_key
from ports.settings import ApiSettings
from registry import kinds as catalogue
from registry import schema
from registry.letters import office

STATIC = Path(__file__).with_name("web") / "static"
ROUTERS: tuple[APIRouter, ...] = (
    uploads.router, days.router, documents.router, reviews.router, fields.router, cases.router, moves.router,
    parts.router,
    facts.router, register.router, letters.router, decisions.router, kinds.router,
    samples.router, kinds_admin.router, models.router,
    terms.router, statistics.router, glass.router, routing.router, referrals.router,
    auth.router, health.router,
)  # fmt: skip
ABOUT = """Paper scans in, registered and pre-filled cases out.

Stations send `Authorization: Bearer kan_...`; people sign in at `/v1/sign-in` and carry a cookie. Every refusal is a
problem (RFC 9457) with a stable `code`, in Estonian, English or Russian by `Accept-Language`."""


def create(settings: ApiSettings | None = None) -> FastAPI:
    """The application over its settings, those of the environment by default."""
    settings = settings or ApiSettings.read()
    house = _open(settings)
    answers = Answers(failure_page)
    app = FastAPI(
        title="Kantselei",
        version="1",
        description=ABOUT,
        openapi_url="/v1/openapi.json",
        docs_url=None,  # its page would come from another host
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        lifespan=_lifespan,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Unforeseen, answers=answers),
            Middleware(SameSiteOnly, refuse=answers),
            Middleware(SmallBodies),
        ],
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.house = house
    answers.install(app)
    for router in (*ROUTERS, desks.router):
        say_too_long(router.routes)
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def _open(settings: ApiSettings) -> House:
    settings.store.prepare()
    spool.sweep(settings.store.incoming)
    office.choose(settings.office_file)
    database = Database(settings.store.database_url)
    schema.check(database)
    return House(
        settings=settings,
        database=database,
        blobs=blobs.open_store(settings.store.blobs_url),
        hints=broker.hints(settings.store.broker_url),
        catalogue=catalogue.choose(settings.kinds_dir),
        receipt_key=receipt_key(settings.store.receipt_key_file),
        incoming=settings.store.incoming,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.house.close()


def _operation_id(route: APIRoute) -> str:
    return route.name
