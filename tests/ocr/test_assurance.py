"""The verdict of a glance, after the page was read."""

from __future__ import annotations

import pytest

from capture.scan import Legibility, Reason
from ocr.assurance import Outcome, refine

GOOD = Legibility("good", 0.95)
BLURRED = Legibility("rescan", 0.2, (Reason("blur", "Leht on udune."),))
BLANK = Legibility("check", 0.5, (Reason("blank", "Leht näib tühi."),))
STREAKED = Legibility("check", 0.6, (Reason("streak", "Triip.", (0.4, 0.0, 0.41, 1.0)),))


def test_what_was_read_well_need_not_be_scanned_again() -> None:
    refined = refine(BLURRED, Outcome(200, 0.97, 0.02))
    assert (refined.verdict, refined.reasons) == ("check", BLURRED.reasons)


def test_a_page_that_looked_well_and_was_not_read_is_held_back() -> None:
    refined = refine(GOOD, Outcome(200, 0.3, 0.8))
    assert refined.verdict == "rescan"
    assert [reason.code for reason in refined.reasons] == ["unread"]


def test_the_reason_seen_in_the_picture_is_kept_when_words_are_lost() -> None:
    assert refine(BLURRED, Outcome(90, 0.3, 0.9)).reasons == BLURRED.reasons
    assert [reason.code for reason in refine(STREAKED, Outcome(90, 0.3, 0.9)).reasons] == ["unread", "streak"]


def test_half_sure_words_ask_for_a_look() -> None:
    assert refine(GOOD, Outcome(200, 0.62, 0.4)).verdict == "check"


def test_sure_words_take_the_flag_of_a_blank_page_away() -> None:
    assert refine(BLANK, Outcome(4, 0.9, 0.0)) == Legibility("good", 0.9)


@pytest.mark.parametrize("outcome", [Outcome(0, 0.0, 0.0), Outcome(2, 0.9, 0.0), Outcome(9, 0.3, 1.0)])
def test_no_words_confirm_it(outcome: Outcome) -> None:
    assert refine(BLANK, outcome) == BLANK


def test_a_few_words_say_nothing_about_a_page() -> None:
    assert refine(GOOD, Outcome(5, 0.2, 1.0)) == GOOD
