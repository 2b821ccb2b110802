"""Invented people hold together: codes, accounts and telephones pass the checks that real ones pass."""

from datetime import date
from random import Random

import phonenumbers
import pytest
from schwifty import IBAN
from stdnum.ee import ik

from bench.paper.household import gather
from bench.paper.people import Person, account, invent, personal_code

pytestmark = pytest.mark.quick
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def crowd() -> list[Person]:
    return [invent(Random(seed), age=(0, 99), today=TODAY) for seed in range(400)]


def test_a_personal_code_is_valid_and_tells_birth_date_and_sex(crowd: list[Person]) -> None:
    for person in crowd:
        assert ik.is_valid(person.personal_code)
        assert ik.get_birth_date(person.personal_code) == person.birth_date
        assert ik.get_gender(person.personal_code) == {"M": "M", "N": "F"}[person.sex]


def test_the_three_stages_of_the_check_digit_are_right() -> None:
    born = date(1940, 3, 15)
    assert personal_code(born, "N", 1) == "44003150013"
    assert personal_code(born, "N", 8) == "44003150085"
    assert personal_code(born, "N", 21) == "44003150210"


def test_an_account_passes_mod_97_and_the_national_check(crowd: list[Person]) -> None:
    for person in crowd:
        assert IBAN(person.iban, validate_bban=True).country_code == "EE"


def test_the_published_example_account_is_built_from_its_parts() -> None:
    assert account("22", "00", "22102014568") == "EE382200221020145685"


def test_telephones_are_possible_numbers(crowd: list[Person]) -> None:
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(person.phone)) for person in crowd)


def test_the_crowd_holds_the_names_that_trip_software(crowd: list[Person]) -> None:
    names = " ".join(person.name for person in crowd)
    assert all(sign in names for sign in "õäöüšžÕÄÖÜŠŽ'-")


def test_a_household_is_one_family_and_the_same_for_the_same_seed() -> None:
    family = gather(3, "family", TODAY)
    assert family == gather(3, "family", TODAY)
    assert family.applicant.sex != family.partner.sex
    assert {family.mother.sex, family.father.sex} == {"M", "N"}
    assert all(child.birth_date > family.applicant.birth_date for child in family.children)
