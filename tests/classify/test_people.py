"""One person in two alphabets: Estonian papers write a Russian name by rule, not letter for letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.people import folded, same_person, transliterated

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("russian", "estonian"),
    [
        ("Евгений", "jevgeni"), ("Юрий", "juri"), ("Алексеев", "aleksejev"), ("Сергей", "sergei"),
        ("Василий", "vassili"), ("Лариса", "larissa"), ("Мария", "maria"), ("Хрущёв", "hruštšov"),
        ("Жукова", "žukova"), ("Шестаков", "šestakov"), ("Васильев", "vassiljev"), ("Фёдор", "fjodor"),
    ],
)  # fmt: skip
def test_a_russian_name_is_written_as_estonian_papers_write_it(russian: str, estonian: str) -> None:
    assert transliterated(russian) == estonian
    assert transliterated(russian.upper()) == estonian


def test_the_work_book_and_the_application_name_the_same_person() -> None:
    assert same_person("Евгений Алексеев", "Jevgeni Aleksejev")
    assert same_person("ЖУКОВА Лариса", "Larissa Žukova")
    assert not same_person("Евгений Алексеев", "Jevgenia Alekseeva-Tamm")


@given(st.text(max_size=60))
def test_no_text_breaks_the_table_and_no_russian_letter_is_left(text: str) -> None:
    assert not set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя") & set(transliterated(text))
    assert "  " not in folded(text)
