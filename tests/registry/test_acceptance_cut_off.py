"""The reply to a COMMIT gets lost: the sender hears no receipt, repeats, and the document is registered once."""

import hashlib

import pytest
from sqlalchemy import func, select
from wire import Wire, is_commit
from world import Postgres, World

from capture.scan import Scan
from ports.database import Database, OutcomeUnknown
from registry import acceptance, accounts, audit, schema
from registry.acceptance import Submission
from registry.access import Principal
from registry.model import Document, Work
from registry.number import parse_viit

pytestmark = pytest.mark.services
KEY = b"a key for receipts in tests"


def station_and_batch(database: Database) -> tuple[Principal, str]:
    with database.transaction() as session:
        _, key = accounts.add_station(session, "laud 1")
        station = accounts.station_of(session, key)
        assert station is not None
        return station, acceptance.open_batch(session, station).id


def test_a_hundred_lost_replies_make_no_document_twice_and_lose_none(world: World, postgres_url: str) -> None:
    schema.upgrade(postgres_url)
    wire = Wire(world.get(Postgres).port, is_commit)
    name = postgres_url.rsplit("/", 1)[1]
    straight = Database(postgres_url)
    cut = Database(f"postgresql+psycopg://kantselei@127.0.0.1:{wire.port}/{name}?sslmode=disable")
    station, batch = station_and_batch(straight)
    replayed = 0
    for seq in range(1, 101):
        submission = Submission(batch, seq, Scan(hashlib.sha256(str(seq).encode()).hexdigest(), "image/png", 9))
        with pytest.raises(OutcomeUnknown):
            cut.perform(lambda session, sent=submission: acceptance.accept(session, station, sent, KEY))
        again = straight.perform(lambda session, sent=submission: acceptance.accept(session, station, sent, KEY))
        replayed += again.replayed
    with straight.reading() as session:
        numbers = [viit.case_no for viit in map(parse_viit, session.scalars(select(Document.viit))) if viit]
        assert audit.verify(session) is None
        assert session.execute(select(func.count()).select_from(Work)).scalar_one() == 100
    assert sorted(numbers) == list(range(1, 101))
    assert replayed > 0, "some commits went through although their replies did not"
    for each in (straight, cut, wire):
        each.close()
