"""The scores by which we judge ourselves: what they forgive, and what they do not."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from bench.reading.fit import fit
from bench.reading.lines import in_text
from bench.reading.score import character_errors, folded, recall
from bench.reading.sureness import sureness
from bench.reading.tree import descendants, watched
from bench.reading.worn import bad, worse

pytestmark = pytest.mark.quick

PAGE = """7.3 Adresseeritavus
Nõue: Adresseeritavus - lahendus peab olema kergesti leitav
Vastavus nõudele (hinne „Hea“), sel määral
Eesnimi
Laura
Isikukood
44704306783
"""


def test_a_word_counts_as_often_as_it_stands_there() -> None:
    assert recall("maja ja maja", "maja JA") == pytest.approx(2 / 3)
    assert recall("õun", "oun") == 0
    assert recall("o\u0303un", "õun") == 1, "composed or not is one letter"


def test_words_in_wrong_order_are_found_but_cost_characters() -> None:
    assert recall("esimene teine", "teine esimene") == 1
    assert character_errors("esimene teine", "teine esimene") > 0.5
    assert character_errors("esimene  teine\n", "esimene teine") == 0
    assert character_errors("abc", "") == 1


def test_a_line_is_right_where_it_stands_word_for_word() -> None:
    assert in_text('Vastavus nõudele (hinne "Hea"), sel', PAGE).right
    assert not in_text("Vastavus noudele (hinne „Hea“), sel", PAGE).right
    assert not in_text("nõue: Adresseeritavus", PAGE).right, "a small letter for a capital is a mistake"
    assert in_text("nõue: Adresseeritavus", PAGE, case=False).right


def test_half_a_word_is_no_word() -> None:
    assert in_text("peab olema kergesti", PAGE).right
    assert not in_text("eab olema kergesti", PAGE).right


def test_a_lost_space_leaves_the_letters_right() -> None:
    found = in_text("7.3Adresseeritavus", PAGE)
    assert (found.right, found.letters) == (False, True)


def test_a_line_across_cells_is_right_in_its_pieces() -> None:
    assert in_text("Eesnimi Isikukood", PAGE).right
    assert not in_text("Eesnimi Isikukod", PAGE).right


def test_each_word_is_judged_in_its_place() -> None:
    found = in_text("Nõue: Adresseeritavus - lahemdus peab olema", PAGE)
    assert found.words == (True, True, True, False, True, True)
    assert not found.right
    assert found.likeness > 0.9


def test_a_line_that_the_truth_does_not_know_is_unlike_all_of_it() -> None:
    assert in_text("XQ ~~ 19|; wv", PAGE).likeness < 0.5
    assert not in_text("", PAGE).right


def test_quotes_dashes_and_bullets_are_no_mistakes() -> None:
    assert folded("• „Hea“ – see") == folded('"Hea" - see')
    assert folded("õ") != folded("o")


def test_sureness_that_holds_has_no_error() -> None:
    rng = np.random.default_rng(3)
    said = rng.uniform(0, 1, 20_000)
    right = rng.uniform(0, 1, 20_000) < said
    assert sureness(list(said), list(right)).error < 0.02
    assert sureness(list(np.sqrt(said)), list(right)).error > 0.1, "boasting is seen"


def test_all_right_but_said_half_is_half_wrong() -> None:
    told = sureness([0.5] * 10, [True] * 10)
    assert told.error == pytest.approx(0.5)
    assert told.sharp == 0
    assert sum(one.count for one in told.bins) == 10


def test_the_same_seed_wears_a_page_the_same_way() -> None:
    page = np.full((300, 200), 255, np.uint8)
    page[100:110, 20:180] = 0
    for wear in (worse, bad):
        assert np.array_equal(wear(page, 4), wear(page, 4))
        assert not np.array_equal(wear(page, 4), wear(page, 5))
        assert wear(page, 4).shape == page.shape
    assert int(bad(page, 1).max()) - int(bad(page, 1).min()) < 200, "contrast is lost"


def test_the_cost_of_grandchildren_is_counted() -> None:
    """A shell that starts a Python that works: neither is waited for by us while it is measured."""
    busy = "x = bytearray(60_000_000)\nfor _ in range(4_000_000): pass"
    with watched() as cost:
        subprocess.run(["sh", "-c", f"{sys.executable} -c '{busy}'; true"], check=True)
    assert cost.memory_mb > 60
    assert cost.cpu_s > 0.05
    assert cost.wall_s >= 0.05


def test_the_cost_of_what_nobody_waited_for_is_counted() -> None:
    """As a caged reader: killed with the shell that started it."""
    busy = f"{sys.executable} -c 'while True: pass' & sleep 60"
    with watched() as cost, subprocess.Popen(["sh", "-c", busy], start_new_session=True) as shell:
        time.sleep(1)
        os.killpg(shell.pid, signal.SIGKILL)
    assert cost.cpu_s > 0.2


def test_processes_below_are_seen() -> None:
    with subprocess.Popen(["sh", "-c", "sleep 5; true"]) as shell:
        time.sleep(0.2)
        assert shell.pid in descendants(os.getpid())
        assert len(descendants(shell.pid)) == 1
        for pid in descendants(shell.pid):
            os.kill(pid, 9)


def test_weights_find_the_chances_that_were_there() -> None:
    """Words invented with a known chance: the fit gives that chance back, though the engine boasted."""
    rng = np.random.default_rng(5)
    count = 6000
    said = rng.uniform(0.6, 1, count)
    words = {
        "confidence": said, "line_mean": np.full(count, 0.9), "characters": rng.integers(1, 12, count).astype(float),
        "digits": np.zeros(count), "page": rng.integers(0, 60, count), "right": rng.uniform(0, 1, count) < said**4,
        "seconded": np.zeros(count, bool),
    }  # fmt: skip
    found = fit(words, seconded=False)
    assert found.before.error > 0.15
    assert found.after.error < 0.03
    assert found.names == ("base", "word", "line", "letters", "digits")
