"""What goes over the wire at the register: lines, searches, and what everybody may read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.case_schemas import Versioned
from api.schemas import At, HexId, Incoming

Direction = Literal["in", "out", "internal"]
Way = Literal["", "post", "in_person", "email", "fax", "courier", "portal", "exchange"]
Line = Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Code = Annotated[str, Field(max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
SeriesCode = Annotated[str, Field(max_length=20, pattern=r"^[0-9.-]*$", examples=["7.1-1"])]
Basis = Annotated[str, Field(max_length=60, pattern=r"^(AvTS § 35 lg 1 p \d{1,2}(\^\d)?(, p \d{1,2}(\^\d)?)*)?$")]
Until = Annotated[int | None, Field(ge=1, le=2**31 - 1, examples=[None], description="`next` of the page before.")]


class RegisterFilter(Incoming):
    """Which lines. Paging is by place, not by number: what is added meanwhile shifts nothing."""

    direction: Direction | Literal[""] = Field("", examples=["in"])
    kind: Code = Field("", examples=["avaldus"])
    series: SeriesCode = ""
    since: date | None = Field(None, examples=["2026-11-01"], description="Registered on this day or later.")
    until: date | None = Field(None, examples=["2026-11-30"], description="Registered on this day or earlier.")
    before: Until = None
    limit: int = Field(20, ge=1, le=100, examples=[20])


class RegisterSearch(RegisterFilter):
    text: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = Field("", examples=["maasikas pension"])


class EntryBody(Versioned):
    """A line of the register. Of what came in, unit, handler and answer due are those of its case."""

    id: HexId
    viit: str = Field(examples=["6.0-1/13761-2"])
    direction: Direction
    document_id: HexId | None
    case_id: HexId | None
    registered_at: At
    series: str = Field(examples=["6.0-1"])
    kind: str = Field(examples=["avaldus"])
    title: str = Field(examples=["Väljamaksuviisi avaldus"])
    party: str = Field(examples=["Mari Maasikas"])
    party_person: bool = Field(description="A natural person: hidden from the public.")
    how: Way
    dated_on: date | None = Field(examples=["2026-11-20"])
    sent_on: date | None = Field(examples=[None])
    their_viit: str = Field(examples=["4-2/77"])
    reply_to: HexId | None
    unit: str = Field(examples=["PAY"])
    handler: str | None = Field(examples=["Hilja Haldur"])
    answer_due: date | None = Field(examples=["2026-12-04"])
    restricted: bool
    ak_basis: str = Field(examples=["AvTS § 35 lg 1 p 12"])
    ak_from: date | None = Field(examples=["2026-11-22"])
    ak_until: date | None = Field(examples=["2101-11-22"])
    mark: list[str] = Field(examples=[["ASUTUSESISESEKS KASUTAMISEKS"]], description="The five lines, if restricted.")


class PlaceBody(BaseModel):
    """A line of a page in which a wanted word stands."""

    page: int = Field(ge=1, examples=[1], description="Its thumbnail is at the document's pages.")
    pieces: list[tuple[str, bool]] = Field(examples=[[["nimi", False], ["Maasikas", True]]])


class HitBody(BaseModel):
    entry: EntryBody
    place: PlaceBody | None


class SearchResult(BaseModel):
    """Hits that you may see, the newest first."""

    hits: list[HitBody]
    count: int = Field(examples=[1], description="Counted to 100; 101 says that there are more.")
    next: int | None = Field(examples=[None], description="`before` of the next page.")


class NewEntry(Incoming):
    """A document that goes out or stays in the house. What comes in is registered by sending it."""

    direction: Literal["out", "internal"] = Field(examples=["internal"])
    title: Line = Field(min_length=1, examples=["Koosoleku märkmed"])
    kind: Code = Field(min_length=1, examples=["memo"])
    series: SeriesCode = Field(min_length=1, examples=["1-13"])
    party: Name = ""
    party_person: bool = True
    how: Way = ""
    dated_on: date | None = Field(None, examples=["2026-11-22"])
    sent_on: date | None = Field(None, examples=[None])
    answer_due: date | None = Field(None, examples=[None])
    case_id: HexId | None = None
    reply_to: HexId | None = None
    ak_basis: Basis | None = Field(None, examples=["AvTS § 35 lg 1 p 12"], description="Left out: as the series says.")


class EntryChange(Incoming):
    """What is left out stays as it is."""

    title: Line | None = Field(None, examples=["Teabenõue"])
    public_title: Line | None = Field(None, examples=["Teabenõue"])
    kind: Code | None = Field(None, examples=["teabenõue"])
    party: Name | None = None
    party_person: bool | None = None
    how: Way | None = Field(None, examples=["post"])
    dated_on: date | None = Field(None, examples=["2026-11-22"])
    sent_on: date | None = Field(None, examples=[None])
    their_viit: Code | None = Field(None, examples=["4-2/77"])
    their_date: date | None = Field(None, examples=[None])
    answer_due: date | None = Field(None, examples=[None])
    ak_basis: Basis | None = Field(None, examples=[""], description="Empty: open to everybody.")


class PublicLine(BaseModel):
    """A line as everybody may read it: natural persons are hidden, restricted documents keep their content."""

    viit: str = Field(examples=["6.0-1/13761-2"])
    direction: Direction
    registered_on: date = Field(examples=["2026-11-22"])
    kind: str = Field(examples=["avaldus"])
    title: str = Field(examples=["Avaldus"])
    party: str = Field(examples=[""], description="Empty for a natural person.")
    person: bool
    how: Way
    dated_on: date | None = Field(examples=["2026-11-20"])
    series: str = Field(examples=["6.0-1"])
    unit: str = Field(examples=["PAY"])
    handler: str = Field(examples=["Hilja Haldur"])
    answer_due: date | None = Field(examples=["2026-12-04"])
    related: str = Field(examples=[""], description="Viit of the document that it answers.")
    ak_basis: str = Field(examples=["AvTS § 35 lg 1 p 12"])
    ak_from: date | None = Field(examples=["2026-11-22"])
    ak_until: date | None = Field(examples=["2101-11-22"])


class PublicRegister(BaseModel):
    lines: list[PublicLine]
    count: int = Field(examples=[1], description="Counted to 100; 101 says that there are more.")
    next: int | None = Field(examples=[None], description="`before` of the next page.")
