"""A Russian "на" is not an English "Ha", and an Estonian account number has no Cyrillic letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.scripts import settled
from ocr.text import Box, Line, Word

pytestmark = pytest.mark.quick


def line(*words: str, low: tuple[str, ...] = ()) -> Line:
    """Words side by side; those in `low` are as high as small letters, the others as capitals."""
    boxes = [Box(100 * n, 0 if word not in low else 10, 100 * n + 90, 30) for n, word in enumerate(words)]
    return Line(tuple(Word(word, box, 0.9) for word, box in zip(words, boxes, strict=True)), "tesseract")


def one(*words: str, low: tuple[str, ...] = ()) -> str:
    return settled([line(*words, low=low)])[0].text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (("пособие", "Ha", "счёт"), "пособие на счёт"),
        (("Договор", "OT", "пятого"), "Договор ОТ пятого"),
        (("Pоссия",), "Россия"),
        (("Нea", "uudis"), "Hea uudis"),
        (("Palun", "ка", "mulle"), "Palun ka mulle"),
        (("паспорт", "KB1234567"), "паспорт KB1234567"),
        (("arve", "ЕЕ382200221020145685"), "arve EE382200221020145685"),
        (("OK",), "OK"),
    ],
)
def test_the_company_of_a_word_tells_its_script(read: tuple[str, ...], printed: str) -> None:
    assert one(*read, low=("Ha",)) == printed


@given(st.lists(st.text(min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=6))
def test_no_word_changes_its_length_or_place(words: list[str]) -> None:
    before = line(*words)
    (after,) = settled([before])
    assert [len(word.text) for word in after.words] == [len(word) for word in words]
    assert [word.box for word in after.words] == [word.box for word in before.words]
    assert settled([after]) == (after,)
