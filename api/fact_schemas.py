"""What goes over the wire when a case is pre-filled: each fact, every value it has on paper, and where."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.case_schemas import Box
from api.schemas import HexId, Incoming


class SourceBody(BaseModel):
    """A place where the value stands."""

    document_id: HexId
    viit: str = Field(examples=["6.0-1/1042-1"])
    field_id: HexId
    value: str = Field(examples=["EE382200221020145685"], description="As this document has it.")
    page: int | None = Field(examples=[1])
    box: Box | None
    confidence: float = Field(ge=0, le=1, examples=[0.93])
    answer: Literal["confirmed", "corrected", "illegible", "absent"] | None = Field(description="A person's word.")


class ReadingBody(BaseModel):
    """One value, in its best spelling, with all its places."""

    value: str = Field(examples=["EE382200221020145685"])
    sources: list[SourceBody]


class FactBody(BaseModel):
    """A fact of the case. `value` is null while documents contradict each other and nobody has decided."""

    id: HexId
    about: str = Field(examples=["1"], description="Number of the subject; empty for what is the case's own.")
    name: str = Field(examples=["iban"])
    label: str = Field(examples=["IBAN"])
    type: str = Field(examples=["iban"])
    state: Literal["single", "agreed", "contradicts", "confirmed"]
    value: str | None = Field(examples=["EE382200221020145685"])
    readings: list[ReadingBody]
    chosen: str | None = Field(examples=[None], description="What a person chose for the case.")
    version: int = Field(ge=0, examples=[0], description="Send it back as `If-Match` with a choice.")


class SubjectBody(BaseModel):
    """A person the documents speak of. The client is first."""

    number: str = Field(examples=["1"])
    role: str = Field(examples=["client"])
    name: str | None = Field(examples=["Mari Maasikas"])


class DisagreementBody(BaseModel):
    """Two papers of the case that do not agree as they must. `field_id` is where to look first."""

    code: str = Field(examples=["certified_account_differs"])
    severity: Literal["error", "warning", "info"]
    text: str = Field(examples=["The bank certifies another account than the application names."])
    field: str = Field(examples=["iban"])
    field_id: HexId
    document_id: HexId
    beside_document_id: HexId
    beside_viit: str = Field(examples=["6.0-1/1042-1"])


class FactsBody(BaseModel):
    subjects: list[SubjectBody]
    facts: list[FactBody]
    disagreements: list[DisagreementBody]


class FactChoice(Incoming):
    value: str = Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$", examples=["EE382200221020145685"])
