"""`kantselei cases stats`: a supervisor reads numbers, others are refused, a span turned round is explained."""

from __future__ import annotations

import pytest
from running import RunningOffice
from typer.testing import CliRunner, Result

from cli.app import application

DAYS = ("--from", "2026-01-01", "--to", "2026-01-31")


@pytest.fixture
def office(embedded: RunningOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in embedded.settings.items():
        monkeypatch.setenv(key, value)


def said(*argv: str) -> Result:
    return CliRunner().invoke(application(), argv)


@pytest.mark.usefixtures("office")
def test_a_supervisor_reads_the_numbers_and_a_handler_does_not() -> None:
    for login, role in (("urve", "supervisor"), ("hugo", "handler")):
        assert said("accounts", "add", login, "--name", login, "--role", role).exit_code == 0
    read = said("cases", "stats", "--as", "urve", *DAYS)
    assert (read.exit_code, read.output.splitlines()[0]) == (0, "measure\tgroup\twhat\tcount")
    refused = said("cases", "stats", "--as", "hugo", *DAYS)
    assert refused.exit_code == 1
    assert "Ask your supervisor" in refused.output


@pytest.mark.quick
@pytest.mark.parametrize(
    ("first", "last"), [("2026-02-01", "2026-01-01"), ("0001-01-01", "2026-01-01"), ("2026-01-01", "9999-12-31")]
)
def test_a_span_turned_round_or_out_of_all_time_is_refused_with_its_remedy(first: str, last: str) -> None:
    refused = said("cases", "stats", "--as", "urve", "--from", first, "--to", last)
    assert refused.exit_code == 2
    assert "Give the earlier day" in refused.output
