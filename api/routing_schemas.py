"""What goes over the wire about routing: the next case, why a case went where it went, handing over, loads."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.case_schemas import CaseRow, Versioned
from api.schemas import HexId, Incoming

_REASON = Field(min_length=1, max_length=300, pattern=r"^[^\x00]*\S[^\x00]*$", examples=["Olen kliendi sugulane."])


class NextBody(BaseModel):
    """The case to do next; `case` is null where there is nothing for this handler."""

    case: CaseRow | None
    until: datetime | None = Field(description="Until then nobody else is given it.")
    again: bool = Field(description="You held it already: a case is done or given back before the next one comes.")


class GivenBack(Incoming):
    reason: str = _REASON


class ChoiceBody(BaseModel):
    """One answer to "whose is this case", with every step that led to it."""

    at: datetime
    by: str = Field(examples=["Kantselei"], description="Kantselei: the machine, by the rules.")
    rule: str = Field(examples=["el_perehuvitis"], description="Empty: the file of the kind names the unit.")
    unit: str = Field(examples=["INT"])
    handler_id: HexId | None
    handler: str | None = Field(examples=["Kadri Kask"])
    steps: list[str] = Field(examples=[["Kadri Kask is away until 27.11.2026, Peeter Paju stands in."]])
    reason: str = Field(examples=["Haigestus."], description="A person's words, where a person chose.")


class HandOver(Incoming):
    """Cases by id, or all open ones of `handler`. Without `to` the rules choose anew among those who are there."""

    cases: list[HexId] = Field(default=[], max_length=500)
    handler: HexId | None = Field(default=None, description="Whose open cases to hand over.")
    to: HexId | None = None
    reason: str = _REASON


class HandedBody(BaseModel):
    handed: int = Field(examples=[12])


class LoadBody(BaseModel):
    """What one handler has in one unit; `handler` null: what nobody has."""

    unit: str = Field(examples=["PEN"])
    handler_id: HexId | None
    handler: str | None = Field(examples=["Kadri Kask"])
    open: int = Field(examples=[17])
    waiting: int = Field(examples=[4], description="Of these: something is asked of the client.")
    soon: int = Field(examples=[3], description="Due within three working days.")
    overdue: int = Field(examples=[1])
    oldest_days: int = Field(examples=[41], description="Age of the oldest in calendar days.")
    held: int = Field(examples=[1], description="Taken as the next and not done yet.")
    away_until: date | None
    instead: str | None = Field(examples=["Peeter Paju"])


class ReferralBody(Versioned):
    """That a case belongs to another body; the machine proposes, a person says so."""

    id: HexId
    case_id: HexId
    body: str = Field(examples=["X-KOV"])
    title: str = Field(examples=["The municipality of residence"])
    name: str = Field(examples=["Rakvere Linnavalitsus"], description="In full, once a person has said it.")
    reason: str = Field(examples=["The funeral grant is paid by the municipality."])
    source: str = Field(examples=["MSVS § 5, AvTS § 21, HMS § 15 lg 3"])
    why: str = Field(examples=["By its rule or kind another body decides this: X-KOV."])
    state: str = Field(examples=["open"], description="open, accepted or declined")
    due_on: date | None = Field(description="The last of the five working days.")
    letter_id: HexId | None = Field(description="The notice to the sender.")
    sent_viit: str | None = Field(examples=["6.0-1/1042-3"], description="Under which the papers went to the body.")


class SendOn(Incoming):
    """What stands in the notice. Without `name` and `reason` those of the body; without an addressee the client."""

    name: str = Field(default="", max_length=200, pattern=r"^[^\x00]*$", examples=["Rakvere Linnavalitsus"])
    reason: str = Field(default="", max_length=2000, pattern=r"^[^\x00]*$")
    language: str = Field(default="et", pattern="^(et|en|ru)$")
    addressee: str = Field(default="", max_length=200, pattern=r"^[^\x00]*$", examples=["Peeter Pihlakas"])
    address: list[str] = Field(default=[], max_length=6, examples=[["Pikk 7", "44308 Rakvere"]])
    email: str = Field(default="", max_length=200, pattern=r"^[^\x00]*$")


class ReferTo(Incoming):
    body: str = Field(pattern="^X-[A-Z]{1,8}$", examples=["X-TK"])
