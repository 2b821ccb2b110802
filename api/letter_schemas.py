"""What goes over the wire about letters, their templates and decisions."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.case_schemas import Versioned
from api.schemas import At, HexId, Incoming

Kind = Literal["deficiency", "reminder", "receipt", "extension", "forwarding", "reply", "certificate", "decision"]
Language = Literal["et", "en", "ru"]
Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$", examples=["Näidise 2"])]
Prose = Annotated[str, Field(max_length=8000, pattern=r"^[^\x00]*$", examples=["Tingimused on täidetud."])]
LetterStateName = Literal[
    "draft", "created", "printed", "handed_over", "posted", "emailed", "received", "opened", "returned", "deemed",
    "discarded",
]  # fmt: skip


class AddresseeBody(Incoming):
    """Whom the letter goes to; empty parts are those of the client of the case."""

    name: Line = ""
    lines: list[Line] = Field(default_factory=list, max_length=6)
    email: Line = Field("", examples=["mari@klient.example"])


class FactsOfLetter(Incoming):
    """What some kinds need besides: a day, a reason, a text, the body it was sent on to."""

    due: date | None = Field(None, examples=["2026-12-31"])
    reason: Prose = ""
    text: Prose = ""
    body: Line = Field("", examples=["Tallinna Linnavalitsus"])
    purpose: Line = Field("", examples=["pangale"])
    first_viit: Line = Field("", examples=["6.0-1/1042-2"])


class LetterWish(Incoming):
    """What to write. A decision's letter comes from the decision, not from here."""

    kind: Literal["deficiency", "reminder", "receipt", "extension", "forwarding", "reply", "certificate"]
    language: Language = "et"
    facts: FactsOfLetter | None = None
    days: int = Field(14, ge=10, le=92, description="For the answer, in calendar days from delivery.")
    items: list[Line] | None = Field(None, max_length=100, description="Codes of what to ask for; null for all.")
    answers: HexId | None = Field(None, description="Id of the document that a reply answers.")
    addressee: AddresseeBody | None = None


class ItemBody(BaseModel):
    code: str = Field(examples=["field:iban"])
    title: str = Field(examples=["Arvelduskonto number"])
    why: str = Field(examples=["See koht on jäänud täitmata."])
    accepted: list[str]
    ask: bool = Field(description="Asked of the client; false: the office has it or gets it itself.")
    pictured: bool = Field(description="The letter shows the place that could not be read.")
    met_at: datetime | None = Field(description="When it was no longer lacking, by whatever way.")


class DeliveryBody(BaseModel):
    """A step of the letter's way, with its proof."""

    state: LetterStateName
    on: date
    evidence: str = Field(examples=["slip"])
    reference: str = Field(examples=["RR123456789EE"])
    by: str = Field(examples=["person:5f0c1c5e7a0b4b0c8f5f4d1f8a2b3c4d"])


class LetterBody(Versioned):
    """A letter. A draft has no viit; issued, its words change no more."""

    id: HexId
    case_id: HexId
    kind: Kind
    language: Language
    template_version: int = Field(ge=0, examples=[0])
    state: LetterStateName
    viit: str | None = Field(examples=["6.0-1/1042-3"])
    addressee: str = Field(examples=["Mari Maasikas"])
    access_basis: str = Field(examples=["AvTS § 35 lg 1 p 12"])
    restricted_until: date | None
    email_allowed: bool
    email_why: str = Field(examples=["The letter holds no restricted data: it may be sent."])
    days: int | None
    answer_due_on: date | None = Field(description="Known from delivery on.")
    drafted_at: At
    issued_at: datetime | None
    made: bool = Field(description="The PDF is there.")
    trouble: str | None = Field(description="Why printing or mailing was given up.", examples=["mail_refused"])
    items: list[ItemBody]
    deliveries: list[DeliveryBody]


class DeliverySaid(Incoming):
    """What happened to the letter, and what proves it."""

    state: Literal["printed", "handed_over", "posted", "received", "opened", "returned", "deemed"]
    on: date = Field(examples=["2026-11-23"])
    evidence: Literal[
        "printer", "signature", "official", "plain_post", "registered_post", "slip", "reader", "system", "refused",
        "unknown_address", "not_collected", "bounced", "rule",
    ]  # fmt: skip
    reference: str = Field("", max_length=60, pattern=r"^[A-Za-z0-9 ./:-]*$", examples=["RR123456789EE"])


class LetterFilter(Incoming):
    """Letters of all cases one may see, in one state."""

    state: LetterStateName = "created"
    limit: int = Field(50, ge=1, le=200)


class TemplateBody(BaseModel):
    """A version of the words of a kind of letter. Version 0 is the one that ships with the house."""

    kind: Kind
    language: Language
    version: int = Field(ge=0, examples=[1])
    body: str = Field(examples=["<p>Lugupeetud {{ client }}</p>"])


class TemplateWords(Incoming):
    body: str = Field(min_length=1, max_length=40_000, pattern=r"^[^\x00]*$", examples=["<p>Tere, {{ client }}!</p>"])


class RulingBody(Incoming):
    """What the handler decided. Amount, benefit, month and day are of a decision that pays."""

    outcome: Literal["grant", "partly", "refuse"]
    reason: str = Field(min_length=1, max_length=8000, pattern=r"^[^\x00]*$", examples=["Tingimused on täidetud."])
    language: Language = "et"
    amount: Decimal | None = Field(None, gt=0, max_digits=9, decimal_places=2, examples=["260.50"])
    benefit: str = Field("", max_length=60, pattern=r"^[a-z0-9_]*$", examples=["lapsetoetus"])
    period: str = Field("", pattern=r"^(20\d\d-(0[1-9]|1[0-2]))?$", examples=["2026-12"])
    pay_on: date | None = Field(None, examples=["2026-12-23"])


class DecisionBody(Versioned):
    """A decision: one person drafts it, another confirms it."""

    id: HexId
    case_id: HexId
    state: Literal["drafted", "confirmed", "withdrawn"]
    outcome: Literal["grant", "partly", "refuse"]
    reason: str = Field(examples=["Tingimused on täidetud."])
    amount: str | None = Field(examples=["260.50"], description="Euros.")
    benefit: str = Field(examples=["lapsetoetus"])
    period: str = Field(examples=["2026-12"])
    pay_on: date | None = Field(description="The last working day on or before the wished one.")
    drafted_by: HexId
    drafted_at: At
    confirmed_by: HexId | None
    confirmed_at: datetime | None
    letter_id: HexId | None
    payment_viit: str | None = Field(examples=["6.0-1/1042-4"])
