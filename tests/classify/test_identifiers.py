"""Numbers that prove themselves: the machine zone of a card, registry codes, foreign personal codes, our own viit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify import mrz
from classify.checks import CHECKS
from classify.identifiers import (
    valid_foreign,
    valid_latvian,
    valid_reference,
    valid_registry_code,
    valid_snils,
    viit,
)
from classify.situation import Situation

pytestmark = pytest.mark.quick

TODAY = date(2026, 11, 22)
# The specimen lines that ICAO 9303 itself prints.
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"


@pytest.mark.parametrize("text", [PASSPORT, CARD, CARD.rstrip("<"), PASSPORT.replace("\n", " ")])
def test_the_zone_of_a_card_and_of_a_passport_tells_who_holds_it(text: str) -> None:
    zone = mrz.read(text, TODAY)
    assert zone is not None
    assert (zone.family, zone.given, zone.sex) == ("ERIKSSON", "ANNA MARIA", "female")
    assert (zone.birth, zone.expiry) == (date(1974, 8, 12), date(2012, 4, 15))
    assert zone.wrong == ()


def test_a_misread_sign_of_the_zone_is_named_by_its_part() -> None:
    zone = mrz.read(PASSPORT.replace("7408122F", "7408132F"), TODAY)
    assert zone is not None
    assert zone.wrong == ("birth", "whole")


@given(st.text(max_size=120))
def test_no_text_breaks_the_readers_of_numbers(text: str) -> None:
    mrz.read(text, TODAY)
    viit(text)
    for proof in (valid_registry_code, valid_reference, valid_latvian, valid_snils):
        assert proof(text) in {True, False}
    assert valid_foreign("FI", text) in {True, False}
    assert valid_foreign("XX", text) is None


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", min_size=88, max_size=90))
def test_any_88_signs_are_read_without_a_word_of_complaint(text: str) -> None:
    zone = mrz.read(text, TODAY)
    assert zone is None or isinstance(zone.wrong, tuple)


@pytest.mark.parametrize("code", ["70001975", "70000562", "70006317"])
def test_a_registry_code_is_proven_by_its_last_digit(code: str) -> None:
    assert valid_registry_code(code)
    assert not valid_registry_code(code[:-1] + str((int(code[-1]) + 1) % 10))
    assert not valid_registry_code(code[:-1])


def test_a_number_of_our_own_and_one_of_an_office_with_years_are_both_read() -> None:
    ours, theirs = viit("5.2-10/19231-1"), viit("2-11/25/2555-2")
    assert ours is not None
    assert theirs is not None
    assert (ours.function, ours.series, ours.case, ours.seq) == ("5.2", "10", "19231", "1")
    assert (theirs.year, theirs.case) == ("25", "2555")
    assert viit("Tallinn 15092") is None


def test_foreign_personal_codes_are_proven_where_their_country_is_known() -> None:
    assert valid_foreign("FI", "131052-308T") is True
    assert valid_foreign("FI", "131052-308U") is False
    assert valid_snils("112-233-445 95")
    assert not valid_snils("112-233-445 96")
    assert valid_latvian("161175-19997")
    assert not valid_latvian("161175-19992")
    assert valid_latvian("32567-812345")  # the newer ones carry no date and no proof


def test_a_reference_number_is_weighed_seven_three_one() -> None:
    assert valid_reference("1232")
    assert not valid_reference("1233")


def broken(check: str, limit: float = 0.0, **values: str) -> str | None:
    return CHECKS[check].broken(Situation(values, tuple(values), limit, TODAY))


def test_the_printed_name_must_be_that_of_the_zone() -> None:
    printed = {"zone": CARD, "doc": "D23145890", "birth": "1974-08-12", "expiry": "2012-04-15", "code": ""}
    printed["family"] = "Eriksson"
    assert broken("mrz_says", **printed, given="Anna Maria", sex="female") is None
    assert broken("mrz_says", **printed, given="Anna Maria", sex="male") == "sex"
    assert broken("mrz_says", **(printed | {"doc": "D23145891"}), given="", sex="") == "doc"
    assert broken("mrz", zone=CARD[:-1] + "<") is None
    assert broken("mrz", zone="I<UTO") == "zone"


def test_a_paper_grows_old() -> None:
    assert broken("not_expired", until="2026-11-21") == "until"
    assert broken("not_expired", until="2026-11-22") is None
    assert broken("days_old_at_most", 365, issued="2025-11-21") == "issued"
    assert broken("days_old_at_most", 365, issued="2025-11-23") is None
    assert broken("days_old_at_most", 45, order="2026-01-01", applied="2026-02-15") is None
    assert broken("days_apart_at_most", 30, later="2026-02-01", earlier="2026-01-01") == "later"
    assert broken("days_apart_at_least", 32, later="2026-02-01", earlier="2026-01-01") == "later"


@pytest.mark.parametrize(("code", "good"), [("E 205 EE", True), ("P2000", True), ("A1", True), ("Avaldus", False)])
def test_the_code_of_a_european_form_has_a_shape(code: str, good: bool) -> None:
    assert (broken("eu_form_code", code=code) is None) == good


def test_a_court_case_and_a_foreign_code_are_checked_by_rules_of_the_file() -> None:
    assert broken("court_case_no", no="2-24-12345") is None
    assert broken("court_case_no", no="24-12345") == "no"
    assert broken("foreign_code", code="131052-308U", country="FI") == "code"
    assert broken("foreign_code", code="whatever", country="BR") is None
    assert broken("viit", no="6.1-1/12-3") is None
    assert broken("viit", no="nr 7") == "no"
