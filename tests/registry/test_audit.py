"""Evidence: whoever edits, removes or adds an event is found by its number; a cut end is found by who remembers it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ports.database import Database
from registry import audit
from registry.model import AuditEvent


@pytest.fixture
def chain(database: Database) -> Database:
    for number in range(1, 8):
        with database.transaction() as session:
            audit.record(session, "person:1", "field.confirmed", f"document:{number}", field="iban", page=number)
    return database


def tamper(database: Database, statement: str) -> None:
    """As somebody who owns the database: the seal is broken first."""
    broken = {
        "sqlite": ["DROP TRIGGER IF EXISTS audit_event_no_update", "DROP TRIGGER IF EXISTS audit_event_no_delete"],
        "postgresql": ["SET LOCAL session_replication_role = replica"],  # in this transaction no trigger fires
    }
    with database.transaction() as session:
        for each in [*broken[database.dialect], statement]:
            session.execute(text(each))


def first_bad(database: Database, known: audit.Head | None = None) -> int | None:
    with database.reading() as session:
        return audit.verify(session, known)


def test_an_untouched_chain_holds(chain: Database) -> None:
    assert first_bad(chain) is None
    with chain.reading() as session:
        assert [event.seq for event in session.scalars(select(AuditEvent).order_by(AuditEvent.seq))] == list(
            range(1, 8)
        )


def test_an_empty_chain_holds(database: Database) -> None:
    assert first_bad(database) is None


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'person:2'", "action = 'field.corrected'", "object = 'document:9'", "detail = '{\"field\":\"date\"}'",
        "hash = CASE WHEN hash LIKE 'f%' THEN '0' ELSE 'f' END || substr(hash, 2)",
        "previous = CASE WHEN previous LIKE 'f%' THEN '0' ELSE 'f' END || substr(previous, 2)",
    ],
)  # fmt: skip
def test_an_edited_event_is_found(chain: Database, change: str) -> None:
    tamper(chain, f"UPDATE audit_event SET {change} WHERE seq = 4")
    assert first_bad(chain) == 4


def test_an_event_moved_in_time_is_found(chain: Database) -> None:
    with chain.reading() as session:
        event = session.get_one(AuditEvent, 2)
    earlier = event.at.replace(year=2020).replace(tzinfo=None).isoformat(sep=" ")
    tamper(chain, f"UPDATE audit_event SET at = '{earlier}' WHERE seq = 2")
    assert first_bad(chain) == 2


def test_a_removed_event_is_found(chain: Database) -> None:
    tamper(chain, "DELETE FROM audit_event WHERE seq = 3")
    assert first_bad(chain) == 3


def test_an_event_rewritten_with_a_right_hash_breaks_the_next(chain: Database) -> None:
    with chain.reading() as session:
        event = session.get_one(AuditEvent, 5)
        event.actor = "person:9"
        forged = audit.digest(event)
    tamper(chain, f"UPDATE audit_event SET actor = 'person:9', hash = '{forged}' WHERE seq = 5")
    assert first_bad(chain) == 6


def test_a_cut_end_shows_only_to_who_remembers_it(chain: Database) -> None:
    with chain.reading() as session:
        known = audit.head(session)
    tamper(chain, "DELETE FROM audit_event WHERE seq > 5")
    assert first_bad(chain) is None  # the chain alone cannot know
    assert first_bad(chain, known) == 6


def test_a_rewritten_end_shows_to_who_remembers_it(chain: Database) -> None:
    with chain.reading() as session:
        known = audit.head(session)
    tamper(chain, "DELETE FROM audit_event WHERE seq = 7")
    with chain.transaction() as session:
        audit.record(session, "person:1", "field.confirmed", "document:8")
    assert first_bad(chain) is None
    assert first_bad(chain, known) == 7


def test_an_old_head_is_still_right_when_the_chain_has_grown(chain: Database) -> None:
    with chain.reading() as session:
        known = audit.head(session)
    with chain.transaction() as session:
        audit.record(session, "person:1", "field.confirmed", "document:8")
    assert first_bad(chain, known) is None


def test_a_chain_longer_than_a_piece_is_verified_to_its_end(chain: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PIECE", 3)
    assert first_bad(chain) is None
    tamper(chain, "UPDATE audit_event SET actor = 'person:2' WHERE seq = 7")
    assert first_bad(chain) == 7


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_evidence(chain: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="audit events are never changed"), chain.transaction() as session:
        session.execute(text(statement))
    assert first_bad(chain) is None


def test_many_who_record_at_once_make_one_chain(database: Database) -> None:
    def record(number: int) -> None:
        with database.transaction() as session:
            audit.record(session, "system:worker", "page.read", f"document:{number}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(record, range(40)))
    assert first_bad(database) is None
    with database.reading() as session:
        assert audit.head(session).seq == 40


@pytest.mark.parametrize("said", ["Mari Maasikas", "48903150015", "EE382200221020145685", "a\nb", "x" * 101, "õ"])
def test_what_looks_like_a_person_does_not_enter_the_evidence(database: Database, said: str) -> None:
    with database.transaction() as session, pytest.raises(ValueError, match="ids and codes only"):
        audit.record(session, "person:1", "field.corrected", "document:1", value=said)
