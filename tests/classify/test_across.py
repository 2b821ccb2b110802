"""The papers of one case speak of one thing: where they do not, it is said between which two, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify import across
from classify.across import Paper
from classify.catalogue import Catalogue, KindFileError, load

pytestmark = pytest.mark.quick
TODAY = date(2026, 11, 22)
MARI, JAAN, CHILD = "44003150013", "38001085718", "60001019906"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def broken(catalogue: Catalogue, *papers: Paper) -> list[tuple[str, str | None, str, str]]:
    found = across.check(across.of(catalogue), papers, TODAY)
    return [(one.problem.code, one.problem.field, one.paper, one.beside) for one in found]


def test_every_rule_names_kinds_and_fields_that_there_are(catalogue: Catalogue) -> None:
    across.agree(catalogue)
    assert across.of(catalogue) == across.load()


def test_every_rule_speaks_when_the_two_papers_differ_and_is_silent_when_they_agree(catalogue: Catalogue) -> None:
    """Values are made for each rule: equal on both sides first, then of two persons, days or numbers."""
    for rule in across.load():
        for other in rule.beside:
            same = broken(catalogue, _side(rule, "paper", "2026-01-01"), _side(rule, other, "2026-01-01"))
            assert rule.id not in {code for code, *_ in same}
            differ = broken(catalogue, _side(rule, "paper", "2025-12-31"), _side(rule, other, "2026-01-01"))
            assert (rule.id, "paper", other) in {(code, paper, beside) for code, _, paper, beside in differ}


def _side(rule: across.CrossRule, which: str, value: str) -> Paper:
    side = "paper" if which == "paper" else "beside"
    names = [field.partition(".")[2] for field in rule.fields if field.startswith(f"{side}.")]
    words = {"2026-01-01": "Mari Maasikas", "2025-12-31": "Jüri Kask"}
    said = words[value] if rule.check == "same_person" else value
    return Paper(which, rule.paper if which == "paper" else which, dict.fromkeys(names, said))


def test_a_death_certificate_of_somebody_else_is_pointed_out(catalogue: Catalogue) -> None:
    day = {"death_date": "2026-10-01"}
    application = Paper("a", "toitjakaotuspensioni_avaldus", day | {"deceased_personal_code": JAAN})
    certificate = Paper("c", "surmatoend", day | {"deceased_personal_code": MARI})
    assert broken(catalogue, application, certificate) == [
        ("death_certificate_of_another", "deceased_personal_code", "c", "a")
    ]


def test_a_school_certificate_may_be_of_any_child_of_the_application(catalogue: Catalogue) -> None:
    application = Paper("a", "perehuvitiste_taotlus", {"child1_personal_code": MARI, "child2_personal_code": CHILD})
    assert broken(catalogue, application, Paper("c", "oppeasutuse_toend", {"personal_code": CHILD})) == []
    assert broken(catalogue, application, Paper("c", "oppeasutuse_toend", {"personal_code": JAAN})) == [
        ("school_certificate_of_another", "personal_code", "c", "a")
    ]


def test_spaces_in_an_account_are_no_difference(catalogue: Catalogue) -> None:
    application = Paper("a", "pensioniavaldus", {"iban": "EE382200221020145685"})
    letter = Paper("c", "pangakonto_teatis", {"iban": "EE38 2200 2210 2014 5685"})
    assert broken(catalogue, application, letter) == []


def test_one_name_in_two_alphabets_is_one_person(catalogue: Catalogue) -> None:
    application = Paper("a", "pensioniavaldus", {"account_holder": "Natalja Štšerbakova"})
    letter = Paper("c", "pangakonto_teatis", {"account_holder": "ЩЕРБАКОВА НАТАЛЬЯ"})
    assert broken(catalogue, application, letter) == []


@given(st.dictionaries(st.sampled_from(["iban", "account_holder", "holder_personal_code"]), st.text() | st.none()))
def test_no_text_breaks_a_rule(catalogue: Catalogue, values: dict[str, str | None]) -> None:
    papers = [Paper("a", "pensioniavaldus", values), Paper("c", "pangakonto_teatis", values)]
    assert across.check(across.of(catalogue), papers, TODAY) == []


RULE = """\
[[rules]]
id = "proov"
paper = "sunnitoend"
beside = ["pensioniavaldus"]
check = "equal"
fields = ["paper.birth_date", "beside.birth_date"]
severity = "info"
text = { et = "a", en = "b", ru = "c" }
"""


@pytest.mark.parametrize(
    ("good", "bad", "line", "remedy"),
    [
        ('check = "equal"', 'check = "equel"', 5, "Did you mean `equal`?"),
        ('"beside.birth_date"', '"paper.act_date"', 6, "paper.NAME and beside.NAME"),
        ('"beside.birth_date"', '"beside.act_no"', 6, "Its fields: "),
        ('beside = ["pensioniavaldus"]', 'beside = ["lehmapass"]', 4, "Known kinds: "),
        ('paper = "sunnitoend"', 'paper = "lehmapass"', 3, "Known kinds: "),
        ('severity = "info"', 'severity = "bad"', 7, "error, warning, info"),
        ('ru = "c" }\n', f'ru = "c" }}\n{RULE}', 10, "Rename it."),
    ],
)
def test_a_mistake_is_named_by_line_and_remedy(
    catalogue: Catalogue, tmp_path: Path, good: str, bad: str, line: int, remedy: str
) -> None:
    path = tmp_path / "cross_rules.toml"
    path.write_text(RULE.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(KindFileError) as caught:
        across.agree(catalogue, path)
    assert caught.value.line == line, str(caught.value)
    assert remedy in caught.value.remedy


def test_a_house_with_fewer_kinds_has_fewer_rules(catalogue: Catalogue) -> None:
    few = {code: catalogue[code] for code in ("pensioniavaldus", "sunnitoend", "tundmatu")}
    assert {rule.id for rule in across.of(few)} == {"birth_certificate_of_another_child_in_pension"}
