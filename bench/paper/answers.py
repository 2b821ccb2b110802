"""What people answer to each question of a kind; a question nobody foresaw is answered by its type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from bench.paper import names, zone
from bench.paper.household import Household
from bench.paper.people import BANKS, Person
from classify.kind import FieldSpec, Kind

LIKELY = {  # options that are ticked more often than the others
    "pension_type": ("old_age", 0.8), "payment_method": ("own", 0.8), "service_abroad": ("no", 0.7),
    "other_pension": ("no", 0.9), "tax_free": ("yes", 0.8), "delivery_channel": ("email", 0.6),
    "works_abroad": ("no", 0.85), "lives_with_applicant": ("yes", 0.95), "rep_basis": ("proxy", 0.6),
    "target_group": ("pensioner", 1.0), "proceeding": ("court", 0.9),
}  # fmt: skip
MONTHS = (
    "jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober", "november",
    "detsember",
)  # fmt: skip
LATER = {"received_date": 2, "period_to": 180, "expiry_date": 1500, "valid_to": 700, "reexam_date": 400}  # in days
EARLIER = {
    "period_from": 14, "raised_from": 7000, "raised_to": 300, "death_date": 60,
    "decision_date": 20, "order_date": 25, "work_from": 9000, "work_to": 4000, "open_date": 2000, "marriage_date": 8000,
    "entry1_date": 15000, "entry2_date": 14000, "entry3_date": 12000, "entry4_date": 11000, "study_from": 400,
}  # fmt: skip
ABROAD = ("LT", "73000", "Swedbank, Leedu", "HABALT22")
LETTER_KINDS = {
    "Selgitustaotlus": "explanation_request", "Märgukiri": "memorandum", "Teabenõue": "information_request",
    "Päring": "enquiry", "Avaldus": "application", "Lisadokumentide esitamine": "more_documents",
}  # fmt: skip
SUBJECTS = {
    "Selgitustaotlus": "Välisriigis töötamise aeg", "Teabenõue": "Minu kohta tehtud otsus",
    "Märgukiri": "Klienditeeninduse lahtiolekuajad", "Avaldus": "Pensioni maksmise peatamine",
    "Puuduvate dokumentide esitamine": "Vastus Teie kirjale", "Lisadokumentide esitamine": "Vastus Teie kirjale",
}  # fmt: skip
BICS = {"Swedbank": "HABAEE2X", "SEB Pank": "EEUHEE2X", "LHV Pank": "LHVBEE22", "Coop Pank": "EKRDEE22",
        "Luminor Bank": "RIKOEE22"}  # fmt: skip


class Answers:
    """Answers of one household to one form; the same generator gives the same answers."""

    def __init__(self, kind: Kind, people: Household, rng: Random) -> None:
        self._people = people
        self._rng = rng
        self._child_subject = any(spec.name == "child_given_names" for spec in kind.fields)
        self._diagnosis = rng.choice(names.DIAGNOSES)
        self._letter = rng.choice(names.REPLIES if kind.code == "lisadokumentide_kaaskiri" else names.LETTERS)
        self._signed = people.today - timedelta(days=rng.randint(2, 50))

    def choose(self, spec: FieldSpec) -> tuple[str, ...]:
        """Options to tick, in the order they are printed."""
        values = [option.value for option in spec.options]
        if spec.name == "sex":
            return ("male" if self._subject.sex == "M" else "female",)
        if spec.name == "letter_kind":
            return (LETTER_KINDS.get(self._letter[0], values[0]),)
        if spec.group == "many":
            wanted = set(self._rng.sample(values, min(len(values), self._rng.choice((1, 1, 2, 3)))))
            enough = {"large_family": len(self._people.children) > 2}
            return tuple(value for value in values if value in wanted and enough.get(value, True)) or (values[0],)
        likely, share = LIKELY.get(spec.name, (values[0], 0.0))
        return (likely if likely in values and self._rng.random() < share else self._rng.choice(values),)

    def value(self, spec: FieldSpec, sofar: Mapping[str, str | None]) -> str | None:
        """The answer in normal form, or None where there is nothing to say."""
        person = self._person(spec.name)
        if person is None:
            return None
        if spec.name == "mrz":
            until = date.fromisoformat(sofar.get("expiry_date") or self._day("expiry_date").isoformat())
            return zone.card(person, sofar.get("doc_number") or "", until)
        named = self._named(spec.name, sofar)
        if named is not None:
            return named or None
        return self._by_type(spec, person)

    @property
    def _subject(self) -> Person:
        """Whom the document is about."""
        return self._people.children[0] if self._child_subject else self._people.applicant

    def _person(self, name: str) -> Person | None:
        """Whose answer this is, by the beginning of the field's name; None for a child that does not exist."""
        if numbered := re.match(r"child(\d)_", name):
            place = int(numbered.group(1)) - 1
            return self._people.children[place] if place < len(self._people.children) else None
        if member := re.match(r"family(\d)_", name):
            return [*self._people.children, self._people.applicant][min(int(member.group(1)) - 1, 1)]
        roles = {
            "child": self._people.children[0], "other": self._people.partner, "rep": self._people.stranger,
            "mother": self._people.mother, "father": self._people.father, "doctor": self._people.doctor,
            "official": self._people.official, "registrar": self._people.official, "notary": self._people.official,
            "deceased": self._people.partner, "debtor": self._people.partner, "agent": self._people.stranger,
            "spouse2": self._people.partner, "helper": self._people.stranger,
        }  # fmt: skip
        return roles.get(name.partition("_")[0], self._subject)

    def _named(self, name: str, sofar: Mapping[str, str | None]) -> str | None:
        """Answers that the name alone decides. "" means: leave it empty."""
        abroad = sofar.get("payment_method") == "abroad"
        foreign = sofar.get("payment_method") == "other"
        payee = self._people.stranger if foreign else self._people.applicant
        own = {
            "account_holder": payee.name, "iban": _lithuanian(self._rng) if abroad else payee.iban,
            "bank_name": ABROAD[2] if abroad else payee.bank_name,
            "bic": ABROAD[3] if abroad else BICS[payee.bank_name],
            "diagnosis_code": self._diagnosis[0], "diagnosis_text": self._diagnosis[1],
            "subject": SUBJECTS[self._letter[0]], "body": self._letter[1],
            "birth_place": self._people.applicant.address.place.split(",")[0],
            "act_date": self._entered().isoformat(), "citizenship": "EE",
            "birth_date": self._subject.birth_date.isoformat(), "former_family_names": self._former(),
            "requested_from": (self._signed + timedelta(days=30)).replace(day=1).isoformat(),
        }  # fmt: skip
        return own.get(name) if name in own else self._drawn(name)

    def _entered(self) -> date:
        """A birth is entered soon after it, a marriage or a death shortly before the certificate."""
        return self._subject.birth_date + timedelta(days=9) if self._child_subject else self._signed

    def _former(self) -> str:
        return self._rng.choice(names.SURNAMES) if self._people.applicant.sex == "N" else ""

    def _drawn(self, name: str) -> str | None:
        """Answers drawn from our lists."""
        rng, number = self._rng, self._rng.randint
        drawn = {
            "institution": names.CLINICS, "findings": names.FINDINGS, "recommendation": names.ADVICE,
            "enclosures": ("Sünnitõendi ärakiri", "Tööraamatu koopia, 4 lehte", "Pangakonto tõend"),
            "issuer": ("Rabaveere Vallavalitsus", "Soonurme Linnavalitsus", "Järvekalda Vallavalitsus"),
            "service_period": (f"{number(1992, 1999)}-{number(2000, 2015)}",),
            "licence_no": (f"L{number(10000, 99999):05d}",), "doctor_code": (f"D{number(0, 99999):05d}",),
            "act_no": (f"{number(1, 900)}",), "reg_no": (f"6.6-1/{number(1000, 29999)}-1",),
            "our_ref": (f"6.6-1/{number(1000, 29999)}-{number(1, 4)}",),
            "their_ref": (f"{number(1, 20)}-{number(1, 9)}/{number(10, 999)}",),
        }  # fmt: skip
        return rng.choice(drawn[name]) if name in drawn else None

    def _by_type(self, spec: FieldSpec, person: Person) -> str | None:
        if spec.type == "name":
            return {"given": person.given_names, "family": person.family_name}.get(_part(spec.name), person.name)
        if spec.name.endswith("birth_date"):
            return person.birth_date.isoformat()
        if spec.type == "date":
            return self._day(spec.name).isoformat()
        plain = {
            "isikukood": person.personal_code, "iban": person.iban, "phone": person.phone, "email": person.email,
            "address": f"{person.address.street}, {person.address.place}", "postcode": person.address.postcode,
            "country": self._rng.choice(tuple(names.COUNTRIES)[1:]), "money": str(self._rng.randint(2000, 180000)),
            "number": str(self._rng.randint(1, 12)), "docno": f"{self._rng.randint(100, 9999)}",
        }  # fmt: skip
        return plain.get(spec.type, self._rng.choice(names.EMPLOYERS))

    def _day(self, name: str) -> date:
        later = LATER.get(name, 0)
        earlier = EARLIER.get(name, 0)
        return min(self._signed + timedelta(days=later - earlier), self._people.today + timedelta(days=later))


def written(spec: FieldSpec, value: str, rng: Random) -> str:
    """How somebody puts this value on paper."""
    if spec.type == "date":
        day = date.fromisoformat(value)
        if spec.comb:
            return f"{day:%d%m%Y}"
        return rng.choice(
            (f"{day:%d.%m.%Y}",) * 6
            + (f"{day.day}.{day.month}.{day.year}", f"{day.day}. {MONTHS[day.month - 1]} {day.year}")
        )
    if spec.type == "iban":
        return value if spec.comb else grouped(value)
    if spec.type == "money":
        return f"{int(value) // 100},{int(value) % 100:02d} €"
    if spec.type == "country":
        return names.COUNTRIES[value]
    if spec.type == "phone":
        return rng.choice((f"+372 {value[4:-4]} {value[-4:]}", f"{value[4:-4]} {value[-4:]}", value[4:]))
    return value


def grouped(iban: str) -> str:
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _part(name: str) -> str:
    return next((part for part in ("given", "family") if part in name.split("_")), "")


def _lithuanian(rng: Random) -> str:
    """A foreign account of 20 signs, so that it fits the comb."""
    body = f"{ABROAD[1]}{rng.randrange(10**11):011d}"
    return f"LT{98 - int(f'{body}212900') % 97:02d}{body}"


assert set(BICS) == set(BANKS.values())
