"""The people around one document: who applies, with whom, for whom, and who stamps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from bench.paper.people import Person, invent

AGES = {"pensioner": (65, 84), "family": (26, 43), "adult": (24, 79)}  # of the applicant, in years
SORTS = {
    "pensioniavaldus": "pensioner", "toovoimetuspensioni_avaldus": "pensioner", "pensionilisa_avaldus": "pensioner",
    "loobumise_nousolek": "pensioner", "tooraamat": "pensioner", "arhiiviteatis": "pensioner",
    "elusolekutoend": "pensioner", "puude_raskusastme_taotlus": "pensioner",
    "perehuvitiste_taotlus": "family", "sunnitoend": "family",
    "toitjakaotuspensioni_avaldus": "family", "vanemahuvitise_taotlus": "family", "elatisabi_taotlus": "family",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Household:
    applicant: Person
    partner: Person
    children: tuple[Person, ...]
    stranger: Person
    doctor: Person
    official: Person
    today: date

    @property
    def mother(self) -> Person:
        return self.applicant if self.applicant.sex == "N" else self.partner

    @property
    def father(self) -> Person:
        return self.partner if self.applicant.sex == "N" else self.applicant


def gather(seed: int, sort: str, today: date) -> Household:
    """The same seed and sort give the same people: an application and a certificate can be about one of them."""
    rng = Random(f"household {seed} {sort}")
    ages = AGES[sort]
    applicant = invent(rng, age=ages, today=today)
    partner = _other_sex(rng, applicant, ages, today)
    oldest = 15 if sort == "family" else max(19, ages[0] - 20)
    children = tuple(
        invent(rng, age=(1, oldest), today=today, family_name=applicant.family_name) for _ in range(rng.randint(1, 3))
    )
    others = [invent(rng, age=(30, 62), today=today) for _ in range(3)]
    return Household(applicant, partner, children, others[0], others[1], others[2], today)


def _other_sex(rng: Random, applicant: Person, ages: tuple[int, int], today: date) -> Person:
    while True:
        shared = applicant.family_name if rng.random() < 0.7 else ""
        partner = invent(rng, age=ages, today=today, family_name=shared)
        if partner.sex != applicant.sex:
            return partner
