"""What goes over the wire about terms, tasks, classes of letters and counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.case_schemas import Versioned
from api.schemas import At, HexId, Incoming

Reason = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$", examples=["Välisriigi asutus ei ole vastanud."])
]
UnitCode = Annotated[str, Field(max_length=10, pattern="^[A-Z-]*$", examples=["PAY"])]
TermState = Literal["running", "paused", "met", "expired", "cancelled"]


class TermBody(Versioned):
    """A term of a case: when it ends, why on that day, and by which rule."""

    id: HexId
    case_id: HexId
    document_id: HexId | None
    letter_id: HexId | None
    code: str = Field(examples=["teabenoue"])
    title: str = Field(examples=["request for information"])
    state: TermState
    days: int = Field(examples=[5])
    unit: Literal["wd", "cd", "m"]
    starts_on: date = Field(examples=["2026-11-20"], description="The day of the event; counted from the next.")
    ends_on: date = Field(examples=["2026-11-27"])
    why: str = Field(examples=["5 working days from the day after the event (20.11.2026); the last day is 27.11.2026."])
    source: str = Field(examples=["AvTS § 18 lg 1"])
    paused_on: date | None
    paused_for: str = Field(examples=[""])
    extended_for: str = Field(examples=[""], description="Why it was extended; empty: it was not.")
    extendable: bool = Field(description="The rule lets it be extended, and it has not been yet.")
    latest: date | None = Field(description="The last day it may be extended to; null with `extendable`: no limit.")


class ExtensionBody(Incoming):
    """The whole length it shall have, in its own unit, counted from its start; and why."""

    days: int = Field(ge=1, le=400, examples=[45])
    reason: Reason


class PauseBody(Incoming):
    reason: Reason


class TaskFilter(Incoming):
    """Which tasks of those one may see."""

    state: Literal["open", "done"] = "open"
    mine: bool = Field(False, description="Of my cases; a supervisor: those for supervisors.")
    unit: UnitCode = ""
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000)


class TaskBody(BaseModel):
    """Something that a person must do."""

    id: HexId
    case_id: HexId
    case_number: str = Field(examples=["6.0-1/1042"])
    term_id: HexId | None
    code: str = Field(examples=["remind"])
    text: str = Field(examples=["The term ends soon: do what it is for"])
    for_role: Literal["handler", "supervisor"]
    due_on: date = Field(examples=["2026-11-27"])
    state: Literal["open", "done"]
    made_at: At
    done_at: datetime | None
    note: str = Field(examples=[""])


class TaskDone(Incoming):
    note: str = Field("", max_length=500, pattern=r"^[^\x00]*$", examples=["Helistasin kliendile."])


class ClassOption(BaseModel):
    value: str = Field(examples=["information_request"])
    title: str = Field(examples=["Request for information"])
    days: int | None = Field(examples=[5], description="For the answer; null: the usual term of a letter.")
    unit: str | None = Field(examples=["wd"])
    source: str = Field(examples=["AvTS § 18 lg 1"])


class LetterClassBody(Versioned):
    """What class of letter came in, who says so, and the clocks that run by it."""

    document_id: HexId
    value: str | None = Field(examples=["information_request"])
    proposed: str | None = Field(examples=["information_request"], description="The machine's word.")
    confidence: float = Field(ge=0, le=1, examples=[0.8])
    confirmed: bool = Field(description="A person said it.")
    options: list[ClassOption]
    terms: list[TermBody]


class ClassSaid(Incoming):
    value: str = Field(pattern="^[a-z_]{1,40}$", examples=["information_request"])


class StatisticsFilter(Incoming):
    """The days, the last one included, and the unit; without one all that one may see."""

    since: date = Field(examples=["2026-11-01"])
    until: date = Field(examples=["2026-11-30"])
    unit: UnitCode = ""


class CountBody(BaseModel):
    """One number. `group` is a kind, a rule, a station; `what` a code within it."""

    measure: Literal["arrivals", "waiting", "terms", "deficiencies", "rescans", "confirmed", "corrections"]
    group: str = Field(examples=["pensioniavaldus"])
    title: str = Field(examples=["Pension application"], description="The group in words.")
    what: str = Field(examples=["on_time"])
    count: int = Field(examples=[12])
