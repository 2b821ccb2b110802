"""`kantselei clock` as an official types it: the sentence, then the date as the last word."""

import pytest
from typer.testing import CliRunner

from cli.app import application

pytestmark = pytest.mark.quick


def ask(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(application(("clock", "accounts")), ["clock", *words])
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (("2025-12-23", "--term", "30cd"), "2026-01-22"),
        (("2026-11-25", "--term", "30cd"), "2026-12-28"),
        (("2027-01-22", "--term", "30cd"), "2027-02-22"),
        (("2026-12-22", "--term", "10wd"), "2027-01-08"),
        (("2026-12-23", "--term", "1wd"), "2026-12-28"),
        (("2026-11-21T23:50", "--term", "1wd"), "2026-11-23"),
        (("2026-11-21T22:30Z", "--term", "1cd"), "2026-11-23"),
        (("2026-11-20T16:59", "--term", "10wd"), "2026-12-04"),
        (("2026-11-20T17:01", "--term", "10wd"), "2026-12-04"),
        (("2026-10-10", "--payment"), "2026-10-09"),
    ],
)
def test_the_last_word_is_the_last_day(words: tuple[str, ...], end: str) -> None:
    code, said = ask(*words)
    assert (code, said.split()[-1]) == (0, end)


def test_why_is_a_sentence_in_three_languages() -> None:
    asked = ("2026-11-25", "--term", "30cd")
    assert "25.12.2026 on puhkepäev või püha" in ask(*asked)[1]
    assert "25.12.2026 is a day off or a holiday" in ask(*asked, "--lang", "en")[1]
    assert "25.12.2026 — выходной или праздник" in ask(*asked, "--lang", "ru")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("2025-13-23", "--term", "30cd"), ("yesterday", "--term", "30cd"), ("2025-12-23", "--term", "30"),
        ("2025-12-23", "--term", "-5wd"), ("2025-12-23", "--term", "9999cd"), ("2025-12-23",),
        ("0001-01-01", "--term", "1cd"), ("9999-12-31", "--term", "30cd"), ("2025-12-23", "--term", "٣cd"),
        ("2025-12-23", "--term", "30cd", "--lang", "fr"),
    ],
)  # fmt: skip
def test_what_is_no_day_or_no_term_is_refused_with_code_2(words: tuple[str, ...]) -> None:
    code, said = ask(*words)
    assert code == 2
    assert "Traceback" not in said


@pytest.mark.parametrize("option", ["--payment", "--backward"])
def test_a_payment_is_asked_for_by_either_word(option: str) -> None:
    said = CliRunner().invoke(application(), ["clock", "2026-12-26", option])
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "2026-12-23")
