"""A form of an old number is accepted and said to be old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from drawn import typed

from classify import edition
from classify.catalogue import load
from classify.kind import Kind, Version

pytestmark = pytest.mark.quick

TODAY = date(2026, 11, 22)


@pytest.fixture
def kind() -> Kind:
    old = Version("05.2015", date(2015, 5, 1), date(2020, 12, 31), 1, ("et",))
    new = Version("01.2021", date(2021, 1, 1), None, 1, ("et",))
    return replace(load()["pensioniavaldus"], versions=(old, new))


def form(head: str) -> list:
    return [typed(f"SOTSIAALKINDLUSTUSAMET {head}\nPENSIONIAVALDUS\nEesnimi Mari\nTallinn 12.03.1999\n")]


def test_an_old_form_is_a_problem_with_a_reason(kind: Kind) -> None:
    [problem] = edition.check(kind, form("(05.2015)"), TODAY)
    assert (problem.code, problem.severity) == ("outdated_version", "warning")
    assert "31.12.2020" in problem.text["et"]
    assert "01.2021" in problem.text["ru"]


def test_the_form_in_use_is_none(kind: Kind) -> None:
    assert edition.check(kind, form("(01.2021)"), TODAY) == []
    version = edition.version_of(kind, form("( 01.2021 )"))
    assert version is not None
    assert version.valid_to is None


def test_an_old_form_was_good_while_it_was_in_use(kind: Kind) -> None:
    assert edition.check(kind, form("(05.2015)"), date(2019, 1, 1)) == []


def test_a_number_nobody_knows_is_only_told(kind: Kind) -> None:
    [problem] = edition.check(kind, form("(07.2024)"), TODAY)
    assert (problem.code, problem.severity) == ("unknown_version", "info")


def test_a_date_somebody_wrote_is_no_number_of_a_form(kind: Kind) -> None:
    assert edition.check(kind, form("Tallinn, 05.11.2015"), TODAY) == []
    assert edition.check(load()["kiri"], form("(05.2015)"), TODAY) == []
