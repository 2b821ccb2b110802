"""Personal codes and account numbers, as people write them and engines misread them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ee import ik

from classify.codes import birth_of, iban, is_male, isikukood, valid_iban, valid_isikukood

pytestmark = pytest.mark.quick


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Any valid personal code of people who live."""
    born = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    century = 3 + 2 * (born.year >= 2000) + draw(st.integers(0, 1))
    body = f"{century}{born:%y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + ik.calc_check_digit(body + "0")


@st.composite
def accounts(draw: st.DrawFn) -> str:
    """Any Estonian account with both check digits right."""
    bank = draw(st.sampled_from(["22", "10", "77", "42", "96", "17"]))
    body = f"{bank}{draw(st.integers(0, 10**13 - 1)):013d}"
    weighed = sum(int(digit) * (7, 3, 1)[place % 3] for place, digit in enumerate(reversed(body[2:])))
    whole = body + str(-weighed % 10)
    return f"EE{98 - int(whole + '141400') % 97:02d}{whole}"


@pytest.mark.parametrize(
    "code", ["44003150013", "44003150085", "44003150210", "38001085718", "60001019906", "47101010033", "36805280109"]
)
def test_published_codes_are_valid_in_all_three_stages_of_the_check(code: str) -> None:
    assert isikukood(code) == isikukood(" ".join(code))
    assert isikukood(code).value == code
    assert not isikukood(code).reason


def test_a_wrong_check_digit_is_kept_as_written_and_doubted() -> None:
    read = isikukood("36805280108", mend=False)
    assert (read.value, read.reason) == ("36805280108", "checksum")


def test_ten_digits_are_no_code() -> None:
    assert isikukood("3680528010").value is None
    assert isikukood("3680528010").reason == "length"


def test_the_code_tells_birth_and_sex() -> None:
    assert birth_of("44003150013") == date(1940, 3, 15)
    assert is_male("44003150013") is False
    assert is_male("38001085718") is True
    assert birth_of("44003150014") is None
    assert is_male("nothing") is None


@given(codes(), st.data())
def test_any_code_reads_back_through_cells_spaces_and_look_alikes(code: str, data: st.DataObject) -> None:
    alike = {"0": "OoQDО", "1": "Il!", "2": "Z", "5": "S", "8": "B", "6": "б"}
    letters = [data.draw(st.sampled_from([digit, *alike.get(digit, "")])) for digit in code]
    between = data.draw(st.sampled_from(["", " ", "|", " | ", "/", ".", "] [", "-"]))
    read = isikukood(between.join(letters))
    assert (read.value, read.reason) == (code, "")


@given(codes(), st.integers(0, 10), st.sampled_from("0123456789"))
def test_a_misread_digit_is_never_accepted_as_certain_unless_the_code_is_valid(code: str, at: int, digit: str) -> None:
    read = isikukood(code[:at] + digit + code[at + 1 :])
    assert read.reason or valid_isikukood(code[:at] + digit + code[at + 1 :])


def test_a_mended_code_stays_doubtful() -> None:
    read = isikukood("44003150073")  # only one of its look-alikes is a code
    assert (read.value, read.reason) in {("44003150013", "repaired"), ("44003150073", "checksum")}
    assert read.reason


def test_walls_of_cells_read_as_ones_are_left_out_where_one_code_remains() -> None:
    assert isikukood("3|4|7|0|1|1|4|9|1|2|0").value == "34701149120"


@given(st.text())
def test_no_text_breaks_the_code_parsers(text: str) -> None:
    for read in (isikukood(text), iban(text), isikukood(text, mend=False), iban(text, mend=False)):
        assert read.value is not None or read.reason


def test_an_account_needs_both_check_digits() -> None:
    assert valid_iban("EE382200221020145685")
    assert not valid_iban("EE112200221020145686")  # the international check alone would pass
    assert iban("EE112200221020145686", mend=False).reason == "checksum"


@pytest.mark.parametrize(
    "written",
    [
        "EE38 2200 2210 2014 5685", "ЕЕ38 2200 2210 2014 5685", "FE382200221020145685", "EE38 22OO 221O 2O14 S68S",
        "EE|38|2200 22102014 5685",
    ],
)  # fmt: skip
def test_an_account_is_read_through_cyrillic_and_look_alike_letters(written: str) -> None:
    read = iban(written)
    assert (read.value, read.reason) == ("EE382200221020145685", "")


@given(accounts(), st.sampled_from(["", " ", "|", "-"]))
def test_any_account_reads_back_from_its_cells(account: str, between: str) -> None:
    read = iban(between.join(account))
    assert (read.value, read.reason) == (account, "")


def test_foreign_accounts_are_checked_by_their_own_country() -> None:
    assert iban("FI21 1234 5600 0007 85") == iban("FI2112345600000785")
    assert not iban("DE89 3704 0044 0532 0130 00").reason
    assert iban("DE88 3704 0044 0532 0130 00").reason == "checksum"
