"""What a trained model and the printed cues make of a paper together, and how a model's worth is drawn."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from classify import champion, plots
from classify.catalogue import UNKNOWN, Catalogue, load
from classify.evaluate import Outcome, coverage_curve, reliability
from classify.features import features_of
from classify.learn import Sample, train
from classify.model import KindModel
from ocr.text import Box, Line, PageText, Word

pytestmark = pytest.mark.quick
PAPERS = {
    "kiri": "selgitustaotlus sotsiaalkindlustusamet palun selgitada lugupidamisega saatja",
    "vaie": "vaie sotsiaalkindlustusamet haldusakt tühistada nõue põhjendus esitaja",
}


def page(words: str) -> PageText:
    lines = [
        Line((Word(word, Box(200, 120 + 80 * place, 600, 160 + 80 * place), 0.95),), "replay")
        for place, word in enumerate(words.split())
    ]
    return PageText(1, 2480, 3508, tuple(lines))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def model() -> KindModel:
    """Letters and objections only."""
    samples = [
        Sample(kind, features_of([page(f"{words} isik{number}")]), "scan", f"{kind}{number}")
        for kind, words in PAPERS.items()
        for number in range(8)
    ]
    return train(samples, list(PAPERS))


def test_the_model_names_what_it_learnt_and_shows_the_lines(model: KindModel, catalogue: Catalogue) -> None:
    paper = champion.seen([page(PAPERS["vaie"] + " keegi")], [None], catalogue)
    found = champion.verdict(model, 0.3, paper, catalogue)
    assert found.code == "vaie"
    assert set(found.why) & set(PAPERS["vaie"].split())


def test_what_is_like_nothing_is_unknown(model: KindModel, catalogue: Catalogue) -> None:
    paper = champion.seen([page("kassa summa käibemaks kauplus aitäh sularaha pirukas kohv")], [None], catalogue)
    assert champion.verdict(model, 0.5, paper, catalogue).code == UNKNOWN


def test_a_kind_that_the_model_never_met_is_known_by_its_cues(model: KindModel, catalogue: Catalogue) -> None:
    """Published after the training: nobody waits for the next one."""
    title = catalogue["perehuvitiste_taotlus"].cues.titles[0]
    words = Line(tuple(Word(word, Box(900, 200, 1500, 260), 0.95) for word in title.split()), "replay")
    labels = [spec.labels["et"][0] for spec in catalogue["perehuvitiste_taotlus"].fields]
    body = page(" ".join(label.replace(" ", "_") for label in labels)).lines
    spoken = [Line((replace(line.words[0], text=line.words[0].text.replace("_", " ")),), "replay") for line in body]
    paper = champion.seen([PageText(1, 2480, 3508, (words, *spoken))], [None], catalogue)
    assert paper.cues.code == "perehuvitiste_taotlus"
    assert champion.verdict(model, 0.9, paper, catalogue).code == "perehuvitiste_taotlus"


def test_a_kind_that_was_withdrawn_is_not_named(model: KindModel, catalogue: Catalogue) -> None:
    without = {code: kind for code, kind in catalogue.items() if code != "vaie"}
    paper = champion.seen([page(PAPERS["vaie"])], [None], without)
    assert champion.verdict(model, 0.3, paper, without).code != "vaie"


def test_the_pictures_of_a_model_are_whole_and_name_every_kind() -> None:
    outcomes = [Outcome(n, "kiri", "kiri" if n % 9 else "vaie", 0.5 + n / 80) for n in range(40)]
    drawn = [
        plots.reliability(reliability(outcomes)),
        plots.coverage(coverage_curve(outcomes), 0.05, 0.8),
        plots.confusion({("kiri", "kiri"): 35, ("kiri", "vaie"): 5, ("<b>", "kiri"): 1}),
        plots.reliability([]),
    ]
    for svg in drawn:
        assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert "&lt;b&gt;" in drawn[2]
    assert drawn[1].count("<polyline") == 1
