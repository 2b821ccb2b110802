"""The viit: gap-free when many count at once, and read as Estonian offices write it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ports.database import Database
from registry.number import Viit, format_viit, next_case_no, next_seq, parse_viit


def test_racing_counters_leave_no_gap_and_give_no_number_twice(database: Database) -> None:
    def count(number: int) -> int | None:
        def event(session: Session) -> int:
            taken = next_case_no(session)
            if number % 4 == 0:
                raise RuntimeError("rolled back")
            return taken

        try:
            return database.perform(event)
        except RuntimeError:
            return None

    with ThreadPoolExecutor(8) as threads:
        given = [number for number in threads.map(count, range(80)) if number is not None]
    assert sorted(given) == list(range(1, 61))


def test_every_case_counts_its_own_documents(database: Database) -> None:
    with database.transaction() as session:
        assert [next_seq(session, 7), next_seq(session, 7), next_seq(session, 8)] == [1, 2, 1]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "viit"),
    [
        ("5.2-10/13761-2", Viit("5.2", "10", 13761, 2)),
        ("11.1-2/1234-1", Viit("11.1", "2", 1234, 1)),
        ("1-13/23/456-3", Viit("1", "13", 456, 3, year=23)),
        (" 6.0-1/17 ", Viit("6.0", "1", 17)),
        ("5.2.-10/99", Viit("5.2", "10", 99)),
        ("1-2/23-031", Viit("1", "2", 23, 31)),
    ],
)
def test_a_viit_is_read(text: str, viit: Viit) -> None:
    assert parse_viit(text) == viit


@pytest.mark.quick
@pytest.mark.parametrize(
    "text", ["", "13761", "5.2-10", "5.2-10/", "5.2-10/1-2-3", "a-1/2", "5.2-10/1-٣", "12.03.2026"]
)
def test_what_is_no_viit_is_none(text: str) -> None:
    assert parse_viit(text) is None


numbers = st.integers(1, 10**9)


@pytest.mark.quick
@given(
    st.from_regex(r"\d{1,2}(\.\d)?-\d{1,2}", fullmatch=True, alphabet=st.characters(codec="ascii")), numbers, numbers
)
def test_what_we_write_we_can_read(series: str, case_no: int, seq: int) -> None:
    viit = parse_viit(format_viit(series, case_no, seq))
    assert viit is not None
    assert (f"{viit.function}-{viit.series}", viit.case_no, viit.seq) == (series, case_no, seq)


@pytest.mark.quick
@given(st.text(max_size=40))
def test_reading_a_viit_never_fails(text: str) -> None:
    assert isinstance(parse_viit(text), Viit | None)
    assert isinstance(parse_viit(f"5.2-10/{text}"), Viit | None)
