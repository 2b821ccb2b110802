"""What went wrong, and what is to be done about it: again for free, again at a cost, give the page up, ask a person."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Literal

from capture.cage import CageError, CageMissing
from capture.pages import Unreadable
from ocr.engine import EngineCrash, EngineMissing, EngineTimeout, LanguageMissing
from ports.blobs import BlobDamaged, BlobMissing, BlobsUnavailable
from ports.database import OutcomeUnknown, Unavailable
from ports.registers import RegisterUnavailable

Class = Literal["transient", "killed", "poison", "gone", "bug"]

TRANSIENT = (
    Unavailable, OutcomeUnknown, BlobsUnavailable, RegisterUnavailable,  # a service is away
    CageMissing, EngineMissing, LanguageMissing,  # or a program: what cannot be done safely waits, it is not lost
)  # fmt: skip
CROWDED = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM})  # or room on this machine
KILLED = (CageError, EngineCrash, EngineTimeout, MemoryError)  # perhaps the page, perhaps a crowded machine: try again
KILLED_CODES = frozenset({"page_timeout", "page_crash"})  # as capture.pages says the same
GONE = (BlobMissing, BlobDamaged)  # the bytes themselves: a person must bring them back


@dataclass(frozen=True, slots=True)
class Trouble:
    kind: Class
    code: str  # a stable code for the row, the log and the person; never the text of an exception


def name(error: Exception) -> Trouble:
    """Which trouble an exception is."""
    if isinstance(error, TRANSIENT) or (isinstance(error, OSError) and error.errno in CROWDED):
        return Trouble("transient", "unavailable")
    if isinstance(error, Unreadable):  # these bytes will never make a page, unless the reader was only killed
        return Trouble("killed" if error.code in KILLED_CODES else "poison", error.code)
    if isinstance(error, KILLED):
        return Trouble("killed", getattr(error, "code", "reader_killed"))
    if isinstance(error, GONE):
        return Trouble("gone", "bytes_damaged" if isinstance(error, BlobDamaged) else "bytes_missing")
    return Trouble("bug", getattr(error, "code", "program_error"))
