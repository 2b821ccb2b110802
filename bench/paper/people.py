"""Invented people whose codes, accounts and addresses hold together: the same seed gives the same person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from faker import Faker
from stdnum.ee import ik

from bench.paper import names

Sex = Literal["M", "N"]
BANKS = {"22": "Swedbank", "10": "SEB Pank", "77": "LHV Pank", "42": "Coop Pank", "17": "Luminor Bank"}
_OWN_NAMES = 0.4  # share of names from our own lists, which hold the letters and signs that faker lacks
_FAKER = Faker("et_EE")


@dataclass(frozen=True, slots=True)
class Address:
    street: str  # "Tähe tn 12-4"
    place: str  # "Tartu", "Võsu alevik, Haljala vald"
    county: str
    postcode: str

    @property
    def postal(self) -> str:
        """Small to big, as people write it: street, postal code and place."""
        return f"{self.street}, {self.postcode} {self.place}"


@dataclass(frozen=True, slots=True)
class Person:
    given_names: str
    family_name: str
    sex: Sex
    birth_date: date
    personal_code: str
    phone: str  # E.164
    email: str
    address: Address
    iban: str  # without spaces
    bank_name: str

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"


def personal_code(birth_date: date, sex: Sex, serial: int) -> str:
    """Isikukood GYYMMDDSSSC: G tells century and sex, the check digit is the register's own."""
    century = (birth_date.year - 1800) // 100
    first = 1 + 2 * century + (sex == "N")
    body = f"{first}{birth_date:%y%m%d}{serial:03d}"
    return body + str(ik.calc_check_digit(body + "0"))


def account(bank: str, branch: str, number: str) -> str:
    """An Estonian IBAN: 7-3-1 check digit over branch and number (2 + 11 digits), then mod 97."""
    weights = (7, 3, 1)
    total = sum(int(digit) * weights[place % 3] for place, digit in enumerate(reversed(branch + number)))
    bban = f"{bank}{branch}{number}{-total % 10}"
    check = 98 - int(f"{bban}141400") % 97  # "EE00" in digits: E is 14
    return f"EE{check:02d}{bban}"


def invent(rng: Random, *, age: tuple[int, int], today: date, family_name: str = "") -> Person:
    """Somebody between `age[0]` and `age[1]` years old on `today`."""
    sex: Sex = rng.choice(("M", "N"))
    given, own_family = _name(rng, sex)
    family = _by_sex(family_name, sex) or own_family
    days = rng.randint(age[0] * 366, age[1] * 365)
    born = today - timedelta(days=days)
    bank = rng.choice(tuple(BANKS))
    return Person(
        given_names=given,
        family_name=family,
        sex=sex,
        birth_date=born,
        personal_code=personal_code(born, sex, rng.randint(1, 999)),
        phone=_phone(rng),
        email=f"{_plain(given)}.{_plain(family)}@postkast.example",
        address=address(rng),
        iban=account(bank, rng.choice(("00", "10", "20")), f"{rng.randrange(10**11):011d}"),
        bank_name=BANKS[bank],
    )


def address(rng: Random) -> Address:
    place, county, zone = rng.choice(names.PLACES)
    number = f"{rng.randint(1, 98)}{rng.choice(('', '', '', 'a', 'b'))}"
    flat = f"-{rng.randint(1, 90)}" if rng.random() < 0.6 else ""
    farm = "küla" in place
    street = rng.choice(names.FARMS) if farm else f"{rng.choice(names.STREETS)} {number}{flat}"
    return Address(street, place, county, f"{zone}{rng.randint(1, 99):02d}")


def _name(rng: Random, sex: Sex) -> tuple[str, str]:
    if rng.random() < 0.15:
        russian = rng.choice(names.RUSSIAN_PAIRS)[sex == "N"]
        return rng.choice(names.MEN if sex == "M" else names.WOMEN), russian
    if rng.random() < _OWN_NAMES:
        return rng.choice(names.MEN if sex == "M" else names.WOMEN), rng.choice(names.SURNAMES)
    _FAKER.seed_instance(rng.randrange(2**32))
    given = _FAKER.first_name_male() if sex == "M" else _FAKER.first_name_female()
    family = _FAKER.last_name()
    return given, _by_sex(family, sex)


def _by_sex(family: str, sex: Sex) -> str:
    """Ivanov of a man, Ivanova of a woman; other family names do not change."""
    if family.endswith(("ova", "eva", "ina")) and sex == "M":
        return family[:-1]
    return family + "a" if family.endswith(("ov", "ev")) and sex == "N" else family


def _phone(rng: Random) -> str:
    """E.164: a mobile number, or a Tallinn land line."""
    if rng.random() < 0.8:
        return f"+3725{rng.randint(100, 899)}{rng.randrange(10**4):04d}"
    return f"+3726{rng.randint(10, 99)}{rng.randrange(10**4):04d}"


def _plain(name: str) -> str:
    folded = name.casefold().translate(str.maketrans("õäöüšž", "oaousz"))
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in folded).strip("-")
