"""What a model of kinds is worth: judged only by groups it never learnt from, and by kinds that were taken away.

An administrator states an error; the threshold that keeps it is chosen here, with the interval that the number of
papers allows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classify.learn import Progress, Sample, train
from classify.model import UNKNOWN, KindModel


@dataclass(frozen=True, slots=True)
class Outcome:
    """One page judged: `sample` is its place among the samples, `answer` the best kind, accepted or not."""

    sample: int
    truth: str
    answer: str
    probability: float
    stranger: bool = False  # its own kind was taken away: the truth is "tundmatu"

    @property
    def right(self) -> bool:
        return self.answer == self.truth


@dataclass(frozen=True, slots=True)
class Bin:
    """Of papers with a probability between `low` and `high`: how sure the model was, how many were right."""

    low: float
    high: float
    papers: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Point:
    """With this threshold: the share accepted, and the share of wrong ones among them."""

    threshold: float
    coverage: float
    error: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """The lowest threshold that keeps the stated error. `reached` is false where too few papers were judged to say so:
    then `value` is 1.0 and nothing is accepted. `low` and `high` enclose the true error."""

    value: float
    reached: bool
    papers: int
    accepted: int
    wrong: int
    low: float
    high: float

    @property
    def coverage(self) -> float:
        return self.accepted / self.papers if self.papers else 0.0


def cross_validate(
    samples: Sequence[Sample], kinds: Sequence[str], seed: int = 1, folds: int = 5, progress: Progress | None = None
) -> list[Outcome]:
    """Every sample judged by a model that saw nothing of its group, and once more as a stranger."""
    groups = sorted({_side(sample) for sample in samples})
    order = np.random.default_rng(seed).permutation(len(groups))
    fold_of = {groups[place]: int(number) % folds for number, place in enumerate(order)}
    outcomes: list[Outcome] = []
    for fold in range(folds):
        taught = [sample for sample in samples if fold_of[_side(sample)] != fold]
        tested = [place for place, sample in enumerate(samples) if fold_of[_side(sample)] == fold]
        if tested and any(sample.kind in kinds for sample in taught):
            outcomes += judged(train(taught, kinds, seed), samples, tested)
        if progress:
            progress((fold + 1) / folds)
    return outcomes


def judged(model: KindModel, samples: Sequence[Sample], places: Sequence[int] | None = None) -> list[Outcome]:
    """Samples kept back from this model. A kind it does not know is a stranger to it."""
    found: list[Outcome] = []
    for place in range(len(samples)) if places is None else places:
        sample = samples[place]
        known = sample.kind in model.kinds
        told = model.judge(sample.features, sample.cues, 0.0)
        found.append(Outcome(place, sample.kind if known else UNKNOWN, told.kind, told.probability, not known))
        if known and len(model.kinds) > 1:
            bare = model.without(sample.kind).judge(sample.features, sample.cues, 0.0)
            found.append(Outcome(place, UNKNOWN, bare.kind, bare.probability, stranger=True))
    return found


def _side(sample: Sample) -> str:
    """A blank belongs to nobody and may always teach; a person's papers of all kinds stay together."""
    return f"{sample.origin}/{sample.kind}/{sample.group}" if sample.origin == "blank" else sample.group


def confusion(outcomes: Sequence[Outcome], threshold: float) -> Counter[tuple[str, str]]:
    """(truth, answer) of all that are no strangers; below the threshold the answer is unknown."""
    return Counter((one.truth, named(one, threshold)) for one in outcomes if not one.stranger)


def named(outcome: Outcome, threshold: float) -> str:
    return outcome.answer if outcome.probability >= threshold else UNKNOWN


def reliability(outcomes: Sequence[Outcome], bins: int = 10) -> list[Bin]:
    """For a diagram: what the model says against what is."""
    edges = np.linspace(0, 1, bins + 1)
    found = []
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        inside = [one for one in outcomes if low <= one.probability < high or (high == 1 and one.probability == 1)]
        if inside:
            said = sum(one.probability for one in inside) / len(inside)
            found.append(Bin(low, high, len(inside), said, sum(one.right for one in inside) / len(inside)))
    return found


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """The mean distance between what is said and what is, over the bins of a reliability diagram."""
    return sum(one.papers * abs(one.said - one.right) for one in reliability(outcomes)) / max(len(outcomes), 1)


def coverage_curve(outcomes: Sequence[Outcome]) -> list[Point]:
    """From the surest paper to the least sure."""
    ordered = sorted(outcomes, key=lambda one: -one.probability)
    wrong, points = 0, []
    for count, one in enumerate(ordered, start=1):
        wrong += not one.right
        if count == len(ordered) or ordered[count].probability != one.probability:
            points.append(Point(one.probability, count / len(ordered), wrong / count))
    return points


def threshold_for(outcomes: Sequence[Outcome], stated_error: float, confidence: float = 0.95) -> Threshold:
    """The lowest threshold at which the wrong ones among the accepted stay under the stated error, so sure."""
    best = Threshold(1.0, False, len(outcomes), 0, 0, 0.0, 1.0)
    for point in coverage_curve(outcomes):
        accepted = [one for one in outcomes if one.probability >= point.threshold]
        wrong = sum(not one.right for one in accepted)
        low, high = interval(wrong, len(accepted), confidence)
        if upper(wrong, len(accepted), confidence) <= stated_error:
            best = Threshold(point.threshold, True, len(outcomes), len(accepted), wrong, low, high)
    return best


def interval(wrong: int, papers: int, confidence: float = 0.95) -> tuple[float, float]:
    """Clopper and Pearson (1934): in so many of all cases the true share lies between the two."""
    half = (1 + confidence) / 2
    low = 0.0 if wrong == 0 else 1 - upper(papers - wrong, papers, half)
    return low, upper(wrong, papers, half)


def upper(wrong: int, papers: int, confidence: float) -> float:
    """The largest share of which so few wrong ones would not be a surprise."""
    if wrong >= papers:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, papers, middle) > 1 - confidence else (low, middle)
    return high


def _at_most(wrong: int, papers: int, share: float) -> float:
    """The chance of so many or fewer wrong ones among the papers."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    logs = math.log(share), math.log1p(-share)
    whole = math.lgamma(papers + 1)
    return sum(
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(papers - k + 1) + k * logs[0] + (papers - k) * logs[1])
        for k in range(wrong + 1)
    )
