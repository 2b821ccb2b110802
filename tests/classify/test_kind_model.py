"""An office learns three new forms from a blank and a scan or two of each, and knows them again on worse paper."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from capture.scan import PageImage
from classify.evaluate import Outcome, coverage_curve, cross_validate, interval, reliability, threshold_for, upper
from classify.features import BadFeatures, Features, features_of
from classify.learn import NothingToLearn, Sample, train
from classify.model import UNKNOWN, BadModel, KindModel
from ocr.text import Box, Line, PageText, Word

pytestmark = pytest.mark.quick

FORMS = {
    "kalaluba": (
        "Harrastuskalapüügi kalastuskaardi taotlus", "Taotleja ees- ja perekonnanimi", "Püügiveekogu nimetus",
        "Püügivahendi liik ja arv", "Soovitav püügiperiood", "Kinnitan andmete õigsust", "Keskkonnaamet",
    ),
    "huviring": (
        "Заявление о приёме ребёнка в кружок", "Фамилия и имя ребёнка", "Дата рождения ребёнка", "Название кружка",
        "Телефон родителя", "Согласие на обработку данных", "Подпись родителя",
    ),
    "prussik": (
        "Library card request form", "Name of the reader", "Home address and postcode", "Preferred branch library",
        "Parent or guardian if under fourteen", "I accept the rules of the library", "Signature of the reader",
    ),
}  # fmt: skip
STRANGE = (
    ("Kauplus Kuldne Ahven", "Leib", "Piim", "Kohv", "Kokku", "Tasutud kaardiga", "Täname ostu eest"),
    ("Dear Sir or Madam", "we are pleased to announce the opening", "of our new shop in the old town", "Yours truly"),
    ("Протокол собрания жильцов", "Присутствовали", "Повестка дня", "Решили единогласно", "Председатель"),
)
LETTERS = "abdeghiklmnoprstuvõäöü"


def page(lines: tuple[str, ...], seed: int, slips: float = 0.0) -> PageText:
    """The lines of a form, each with something an invented person wrote behind it, read with slips."""
    rng, found = Random(seed), []
    for number, line in enumerate(lines):
        filled = "".join(rng.choice(LETTERS) for _ in range(7)) if seed else ""
        x, words = 150, []
        for word in (*line.split(), filled):
            shown = "".join(rng.choice(LETTERS) if rng.random() < slips else letter for letter in word)
            words.append(Word(shown, Box(x, 200 + 300 * number, x + 22 * len(shown), 240 + 300 * number), 0.9))
            x += 22 * len(shown) + 20
        found.append(Line(tuple(word for word in words if word.text), "test"))
    return PageText(1, 2480, 3508, tuple(found))


def sample(kind: str, seed: int, slips: float = 0.0) -> Sample:
    origin = "scan" if seed else "blank"
    return Sample(kind, features_of([page(FORMS[kind], seed, slips)]), origin, f"person {seed}")


def strangers(seed: int) -> list[Sample]:
    return [
        Sample(UNKNOWN, features_of([page(lines, seed)]), "scan", f"shop {n} {seed}") for n, lines in enumerate(STRANGE)
    ]


@pytest.fixture(scope="module")
def model() -> KindModel:
    taught = [sample(kind, seed) for kind in FORMS for seed in (0, 1)] + strangers(5)
    return train(taught, [*FORMS, UNKNOWN], seed=3)


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_of_another_person_is_known_again(model: KindModel, kind: str) -> None:
    for seed in range(20, 26):
        assert model.judge(sample(kind, seed, slips=0.08).features).kind == kind


@pytest.mark.parametrize("kind", FORMS)
def test_the_blank_alone_is_enough(kind: str) -> None:
    alone = train([sample(each, 0) for each in FORMS], list(FORMS))
    assert alone.judge(sample(kind, 31, slips=0.05).features).kind == kind


def test_a_paper_nobody_taught_is_unknown(model: KindModel) -> None:
    for stranger in strangers(77):
        assert model.judge(stranger.features).kind == UNKNOWN


@pytest.mark.parametrize("kind", FORMS)
def test_a_kind_that_was_taken_away_is_unknown(model: KindModel, kind: str) -> None:
    assert model.without(kind).judge(sample(kind, 41).features).kind == UNKNOWN


def test_an_empty_page_is_unknown(model: KindModel) -> None:
    assert model.judge(features_of([PageText(1, 2480, 3508, ())])).kind == UNKNOWN


def test_the_lines_that_decided_are_shown_where_they_stand(model: KindModel) -> None:
    written = page(FORMS["kalaluba"], 50)
    told = model.judge(features_of([written])).because
    places = {line.box.as_list()[1] for line in written.lines}
    assert told
    assert all(one.page == 1 and one.box.y0 in places for one in told)
    assert sum(one.weight for one in told) <= 1.001


def test_a_model_comes_back_from_its_bytes_as_it_was(model: KindModel) -> None:
    kept = model.to_bytes()
    again = KindModel.from_bytes(kept)
    seen = sample("huviring", 60, slips=0.1).features
    assert again.to_bytes() == kept
    assert again.judge(seen).kind == model.judge(seen).kind
    assert again.judge(seen).probability == pytest.approx(model.judge(seen).probability, abs=0.02)
    assert again.card == model.card
    assert again.card.samples == {"huviring": 2, "kalaluba": 2, "prussik": 2}


def test_the_same_samples_make_the_same_model_and_other_samples_another_name() -> None:
    taught = [sample(kind, seed) for kind in FORMS for seed in (0, 1)]
    first, again = (train(taught, list(FORMS), seed=9) for _ in range(2))
    assert first.to_bytes() == again.to_bytes()
    assert train(taught[:-1], list(FORMS), seed=9).card.data_hash != first.card.data_hash


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"\x80\x04pickle", b"x" * 400])
def test_bytes_that_are_no_model_are_refused(data: bytes) -> None:
    with pytest.raises(BadModel):
        KindModel.from_bytes(data)
    with pytest.raises(BadFeatures):
        Features.from_bytes(data)


def test_without_a_sample_nothing_is_learnt() -> None:
    with pytest.raises(NothingToLearn):
        train(strangers(1), list(FORMS))


def test_features_come_back_from_their_bytes_and_hold_no_word() -> None:
    pixels = np.full((1754, 1240), 255, np.uint8)
    pixels[400:404, 100:1100] = 0
    seen = features_of([page(("Mari Maasikas 48901010225",), 1)], [PageImage(1, pixels, 150)])
    again = Features.from_bytes(seen.to_bytes())
    assert all(np.array_equal(getattr(again, name), getattr(seen, name)) for name in ("words", "lines", "grams", "ink"))
    assert (again.page, again.size) == (seen.page, seen.size)
    assert b"aasikas" not in seen.to_bytes()
    assert seen.ink[1].max() > 0, "the ruled line was not seen"
    assert seen.ink[1].argmax() // 12 == 400 * 16 // 1754


def test_a_long_number_leaves_no_trace_and_a_form_number_does() -> None:
    one = features_of([page(("48901010225",), 0)])
    other = features_of([page(("Form 1099",), 0)])
    assert one.words.size == 0
    assert other.words.size == 3  # two words and their pair


def test_cross_validation_never_judges_what_it_learnt_and_calls_strangers_unknown() -> None:
    papers = [sample(kind, seed, slips=0.03) for kind in FORMS for seed in range(1, 6)]
    told: list[float] = []
    outcomes = cross_validate(papers, list(FORMS), seed=2, progress=told.append)
    known = [one for one in outcomes if not one.stranger]
    assert sorted(one.sample for one in known) == list(range(len(papers)))
    assert all(one.right for one in known)
    away = [one for one in outcomes if one.stranger]
    assert max(one.probability for one in away) < min(one.probability for one in known)
    assert told[-1] == 1.0


def test_the_interval_of_clopper_and_pearson() -> None:
    """Known values: none wrong of 59 is under 5 % with 95 % confidence; two of twenty is 1.23 % to 31.70 %."""
    assert upper(0, 59, 0.95) == pytest.approx(1 - 0.05 ** (1 / 59), abs=1e-6)
    assert interval(2, 20) == pytest.approx((0.0123, 0.3170), abs=1e-4)
    assert interval(0, 0) == (0.0, 1.0)


def judged(right: int, wrong: int, probability: float) -> list[Outcome]:
    return [Outcome(0, "a", "a" if number < right else "b", probability) for number in range(right + wrong)]


def test_the_threshold_keeps_the_stated_error() -> None:
    outcomes = judged(400, 0, 0.9) + judged(100, 2, 0.7) + judged(20, 20, 0.4)
    found = threshold_for(outcomes, 0.02)
    assert (found.value, found.reached, found.wrong, found.accepted) == (0.7, True, 2, 502)
    assert found.low < 2 / 502 < found.high
    assert threshold_for(outcomes, 0.01).value == 0.9


def test_too_few_papers_promise_nothing() -> None:
    found = threshold_for(judged(50, 0, 0.99), 0.005)
    assert not found.reached
    assert found.value == 1.0
    assert found.accepted == 0


def test_what_a_diagram_shows() -> None:
    outcomes = judged(9, 1, 0.95) + judged(1, 3, 0.25)
    assert [(one.papers, one.right) for one in reliability(outcomes)] == [(4, 0.25), (10, 0.9)]
    curve = coverage_curve(outcomes)
    assert [(point.threshold, round(point.coverage, 2), round(point.error, 2)) for point in curve] == [
        (0.95, 0.71, 0.1), (0.25, 1.0, 0.29),
    ]  # fmt: skip
