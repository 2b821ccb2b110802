"""What papers of a kind have in common, and how like them a page is.

A kind is remembered as a few prototypes: each the mean of samples that look alike (editions of a form). A page is laid
beside all of them: how alike both are, and how much of what the prototype holds is found on the page. What fills a
form lowers the first, what is torn off, blurred or misread lowers the second: neither alone tells a kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from classify.channels import SIZES, Channels

TRAITS = (
    "words", "pieces", "places", "words found", "pieces found", "places found", "grid", "ink", "ahead", "ahead found",
    "ahead in looks", "letters", "cues", "no cues",
)  # fmt: skip
_AHEAD = TRAITS.index("ahead")
_STRANGE = 0.35  # weight of what stands on no prototype
_EDGE = np.cumsum((0, *SIZES))


@dataclass(frozen=True, slots=True, eq=False)
class Prototypes:
    """`tokens` (n, all channels) is how often each token occurs among the samples of a prototype; `owner` its kind's
    place in `kinds`; `rarity` says how few kinds share a token."""

    kinds: tuple[str, ...]
    owner: np.ndarray  # int
    tokens: np.ndarray  # float32
    grid: np.ndarray
    ink: np.ndarray
    rarity: np.ndarray  # float32, all channels

    def without(self, kind: str) -> Prototypes:
        """As if this kind had never been described."""
        kept = self.owner != self.kinds.index(kind)
        names = tuple(one for one in self.kinds if one != kind)
        places = np.array([names.index(one) if one != kind else -1 for one in self.kinds])
        return Prototypes(
            names, places[self.owner[kept]], self.tokens[kept], self.grid[kept], self.ink[kept], self.rarity
        )


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """`prepared` prototypes: what does not change from page to page."""

    prototypes: Prototypes
    weighted: tuple[np.ndarray, ...]  # by channel, of length 1
    shares: tuple[np.ndarray, ...]  # by channel, of sum 1


def prepare(prototypes: Prototypes) -> Measured:
    weighted, shares = [], []
    for start, end in pairwise(_EDGE.tolist()):
        part = prototypes.tokens[:, start:end] * prototypes.rarity[start:end]
        weighted.append(part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9))
        common = prototypes.tokens[:, start:end] ** 2 * prototypes.rarity[start:end]
        shares.append(common / np.maximum(common.sum(axis=1, keepdims=True), 1e-9))
    return Measured(prototypes, tuple(weighted), tuple(shares))


def compare(page: Channels, measured: Measured, cues: np.ndarray) -> np.ndarray:
    """TRAITS of each kind (rows). `cues` is what printed cues say of each, 0 to 1, below 0 where nobody asked."""
    prototypes = measured.prototypes
    likeness = []
    for number, tokens in enumerate(page.tokens):
        there = np.flatnonzero(tokens)
        rarity = prototypes.rarity[_EDGE[number] : _EDGE[number + 1]][there]
        length = max(float(np.linalg.norm(rarity)), 1e-9)
        likeness.append(measured.weighted[number][:, there] @ rarity / length)
    found = [
        share[:, np.flatnonzero(tokens)].sum(axis=1) for share, tokens in zip(measured.shares, page.tokens, strict=True)
    ]
    flat = [*likeness, *found, prototypes.grid @ page.grid, prototypes.ink @ page.ink]
    best = np.stack([_best(column, prototypes) for column in flat], axis=1)
    letters = np.full(len(best), page.letters / 7)
    return np.column_stack([best, ahead(best), letters, *_said(cues)])


def ahead(traits: np.ndarray) -> np.ndarray:
    """By how much each kind is before the best of the others: in likeness, in what was found, in looks."""
    return np.column_stack([_before(traits[:, part].mean(axis=1)) for part in (slice(0, 3), slice(3, 6), slice(6, 8))])


def stranger(traits: np.ndarray, kind: int) -> np.ndarray:
    """The traits of the other kinds, as if this one had never been described."""
    others = np.delete(traits, kind, axis=0)
    others[:, _AHEAD : _AHEAD + 3] = ahead(others)
    return others


def _best(column: np.ndarray, prototypes: Prototypes) -> np.ndarray:
    best = np.full(len(prototypes.kinds), -1.0)
    np.maximum.at(best, prototypes.owner, column)
    return best


def _before(scores: np.ndarray) -> np.ndarray:
    if len(scores) < 2:
        return scores.copy()
    second, first = np.partition(scores, -2)[-2:]
    before: np.ndarray = scores - np.where(scores == first, second, first)
    return before


def _said(cues: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    odds = np.log(np.clip(cues, 0.1, 0.98) / np.clip(1 - cues, 0.02, 0.9)) / 4
    asked = cues >= 0
    return np.where(asked, odds, 0.0), np.where(asked, 0.0, 1.0)


def rarity_of(tokens: np.ndarray, owner: np.ndarray, kinds: int) -> np.ndarray:
    """Few kinds share it: it tells much. What stands on none is filled in, and tells little."""
    share = np.zeros(tokens.shape[1], np.float32)
    for kind in range(kinds):
        rows = tokens[owner == kind]
        if len(rows):
            share += rows.max(axis=0)
    rare = np.log((kinds + 1) / (share + 0.5)).astype(np.float32)
    weight: np.ndarray = np.where(share > 0, np.maximum(rare, 0.05), _STRANGE * np.log(kinds + 1.0)).astype(np.float32)
    return weight


def joined(pages: Sequence[Channels]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tokens, grids and inks of many pages as arrays."""
    tokens = np.stack([np.concatenate(page.tokens) for page in pages])
    return tokens, np.stack([page.grid for page in pages]), np.stack([page.ink for page in pages])
