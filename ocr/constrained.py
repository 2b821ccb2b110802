"""The likeliest text that fits a pattern, and how likely its rivals are together (CTC over a small automaton).

A recogniser says for each step of a line which sign it sees there, or none (A. Graves et al., 2006). The signs of a
text may lie on the steps in many ways; its mass is the sum over all of them. A pattern is a set of texts, told by an
automaton, so that the mass of the whole set is one pass over steps and states, without listing a single text. The
search goes sign by sign and keeps those beginnings that have most mass before them and behind them together: what it
leaves out it knows to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
    beam = [_Beginning((), 1, 1.0, 0.0)]
    for number, step in enumerate(steps):
        grown = _grow(beam, step, automaton)
        beam = ahead.best(grown, number + 1, width)
    found = [(each, each.blank + each.sign) for each in beam if automaton.accepts[each.state]]
    texts = sorted(((_text(each.places, automaton), share * mass) for each, share in found), key=lambda t: -t[1])
    return Decoded(tuple(texts), mass)


@dataclass(slots=True)
class _Beginning:
    """The first signs of a text, by number, the state they lead to, and its mass when the last step was none or sign.

    Masses are shares of the whole pattern's: rows are scaled so that what lies before and behind has sum 1.
    """

    places: tuple[int, ...]
    state: int
    blank: float
    sign: float
    _rank: float = field(default=0.0)


def _text(places: tuple[int, ...], automaton: Automaton) -> str:
    return "".join(automaton.signs[place] for place in places)


def _grow(beam: list[_Beginning], step: np.ndarray, automaton: Automaton) -> list[_Beginning]:
    """Every beginning after one more step."""
    seen = [(int(place), float(step[place + 1])) for place in np.flatnonzero(step[1:] > _SEEN)]
    nothing = float(step[0])
    grown: dict[tuple[int, ...], _Beginning] = {}

    def reached(places: tuple[int, ...], state: int) -> _Beginning:
        if places not in grown:
            grown[places] = _Beginning(places, state, 0.0, 0.0)
        return grown[places]

    for each in beam:
        last = each.places[-1] if each.places else -1
        stays = reached(each.places, each.state)
        stays.blank += (each.blank + each.sign) * nothing
        if last >= 0:
            stays.sign += each.sign * float(step[last + 1])
        for place, likely in seen:
            state = int(automaton.next[each.state, place])
            before = each.blank if place == last else each.blank + each.sign
            if state != _DEAD and before > 0.0:
                reached((*each.places, place), state).sign += before * likely
    return list(grown.values())


class _Ahead:
    """How much mass lies behind each state at each step: the backward pass, each row scaled to 1 at most."""

    def __init__(self, steps: np.ndarray, automaton: Automaton) -> None:
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

    def best(self, beam: list[_Beginning], at: int, width: int) -> list[_Beginning]:
        """Those with the largest share of the pattern's mass, rescaled to be shares of it."""
        scale = self._scale[at - 1] * (self._blank[at - 1, 1] if at == 1 else 1.0)
        for each in beam:
            last = each.places[-1] if each.places else 0
            each.blank, each.sign = each.blank / scale, each.sign / scale
            each._rank = each.blank * self._blank[at, each.state] + each.sign * self._sign[at, each.state, last]
        kept = [each for each in beam if each._rank > _SEEN]
        return sorted(kept, key=lambda each: -each._rank)[:width]
