"""What goes over the wire when administrators tune the house: kinds as data, samples, models."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

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


class JobBody(BaseModel):
    """A piece of work that a worker does for an administrator."""

    id: HexId
    what: Literal["train", "blank", "scan"]
    state: Literal["ready", "running", "done", "failed"]
    progress: int = Field(ge=0, le=100, examples=[40])
    error: str | None = Field(examples=[None], description="A code: why it was given up, or why it waits.")
    result: HexId | None = Field(description="Of the edition or the model that it made.")
    asked_at: At
    ended_at: datetime | None = Field(examples=[None])


class SampleBody(Versioned):
    """A page of which a person has said what it is. What stands on it is not shown here."""

    id: HexId
    kind: str = Field(examples=["ehitusluba"])
    origin: Literal["blank", "scan", "correction"]
    held_back: bool = Field(description="Models are measured by it and never learn from it.")
    document_id: HexId | None = Field(description="Of a registered document; who may see it opens it.")
    page: int = Field(examples=[1])
    excluded: str = Field(examples=[""], description="Why nothing learns from it; empty: it counts.")
    said_at: At


class NewSample(Incoming):
    """The pages of a registered document as samples."""

    document: HexId
    kind: KindCode
    group: str = Field("", max_length=100, pattern=r"^[^\x00]*$", examples=["one person"], description="See the docs.")


class SampleChange(Incoming):
    """Another kind, or a reason to leave it out; an empty reason takes it in again."""

    kind: KindCode | None = None
    excluded: str | None = Field(None, max_length=200, pattern=r"^[^\x00]*$", examples=["Half a page."])


class SampleCount(BaseModel):
    kind: str = Field(examples=["ehitusluba"])
    origin: Literal["blank", "scan", "correction"]
    held_back: bool
    count: int = Field(examples=[12])


class SampleList(BaseModel):
    samples: list[SampleBody]
    counts: list[SampleCount] = Field(description="Of all that count, not only of those listed.")
