"""The models a worker judges with: fetched once, checked by their hash, kept until another is champion."""

from __future__ import annotations

from collections.abc import Sequence

from capture.scan import PageImage
from classify import champion
from classify.catalogue import Catalogue
from classify.kind import Match
from classify.model import BadModel, KindModel
from ocr.text import PageText
from ports import log
from ports.blobs import BlobDamaged, BlobMissing, Blobs
from registry.tuning.judging import Verdict
from registry.tuning.models import Judge, Judges

_PLACES = 3  # champion, challenger, and one that was just replaced


class Models:
    """A model that cannot be used is said in the log once, and the cues of the kinds judge alone."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._kept: dict[str, KindModel | None] = {}

    def take(self, judge: Judge) -> KindModel | None:
        if judge.sha256 not in self._kept:
            while len(self._kept) >= _PLACES:
                del self._kept[next(iter(self._kept))]
            self._kept[judge.sha256] = self._fetched(judge)
        return self._kept[judge.sha256]

    def _fetched(self, judge: Judge) -> KindModel | None:
        try:
            return KindModel.from_bytes(self._blobs.get(judge.sha256))
        except (BadModel, BlobMissing, BlobDamaged) as error:
            log.event("model_unusable", model=judge.id, error=type(error).__name__)
            return None


def judged(
    models: Models,
    judges: Judges,
    paper: tuple[Sequence[PageText], Sequence[PageImage | None]],
    catalogue: Catalogue,
) -> tuple[Match | None, Verdict | None]:
    """The champion's match, None without one; and what the challenger would have said. The paper is prepared once."""
    best = models.take(judges.champion) if judges.champion else None
    other = models.take(judges.challenger) if judges.challenger else None
    if (best is None and other is None) or not paper[0]:
        return None, None
    seen = champion.seen(*paper, catalogue)
    found = champion.verdict(best, judges.champion.threshold, seen, catalogue) if best and judges.champion else None
    if other is None or judges.challenger is None:
        return found, None
    shadow = champion.verdict(other, judges.challenger.threshold, seen, catalogue)
    return found, Verdict(judges.challenger.id, shadow.code, shadow.confidence)
