"""The likeliest text that fits a pattern, and how likely its rivals are together (CTC over a small automaton).

A recogniser says for each step of a line which sign it sees there, or none (A. Graves et al., 2006). The signs of a
text may lie on the steps in many ways; its mass is the sum over all of them. A pattern is a set of texts, told by an
automaton, so that the mass of the whole set is one pass over steps and states, without listing a single text. The
search goes sign by sign and keeps those beginnings that have most mass before them and behind them together: what it
leaves out it knows to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

_DEAD = 0
_SEEN = 1e-7  # a sign less likely than this at a step is not there
_EMPTY = 0.9998  # likeliest nothing: the share of a sign lost with such a step is below that of any rival told
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a pattern: which signs may stand there; whether none may, whether several may. Or one of `words`."""

    signs: str = ""
    empty: bool = False
    many: bool = False
    words: tuple[str, ...] = ()


Alternative = tuple[Slot, ...]
_Place = tuple[int, int, str]  # alternative, slot, and what has been written of a word of the slot


class Automaton:
    """All texts that fit one of the alternatives. State 0 is dead, 1 is the beginning."""

    def __init__(self, alternatives: Sequence[Alternative], signs: str) -> None:
        """`signs` are all there are, each once. States are made of sets of places in the alternatives."""
        self.signs = signs
        self._alternatives = tuple(alternatives)
        self._begun = [
            [{word[:n] for word in slot.words for n in range(1, len(word))} for slot in a] for a in alternatives
        ]
        start = frozenset(place for number in range(len(alternatives)) for place in self._from(number, 0))
        numbers: dict[frozenset[_Place], int] = {frozenset(): _DEAD, start: 1}
        rows: list[list[int]] = []
        waiting = [frozenset[_Place](), start]
        for places in waiting:
            row = []
            for sign in signs:
                after = frozenset(self._after(places, sign))
                if after not in numbers:
                    numbers[after] = len(numbers)
                    waiting.append(after)
                row.append(numbers[after])
            rows.append(row)
        accepts = np.array([self._accepted(places) for places in numbers])
        self.next, self.accepts = _fewest(np.array(rows, np.intp), accepts)  # (states, signs); (states,)

    def fits(self, text: str) -> bool:
        state = 1
        for sign in text:
            place = self.signs.find(sign)
            state = int(self.next[state, place]) if place >= 0 else _DEAD
        return bool(self.accepts[state])

    def _from(self, number: int, slot: int) -> Iterator[_Place]:
        """This place, and those reached by leaving slots empty."""
        yield number, slot, ""
        slots = self._alternatives[number]
        while slot < len(slots) and slots[slot].empty:
            slot += 1
            yield number, slot, ""

    def _after(self, places: frozenset[_Place], sign: str) -> Iterator[_Place]:
        for number, at, begun in places:
            slots = self._alternatives[number]
            if at == len(slots):
                continue
            slot, said = slots[at], begun + sign
            if sign in slot.signs or said in slot.words:
                yield from self._from(number, at + 1)
            if slot.many and sign in slot.signs:
                yield number, at, ""
            if said in self._begun[number][at]:
                yield number, at, said

    def _accepted(self, places: frozenset[_Place]) -> bool:
        return any(at == len(self._alternatives[number]) for number, at, _ in places)


def _fewest(after: np.ndarray, accepts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """States that the same texts lead on from are one (E. F. Moore, 1956): the search costs what it has states."""
    group, before, count = accepts.astype(np.intp), 0, 1
    group[1] = 2  # the beginning stays apart, even where nothing fits
    while before < count:
        told = np.column_stack([group, group[after]])
        _, group = np.unique(told, axis=0, return_inverse=True)
        group, before, count = group.reshape(-1), count, int(group.max()) + 1
    _, first = np.unique(group, return_index=True)
    order = sorted(range(count), key=lambda one: (one != group[_DEAD], one != group[1]))
    place = np.empty(count, np.intp)
    place[order] = np.arange(count)
    members = first[order]
    return place[group[after[members]]], accepts[members]


@dataclass(frozen=True, slots=True)
class Decoded:
    """`texts` with their masses, the likeliest first; `mass` of all texts of the pattern, 0..1."""

    texts: tuple[tuple[str, float], ...]
    mass: float


def folded(steps: np.ndarray, alphabet: Sequence[str], fold: Mapping[str, str], signs: str) -> np.ndarray:
    """(steps, letters) -> (steps, 1 + signs): what the letters are taken for. Column 0 is "nothing".

    `fold` says for a letter of the recogniser which sign it is, "" for none at all; a letter it does not name is
    itself, where that is a sign, and else cannot stand here.
    """
    taken = np.zeros((len(alphabet), 1 + len(signs)), np.float64)
    for column, letter in enumerate(alphabet):
        sign = fold.get(letter, letter)
        if sign == "":
            taken[column, 0] = 1.0
        elif sign in signs:
            taken[column, 1 + signs.index(sign)] = 1.0
    folded_steps: np.ndarray = np.asarray(steps, np.float64) @ taken
    return folded_steps


def shortened(steps: np.ndarray) -> np.ndarray:
    """Of steps in a row that surely hold nothing one is kept: most of a line is paper between letters and in them."""
    empty = steps[:, 0] > _EMPTY
    kept: np.ndarray = steps[~(empty & np.append(False, empty[:-1]))]
    return kept


def decode(steps: np.ndarray, automaton: Automaton, width: int = 24, least: float = _TINY) -> Decoded:
    """`steps` is (steps, 1 + signs), each row 1 in sum at most. `width`: how many beginnings are followed at once.

    No text is looked for where all together have no more than the `least` mass.
    """
    if not len(steps):
        empty = bool(automaton.accepts[1])
        return Decoded((("", 1.0),) if empty else (), float(empty))
    ahead = _Ahead(steps, automaton)
    mass = ahead.mass
    if mass <= max(least, _TINY):
        return Decoded((), 0.0)
    texts, beam = _Texts(), _Beam.start()
    for number, step in enumerate(steps):
        beam = _best(_grown(beam, step, ahead, number + 1), texts, width)
    shares = (beam.blank + beam.sign) * automaton.accepts[beam.state]
    order = np.argsort(-shares, kind="stable")
    found = ((texts.places(int(beam.text[at])), float(shares[at]) * mass) for at in order if shares[at] > 0.0)
    return Decoded(tuple(("".join(automaton.signs[place] for place in places), each) for places, each in found), mass)


class _Texts:
    """Beginnings of texts as a tree: each is the one before it and a sign more, by number. 0 is the empty one."""

    def __init__(self) -> None:
        self._made = [(-1, -1)]
        self._longer: dict[tuple[int, int], int] = {}

    def longer(self, text: int, place: int) -> int:
        found = self._longer.setdefault((text, place), len(self._made))
        if found == len(self._made):
            self._made.append((text, place))
        return found

    def places(self, text: int) -> list[int]:
        places = []
        while text:
            text, place = self._made[text]
            places.append(place)
        return places[::-1]


@dataclass(frozen=True, slots=True)
class _Beam:
    """The beginnings that are followed, a row each: which text, the state it leads to, its last sign (-1: none yet),
    and its mass when the last step was none or sign.

    Masses are shares of the whole pattern's: rows are scaled so that what lies before and behind has sum 1.
    """

    text: np.ndarray
    before: np.ndarray  # the text without its last sign
    state: np.ndarray
    last: np.ndarray
    blank: np.ndarray
    sign: np.ndarray

    @classmethod
    def start(cls) -> _Beam:
        nothing, one = np.array([-1]), np.ones(1)
        return cls(np.array([0]), nothing, np.array([1]), nothing, one, np.zeros(1))

    def followed(self) -> Iterator[tuple[int, int]]:
        """Rows of this beam that are a sign longer than another row, and that other."""
        rows = {text: row for row, text in enumerate(self.text.tolist())}
        for row, before in enumerate(self.before.tolist()):
            if before in rows:
                yield row, rows[before]


@dataclass(frozen=True, slots=True)
class _Grown:
    """The beginnings of a beam after one more step: those that stay what they were, and each with each sign seen."""

    stay: _Beam
    seen: np.ndarray  # (seen,) sign
    state: np.ndarray  # (beginnings, seen) that beginning and sign lead to
    mass: np.ndarray  # the same: of those that are new
    ranks: np.ndarray  # shares of the pattern's mass: of those that stay, then of the new ones, row by row


def _grown(beam: _Beam, step: np.ndarray, ahead: _Ahead, at: int) -> _Grown:
    seen = np.flatnonzero(step[1:] > _SEEN)
    both, scale = beam.blank + beam.sign, ahead.scale(at)
    blank, sign = both * step[0] / scale, beam.sign * step[beam.last + 1] / scale
    state = ahead.automaton.next[beam.state[:, None], seen]
    before = np.where(seen == beam.last[:, None], beam.blank[:, None], both[:, None])  # twice the same: nothing between
    mass = before * (state != _DEAD) * step[seen + 1] / scale
    for row, parent in beam.followed():
        column = np.searchsorted(seen, beam.last[row])
        if column < len(seen) and seen[column] == beam.last[row]:
            sign[row] += mass[parent, column]
            mass[parent, column] = 0.0
    ranks = ahead.share(at, beam.state, beam.last, sign) + blank * ahead.empty(at, beam.state)
    ranks = np.concatenate([ranks, ahead.share(at, state, seen, mass).ravel()])
    return _Grown(replace(beam, blank=blank, sign=sign), seen, state, mass, ranks)


def _best(grown: _Grown, texts: _Texts, width: int) -> _Beam:
    """Those with the largest share of the pattern's mass; only they get a text of their own."""
    stay, count = grown.stay, len(grown.stay.text)
    kept = np.argsort(-grown.ranks, kind="stable")[:width]
    kept = kept[grown.ranks[kept] > _SEEN]
    old, (row, column) = kept[kept < count], np.divmod(kept[kept >= count] - count, max(len(grown.seen), 1))
    longer = [texts.longer(int(stay.text[r]), int(grown.seen[c])) for r, c in zip(row, column, strict=True)]
    return _Beam(
        np.append(stay.text[old], np.array(longer, np.intp)),
        np.append(stay.before[old], stay.text[row]),
        np.append(stay.state[old], grown.state[row, column]),
        np.append(stay.last[old], grown.seen[column]),
        np.append(stay.blank[old], np.zeros(len(row))),
        np.append(stay.sign[old], grown.mass[row, column]),
    )


class _Ahead:
    """How much mass lies behind each state at each step: the backward pass, each row scaled to 1 at most."""

    def __init__(self, steps: np.ndarray, automaton: Automaton) -> None:
        self.automaton = automaton
        count, signs = automaton.next.shape
        self._blank = np.zeros((len(steps) + 1, count))
        self._sign = np.zeros((len(steps) + 1, count, signs))
        self._scale = np.ones(len(steps) + 1)
        self._blank[-1] = automaton.accepts
        self._sign[-1] = automaton.accepts[:, None]
        across = np.arange(signs)
        for at in range(len(steps) - 1, -1, -1):
            likely = steps[at, 1:]
            onward = self._sign[at + 1][automaton.next, across] * likely
            blank = steps[at, 0] * self._blank[at + 1] + onward.sum(1)
            sign = np.maximum(blank[:, None] - onward, 0.0) + likely * self._sign[at + 1]
            largest = max(float(blank.max()), float(sign.max()), _TINY)
            self._blank[at], self._sign[at], self._scale[at] = blank / largest, sign / largest, largest

    @property
    def mass(self) -> float:
        """Of the whole pattern."""
        whole = float(self._blank[0, 1])
        return float(np.exp(np.log(self._scale).sum() + np.log(whole))) if whole > 0 else 0.0

    def scale(self, at: int) -> float:
        """What the masses of beginnings after so many steps are divided by, so that they stay shares of the whole."""
        return float(self._scale[at - 1] * (self._blank[at - 1, 1] if at == 1 else 1.0))

    def empty(self, at: int, state: np.ndarray) -> np.ndarray:
        """What lies behind a beginning whose last step was none."""
        behind: np.ndarray = self._blank[at, state]
        return behind

    def share(self, at: int, state: np.ndarray, sign: np.ndarray, mass: np.ndarray) -> np.ndarray:
        """Of all the pattern's mass, of beginnings whose last step was their last sign."""
        shares: np.ndarray = mass * self._sign[at, state, sign]
        return shares
