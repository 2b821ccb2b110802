"""What class of letter a text seems to be. The class has legal effect, so doubt proposes nothing."""

import pytest

from classify.letterclass import propose

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["SELGITUSTAOTLUS", "Palun selgitada, kuidas mu pension arvutati."], "explanation_request"),
        (
            ["Tere!", "Palun selgitada, miks toetus vähenes.", "Soovin teada, millal see taastub."],
            "explanation_request",
        ),
        (["Teabenõue", "Palun saata koopia 2024. aasta aruandest."], "information_request"),
        (["Avaliku teabe seaduse alusel", "palun väljastada leping."], "information_request"),
        (["Märgukiri", "Teen ettepaneku pikendada vastuvõtuaega."], "memorandum"),
        (["VAIE", "Ei ole otsusega nõus ja palun otsuse tühistada."], "challenge"),
        (["Не согласен с решением от 01.11.2026.", "Прошу отменить решение."], "challenge"),
        (["Прошу разъяснить, почему пенсия уменьшилась."], "explanation_request"),
        (["Saadan puuduvad dokumendid."], None),
        (["Palun selgitada.", "Teen ettepaneku."], None),
        ([], None),
    ],
)
def test_the_words_of_a_letter_propose_its_class(lines: list[str], code: str | None) -> None:
    found = propose(lines)
    assert (found.code if found else None) == code


def test_the_words_that_speak_for_it_are_named_and_it_is_never_sure() -> None:
    found = propose(["VAIE", "Vaidlustan otsuse ja palun otsuse tühistada."])
    assert found is not None
    assert found.why == ("vaie", "palun otsuse tühistada", "vaidlustan")
    assert found.confidence <= 0.8


def test_one_phrase_alone_proposes_nothing() -> None:
    assert propose(["Palun selgitada."]) is None
