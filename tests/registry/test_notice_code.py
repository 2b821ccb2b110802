"""The square code on our letters: what comes back is the viit of the letter, or nothing."""

import pytest

from registry.letters.code import notice_code, parse_notice_code

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("viit", ["6.0-1/13761-3", "6.0-1/1-1", "6.1-1/999999999-12"])
def test_the_code_of_a_letter_is_read_back_as_its_viit(viit: str) -> None:
    assert parse_notice_code(notice_code(viit)) == viit
    assert parse_notice_code(f" {notice_code(viit)}\n") == viit  # as a reader of codes may hand it over


def test_a_viit_that_was_misread_is_no_viit() -> None:
    code = notice_code("6.0-1/13761-3")
    misread = [code.replace("13761", other) for other in ("13767", "1376", "13716", "93761")]
    assert [parse_notice_code(one) for one in misread] == [None] * len(misread)


@pytest.mark.parametrize("text", ["", "https://example.invalid/", "KN1", "KN2 6.0-1/1-1 0000", "KN1 tere 1a2b 77"])
def test_codes_of_others_are_none_of_ours(text: str) -> None:
    assert parse_notice_code(text) is None


def test_a_right_check_over_words_that_are_no_viit_is_refused() -> None:
    assert parse_notice_code(notice_code("tere")) is None
