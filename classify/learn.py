"""A model of kinds from samples: one blank of each kind is enough, five samples are better. Takes seconds.

Prototypes are means of samples that look alike. The head is fitted on pages laid beside prototypes made of other
groups only, and on pages whose own kind was taken away, which it must call unknown: so it learns what a stranger
looks like without ever having seen one. Nothing here is imported where papers are only read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from classify import augment
from classify.channels import Channels, channels
from classify.features import Features
from classify.logistic import fit, sigmoid
from classify.model import UNKNOWN, Card, KindModel, hash_of
from classify.prototypes import TRAITS, Measured, Prototypes, compare, joined, prepare, rarity_of, stranger

Origin = Literal["blank", "scan", "correction"]
Progress = Callable[[float], None]  # 0 to 1
MOST_PROTOTYPES = 6  # of a kind
_ALIKE = 0.4  # cosine of words and pieces from which two samples are of one edition
_FOLDS, _COPIES, _ALONE_COPIES = 5, 3, 8
_ACCEPTED = 0.97  # of known papers, by the threshold the model comes with
_BORDERS = (-3.0, 0.0)  # log odds, between which a threshold lies
# Where little was learnt, the head stays near what it became on hundreds of real papers (bench/knowing).
_USUAL = dict(zip(TRAITS, (2.0, 4.0, 2.0, 3.0, 4.0, 2.0, 1.0, 1.0, 6.0, 6.0, 3.0, 0.0, 2.0, 0.0), strict=True))
_USUAL_SHIFT = -7.0


class NothingToLearn(ValueError):
    """There are no samples of any kind to learn from. Bring a blank form or a few scans of each kind first."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """`group`: documents of one person, registrant or sheet, which stay on one side of every evaluation. The kind
    "tundmatu" is a paper that must come back unknown. `cues` is what the printed cues of the kinds say of it."""

    kind: str
    features: Features
    origin: Origin
    group: str
    cues: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A sample prepared once."""

    kind: int  # -1: unknown
    group: str
    page: Channels
    cues: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """The likeness of one page to one kind, whether it is of that kind, and how much the row counts."""

    traits: np.ndarray
    right: bool
    weight: float
    plain: bool  # not made worse, the best of its page, prototypes of other groups


def train(
    samples: Sequence[Sample], kinds: Sequence[str], seed: int = 1, progress: Progress | None = None
) -> KindModel:
    """Kinds without samples are left to their cues. Raises `NothingToLearn`."""
    names = tuple(kind for kind in sorted(set(kinds) - {UNKNOWN}) if any(sample.kind == kind for sample in samples))
    if not names:
        raise NothingToLearn
    rng = np.random.default_rng(seed)
    seen = [_prepared(sample, names) for sample in samples if sample.kind in names or sample.kind == UNKNOWN]
    rows: list[_Row] = []
    for fold, chosen in enumerate(_folds(seen, rng)):
        rows += _rows_of_fold(seen, chosen, names, rng)
        if progress:
            progress((fold + 1) / (_FOLDS + 1))
    head = _head(rows)
    stretch = _stretch(rows, head)
    threshold, metrics = _told(rows, head, stretch)
    counts = Counter(sample.kind for sample in samples if sample.kind in names)
    card = Card(_hash(samples), seed, dict(sorted(counts.items())), threshold, metrics)
    known = [one for one in seen if one.kind >= 0]
    if progress:
        progress(1.0)
    return KindModel(prototypes_of(known, names), head, stretch, card)


def _prepared(sample: Sample, names: Sequence[str]) -> _Seen:
    said = np.array([(sample.cues or {}).get(kind, 0.0 if sample.cues else -1.0) for kind in names])
    kind = names.index(sample.kind) if sample.kind in names else -1
    return _Seen(kind, f"{sample.kind}/{sample.group}", channels(sample.features), said)


def _hash(samples: Sequence[Sample]) -> str:
    told = [f"{s.kind}|{s.origin}|{s.group}|".encode() + s.features.to_bytes() for s in samples]
    return hash_of(told)


def prototypes_of(seen: Sequence[_Seen], names: Sequence[str]) -> Prototypes:
    """Samples that look alike are joined; at most MOST_PROTOTYPES of a kind, the rest joins the nearest."""
    found = [
        (kind, cluster) for kind in range(len(names)) for cluster in _clusters([s for s in seen if s.kind == kind])
    ]
    means = [_mean(cluster) for _, cluster in found]
    owner = np.array([kind for kind, _ in found])
    tokens, grid, ink = (np.stack(parts).astype(np.float32) for parts in zip(*means, strict=True))
    return Prototypes(tuple(names), owner, tokens, grid, ink, rarity_of(tokens, owner, len(names)))


def _clusters(samples: Sequence[_Seen]) -> list[list[_Seen]]:
    clusters: list[list[_Seen]] = []
    leaders: list[np.ndarray] = []
    for sample in samples:
        told = np.concatenate(sample.page.tokens[:2])
        told = told / max(float(np.linalg.norm(told)), 1e-9)
        near = [float(leader @ told) for leader in leaders]
        if near and (max(near) > _ALIKE or len(leaders) == MOST_PROTOTYPES):
            clusters[int(np.argmax(near))].append(sample)
        else:
            clusters.append([sample])
            leaders.append(told)
    return clusters


def _mean(cluster: Sequence[_Seen]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What only one person's paper says is no part of the form once three were seen, and is forgotten."""
    tokens, grid, ink = joined([sample.page for sample in cluster])
    groups = sorted({sample.group for sample in cluster})
    mean = tokens.mean(axis=0)
    if len(groups) >= 3:
        holders = [tokens[[s.group == group for s in cluster]].max(axis=0) for group in groups]
        mean *= np.sum(holders, axis=0) >= 2
    return mean, _unit(grid.mean(axis=0)), _unit(ink.mean(axis=0))


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _folds(seen: Sequence[_Seen], rng: np.random.Generator) -> Iterator[list[int]]:
    groups = sorted({sample.group for sample in seen})
    order = rng.permutation(len(groups))
    fold_of = {groups[place]: int(number) % _FOLDS for number, place in enumerate(order)}
    for fold in range(_FOLDS):
        yield [place for place, sample in enumerate(seen) if fold_of[sample.group] == fold]


def _rows_of_fold(
    seen: Sequence[_Seen], chosen: Sequence[int], names: Sequence[str], rng: np.random.Generator
) -> Iterator[_Row]:
    held = set(chosen)
    rest = [sample for place, sample in enumerate(seen) if sample.kind >= 0 and place not in held]
    taught = {sample.kind for sample in rest}
    rest += [sample for sample in seen if sample.kind >= 0 and sample.kind not in taught]  # all there is of its kind
    measured = prepare(prototypes_of(rest, names))
    pages = [sample.page for sample in seen]
    for place in chosen:
        sample = seen[place]
        alone = sample.kind >= 0 and sample.kind not in taught
        traits = [] if alone else [compare(sample.page, measured, sample.cues)]
        copies = _ALONE_COPIES if alone else _COPIES
        made = [_made_worse(sample, pages, measured, rng) for _ in range(copies)]
        for number, each in enumerate([*traits, *made]):
            yield from _rows(each, sample.kind, plain=number < len(traits))


def _made_worse(sample: _Seen, pages: Sequence[Channels], measured: Measured, rng: np.random.Generator) -> np.ndarray:
    """Cues are seen less often on a worse page, and often nobody asked for them."""
    page, lost = augment.worse(sample.page, pages, rng)
    cues = np.where(rng.random(sample.cues.shape) < lost, np.minimum(sample.cues, 0.05), sample.cues)
    return compare(page, measured, np.full_like(cues, -1.0) if rng.random() < 0.3 else cues)


def _rows(traits: np.ndarray, kind: int, *, plain: bool) -> Iterator[_Row]:
    """The page beside its own kind, beside the kinds most like it, and as a stranger."""
    if kind >= 0:
        yield _Row(traits[kind], True, 1.0, plain)
        others = stranger(traits, kind)
        rivals = np.delete(traits, kind, axis=0)
        for place in _likest(rivals, 2):
            yield _Row(rivals[place], False, 0.3, False)
    else:
        others = traits
    for rank, place in enumerate(_likest(others, 2)):
        yield _Row(others[place], False, 0.6 if rank == 0 else 0.2, plain and rank == 0)


def _likest(traits: np.ndarray, count: int) -> list[int]:
    return [int(place) for place in np.argsort(-traits[:, :6].sum(axis=1))[:count]]


def _head(rows: Sequence[_Row]) -> np.ndarray:
    usual = np.array([*_USUAL.values(), _USUAL_SHIFT])
    traits, right, weights = _arrays(rows)
    return fit(traits, right, weights, usual)


def _stretch(rows: Sequence[_Row], head: np.ndarray) -> tuple[float, float]:
    """Odds made honest on pages that were not made worse, laid beside prototypes of other groups."""
    plain = [row for row in rows if row.plain]
    if len(plain) < 20:
        return 1.0, 0.0
    traits, right, _ = _arrays(plain)
    odds = (traits @ head[:-1] + head[-1])[:, None]
    slope, shift = fit(odds, right, np.ones(len(plain)), np.array([1.0, 0.0])).tolist()
    return max(float(slope), 0.1), float(shift)


def _told(rows: Sequence[_Row], head: np.ndarray, stretch: tuple[float, float]) -> tuple[float, dict[str, float]]:
    """The threshold, how many known papers it keeps and how many strangers it refuses."""
    honest = [row for row in rows if row.plain] or list(rows)
    traits, right, weights = _arrays(honest)
    odds = stretch[0] * (traits @ head[:-1] + head[-1]) + stretch[1]
    known, strange = right > 0, right == 0
    border = 0.0
    if known.any():  # where most known papers are kept; half way to the strangers, where these are far off
        lowest = _quantile(odds[known], weights[known], 1 - _ACCEPTED)
        highest = _quantile(odds[strange], weights[strange], _ACCEPTED) if strange.any() else lowest
        border = float(np.clip(min(lowest, (lowest + highest) / 2), *_BORDERS))
    metrics = {"known": float(known.sum()), "strangers": float(strange.sum())}
    metrics |= {"known accepted": float((odds[known] >= border).mean()) if known.any() else 0.0}
    metrics |= {"strangers refused": float((odds[strange] < border).mean()) if strange.any() else 0.0}
    return round(float(sigmoid(np.array(border))), 4), {name: round(value, 4) for name, value in metrics.items()}


def _quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][min(int(np.searchsorted(passed, share)), len(values) - 1)])


def _arrays(rows: Sequence[_Row]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    traits = np.stack([row.traits for row in rows])
    return traits, np.array([float(row.right) for row in rows]), np.array([row.weight for row in rows])
