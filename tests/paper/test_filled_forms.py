"""What is written on the forms: right data passes our checks, and a deliberate fault is really there."""

from datetime import date
from random import Random

import pytest
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.ee import ik

from bench.paper.filling import FAULTS, FaultImpossible, Filling, fill, possible
from bench.paper.household import SORTS, Household, gather
from bench.paper.printing import TODAY
from classify import mrz
from classify.catalogue import Catalogue
from classify.kind import Field, Kind, Problem
from classify.parse import parse
from classify.rules import check

pytestmark = pytest.mark.quick
APPLICATIONS = ("pensioniavaldus", "perehuvitiste_taotlus", "valjamaksuviisi_avaldus")


def filled(kind: Kind, seed: int, *faults: str) -> tuple[Filling, Household]:
    people = gather(seed, SORTS.get(kind.code, "adult"), TODAY)
    return fill(kind, people, Random(seed), faults), people


def test_without_a_fault_everything_required_is_answered_and_valid(catalogue: Catalogue) -> None:
    for kind in catalogue.values():
        for seed in range(30):
            entries = filled(kind, seed)[0].entries
            for spec in kind.fields:
                value = entries[spec.name].value
                assert value or not spec.required, f"{kind.code}.{spec.name}"
                assert spec.type != "isikukood" or not value or ik.is_valid(value)
                assert spec.type != "iban" or not value or IBAN(value, validate_bban=value.startswith("EE"))
                assert spec.group != "exactly_one" or len(entries[spec.name].marked) <= 1


def test_the_dates_of_an_application_are_not_in_the_future(catalogue: Catalogue) -> None:
    for seed in range(40):
        for code in APPLICATIONS:
            value = filled(catalogue[code], seed)[0].entries["application_date"].value
            assert value
            assert date.fromisoformat(value) < TODAY


@pytest.mark.parametrize("code", APPLICATIONS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_really_there(catalogue: Catalogue, code: str, fault: str) -> None:
    kind = catalogue[code]
    if fault not in possible(kind):
        with pytest.raises(FaultImpossible):
            filled(kind, 1, fault)
        return
    for seed in range(8):
        filling, people = filled(kind, seed, fault)
        (made,) = filling.faults
        assert made.name == fault
        assert is_wrong(filling, fault, made.field, people), f"{fault} at {made.field}"


def is_wrong(filling: Filling, fault: str, field: str, people: Household) -> bool:
    entry = filling.entries[field]
    value = entry.value or ""
    if fault == "bad_checksum":
        return not (ik.is_valid(value) or is_account(value))
    if fault == "birth_date_mismatch":
        return date.fromisoformat(value) != people.applicant.birth_date
    if fault == "two_ticks":
        return len(set(entry.marked)) == 2 and entry.value is None
    if fault == "future_date":
        return date.fromisoformat(value).year > TODAY.year + 20
    if fault == "third_party_account":
        return value == people.stranger.name and value != people.applicant.name
    return entry.value is None and not entry.written and not entry.marked


def is_account(value: str) -> bool:
    try:
        return bool(IBAN(value, validate_bban=True))
    except SchwiftyException:
        return False


def test_two_faults_do_not_hide_each_other(catalogue: Catalogue) -> None:
    with pytest.raises(FaultImpossible):
        filled(catalogue["pensioniavaldus"], 1, "no_date", "future_date")


def test_the_zone_of_a_card_proves_itself_and_says_what_the_card_says(catalogue: Catalogue) -> None:
    kind = catalogue["isikut_toendav_dokument"]
    printed = 0
    for seed in range(40):
        filling, people = filled(kind, seed)
        if filling.entries["mrz"].value:
            printed += 1
            read = mrz.read(filling.entries["mrz"].written, TODAY)
            assert read is not None
            assert (read.wrong, read.personal, read.country) == ((), people.applicant.personal_code, "EST")
            assert read.birth == people.applicant.birth_date
            codes = {problem.code for problem in problems(kind, filling)}
            assert not codes & {"zone_is_right", "zone_says_the_same"}
    assert printed > 30


def test_what_is_written_reads_as_the_truth_says(catalogue: Catalogue) -> None:
    for kind in catalogue.values():
        entries = filled(kind, 4)[0].entries
        for spec in kind.fields:
            entry = entries[spec.name]
            if entry.value and not spec.options and spec.type not in {"signature", "stamp", "tick", "text"}:
                assert parse(spec.type, entry.written).value == entry.value, f"{kind.code}.{spec.name}"


def test_our_own_rules_find_no_error_in_a_careful_paper_of_any_kind(catalogue: Catalogue) -> None:
    for kind in catalogue.values():
        for seed in range(8):
            assert errors(kind, filled(kind, seed)[0]) == set(), kind.code


def test_our_own_rules_find_the_faults_of_an_application(catalogue: Catalogue) -> None:
    for code in APPLICATIONS:
        for seed in range(20):
            assert errors(catalogue[code], filled(catalogue[code], seed)[0]) == set()
        for fault in possible(catalogue[code]):
            filling = filled(catalogue[code], 2, fault)[0]
            name = filling.faults[0].field
            if fault == "bad_checksum":
                assert parse(catalogue[code].field(name).type, filling.entries[name].written).reason
            elif fault != "third_party_account":  # which is a warning
                assert name in errors(catalogue[code], filling)


def errors(kind: Kind, filling: Filling) -> set[str | None]:
    return {problem.field for problem in problems(kind, filling) if problem.severity == "error"}


def problems(kind: Kind, filling: Filling) -> list[Problem]:
    read = [
        Field(entry.name, entry.value, entry.written, 1.0, 1, None, "found" if entry.value else "missing")
        for entry in filling.entries.values()
    ]
    return check(kind, read, TODAY)
