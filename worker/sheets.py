"""The same paper scanned and photographed: pictures of neighbours are laid upon each other before a paper is placed.

A hint for people and nothing more: what cannot be compared just now is placed without it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
from sqlalchemy.orm import Session

from capture import sheets
from capture.sheets import Look
from ports import log
from ports.blobs import BlobDamaged, BlobMissing, Blobs, BlobsUnavailable
from registry import likeness
from registry.ledger import Claim
from registry.model import Document
from worker.desk import Desk
from worker.pictures import Kept, Pictures

_LOST = (BlobDamaged, BlobMissing, BlobsUnavailable, OSError, cv2.error)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pictures of first pages in the object store: of the paper to be placed, and of others by document."""

    mine: str | None
    others: dict[str, str]


def neighbours(session: Session, claim: Claim) -> Neighbours:
    return Neighbours(*likeness.to_compare(session, session.get_one(Document, claim.document_id)))


def compare(desk: Desk, claim: Claim, matter: Neighbours) -> tuple[str, ...]:
    """Ids of the documents that show the same sheet."""
    if matter.mine is None or not matter.others:
        return ()
    try:
        mine = _look(desk.blobs, matter.mine)
        alike = {key: sheets.likeness(mine, _look(desk.blobs, picture)) for key, picture in matter.others.items()}
    except _LOST as error:
        log.event("sheets_not_compared", work=claim.work_id, error=type(error).__name__)
        return ()
    return tuple(key for key, share in alike.items() if share >= sheets.SAME)


def _look(blobs: Blobs, picture: str) -> Look:
    page = Pictures(blobs, [Kept(1, picture, 300.0, 0)])[0]
    assert page is not None
    return sheets.look(page.pixels)
