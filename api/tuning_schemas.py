"""What goes over the wire when administrators tune the house: kinds as data, samples, models."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from api.case_schemas import Versioned
from api.schemas import At, HexId, Incoming, Sha256

KindCode = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,59}$", examples=["ehitusluba"])]
KindText = Annotated[
    str,
    Field(min_length=1, max_length=200_000, pattern=r"^[^\x00]*$", examples=['code = "ehitusluba"\ntitle.et = "..."']),
]


class EditionBody(Versioned):
    """An edition of a kind that an administrator wrote."""

    id: HexId
    code: str = Field(examples=["ehitusluba"])
    number: int = Field(examples=[2])
    state: Literal["draft", "published", "replaced", "withdrawn", "discarded"]
    blank: Sha256 | None = Field(description="The empty form it was drawn from.")
    made_at: At
    signed_by: str | None = Field(examples=["Aado Aru"])
    signed_at: datetime | None = Field(examples=["2026-11-22T09:15:00.000Z"])
    reason: str = Field(examples=["The form was printed anew in November."])


class EditionText(EditionBody):
    text: str = Field(examples=['code = "ehitusluba"\ntitle.et = "..."'], description="TOML, as docs/kinds.md has it.")


class NewEdition(Incoming):
    code: KindCode
    text: KindText


class EditionWords(Incoming):
    text: KindText


class Signed(Incoming):
    """Why it is done; kept with the name of who did it and the day."""

    reason: str = Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$", examples=["Printed anew in November."])
