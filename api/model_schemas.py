"""What goes over the wire about trained models: how good they are, what they did, and whether the paper has changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.case_schemas import Versioned
from api.schemas import At, HexId, Incoming, Sha256

StatedError = Annotated[float, Field(ge=0.0001, le=0.5, examples=[0.005], description="At most so many wrong.")]
ModelState = Literal["candidate", "challenger", "champion", "retired"]


class Training(Incoming):
    stated_error: StatedError = 0.005


class StatedBody(Incoming):
    stated_error: StatedError


class ModelBody(Versioned):
    """A model with where it comes from."""

    id: HexId
    number: int = Field(examples=[3])
    state: ModelState
    sha256: Sha256 = Field(description="Key of its bytes in the object store.")
    data_hash: Sha256 = Field(description="Of all samples with labels and sides.")
    code_version: str = Field(examples=["0.1.0/1"])
    kinds: list[str] = Field(examples=[["ehitusluba", "kiri"]])
    trained_on: int = Field(examples=[240], description="Papers it learnt from.")
    evaluated_on: int = Field(examples=[80], description="Papers it was judged by.")
    threshold: float = Field(examples=[0.83])
    stated_error: float = Field(examples=[0.005])
    made_at: At


class PaperBody(BaseModel):
    """Whose page it is; who may see the document opens it."""

    sample_id: HexId
    document_id: HexId | None
    page: int = Field(examples=[1])


class CellBody(BaseModel):
    truth: str = Field(examples=["kiri"])
    answer: str = Field(examples=["tundmatu"])
    count: int = Field(examples=[2])
    papers: list[PaperBody] = Field(description="The first hundred.")


class BinBody(BaseModel):
    low: float = Field(examples=[0.9])
    high: float = Field(examples=[1.0])
    papers: int = Field(examples=[40])
    said: float = Field(examples=[0.96])
    right: float = Field(examples=[0.95])


class PointBody(BaseModel):
    threshold: float = Field(examples=[0.83])
    coverage: float = Field(examples=[0.92])
    error: float = Field(examples=[0.004])


class ThresholdBody(BaseModel):
    """What the stated error asks for. `low` and `high` enclose the true error with 95 % confidence."""

    value: float = Field(examples=[0.83], description="The threshold to work with.")
    reached: bool = Field(description="Whether enough papers were judged to state this error.")
    needed: int = Field(examples=[598], description="Papers without a mistake that would allow it.")
    papers: int = Field(examples=[640])
    accepted: int = Field(examples=[600])
    wrong: int = Field(examples=[0])
    low: float = Field(examples=[0.0])
    high: float = Field(examples=[0.005])


class EvaluationBody(BaseModel):
    """All from papers the model never learnt from. `measured` tells how: held_back, or crossed where few are."""

    model: ModelBody
    measured: str = Field(examples=["held_back"])
    stated_error: float = Field(examples=[0.005])
    threshold: ThresholdBody
    confusion: list[CellBody]
    reliability: list[BinBody]
    calibration_error: float = Field(examples=[0.012])
    coverage: list[PointBody] = Field(description="At most 200 points, from the surest paper on.")


class PromotionBody(BaseModel):
    act: Literal["challenge", "promote", "rollback", "retire"]
    model_id: HexId | None = Field(description="Null: the cues of the kinds judge alone.")
    before_id: HexId | None = Field(description="The champion that stood there.")
    reason: str = Field(examples=["Fewer receipts taken for letters."])
    signed_by: HexId
    signed_at: At


class Disagreement(BaseModel):
    document_id: HexId
    kind: str = Field(examples=["kiri"])
    confidence: float = Field(examples=[0.81])
    shadow_kind: str | None = Field(examples=["vaie"])
    shadow_confidence: float | None = Field(examples=[0.9])
    at: At


class PairBody(BaseModel):
    kind: str = Field(examples=["kiri"])
    shadow_kind: str = Field(examples=["vaie"])
    count: int = Field(examples=[4])


class ShadowBody(BaseModel):
    """The challenger beside what counted; only where they do not agree."""

    challenger: HexId | None
    judged: int = Field(examples=[812])
    disagreed: int = Field(examples=[9])
    pairs: list[PairBody]
    latest: list[Disagreement]


class CrowdBody(BaseModel):
    count: int = Field(examples=[430])
    unknown: float = Field(examples=[0.06])
    confidence: float = Field(examples=[0.94])
    shares: dict[str, float] = Field(examples=[{"kiri": 0.4, "vaie": 0.6}])


class NoticeBody(BaseModel):
    id: HexId
    code: str = Field(examples=["drift_unknown"])
    text: str = Field(examples=["More papers are unknown than before. Look at them; a new form may have come."])
    made_at: At
    done_at: datetime | None = Field(examples=[None])


class DriftBody(BaseModel):
    since: date = Field(examples=["2026-11-09"])
    present: CrowdBody
    before: CrowdBody
    against: Literal["evaluation", "window", "nothing"]
    shift: float = Field(examples=[0.08], description="Population stability index.")
    codes: list[str] = Field(examples=[["drift_unknown"]])
    notices: list[NoticeBody]
