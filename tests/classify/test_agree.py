"""Two fields of one paper that bear witness for each other, or against."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ee import ik

from classify.agree import agree
from classify.catalogue import load
from classify.codes import isikukood
from classify.dates import day
from classify.kind import Field, FieldState
from classify.people import same_person, transliterated

pytestmark = pytest.mark.quick
KIND = load()["pensioniavaldus"]


def code_of(born: date, serial: int) -> str:
    body = f"{3 if born.year < 2000 else 5}{born:%y%m%d}{serial:03d}"
    return body + ik.calc_check_digit(body + "0")


def read(name: str, value: str | None, raw: str, state: FieldState = "found") -> Field:
    return Field(name, value, raw, 0.4 if state == "doubtful" else 0.9, 1, None, state)


def weighed(code: Field, birth: Field) -> dict[str, Field]:
    rest = [Field(spec.name, None, "", 0.2, None, None, "missing") for spec in KIND.fields]
    fields = [{"personal_code": code, "birth_date": birth}.get(field.name, field) for field in rest]
    return {field.name: field for field in agree(KIND, fields)}


@pytest.mark.parametrize("misread", ["49003150013", "44063150013", "44083150013", "44003450013", "44003750013"])
def test_a_mended_code_is_believed_only_when_the_birth_date_says_the_same(misread: str) -> None:
    mended = isikukood(misread)
    assert (mended.value, mended.reason) == ("44003150013", "repaired"), "one look-alike only is a code"
    doubted = read("personal_code", mended.value, misread, "doubtful")
    assert weighed(doubted, read("birth_date", None, ""))["personal_code"].state == "doubtful"
    assert weighed(doubted, read("birth_date", "1940-03-15", "15.03.1940"))["personal_code"].state == "found"
    other = weighed(doubted, read("birth_date", "1971-02-03", "03.02.1971"))
    assert {other["personal_code"].state, other["birth_date"].state} == {"doubtful"}


@given(st.dates(date(1927, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_a_birth_year_of_two_digits_is_of_the_century_of_the_code(born: date, serial: int) -> None:
    code, written = code_of(born, serial), f"{born:%d.%m.%y}"
    found = weighed(read("personal_code", code, code), read("birth_date", day(written).value, written, "doubtful"))
    assert found["birth_date"].value == born.isoformat()
    assert found["birth_date"].state == "found"


@given(st.dates(date(1927, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_a_date_of_another_day_stays_as_it_was_written(born: date, serial: int) -> None:
    code, other = code_of(born, serial), born.replace(day=born.day % 28 + 1)
    written = f"{other:%d.%m.%y}"
    found = weighed(read("personal_code", code, code), read("birth_date", day(written).value, written, "doubtful"))
    assert found["birth_date"].value == (born.isoformat() if other == born else day(written).value)
    assert other == born or found["personal_code"].state == "doubtful"


NAMES = st.text("aeiouõäöüšžtnrsklmbdv", min_size=3, max_size=10).map(str.title)


@given(NAMES, NAMES)
def test_a_name_is_one_persons_without_its_marks_and_turned_about(given_name: str, family: str) -> None:
    plain = f"{given_name} {family}".translate(str.maketrans("õäöüšžÕÄÖÜŠŽ", "oaouszOAOUSZ"))
    assert same_person(f"{given_name} {family}", plain)
    assert same_person(f"{given_name} {family}", f"{family.upper()}, {given_name}")


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Щербакова Наталья", "Natalja Štšerbakova"), ("Жуков Юрий", "Juri Žukov"), ("Цой Эдуард", "Eduard Tsoi"),
        ("Чернов Алексей", "Aleksei Tšernov"), ("Рыбакова Яна", "Jana Rõbakova"), ("Ходько Игорь", "Igor Hodko"),
    ],
)  # fmt: skip
def test_a_name_in_cyrillic_is_the_one_in_the_passport(cyrillic: str, latin: str) -> None:
    assert same_person(cyrillic, latin)
    assert not same_person(cyrillic, "Mari Maasikas")


@given(st.text())
def test_no_text_breaks_the_comparison_of_names(text: str) -> None:
    assert same_person(text, "Mari Maasikas") in {True, False}
    assert transliterated(text) == transliterated(transliterated(text))
