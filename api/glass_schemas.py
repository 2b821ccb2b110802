"""What goes over the wire when somebody must see a case that is not for them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.schemas import At, HexId, Incoming


class GrantWish(Incoming):
    """Which case, and why. Its handler and the supervisors read the reason."""

    number: str = Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$", examples=["6.0-1/1042"])
    reason: str = Field(
        min_length=1, max_length=500, pattern=r"^[^\x00]*$", examples=["Klient on letis, menetleja haige."]
    )


class GrantBody(BaseModel):
    """A case opened for a while to somebody who may not see it."""

    id: HexId
    case_id: HexId
    case_number: str = Field(examples=["6.0-1/1042"])
    who: str = Field(examples=["Siim Soo"])
    reason: str = Field(examples=["Klient on letis, menetleja haige."])
    asked_at: At
    until: At
    ended_at: datetime | None
    lives: bool = Field(description="It is open now.")
