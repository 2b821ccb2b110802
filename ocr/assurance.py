"""The verdict on a page, corrected by what was really read of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from capture.reasons import REASONS
from capture.scan import Legibility, Reason, Verdict

_FEW = 10  # words: fewer say nothing about a page
_SOME = 3  # words that nobody finds on blank paper
_SURE, _UNSURE, _LOST = 0.9, 0.7, 0.5  # mean confidence
_DOUBTED, _MOSTLY = 0.1, 0.6  # share of the words
_READ, _HALF_READ, _UNREAD = 0.5, 0.6, 0.3  # scores: a look is enough; somebody should look; scan again
_OF_PLACE = frozenset({"cut_edge", "two_sheets", "streak", "colour_lost"})  # words that were read do not mend these


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading gave: `confidence` is the calibrated mean over the words, `doubtful` the share of words below what
    a person would sign, both 0 to 1."""

    words: int
    confidence: float
    doubtful: float


def refine(legibility: Legibility, outcome: Outcome) -> Legibility:
    """What was read well is no case for scanning again; what was not read is no good page, whatever it looked like."""
    if any(reason.code == "blank" for reason in legibility.reasons):
        return _blank(legibility, outcome)
    if outcome.words < _FEW:
        return legibility
    if outcome.confidence < _LOST or outcome.doubtful > _MOSTLY:
        return _worse(legibility, "rescan", _UNREAD)
    if outcome.confidence < _UNSURE:
        return _worse(legibility, "check", _HALF_READ) if legibility.verdict == "good" else legibility
    read_well = outcome.confidence >= _SURE and outcome.doubtful <= _DOUBTED
    if legibility.verdict == "rescan" and read_well:
        return replace(legibility, verdict="check", score=max(legibility.score, _READ))
    return legibility


def _blank(legibility: Legibility, outcome: Outcome) -> Legibility:
    """Blank is a flag: no words are its third sign, some sure words take it away."""
    if outcome.words < _SOME or outcome.confidence < _UNSURE:
        return legibility
    kept = tuple(reason for reason in legibility.reasons if reason.code != "blank")
    return Legibility("check" if kept else "good", max(legibility.score, outcome.confidence), kept)


def _worse(legibility: Legibility, verdict: Verdict, score: float) -> Legibility:
    """With the reason that was seen in the picture; where none tells of lost words, that they were not read."""
    reasons = legibility.reasons
    if all(reason.code in _OF_PLACE for reason in reasons):
        reasons = (Reason("unread", REASONS["unread"]["et"]), *reasons)
    return Legibility(verdict, min(legibility.score, score), reasons)
