"""The ledger: one winner each, attempts counted before the work, slower twins fenced off, nothing forgotten."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from bureau import Office
from sqlalchemy import select, update

from ports.database import Database, now_ms
from registry import ledger
from registry.ledger import MAX_ATTEMPTS, Claim, Fenced
from registry.model import Work


def take(database: Database, work_id: str, owner: str = "worker") -> Claim | None:
    return database.perform(lambda session: ledger.claim(session, work_id, owner))


def taken(database: Database, work_id: str, owner: str = "worker") -> Claim:
    claim = take(database, work_id, owner)
    assert claim is not None
    return claim


def row(database: Database, work_id: str) -> Work:
    with database.reading() as session:
        return session.get_one(Work, work_id)


def lose_worker(database: Database, work_id: str) -> None:
    """The worker dies: its lease runs out."""
    with database.transaction() as session:
        session.execute(update(Work).where(Work.id == work_id).values(lease_until=now_ms() - 1))


def pass_time(database: Database, work_id: str, milliseconds: int) -> None:
    with database.transaction() as session:
        aged = {
            name: getattr(Work, name) - milliseconds
            for name in ("created_at", "hinted_at", "not_before", "lease_until")
        }
        session.execute(update(Work).where(Work.id == work_id).values(**aged))


@pytest.fixture
def work_id(office: Office) -> str:
    """The first step of a document that has just come in."""
    return first_step(office)


def first_step(office: Office) -> str:
    document = office.take_in()
    with office.database.reading() as session:
        return session.scalars(select(Work.id).where(Work.document_id == document)).one()


def test_a_hundred_claims_on_five_rows_have_one_winner_each(office: Office) -> None:
    database = office.database
    work = [first_step(office) for _ in range(5)]
    with ThreadPoolExecutor(20) as threads:
        claims = list(threads.map(lambda number: take(database, work[number % 5], f"worker {number}"), range(100)))
    won = [claim for claim in claims if claim]
    assert sorted(claim.work_id for claim in won) == sorted(work)
    assert {(claim.attempt, claim.fence) for claim in won} == {(1, 1)}


def test_a_step_is_claimed_done_and_never_claimed_again(database: Database, work_id: str) -> None:
    claim = taken(database, work_id)
    with database.transaction() as session:
        ledger.finish(session, claim)
    assert row(database, work_id).state == "done"
    assert take(database, work_id) is None
    with database.transaction() as session, pytest.raises(Fenced):
        ledger.finish(session, claim)


def test_an_unknown_id_claims_nothing(database: Database) -> None:
    assert take(database, "no such row") is None


def test_the_attempt_is_counted_before_the_work(database: Database, work_id: str) -> None:
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert taken(database, work_id).attempt == row(database, work_id).attempt == attempt
        lose_worker(database, work_id)
    assert take(database, work_id) is None


def test_a_slower_twin_is_fenced_off(database: Database, work_id: str) -> None:
    slow = taken(database, work_id, "slow")
    lose_worker(database, work_id)
    quick = taken(database, work_id, "quick")
    assert quick.fence > slow.fence
    with database.transaction() as session:
        assert not ledger.renew(session, slow)
        assert ledger.renew(session, quick)
    for late in (
        lambda session: ledger.finish(session, slow),
        lambda session: ledger.retry(session, slow, "late", 0),
        lambda session: ledger.give_up(session, slow, "late"),
    ):
        with pytest.raises(Fenced):
            database.perform(late)
    with database.transaction() as session:
        ledger.finish(session, quick)


def test_a_renewed_lease_keeps_others_away(database: Database, work_id: str) -> None:
    claim = taken(database, work_id)
    pass_time(database, work_id, ledger.LEASE_MS - 1000)
    with database.transaction() as session:
        assert ledger.renew(session, claim)
    pass_time(database, work_id, ledger.LEASE_MS - 1000)
    assert take(database, work_id) is None


def test_a_retry_waits_its_delay(database: Database, work_id: str) -> None:
    claim = taken(database, work_id)
    with database.transaction() as session:
        assert ledger.retry(session, claim, "page_timeout", delay_ms=60_000)
    assert take(database, work_id) is None
    with database.reading() as session:
        assert ledger.ready(session) == []
    pass_time(database, work_id, 60_000)
    with database.reading() as session:
        assert ledger.ready(session) == [work_id]
    assert taken(database, work_id).attempt == 2


def test_trouble_of_the_store_costs_no_attempt(database: Database, work_id: str) -> None:
    for _ in range(2 * MAX_ATTEMPTS):
        claim = taken(database, work_id)
        assert claim.attempt == 1
        with database.transaction() as session:
            assert ledger.retry(session, claim, "unavailable", 0, spend=False)


def test_when_the_attempts_are_spent_a_retry_changes_nothing_and_says_so(database: Database, work_id: str) -> None:
    for _ in range(MAX_ATTEMPTS - 1):
        claim = taken(database, work_id)
        with database.transaction() as session:
            assert ledger.retry(session, claim, "page_timeout", 0)
    claim = taken(database, work_id)
    assert claim.last
    with database.transaction() as session:
        assert not ledger.retry(session, claim, "page_timeout", 0)
        ledger.give_up(session, claim, "page_timeout")
    given_up = row(database, work_id)
    assert (given_up.state, given_up.error) == ("needs_human", "page_timeout")


def test_a_person_sends_a_step_through_once_more(database: Database, work_id: str) -> None:
    with database.transaction() as session:
        claim = ledger.claim(session, work_id, "w")
        assert claim is not None
        ledger.give_up(session, claim, "page_timeout")
    with database.transaction() as session:
        assert ledger.reopen(session, work_id)
        assert not ledger.reopen(session, work_id)
    assert taken(database, work_id).attempt == 1


def test_the_same_step_is_in_the_ledger_once_a_round(database: Database, work_id: str) -> None:
    document = row(database, work_id).document_id
    with database.transaction() as session:
        first = ledger.enqueue(session, document, "read", page=1)
        assert first is not None
        assert ledger.enqueue(session, document, "read", page=1) is None
        assert ledger.enqueue(session, document, "read", page=2) is not None
        assert ledger.enqueue(session, document, "read", page=1, round_no=2) is not None


def test_the_sweep_returns_what_a_dead_worker_held_and_hints_it_at_once(database: Database, work_id: str) -> None:
    taken(database, work_id)
    with database.transaction() as session:
        assert ledger.sweep(session) == ledger.Swept([], 0, [])
    lose_worker(database, work_id)
    with database.transaction() as session:
        assert ledger.sweep(session) == ledger.Swept([work_id], 1, [])
    assert row(database, work_id).state == "ready"


def test_the_sweep_gives_up_what_killed_three_workers(office: Office) -> None:
    database = office.database
    poison, other = first_step(office), first_step(office)
    for _ in range(MAX_ATTEMPTS):
        last = taken(database, poison)
        lose_worker(database, poison)
    with database.transaction() as session:
        swept = ledger.sweep(session)
        assert [claim.work_id for claim in swept.given_up] == [poison]
        ledger.give_up(session, swept.given_up[0], "worker_lost")  # as whoever answers for the page does
    assert row(database, poison).state == "needs_human"
    with database.transaction() as session, pytest.raises(Fenced):
        ledger.finish(session, last)  # the last worker was only asleep
    assert taken(database, other).attempt == 1


def test_a_hint_that_got_lost_is_given_again_and_not_too_often(database: Database, work_id: str) -> None:
    def hints() -> list[str]:
        return database.perform(ledger.sweep).hints

    assert hints() == []  # it has only just been enqueued, its hint is on the way
    pass_time(database, work_id, ledger.UNHINTED_MS + 1)
    assert hints() == [work_id]
    assert hints() == []
    pass_time(database, work_id, ledger.UNHINTED_MS + 1)
    assert hints() == [work_id]


def test_a_delayed_retry_is_hinted_when_it_comes_due(database: Database, work_id: str) -> None:
    claim = taken(database, work_id)
    with database.transaction() as session:
        ledger.retry(session, claim, "unavailable", delay_ms=3_000, spend=False)
    assert database.perform(ledger.sweep).hints == []
    pass_time(database, work_id, 3_000)
    assert database.perform(ledger.sweep).hints == [work_id]
    assert database.perform(ledger.sweep).hints == []


def test_many_sweeps_at_once_return_and_hint_each_row_once(office: Office) -> None:
    database = office.database
    work = [first_step(office) for _ in range(6)]
    for work_id in work[:3]:
        taken(database, work_id)
        lose_worker(database, work_id)
    for work_id in work[3:]:
        pass_time(database, work_id, ledger.UNHINTED_MS + 1)
    with ThreadPoolExecutor(5) as threads:
        swept = list(threads.map(lambda _: database.perform(ledger.sweep), range(5)))
    assert sorted(hint for each in swept for hint in each.hints) == sorted(work)
    assert sum(each.returned for each in swept) == 3


def test_ready_work_comes_oldest_first(office: Office) -> None:
    work = [first_step(office) for _ in range(3)]
    pass_time(office.database, work[2], 5_000)
    with office.database.reading() as session:
        assert ledger.ready(session) == [work[2], work[0], work[1]]
        assert ledger.ready(session, limit=1) == [work[2]]
