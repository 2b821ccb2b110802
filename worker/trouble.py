"""What went wrong, and what is to be done about it: again for free, again at a cost, give the page up, ask a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ports.blobs import BlobDamaged, BlobMissing, BlobsUnavailable

from capture.cage import CageError
from capture.pages import Unreadable
from ocr.engine import EngineCrash, EngineTimeout
from ports.database import OutcomeUnknown, Unavailable

Class = Literal["transient", "killed", "poison", "gone", "bug"]

TRANSIENT = (Unavailable, OutcomeUnknown, BlobsUnavailable)  # a service is away: nobody's fault, costs no attempt
KILLED = (CageError, EngineCrash, EngineTimeout)  # perhaps the page, perhaps a crowded machine: try again
KILLED_CODES = frozenset({"page_timeout", "page_crash"})  # as capture.pages says the same
GONE = (BlobMissing, BlobDamaged)  # the bytes themselves: a person must bring them back


@dataclass(frozen=True, slots=True)
class Trouble:
    kind: Class
    code: str  # a stable code for the row, the log and the person; never the text of an exception


def name(error: Exception) -> Trouble:
    """Which trouble an exception is."""
    if isinstance(error, TRANSIENT):
        return Trouble("transient", "unavailable")
    if isinstance(error, Unreadable):  # these bytes will never make a page, unless the reader was only killed
        return Trouble("killed" if error.code in KILLED_CODES else "poison", error.code)
    if isinstance(error, KILLED):
        return Trouble("killed", getattr(error, "code", "reader_killed"))
    if isinstance(error, GONE):
        return Trouble("gone", "bytes_damaged" if isinstance(error, BlobDamaged) else "bytes_missing")
    return Trouble("bug", getattr(error, "code", "program_error"))
