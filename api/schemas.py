"""What goes over the wire at the intake: shapes of requests and answers, each with an example."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Verdict = Literal["good", "check", "rescan"]
HexId = Annotated[str, Field(pattern="^[0-9a-f]{32}$", examples=["5f0c1c5e7a0b4b0c8f5f4d1f8a2b3c4d"])]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$", examples=["9f86d081884c7d659a2feaa0c55ad015" * 2])]
At = Annotated[datetime, Field(examples=["2026-11-22T09:15:00.000Z"])]
Short = Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Incoming(BaseModel):
    """A request body: a name we do not know is a mistake, not a wish to be ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ProblemBody(BaseModel):
    """A refusal as RFC 9457 has it. `code` is stable; `title` and `detail` are in the caller's language."""

    type: str = Field(examples=["/v1/problems/key_reused"])
    title: str = Field(examples=["This number is already used"])
    status: int = Field(examples=[409], ge=400, le=599)
    detail: str = Field(examples=["Another file stands under it. Send the new document under a new number."])
    code: str = Field(examples=["key_reused"])
    incident: str | None = Field(None, examples=["3f9c2a7d1b5e"], description="Of a fault: tell it the administrator.")
    errors: list[dict[str, str]] | None = Field(
        None, examples=[[{"where": "body.declared", "rule": "greater_than_equal"}]]
    )
    current: dict[str, Any] | None = Field(None, examples=[{"version": 4}], description="What stands there now.")
    declared: int | None = Field(None, examples=[12], description="Of a count that does not agree.")
    accepted: int | None = Field(None, examples=[11])
    missing: list[int] | None = Field(None, examples=[[7]], description="Numbers that have not come.")
    surplus: list[int] | None = Field(None, examples=[[]], description="Numbers beyond the declared count.")


class SignInBody(Incoming):
    login: str = Field(max_length=100, min_length=1, examples=["mari"])
    password: str = Field(max_length=200, min_length=1, examples=["an invented pass phrase"], repr=False)


class Me(BaseModel):
    """Who is asking."""

    kind: Literal["station", "person"] = Field(examples=["person"])
    id: HexId
    name: str = Field(examples=["Mari Maasikas"])
    role: str = Field(examples=["handler"])
    units: list[str] = Field(examples=[["PAY", "PEN"]])


class NewBatch(Incoming):
    label: Short = Field("", examples=["Rakvere, Monday morning"])
    declared: int | None = Field(None, ge=0, le=100_000, examples=[12], description="Documents, if known already.")
    one_client: bool = Field(False, examples=[True], description="All documents were handed in by one client at once.")


class CloseBatch(Incoming):
    declared: int | None = Field(None, ge=0, le=100_000, examples=[12], description="Documents the station has sent.")


class Reason(BaseModel):
    code: str = Field(examples=["blur"])
    text: str = Field(examples=["The page is blurred. Clean the glass and scan it again."])
    place: list[float] | None = Field(
        examples=[[0.412, 0.0, 0.42, 1.0]],
        description="Left, top, right, bottom in shares of the page as it was scanned; null for the whole page.",
    )


class PageState(BaseModel):
    """How far a page has come, and whether the client may go home."""

    number: int = Field(ge=1, examples=[1])
    verdict: Verdict | None = Field(examples=["check"], description="Null until the page is judged.")
    score: float | None = Field(examples=[0.71])
    reasons: list[Reason]
    trouble: str | None = Field(examples=[None])
    trouble_text: str | None = Field(examples=[None])


class RequiredField(BaseModel):
    """A field that must be filled: can it be read? Said in time to ask the client."""

    name: str = Field(examples=["iban"])
    label: str = Field(examples=["Account number"])
    state: Literal["readable", "empty", "unreadable"]
    text: str = Field(examples=["“Account number” is empty but required. Ask the client to fill it in now."])
    page: int | None = Field(examples=[1], description="Null where its place was not found.")
    box: list[int] | None = Field(examples=[[120, 840, 910, 902]], description="Pixels of the page's picture.")


class DocumentState(BaseModel):
    """How far a document has come."""

    id: HexId
    seq: int = Field(ge=1, examples=[1])
    viit: str = Field(examples=["6.0-1/1042-1"])
    state: str = Field(examples=["placed"])
    trouble: str | None = Field(examples=[None])
    trouble_text: str | None = Field(examples=[None])
    page_count: int | None = Field(examples=[1], description="Null until the pages are counted.")
    kind: str | None = Field(examples=["valjamaksuviisi_avaldus"])
    case_id: HexId | None
    pages: list[PageState]
    required: list[RequiredField] = Field(description="Empty until the kind is known.")


class BatchBody(BaseModel):
    """A batch with its count: sent = accepted = registered = pages is what an operator believes."""

    id: HexId
    label: str = Field(examples=["Rakvere, Monday morning"])
    state: Literal["open", "closed"]
    one_client: bool
    declared: int | None = Field(examples=[1])
    accepted: int = Field(examples=[1], description="Documents received and kept.")
    registered: int = Field(examples=[1], description="Documents that have their viit.")
    pages: int = Field(examples=[1], description="Pages counted so far.")
    unread_pages: int = Field(examples=[0], description="Pages that were given up: a person must look.")
    unopened: int = Field(examples=[0], description="Documents whose pages are not counted yet.")
    missing: list[int] = Field(examples=[[]], description="Numbers that have not come, the first hundred.")
    created_at: At
    closed_at: datetime | None = Field(examples=[None])


class BatchProgress(BatchBody):
    documents: list[DocumentState]


class ReceiptBody(BaseModel):
    """We are responsible now: bytes stored and read back, registration committed. Keep it as proof."""

    receipt_id: HexId
    document_id: HexId
    viit: str = Field(examples=["6.0-1/1042-1"])
    sha256: Sha256
    size: int = Field(ge=1, examples=[184_220])
    batch: HexId
    seq: int = Field(ge=1, examples=[1])
    received_at: At
    audit_seq: int = Field(ge=1, examples=[77])
    signature: str = Field(examples=["5f1f9d6c" * 8])


class Health(BaseModel):
    """Whether each thing we need answers."""

    status: Literal["ok", "failing"]
    database: Literal["ok", "failing"]
    store: Literal["ok", "failing"]
    broker: str = Field(examples=["amqp"], description="Which one gets hints; without it, workers find work later.")


class ProblemKind(BaseModel):
    """What a problem code means."""

    code: str = Field(examples=["key_reused"])
    status: int = Field(examples=[409])
    title: str = Field(examples=["This number is already used"])
    detail: str = Field(examples=["Another file stands under it. Send the new document under a new number."])


class Live(BaseModel):
    """The process runs."""

    status: Literal["ok"]


class DayNotice(BaseModel):
    """What the last pages tell of a scanner."""

    code: Literal["same_streak", "more_blur", "more_noise"] = Field(examples=["same_streak"])
    text: str = Field(
        examples=["The same streak at the same place on 6 of the last 10 pages: clean the scanner glass."]
    )
    pages: int = Field(ge=1, examples=[6])
    of: int = Field(ge=1, examples=[10])
    place: list[float] | None = Field(examples=[[0.412, 0.0, 0.42, 1.0]])


class DayBody(BaseModel):
    """The caller's pages since midnight in Estonia, by verdict."""

    good: int = Field(ge=0, examples=[118])
    check: int = Field(ge=0, examples=[7])
    rescan: int = Field(ge=0, examples=[1])
    notices: list[DayNotice]
