"""The decoder against counting every path: the same masses, the same best text, and nothing outside the pattern."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.constrained import Automaton, Slot, decode, folded, shortened

SIGNS = "abc"
slots = st.builds(
    Slot,
    st.sets(st.sampled_from(SIGNS), min_size=1).map(lambda signs: "".join(sorted(signs))),
    empty=st.booleans(),
    many=st.booleans(),
)
words = st.builds(
    Slot, words=st.lists(st.text(SIGNS, min_size=1, max_size=3), min_size=1, max_size=3).map(tuple), empty=st.booleans()
)
patterns = st.lists(st.lists(slots | words, min_size=1, max_size=4).map(tuple), min_size=1, max_size=3)


@st.composite
def seen(draw: st.DrawFn) -> np.ndarray:
    """What a recogniser might say: at each step how likely nothing and each sign is."""
    weights = st.lists(st.floats(0.001, 1.0), min_size=4, max_size=4)
    rows = np.array(draw(st.lists(weights, min_size=1, max_size=5)))
    whole: np.ndarray = rows / rows.sum(1, keepdims=True)
    return whole


def counted(steps: np.ndarray, automaton: Automaton) -> dict[str, float]:
    """Every way through the steps, one by one."""
    masses: dict[str, float] = {}
    for path in product(range(steps.shape[1]), repeat=len(steps)):
        runs = [sign for place, sign in enumerate(path) if place == 0 or sign != path[place - 1]]
        text = "".join(SIGNS[sign - 1] for sign in runs if sign)
        likely = float(np.prod([step[sign] for step, sign in zip(steps, path, strict=True)]))
        masses[text] = masses.get(text, 0.0) + likely
    return {text: mass for text, mass in masses.items() if automaton.fits(text)}


def written(slot: Slot) -> str:
    """The same as an expression."""
    if slot.words:
        return f"(?:{'|'.join(slot.words)}){'?' if slot.empty else ''}"
    return f"[{slot.signs}]" + ("*" if slot.empty and slot.many else "?" if slot.empty else "+" if slot.many else "")


@settings(max_examples=300)
@given(patterns, st.lists(st.text(SIGNS, max_size=6), min_size=1, max_size=20))
def test_an_automaton_fits_what_the_same_expression_matches(pattern: list[tuple[Slot, ...]], texts: list[str]) -> None:
    automaton = Automaton(pattern, SIGNS)
    expression = re.compile("|".join("".join(map(written, slots)) for slots in pattern))
    assert [automaton.fits(text) for text in texts] == [bool(expression.fullmatch(text)) for text in texts]


@settings(max_examples=150)
@given(seen(), patterns)
def test_masses_are_those_of_counting_every_path(steps: np.ndarray, pattern: list[tuple[Slot, ...]]) -> None:
    automaton = Automaton(pattern, SIGNS)
    decoded, all_texts = decode(steps, automaton, width=500), counted(steps, automaton)
    assert np.isclose(decoded.mass, sum(all_texts.values()), atol=1e-9)
    for text, mass in decoded.texts:
        assert np.isclose(mass, all_texts[text], rtol=1e-4, atol=1e-6)
    if all_texts:
        assert np.isclose(decoded.texts[0][1], max(all_texts.values()), rtol=1e-4, atol=1e-6)


@settings(max_examples=150)
@given(seen(), patterns, st.integers(1, 8))
def test_a_narrow_search_stays_in_the_pattern_and_claims_no_more_than_there_is(
    steps: np.ndarray, pattern: list[tuple[Slot, ...]], width: int
) -> None:
    automaton = Automaton(pattern, SIGNS)
    decoded = decode(steps, automaton, width=width)
    assert all(automaton.fits(text) for text, _ in decoded.texts)
    assert sum(mass for _, mass in decoded.texts) <= decoded.mass + 1e-9 <= 1 + 1e-8
    assert len({text for text, _ in decoded.texts}) == len(decoded.texts)


def test_the_same_sign_twice_needs_a_gap_between() -> None:
    eleven = Automaton([(Slot("1"), Slot("1"))], "1")
    apart = np.array([[0.1, 0.9], [0.9, 0.1], [0.1, 0.9]])
    assert np.isclose(decode(apart, eleven).mass, 0.9**3)
    assert decode(np.array([[0.0, 1.0], [0.0, 1.0]]), eleven).texts == ()


def test_what_cannot_be_is_no_text_of_mass_nought() -> None:
    digits = Automaton([(Slot("12"), Slot("12"))], "12")
    assert decode(np.array([[0.0, 0.5, 0.5]]), digits) == decode(np.zeros((3, 3)), digits)


def test_letters_that_look_like_a_sign_count_for_it() -> None:
    steps = np.array([[0.1, 0.5, 0.3, 0.1], [0.6, 0.1, 0.1, 0.2]])
    taken = folded(steps, ("", "O", "0", " "), {"O": "0", " ": ""}, "0")
    assert np.allclose(taken, [[0.2, 0.8], [0.8, 0.2]])


def test_a_letter_that_is_no_sign_cannot_stand() -> None:
    steps = np.array([[0.1, 0.7, 0.2]])
    assert np.allclose(folded(steps, ("", "x", "7"), {}, "7"), [[0.1, 0.2]])


def test_a_long_gap_is_one_gap() -> None:
    gap, one = [0.99999, 0.00001], [0.0, 1.0]
    steps = np.array([gap, gap, gap, one, gap, one, gap, gap])
    assert len(shortened(steps)) == 5
    ones = Automaton([(Slot("1"), Slot("1"))], "1")
    assert np.isclose(decode(shortened(steps), ones).mass, decode(steps, ones).mass, atol=1e-3)
