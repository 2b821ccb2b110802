"""What was asked for has come, by whatever way: from then on nobody is reminded of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry import audit
from registry.letters.model import Letter, LetterItem


def settle(session: Session, case_id: str, lacking: Collection[str], at: datetime) -> int:
    """Marks what letters of the case asked for and the case no longer lacks; how many things that were.

    A thing that is lacking again (a person took a value back) is awaited again.
    """
    asked = select(LetterItem).join(LetterItem.letter).where(Letter.case_id == case_id, LetterItem.ask)
    settled = 0
    for item in session.scalars(asked.where(Letter.viit.is_not(None))):
        met = item.code not in lacking
        if met and item.met_at is None:
            item.met_at = at
            settled += 1
        elif not met:
            item.met_at = None
    return settled


def spare(session: Session, notice: Letter, by: str) -> None:
    """What the notice asked for has come: a reminder of it that nobody has issued yet is thrown away."""
    drafts = select(Letter).where(Letter.case_id == notice.case_id, Letter.kind == "reminder", Letter.state == "draft")
    for draft in session.scalars(drafts):
        if draft.facts.get("first_viit") == notice.viit:
            draft.move("discarded")
            audit.record(session, by, "letter.discarded", f"letter:{draft.id}", case=draft.case_id)
