"""The model of kinds: which kind a page is, how sure that is, and the lines that decided; unknown rather than a guess.

Plain numbers in one file: prototypes of each kind, and a head of a dozen weights that says from a page's likeness to
them how likely a kind is. The head knows no kind by name, so a kind described today is judged by what was learnt
from all others. Made by classify/learn.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property

import numpy as np

from classify.catalogue import UNKNOWN
from classify.channels import SIZES, WORDS, Channels, channels
from classify.features import Features
from classify.packed import pack, unpack
from classify.prototypes import TRAITS, Measured, Prototypes, compare, prepare
from ocr.text import Box

__all__ = ["UNKNOWN", "BadModel", "Card", "Deciding", "Judgement", "KindModel", "hash_of"]
VERSION = 1  # of how pages are seen and compared; a model of another version is trained anew
_SHOWN = 6  # lines that decided
Cues = Mapping[str, float]  # kind -> what its printed cues say, 0 to 1


class BadModel(ValueError):
    """This is no model of kinds, or one of another version of the house. Train it again."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """A line that spoke for the kind; `weight` are shares of all that spoke, largest first."""

    page: int
    box: Box
    weight: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """`kind` is "tundmatu" where nothing is sure enough; `probability` is that of the best kind, named or not."""

    kind: str
    probability: float
    ranking: tuple[tuple[str, float], ...]
    because: tuple[Deciding, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What a model was made of and what it is worth; travels with it."""

    data_hash: str
    seed: int
    samples: Mapping[str, int]  # kind -> how many
    threshold: float
    metrics: Mapping[str, float] = field(default_factory=dict)
    version: int = VERSION


@dataclass(frozen=True, eq=False)
class KindModel:
    """`head` weighs the traits of classify/prototypes.py; `stretch` (slope, shift) makes its odds honest."""

    prototypes: Prototypes
    head: np.ndarray
    stretch: tuple[float, float]
    card: Card

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.prototypes.kinds

    @property
    def threshold(self) -> float:
        return self.card.threshold

    def judge(self, features: Features, cues: Cues | None = None, threshold: float | None = None) -> Judgement:
        """`cues` is what classify/match.py says of the kinds, if asked; `threshold` stands for the model's."""
        page = channels(features)
        odds = self.odds(page, cues)
        order = np.argsort(-odds)
        ranking = tuple((self.kinds[place], _chance(float(odds[place]))) for place in order[:5].tolist())
        if not ranking:
            return Judgement(UNKNOWN, 0.0, ())
        kind, chance = ranking[0]
        named = kind if chance >= (self.threshold if threshold is None else threshold) else UNKNOWN
        return Judgement(named, chance, ranking, self._because(features, page, int(order[0])))

    def odds(self, page: Channels, cues: Cues | None = None) -> np.ndarray:
        """Calibrated log odds of each kind."""
        said = np.array([(cues or {}).get(kind, 0.0 if cues else -1.0) for kind in self.kinds])
        traits = compare(page, self._measured, said)
        raw = traits @ self.head[:-1] + self.head[-1]
        calibrated: np.ndarray = self.stretch[0] * raw + self.stretch[1]
        return calibrated

    def without(self, kind: str) -> KindModel:
        """As if nobody had described this kind: its papers must come back unknown."""
        return KindModel(self.prototypes.without(kind), self.head, self.stretch, self.card)

    @cached_property
    def _measured(self) -> Measured:
        return prepare(self.prototypes)

    def _because(self, features: Features, page: Channels, kind: int) -> tuple[Deciding, ...]:
        """Lines by what their words weigh in the kind's prototypes, and how few other kinds have them."""
        if not features.words.size:
            return ()
        tokens, owner = self.prototypes.tokens[:, :WORDS], self.prototypes.owner
        buckets = (features.words % WORDS).astype(np.int64)
        own = tokens[owner == kind][:, buckets].max(axis=0)
        speaks = own * self.prototypes.rarity[:WORDS][buckets]
        lines = np.bincount(features.line, weights=speaks, minlength=len(features.lines))
        total = max(float(lines.sum()), 1e-9)
        best = [place for place in np.argsort(-lines)[:_SHOWN].tolist() if lines[place] > 0.02 * total]
        return tuple(
            Deciding(features.page, features.box(place), round(float(lines[place]) / total, 4)) for place in best
        )

    def to_bytes(self) -> bytes:
        prototypes = self.prototypes
        about = {"kinds": prototypes.kinds, "card": asdict(self.card), "stretch": self.stretch}
        told = json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
        return pack({
            "about": np.frombuffer(told, np.uint8),
            "owner": prototypes.owner.astype(np.int16),
            "tokens": np.round(prototypes.tokens * 255).astype(np.uint8),
            "grid": prototypes.grid.astype(np.float16),
            "ink": prototypes.ink.astype(np.float16),
            "rarity": prototypes.rarity.astype(np.float16),
            "head": self.head.astype(np.float64),
        })  # fmt: skip

    @staticmethod
    def from_bytes(data: bytes) -> KindModel:
        """Raises `BadModel`."""
        try:
            arrays = unpack(data, _ARRAYS)
            about = json.loads(arrays["about"].tobytes())
            card, (slope, shift) = Card(**about["card"]), about["stretch"]
            kinds = tuple(str(kind) for kind in about["kinds"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadModel(str(error)) from error
        owner, tokens = arrays["owner"].astype(np.int64), arrays["tokens"]
        fits = tokens.shape == (len(owner), sum(SIZES)) and arrays["head"].size == len(TRAITS) + 1
        if card.version != VERSION or not fits or set(owner.tolist()) != set(range(len(kinds))):
            raise BadModel(f"version {card.version}")
        shapes = (arrays[name].astype(np.float32) for name in ("grid", "ink", "rarity"))
        prototypes = Prototypes(kinds, owner, tokens.astype(np.float32) / 255, *shapes)
        return KindModel(prototypes, arrays["head"], (float(slope), float(shift)), card)


_ARRAYS: dict[str, type[np.generic]] = {
    "about": np.uint8, "owner": np.int16, "tokens": np.uint8, "grid": np.float16, "ink": np.float16,
    "rarity": np.float16, "head": np.float64,
}  # fmt: skip


def _chance(odds: float) -> float:
    return round(float(1 / (1 + np.exp(-np.clip(odds, -30, 30)))), 4)


def hash_of(parts: list[bytes]) -> str:
    """One name for all that a model was trained on, whatever the order."""
    return hashlib.sha256(b"".join(sorted(hashlib.sha256(part).digest() for part in parts))).hexdigest()
