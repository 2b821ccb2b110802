"""Whether we live, and whether all that we need answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter, Response, status

from api.deps import HouseDep
from api.openapi import problems
from api.schemas import Health, Live
from ports import log

router = APIRouter(prefix="/v1/health", tags=["health"])
ABSENT = "0" * 64  # no content has this hash: the store must say no, but say it


@router.get("/live", responses=problems(known=False))
def live() -> Live:
    """The process runs. Asks nothing of others."""
    return Live(status="ok")


@router.get("/ready", responses={**problems(known=False), 503: {"model": Health, "description": "Something fails."}})
def ready(house: HouseDep, response: Response) -> Health:
    """Database and object store answer. The broker may fail: hints are a convenience, workers find work without."""
    database = _answers("database", house.database.check)
    store = _answers("store", lambda: house.blobs.exists(ABSENT))
    broker = house.settings.store.broker_url or ""
    well = database == store == "ok"
    if not well:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return Health(
        status="ok" if well else "failing", database=database, store=store, broker=broker.partition(":")[0] or "none"
    )


def _answers(name: str, ask: Callable[[], object]) -> Literal["ok", "failing"]:
    try:
        ask()
    except Exception as error:  # noqa: BLE001 (whatever it is, the answer is "failing")
        log.event("not_ready", part=name, error=type(error).__name__)
        return "failing"
    return "ok"
