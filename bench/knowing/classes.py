"""How well kinds are known: taught on blanks and a few samples, judged on registrants, sheets and people kept back."""

from __future__ import annotations

import time
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.knowing.firstpages import Paper
from classify.catalogue import UNKNOWN, Catalogue
from classify.evaluate import Outcome, calibration_error, cross_validate, interval, judged, named, threshold_for
from classify.learn import train
from classify.match import SURE
from classify.model import KindModel

_MOST = {"fara": 5, "tax": 1, "receipts": 5, "other": 12}  # samples of a kind that teach; of unknown papers 12
_ACCEPTED = 0.97


@dataclass(frozen=True, slots=True)
class Split:
    taught: tuple[Paper, ...]
    kept: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A model, what it was taught on, and what it said of papers kept back."""

    model: KindModel
    split: Split
    outcomes: tuple[Outcome, ...]
    seconds: float  # of training
    ms: float  # a page judged

    def of(self, wanted: Callable[[Paper], bool]) -> list[tuple[Paper, Outcome]]:
        found = [(self.split.kept[one.sample], one) for one in self.outcomes]
        real = [(paper, one) for paper, one in found if one.truth == paper.sample.kind or paper.sample.kind == UNKNOWN]
        return [(paper, one) for paper, one in real if wanted(paper)]


def few(papers: Sequence[Paper]) -> Split:
    """Russian sheets by the blank and one sheet (its flat scan, its photographs); of the rest a few of each kind."""
    taught, kept, counts = [], [], Counter[tuple[str, str]]()
    for paper in papers:
        key = (paper.set, paper.sample.kind)
        if paper.set == "ru":
            (kept if paper.name.endswith("_3") else taught).append(paper)
        elif paper.set == "own":
            (taught if paper.sample.group == "1" else kept).append(paper)
        elif (paper.set == "tax" and counts[key] >= _MOST["tax"]) or (paper.set != "tax" and _side(paper)):
            kept.append(paper)
        elif counts[key] < _MOST[paper.set]:
            counts[key] += 1
            taught.append(paper)
    return Split(tuple(taught), tuple(kept))


def blanks(papers: Sequence[Paper]) -> Split:
    """Of the Russian kinds the blank alone; unknown papers beside them teach nothing."""
    russian = [paper for paper in papers if paper.set == "ru"]
    strange = [paper for paper in papers if paper.set == "other"]
    return Split(tuple(p for p in russian if p.blank), tuple([p for p in russian if not p.blank] + strange))


def without_photographs(papers: Sequence[Paper]) -> Split:
    """The blank and one flat scan: how far that carries, before anybody shows the model a photograph."""
    whole = few(papers)
    kept = (*whole.kept, *(paper for paper in whole.taught if paper.photograph))
    return Split(tuple(paper for paper in whole.taught if not paper.photograph), kept)


def _side(paper: Paper) -> int:
    return zlib.crc32(paper.sample.group.encode()) % 2


def trial(split: Split, kinds: Sequence[str], seed: int = 1) -> Trial:
    began = time.process_time()
    model = train([paper.sample for paper in split.taught], kinds, seed)
    seconds = time.process_time() - began
    model.judge(split.kept[0].sample.features)
    began = time.process_time()
    for paper in split.kept:
        model.judge(paper.sample.features, paper.sample.cues)
    ms = (time.process_time() - began) / len(split.kept) * 1000
    return Trial(model, split, tuple(judged(model, [paper.sample for paper in split.kept])), seconds, ms)


GROUPS: Mapping[str, Callable[[Paper], bool]] = {
    "US registration forms": lambda p: p.set == "fara",
    "US tax forms": lambda p: p.set == "tax" and p.sample.kind != UNKNOWN,
    "Russian sheets, flat": lambda p: p.set == "ru" and not p.photograph,
    "Russian sheets, very poor photographs": lambda p: p.photograph,
    "receipts": lambda p: p.set == "receipts",
    "our own papers": lambda p: p.set == "own" and p.sample.kind != UNKNOWN,
    "all known": lambda p: p.sample.kind != UNKNOWN,
    "unknown papers": lambda p: p.sample.kind == UNKNOWN,
}


def table(done: Trial) -> list[str]:
    """Best kind right; accepted; wrong among the accepted; and what the cues alone say."""
    rows = [
        "| papers kept back | | best kind right | accepted and right | accepted and wrong | cues alone right |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, wanted in GROUPS.items():
        found = done.of(wanted)
        if not found:
            continue
        answers = [named(one, done.model.threshold) for _, one in found]
        strange = name == "unknown papers"
        best = "" if strange else f"{sum(one.right for _, one in found)}"
        right = sum(answer == one.truth for answer, (_, one) in zip(answers, found, strict=True))
        wrong = sum(answer not in {one.truth, UNKNOWN} for answer, (_, one) in zip(answers, found, strict=True))
        cues = sum(cues_say(paper) == paper.sample.kind for paper, _ in found)
        rows.append(f"| {name} | {len(found)} | {best} | {right} | {wrong} | {cues} |")
    return rows


def cues_say(paper: Paper) -> str:
    """What titles and cues answer without a model, as classify/match.py decides."""
    ranked = sorted((paper.sample.cues or {}).items(), key=lambda said: -said[1])
    clear = len(ranked) < 2 or ranked[0][1] - ranked[1][1] >= 0.12 or ranked[1][1] < SURE
    return ranked[0][0] if ranked and ranked[0][1] >= SURE and clear else UNKNOWN


def abstention(done: Trial) -> list[str]:
    """At the model's own threshold, and at the one that accepts 97 % of the known papers kept back."""
    known = [one for _, one in done.of(GROUPS["all known"])]
    strange = [one for _, one in done.of(GROUPS["unknown papers"])]
    away = [one for one in done.outcomes if one.stranger and done.split.kept[one.sample].sample.kind != UNKNOWN]
    sure = np.array([one.probability if one.right else 0.0 for one in known])
    card, own = done.model.card.metrics, done.model.threshold
    rows = [
        "| threshold | known accepted rightly | unknown papers refused | papers of a kind taken away refused |",
        "|---|--:|--:|--:|",
    ]
    rows.append(
        f"| {own:.3f}, on the teaching papers | {card['known accepted']:.3f} | | {card['strangers refused']:.3f} |"
    )
    lowest = float(np.quantile(sure, 1 - _ACCEPTED, method="lower"))
    for what, at in (
        (f"{done.model.threshold:.3f}, kept back", done.model.threshold),
        (f"{lowest:.3f}, at 97 % kept back", lowest),
    ):
        shares = (np.mean(sure >= at), _refused(strange, at), _refused(away, at))
        rows.append(f"| {what} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    return rows


def _refused(outcomes: Sequence[Outcome], at: float) -> float:
    return float(np.mean([one.probability < at for one in outcomes])) if outcomes else float("nan")


def stated(papers: Sequence[Paper], catalogue: Catalogue, errors: Sequence[float], seed: int = 1) -> list[str]:
    """A threshold chosen on one half of the groups, by cross validation, and what it does on the other half."""
    kinds = [code for code in catalogue if code != UNKNOWN]
    first, other = halves(papers)
    teaching = [paper.sample for paper in first]
    tuned = cross_validate(teaching, kinds, seed)
    kept = judged(train(teaching, kinds, seed), [paper.sample for paper in other])
    rows = [
        "| stated | threshold | tuned: accepted, wrong | true error (95 %) | kept back: accepted, wrong, true error |",
        "|--:|--:|--:|--:|--:|",
    ]
    for error in errors:
        chosen = threshold_for(tuned, error)
        if not chosen.reached:
            rows.append(f"| {error:.1%} | none: {chosen.papers} papers are too few to promise it | | | |")
            continue
        accepted = [one for one in kept if one.probability >= chosen.value]
        wrong = sum(not one.right for one in accepted)
        tuning = f"{chosen.accepted} of {chosen.papers}, {chosen.wrong} | {chosen.low:.3f} to {chosen.high:.3f}"
        later = f"{len(accepted)} of {len(kept)}, {wrong}, {_between(wrong, len(accepted))}"
        rows.append(f"| {error:.1%} | {chosen.value:.3f} | {tuning} | {later} |")
    rows.append(f"\nCalibration error: tuned {calibration_error(tuned):.3f}, kept back {calibration_error(kept):.3f}.")
    return rows


def halves(papers: Sequence[Paper]) -> tuple[list[Paper], list[Paper]]:
    """By group; Russian blanks and sheet 1 teach, sheet 3 is kept back."""

    def teaches(paper: Paper) -> bool:
        return not paper.name.endswith("_3") if paper.set == "ru" else not _side(paper)

    return [p for p in papers if teaches(p)], [p for p in papers if not teaches(p)]


def _between(wrong: int, papers: int) -> str:
    low, high = interval(wrong, papers)
    return f"{low:.3f} to {high:.3f}"
