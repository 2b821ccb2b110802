"""What a trained model makes of a paper beside its printed cues: one word of both, or unknown.

The model judges between the kinds it learnt. A kind described since then is known by its cues until the next training,
so that what an administrator publishes today is known today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from capture.scan import PageImage
from classify import match
from classify.catalogue import UNKNOWN, Catalogue
from classify.features import Features, features_of
from classify.kind import Match
from classify.model import Judgement, KindModel
from ocr.text import PageText

FILE = "model.npz"  # beside the files of kinds


def beside(kinds: Path) -> KindModel | None:
    """The model that lies in a folder of kinds; None where the cues judge alone. Raises `BadModel`."""
    file = kinds / FILE
    return KindModel.from_bytes(file.read_bytes()) if file.is_file() else None


@dataclass(frozen=True, slots=True)
class Seen:
    """A paper prepared once for any number of models: how it looks, and what its cues say."""

    features: Features
    cues: Match
    scores: dict[str, float]  # kind -> 0..1
    lines: tuple[tuple[Sequence[int], str], ...]  # box and text of each line of the page that the model looks at


def seen(pages: Sequence[PageText], pictures: Sequence[PageImage | None], catalogue: Catalogue) -> Seen:
    found = match.scores(pages, catalogue)
    features = features_of(pages, pictures)
    page = next((page for page in pages if page.number == features.page), pages[0])
    lines = tuple((line.box.as_list(), line.text) for line in page.lines if line.words)
    return Seen(features, match.decide(found), {code: sure for sure, _, code in found}, lines)


def verdict(model: KindModel, threshold: float, paper: Seen, catalogue: Catalogue) -> Match:
    """The model's word where it is sure; the cues' where they name a kind that the model never met."""
    said = model.judge(paper.features, paper.scores, threshold)
    cues = paper.cues
    newer = cues.code != UNKNOWN and cues.code not in model.kinds
    if newer and (said.kind == UNKNOWN or cues.confidence >= said.probability):
        return cues
    if said.kind not in catalogue:  # the kind was withdrawn since
        said = replace(said, kind=UNKNOWN)
    return _match(said, paper)


def _match(said: Judgement, paper: Seen) -> Match:
    if said.kind == UNKNOWN:
        return Match(UNKNOWN, round(1 - said.probability, 3), (), said.ranking[:3])
    where = tuple((deciding.page, deciding.box) for deciding in said.because)
    return Match(said.kind, round(said.probability, 3), _why(said, paper), said.ranking[1:4], where)


def _why(said: Judgement, paper: Seen) -> tuple[str, ...]:
    """The printed lines that decided, the model's first."""
    shown = [text for deciding in said.because for box, text in paper.lines if box == deciding.box.as_list()]
    if paper.cues.code == said.kind:
        shown += paper.cues.why
    return tuple(dict.fromkeys(shown))[:4]
