"""An answer of a person: one transaction, and for whoever came too late what stands there now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from starlette.responses import Response

from api.case_schemas import Versioned
from api.deps import Desk
from api.errors import Refusal
from registry.review import VersionConflict

Body = TypeVar("Body", bound=Versioned)


def settle(
    desk: Desk, act: Callable[[Session], object], show: Callable[[Session], Body], yours: str | None = None
) -> Body:
    """Acts and shows the outcome; work ids that the act returns are hinted at after the commit.

    Refuses with the present value when somebody else was faster, and with `yours` beside it.
    """

    def event(session: Session) -> tuple[Body, list[str]]:
        following = act(session)
        session.flush()
        return show(session), following if isinstance(following, list) else []

    try:
        body, following = desk.house.database.perform(event)
    except (VersionConflict, StaleDataError) as conflict:
        with desk.house.database.reading() as session:
            current = show(session)
        both = {"current": current.model_dump(mode="json")} | ({} if yours is None else {"yours": yours})
        raise Refusal("version_conflict", **both) from conflict
    desk.house.hints.publish(following)
    return body


def tagged(response: Response, body: Body) -> Body:
    """The version goes out as an ETag; whoever answers sends it back in If-Match."""
    response.headers["ETag"] = f'"{body.version}"'
    return body
