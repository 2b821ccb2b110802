"""How good a model is, from what it said of papers it never learnt from: kept as outcomes, measured when asked.

So another stated error needs no other training, and every number leads back to the pages behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from classify import evaluate
from classify.evaluate import Bin, Outcome, Point, Threshold
from registry import audit
from registry.access import Principal
from registry.tuning import models
from registry.tuning.model import TrainedModel

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Paper:
    """Whose page an outcome is about. `document_id` opens it, for who may see it."""

    sample_id: str
    document_id: str | None
    page: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of the confusion matrix with the papers in it."""

    truth: str
    answer: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one model at one stated error. `needed` is how many papers without a mistake would allow that error."""

    stated_error: float
    threshold: float
    chosen: Threshold
    needed: int
    cells: tuple[Cell, ...]
    bins: tuple[Bin, ...]
    points: tuple[Point, ...]
    calibration_error: float


def needed(stated_error: float) -> int:
    """The fewest papers, all of them right, that make a stated error believable."""
    return math.ceil(math.log(1 - CONFIDENCE) / math.log1p(-stated_error))


def packed(outcomes: Iterable[Outcome], papers: Sequence[Paper]) -> dict[str, list[list[Any]]]:
    """For the row of the model: ids, codes and numbers only. `Outcome.sample` is a place among the papers."""
    return {
        "papers": [[paper.sample_id, paper.document_id, paper.page] for paper in papers],
        "outcomes": [[o.sample, o.truth, o.answer, round(o.probability, 4), o.stranger] for o in outcomes],
    }


def outcomes_of(metrics: Mapping[str, Any]) -> tuple[list[Outcome], list[Paper]]:
    papers = [Paper(*row) for row in metrics.get("papers", ())]
    return [Outcome(*row) for row in metrics.get("outcomes", ())], papers


def operating(outcomes: Sequence[Outcome], stated_error: float, otherwise: float) -> tuple[float, Threshold]:
    """The threshold to work with: what the stated error asks for; where too few papers were judged, the model's own."""
    chosen = evaluate.threshold_for(outcomes, stated_error, CONFIDENCE)
    return (chosen.value if chosen.reached else otherwise), chosen


def measure(row: TrainedModel, stated_error: float | None = None) -> Measures:
    """At another stated error than the model was made with, if one is given."""
    outcomes, papers = outcomes_of(row.metrics)
    stated = row.stated_error if stated_error is None else stated_error
    threshold, chosen = operating(outcomes, stated, float(row.metrics.get("own_threshold", row.threshold)))
    return Measures(
        stated, threshold, chosen, needed(stated), tuple(_cells(outcomes, papers, threshold)),
        tuple(evaluate.reliability(outcomes)), tuple(evaluate.coverage_curve(outcomes)),
        evaluate.calibration_error(outcomes),
    )  # fmt: skip


def state(session: Session, principal: Principal, model_id: str, version: int, stated_error: float) -> TrainedModel:
    """Another stated error, and the threshold that follows from it; in force at once where the model judges."""
    row = models.locked(session, principal, model_id, version)
    found = measure(row, stated_error)
    row.threshold, row.stated_error = found.threshold, stated_error
    row.metrics = {**row.metrics, "reached": found.chosen.reached}
    audit.record(session, principal.key, "model.error_stated", f"model:{row.id}", per_million=round(1e6 * stated_error))
    return row


def _cells(outcomes: Sequence[Outcome], papers: Sequence[Paper], threshold: float) -> Iterable[Cell]:
    found: dict[tuple[str, str], list[Paper]] = {}
    for one in outcomes:
        if not one.stranger:
            found.setdefault((one.truth, evaluate.named(one, threshold)), []).append(papers[one.sample])
    return (Cell(truth, answer, tuple(inside)) for (truth, answer), inside in sorted(found.items()))
