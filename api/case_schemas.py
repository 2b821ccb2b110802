"""What goes over the wire at a handler's desk: cases, documents, fields and kinds, each with an example."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.schemas import At, DocumentState, HexId, Incoming, PageState, Sha256

Box = Annotated[list[int], Field(min_length=4, max_length=4, examples=[[412, 633, 871, 690]])]


class Versioned(BaseModel):
    """What people change: the version tells whether somebody was faster."""

    version: int = Field(ge=1, examples=[3], description="Send it back as `If-Match` with an answer.")


class FieldBody(Versioned):
    """A value of a document, with the place it was read from in pixels of the page's picture."""

    id: HexId
    document_id: HexId
    name: str = Field(examples=["iban"])
    label: str = Field(examples=["IBAN"])
    type: str = Field(examples=["iban"])
    required: bool
    value: str | None = Field(examples=["EE382200221020145685"], description="What counts now.")
    proposed: str | None = Field(examples=["EE382200221020145685"], description="What the machine last said.")
    raw: str = Field(examples=["EE38 2200 2210 2014 5685"], description="What stood on the paper, as read.")
    confidence: float = Field(ge=0, le=1, examples=[0.93])
    page: int | None = Field(examples=[1])
    box: Box | None
    found: Literal["found", "missing", "illegible", "doubtful", "absent"] = Field(description="The machine's word.")
    answer: Literal["confirmed", "corrected", "illegible", "absent"] | None = Field(description="A person's word.")
    answered_at: datetime | None = Field(examples=[None])


class Correction(Incoming):
    value: str = Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$", examples=["EE382200221020145685"])


class Mark(Incoming):
    answer: Literal["illegible", "absent"] = Field(examples=["illegible"])


class KindChoice(Incoming):
    kind: str = Field(pattern="^[a-z][a-z0-9_]{1,59}$", examples=["valjamaksuviisi_avaldus"])


class ProblemRowBody(BaseModel):
    """Something a person must look at or ask for."""

    code: str = Field(examples=["required"])
    field: str | None = Field(examples=["iban"])
    severity: Literal["error", "warning", "info"]
    text: str = Field(examples=["The IBAN is missing. Ask the client for it."])
    page: int | None = Field(examples=[1], description="Page of its field; null where it has none.")
    box: Box | None


class Alternative(BaseModel):
    code: str = Field(examples=["kiri"])
    confidence: float = Field(examples=[0.12])


class KindGuess(BaseModel):
    code: str = Field(examples=["valjamaksuviisi_avaldus"])
    title: str = Field(examples=["Choice of payment method"])
    confidence: float | None = Field(examples=[0.97])
    why: list[str] = Field(examples=[["VÄLJAMAKSUVIISI VALIKUKS"]], description="Printed lines that decided.")
    alternatives: list[Alternative]
    confirmed: bool


class PageBody(PageState):
    """A page with the addresses of its pictures; null where none could be made."""

    width: int | None = Field(examples=[2480], description="Of the picture, in pixels.")
    height: int | None = Field(examples=[3508])
    dpi: float | None = Field(examples=[300.0])
    rotation: int | None = Field(examples=[0], description="Degrees clockwise that cleanup turned the page.")
    picture: str | None = Field(examples=["/v1/documents/5f0c1c5e7a0b4b0c8f5f4d1f8a2b3c4d/pages/1/picture"])
    original: str | None = Field(examples=["/v1/documents/5f0c1c5e7a0b4b0c8f5f4d1f8a2b3c4d/pages/1/original"])
    thumbnail: str | None = Field(examples=["/v1/documents/5f0c1c5e7a0b4b0c8f5f4d1f8a2b3c4d/pages/1/thumbnail"])


class LineBody(BaseModel):
    text: str = Field(examples=["Arvelduskonto EE38 2200 2210 2014 5685"])
    box: Box
    confidence: float = Field(examples=[0.95])
    engine: str = Field(examples=["tesseract"])


class PageWithText(PageBody):
    """A page with what was read on it, lines in reading order."""

    lines: list[LineBody]


class TwinBody(BaseModel):
    """Another document that seems to show the same sheet. Both stay; a person decides what that means."""

    document_id: HexId
    case_id: HexId | None
    viit: str = Field(examples=["6.0-1/1042-1"])
    how: Literal["same_bytes", "same_sheet"]
    text: str = Field(examples=["The same sheet seems to have come as 6.0-1/1042-1 too. Compare both."])


class DocumentBody(DocumentState, Versioned):
    """A document with its pages, fields and problems."""

    batch_id: HexId
    sha256: Sha256
    size: int = Field(examples=[184_220])
    media_type: str = Field(examples=["application/pdf"])
    registered_at: At
    placed_why: str = Field(examples=["Joined case 6.0-1/1042: the same personal code and an open case."])
    recognised: KindGuess | None
    pages: list[PageBody]  # type: ignore[assignment]  # narrower than the state's, on purpose
    fields: list[FieldBody]
    problems: list[ProblemRowBody]


class CaseFilter(Incoming):
    """Which cases of those one may see; nothing personal, for it stands in the address."""

    state: Literal["all", "open", "new", "review", "waiting", "confirmed", "closed"] = Field("all", examples=["open"])
    unit: str = Field("", max_length=10, pattern="^[A-Z-]*$", examples=["PAY"])
    mine: bool = Field(False, description="Those I handle.")
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000)


class CaseSearch(CaseFilter):
    """The same, and words: parts of number, viit, personal code or name."""

    text: str = Field("", max_length=200, pattern=r"^[^\x00]*$", examples=["Maasikas"])


class CaseRow(BaseModel):
    """A case in a list."""

    id: HexId
    number: str = Field(examples=["6.0-1/1042"])
    kind: str = Field(examples=["valjamaksuviisi_avaldus"])
    kind_title: str = Field(examples=["Choice of payment method"])
    client_code: str | None = Field(examples=["48903150015"])
    client_name: str | None = Field(examples=["Mari Maasikas"])
    unit: str = Field(examples=["PAY"])
    handler_id: HexId | None
    handler: str | None = Field(examples=["Jüri Juurikas"])
    state: str = Field(examples=["new"])
    opened_at: At
    due_on: date | None = Field(examples=["2026-12-04"])


class CaseList(BaseModel):
    """`next` is the offset of the next part, null at the end."""

    cases: list[CaseRow]
    total: int = Field(examples=[1], description="Counted to 1000, by words to 50; one more says that there are more.")
    next: int | None = Field(examples=[None])


class MissingBody(BaseModel):
    code: str = Field(examples=["arstitoend"])
    title: str = Field(examples=["Medical certificate"])
    why: str = Field(examples=["The applicant asks for it to be paid abroad."])
    document_id: HexId | None
    waits: bool = Field(description="The term for a decision does not start without it.")
    ask: bool = Field(description="It may be asked of the client now; else a register is still to answer.")
    accepted: list[str] = Field(examples=[["Medical certificate"]], description="Any one of these will do.")
    page: int | None = Field(examples=[1], description="Where one sees it, in the document.")
    box: Box | None


class WaiverBody(BaseModel):
    """A paper that is not asked for, because a register of another office holds what it would prove."""

    paper: str = Field(examples=["sunnitoend"])
    title: str = Field(examples=["Birth certificate of the child"])
    held_by: str = Field(examples=["rahvastikuregister"])
    asked_at: At


class CaseBody(CaseRow, Versioned):
    """A case with its documents and what it lacks."""

    route_why: str = Field(examples=["Unit PAY by the kind of document."])
    due_why: str = Field(examples=["10 working days from the day after the event; the last day is 04.12.2026."])
    complete_at: datetime | None = Field(examples=["2026-11-22T09:15:00.000Z"])
    documents: list[DocumentBody]
    missing: list[MissingBody]
    waived: list[WaiverBody]


class EventBody(BaseModel):
    """What happened: who, what, to which record, and as a sentence. Never what a document says."""

    seq: int = Field(examples=[77])
    at: At
    actor: str = Field(examples=["person:5f0c1c5e7a0b4b0c8f5f4d1f8a2b3c4d"])
    action: str = Field(examples=["field.confirmed"])
    object: str = Field(examples=["document:5f0c1c5e7a0b4b0c8f5f4d1f8a2b3c4d"])
    detail: dict[str, Any] = Field(examples=[{"version": 3}])
    who: str = Field(examples=["Jüri Juurikas"], description="The person, the station, or the house itself.")
    text: str = Field(examples=["6.0-1/1042-1: IBAN confirmed"])


class OptionBody(BaseModel):
    value: str = Field(examples=["own"])
    label: str = Field(examples=["Minu arvelduskontole"])


class SpecBody(BaseModel):
    name: str = Field(examples=["iban"])
    type: str = Field(examples=["iban"])
    label: str = Field(examples=["IBAN"])
    required: bool
    required_if: str = Field(examples=["payment_method in own,other"])
    options: list[OptionBody]


class SectionBody(BaseModel):
    title: str = Field(examples=["Arvelduskonto"])
    official: bool
    fields: list[str] = Field(examples=[["account_holder", "iban"]])


class KindBody(BaseModel):
    """A kind of document as its file says it."""

    code: str = Field(examples=["valjamaksuviisi_avaldus"])
    title: str = Field(examples=["Choice of payment method"])
    unit: str = Field(examples=["PAY"])
    series: str = Field(examples=["6.6-1"])
    opens_case: bool
    sections: list[SectionBody]
    fields: list[SpecBody]
