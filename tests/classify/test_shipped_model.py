"""The model that lies beside the kinds of real papers: it fits them, is small, and speaks beside their cues."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from drawn import typed

from classify import champion
from classify.catalogue import UNKNOWN, load
from classify.edition import language_of
from classify.model import BadModel

pytestmark = pytest.mark.quick
KINDS = Path(__file__).resolve().parents[2] / "bench" / "kinds"
W9 = """Request for Taxpayer
Identification Number and Certification
Go to www.irs.gov/FormW9 for instructions and the latest information.
1 Name (as shown on your income tax return). Name is required on this line; do not leave this line blank.
2 Business name/disregarded entity name, if different from above
5 Address (number, street, and apt. or suite no.) See instructions.
Part I Taxpayer Identification Number (TIN)
Part II Certification
Under penalties of perjury, I certify that:"""
LETTER = """Lugupeetud klient
Teie arve on tasumata.
Palume see tasuda nädala jooksul.
Lugupidamisega
Kuldne Ahven OÜ"""


@pytest.fixture(scope="module")
def model():
    found = champion.beside(KINDS)
    assert found is not None
    return found


def test_it_is_small_and_knows_the_kinds_of_its_folder(model) -> None:
    assert (KINDS / champion.FILE).stat().st_size < 500_000
    assert set(model.kinds) == set(load(KINDS)) - {UNKNOWN}
    assert model.card.metrics["known accepted"] >= 0.97


@pytest.mark.parametrize(("text", "code"), [(W9, "irs_w9"), (LETTER, UNKNOWN)])
def test_a_paper_goes_through_cues_and_model(model, text: str, code: str) -> None:
    kinds, page = load(KINDS), typed(text)
    found = champion.verdict(model, model.threshold, champion.seen([page], [None], kinds), kinds)
    assert found.code == code
    assert (found.code == UNKNOWN) or (found.why and found.where)
    lines = [line.box for line in page.lines]
    assert all(box in lines and number == page.number for number, box in found.where)


def test_a_folder_without_a_model_is_judged_by_cues(tmp_path: Path) -> None:
    assert champion.beside(tmp_path) is None


def test_a_spoiled_model_is_refused_and_not_guessed_with(tmp_path: Path) -> None:
    shutil.copy(KINDS / champion.FILE, tmp_path)
    whole = (tmp_path / champion.FILE).read_bytes()
    (tmp_path / champion.FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadModel):
        champion.beside(tmp_path)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Taotleja andmed\nIsikukood\nPerekonnanimi\nEesnimi\nArvelduskonto number\nKuupäev\nAllkiri", "et"),
        ("Данные заявителя\nЛичный код\nФамилия\nИмя\nНомер расчётного счёта\nДата\nПодпись", "ru"),
        ("0 1 2 3", ""),
    ],
)
def test_the_language_of_a_form_is_told_by_its_labels(text: str, language: str) -> None:
    assert language_of(load()["pensioniavaldus"], [typed(text)]) == language
