"""What is wrong with an application, said in three languages. Nothing is refused."""

from __future__ import annotations

from datetime import date

import pytest

from classify.catalogue import load
from classify.kind import Field, FieldState, Kind, Problem
from classify.rules import check
from classify.sentences import BY_REASON, SENTENCES
from ocr.text import Box

pytestmark = pytest.mark.quick

TODAY = date(2026, 11, 22)
CATALOGUE = load()
PAYMENT = {
    "given_names": "Mari", "family_name": "Õunapuu", "personal_code": "44003150013", "phone": "+37251234567",
    "benefits": "pension", "payment_method": "own", "account_holder": "Mari Õunapuu", "iban": "EE382200221020145685",
    "application_date": "2026-11-05", "applicant_signature": "present",
}  # fmt: skip
FAMILY = {
    "given_names": "Mari", "family_name": "Õunapuu", "personal_code": "48405015256", "email": "mari@hot.ee",
    "benefits": "child", "child1_name": "Õie Õunapuu", "child1_personal_code": "61402030018", "works_abroad": "no",
    "account_holder": "Mari Õunapuu", "iban": "EE382200221020145685", "application_date": "2026-11-05",
    "applicant_signature": "present", "birth_date": "1984-05-01",
}  # fmt: skip


def problems(code: str, values: dict[str, str | None], state: FieldState = "found") -> dict[str, Problem]:
    kind = CATALOGUE[code]
    written = ((spec.name, values.get(spec.name)) for spec in kind.fields)
    fields = [Field(name, value, value or "", 0.9, 1, None, state if value else "missing") for name, value in written]
    return {problem.code: problem for problem in check(kind, fields, TODAY)}


def test_a_good_application_has_no_problem() -> None:
    assert problems("valjamaksuviisi_avaldus", PAYMENT) == {}
    assert problems("perehuvitiste_taotlus", FAMILY) == {}


@pytest.mark.parametrize(
    ("changed", "code", "field", "severity"),
    [
        ({"family_name": None}, "missing", "family_name", "error"),
        ({"applicant_signature": None}, "missing_signature", "applicant_signature", "error"),
        ({"personal_code": "36805280108"}, "bad_checksum", "personal_code", "error"),
        ({"iban": "EE112200221020145686"}, "bad_checksum", "iban", "error"),
        ({"iban": None}, "missing", "iban", "error"),
        ({"payment_method": "own,abroad"}, "two_ticks", "payment_method", "error"),
        ({"payment_method": "abroad"}, "missing", "bic", "error"),
        ({"payment_method": "other"}, "other_account_needs_identity_check", "account_holder", "warning"),
        ({"account_holder": "Kalle Kask"}, "holder_is_applicant", "account_holder", "warning"),
        ({"application_date": "2026-11-23"}, "application_date_not_in_future", "application_date", "error"),
        ({"phone": None}, "some_contact", "phone", "warning"),
        ({"phone": "3725812345"}, "invalid_phone", "phone", "warning"),
        ({"email": "mari"}, "invalid_email", "email", "warning"),
        ({"family_name": "1234"}, "unusual", "family_name", "warning"),
    ],
)
def test_a_fault_is_named_with_its_field(changed: dict[str, str | None], code: str, field: str, severity: str) -> None:
    found = problems("valjamaksuviisi_avaldus", PAYMENT | changed)
    assert (found[code].field, found[code].severity) == (field, severity)


def test_an_account_is_not_asked_of_who_wants_money_by_post() -> None:
    by_post = PAYMENT | {"payment_method": "post", "iban": None, "account_holder": None}
    assert problems("valjamaksuviisi_avaldus", by_post) == {}


@pytest.mark.parametrize("holder", ["MARI OUNAPUU", "Õunapuu Mari", "Mari Ounapuu", "Мари Ыунапуу"])
def test_another_spelling_is_the_same_person(holder: str) -> None:
    assert "holder_is_applicant" not in problems("valjamaksuviisi_avaldus", PAYMENT | {"account_holder": holder})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"birth_date": "1984-05-02"}, "code_matches_birth_date"),
        ({"benefits": "child,large_family"}, "large_family_has_three_children"),
        ({"child1_personal_code": "38001085718"}, "children_are_minors"),
        ({"other_parent_personal_code": "48405015256"}, "parents_are_two_persons"),
        ({"works_abroad": "yes", "foreign_country": "FI"}, "work_abroad_goes_to_international"),
        ({"benefits": None}, "missing"),
        ({"email": None, "delivery_channel": "email"}, "missing"),
    ],
)
def test_a_family_application_is_checked_as_a_whole(changed: dict[str, str | None], code: str) -> None:
    assert code in problems("perehuvitiste_taotlus", FAMILY | changed)


def test_an_old_age_pension_needs_the_age_on_the_wanted_day() -> None:
    young = {"pension_type": "old_age", "personal_code": "38001085718", "requested_from": "2026-12-01"}
    old = young | {"personal_code": "44003150013"}
    assert "old_enough_for_old_age_pension" in problems("pensioniavaldus", young)
    assert "old_enough_for_old_age_pension" not in problems("pensioniavaldus", old)
    assert "old_enough_for_old_age_pension" not in problems("pensioniavaldus", young | {"pension_type": "early"})


def test_a_birth_certificate_is_checked_against_its_code() -> None:
    birth = {"child_personal_code": "44003150013", "birth_date": "1940-03-15", "sex": "male", "act_date": "1940-03-01"}
    found = problems("sunnitoend", birth)
    assert {"code_matches_sex", "entry_after_birth"} <= set(found)
    assert "code_matches_birth_date" not in found


def test_a_medical_certificate_is_checked_for_shape_and_period() -> None:
    found = problems(
        "arstitoend",
        {"diagnosis_code": "16.1", "doctor_code": "12345", "period_from": "2026-05-02", "period_to": "2026-05-01"},
    )
    assert {"diagnosis_code_shape", "doctor_code_shape", "period_runs_forward"} <= set(found)


def test_a_request_for_information_is_told_to_be_urgent() -> None:
    assert "information_request_is_urgent" in problems("kiri", {"letter_kind": "information_request"})
    assert "information_request_is_urgent" not in problems("kiri", {"letter_kind": "memorandum"})


def test_a_value_that_a_person_must_look_at_is_called_doubtful() -> None:
    assert set(problems("valjamaksuviisi_avaldus", PAYMENT, state="doubtful")) == {"doubtful"}


def test_what_the_machine_mended_is_said() -> None:
    kind = CATALOGUE["valjamaksuviisi_avaldus"]
    mended = Field("iban", "EE382200221020145685", "EE382200221020145686", 0.45, 1, None, "doubtful")
    assert {p.code for p in check(kind, [mended], TODAY) if p.field == "iban"} == {"repaired"}


def test_illegible_is_not_missing() -> None:
    kind = CATALOGUE["valjamaksuviisi_avaldus"]
    unread = Field("family_name", None, "~~", 0.1, 1, None, "illegible")
    codes = {problem.field: problem.code for problem in check(kind, [unread], TODAY)}
    assert codes["family_name"] == "illegible_required"
    assert codes["given_names"] == "missing"


def test_the_officials_part_is_nobodys_deficiency() -> None:
    assert not {"received_date", "reg_no", "official_name"} & {
        problem.field for problem in check(CATALOGUE["valjamaksuviisi_avaldus"], [], TODAY)
    }


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda kind: kind.code)
def test_every_problem_is_said_in_three_languages_and_says_what_to_do(kind: Kind) -> None:
    for problem in check(kind, [], TODAY):
        assert set(problem.text) == {"et", "en", "ru"}
        assert all(text.strip().endswith(".") and "{" not in text for text in problem.text.values())
        assert "." in problem.text["et"][:-1]  # what is wrong, then what to do


def test_every_reason_of_a_parser_has_its_sentence() -> None:
    assert set(BY_REASON.values()) <= set(SENTENCES)


def test_a_problem_says_where_its_field_stands() -> None:
    kind = CATALOGUE["valjamaksuviisi_avaldus"]
    place = Box(100, 200, 400, 240)
    fields = [Field(spec.name, None, "", 0.9, 2, place, "missing") for spec in kind.fields]
    found = {problem.field: problem for problem in check(kind, fields, TODAY)}
    assert found["given_names"].page == 2
    assert found["given_names"].box == place


def test_what_this_edition_does_not_have_is_no_lack() -> None:
    kind = CATALOGUE["valjamaksuviisi_avaldus"]
    fields = [Field(spec.name, None, "", 0.9, None, None, "absent") for spec in kind.fields]
    assert [problem.code for problem in check(kind, fields, TODAY) if problem.code.startswith("missing")] == []
