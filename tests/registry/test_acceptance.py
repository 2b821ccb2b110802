"""Accepted means kept: once, with a number, a first step of work, evidence and a receipt that never changes."""

import contextlib
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from bureau import KEY, Office
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from capture.scan import Scan
from ports.database import Database
from registry import acceptance, audit
from registry.acceptance import Acceptance, BadCount, BatchClosed, CountMismatch, KeyReused, Submission
from registry.access import Forbidden, NotFound, Principal
from registry.model import AuditEvent, Blob, Document, Work
from registry.number import parse_viit


def scan(words: str) -> Scan:
    return Scan(hashlib.sha256(words.encode()).hexdigest(), "application/pdf", len(words))


def send(office: Office, batch: str, seq: int, words: str = "avaldus", who: Principal | None = None) -> Acceptance:
    submission = Submission(batch, seq, scan(words), "application/pdf")
    return office.database.perform(lambda session: acceptance.accept(session, who or office.station, submission, KEY))


def open_batch(office: Office, declared: int | None = None, one_client: bool = False) -> str:
    with office.database.transaction() as session:
        return acceptance.open_batch(session, office.station, declared=declared, one_client=one_client).id


def rows(database: Database, entity: type) -> int:
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(entity)).scalar_one()


def test_a_document_gets_its_number_its_first_step_its_evidence_and_a_receipt(office: Office) -> None:
    batch = open_batch(office)
    accepted = send(office, batch, 1)
    receipt = accepted.receipt
    with office.database.reading() as session:
        document = session.get_one(Document, receipt.document_id)
        work = session.get_one(Work, accepted.work_id)
        event = session.get_one(AuditEvent, receipt.audit_seq)
        assert session.get_one(Blob, receipt.sha256).size == receipt.size == len("avaldus")
        assert abs(office.database.now(session) - receipt.received_at) < timedelta(minutes=1)
    assert not accepted.replayed
    assert (document.viit, document.state, document.receipt_id) == ("6.0-1/1-1", "registered", receipt.receipt_id)
    assert (work.document_id, work.step, work.page, work.state) == (document.id, "pages", 0, "ready")
    assert (event.action, event.object, event.actor) == (
        "document.accepted", f"document:{document.id}", office.station.key,
    )  # fmt: skip
    assert acceptance.is_ours(receipt, KEY)


def test_a_receipt_that_somebody_altered_is_not_ours(office: Office) -> None:
    receipt = send(office, open_batch(office), 1).receipt
    assert not acceptance.is_ours(replace(receipt, viit="6.0-1/2-1"), KEY)
    assert not acceptance.is_ours(replace(receipt, received_at=receipt.received_at + timedelta(days=1)), KEY)
    assert not acceptance.is_ours(receipt, b"another key")


def test_a_retry_gets_the_same_receipt_even_after_the_batch_was_closed(office: Office) -> None:
    batch = open_batch(office)
    first = send(office, batch, 1)
    with office.database.transaction() as session:
        acceptance.close_batch(session, office.station, batch)
    again = send(office, batch, 1)
    assert again == Acceptance(first.receipt, replayed=True, work_id=None)
    assert rows(office.database, Document) == rows(office.database, Work) == 1
    with office.database.reading() as session:
        assert acceptance.receipt(session, office.station, first.receipt.document_id, KEY) == first.receipt


def test_the_same_key_ten_times_at_once_is_one_acceptance_and_nine_replays(office: Office) -> None:
    batch = open_batch(office)
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: send(office, batch, 7), range(10)))
    assert sorted(answer.replayed for answer in answers) == [False] + [True] * 9
    assert len({answer.receipt for answer in answers}) == 1
    assert rows(office.database, Document) == 1


def test_other_bytes_under_a_used_key_are_refused_and_the_first_stay(office: Office) -> None:
    batch = open_batch(office)
    first = send(office, batch, 1, "avaldus")
    with pytest.raises(KeyReused):
        send(office, batch, 1, "teine avaldus")
    assert send(office, batch, 1, "avaldus").receipt == first.receipt


def test_the_same_bytes_under_another_key_are_another_document(office: Office) -> None:
    batch = open_batch(office)
    receipts = [send(office, batch, seq, "blank form").receipt for seq in (1, 2)]
    assert len({receipt.viit for receipt in receipts}) == len({receipt.document_id for receipt in receipts}) == 2
    assert rows(office.database, Blob) == 1


def test_the_same_bytes_from_many_stations_at_once_are_one_blob(office: Office) -> None:
    batches = [open_batch(office) for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda batch: send(office, batch, 1, "blank form"), batches))
    assert len({answer.receipt.viit for answer in answers}) == 6
    assert rows(office.database, Blob) == 1


def test_what_does_not_commit_was_never_accepted_and_used_no_number(office: Office) -> None:
    batch = open_batch(office)
    before = rows(office.database, AuditEvent)

    def fail(session: Session) -> None:
        acceptance.accept(session, office.station, Submission(batch, 1, scan("avaldus")), KEY)
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        office.database.perform(fail)
    assert [rows(office.database, entity) for entity in (Document, Blob, Work)] == [0, 0, 0]
    assert rows(office.database, AuditEvent) == before
    assert send(office, batch, 1).receipt.viit == "6.0-1/1-1"


@pytest.mark.slow
def test_numbers_have_no_gap_however_many_send_and_fail_at_once(office: Office) -> None:
    batches = [open_batch(office) for _ in range(4)]

    def send_or_fail(job: tuple[str, int]) -> None:
        batch, seq = job

        def event(session: Session) -> None:
            acceptance.accept(session, office.station, Submission(batch, seq, scan(f"{batch}{seq}")), KEY)
            if seq % 3 == 0:
                raise RuntimeError("lost on the way")

        with contextlib.suppress(RuntimeError):
            office.database.perform(event)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send_or_fail, [(batch, seq) for seq in range(1, 16) for batch in batches]))
    with office.database.reading() as session:
        numbers = [viit.case_no for viit in map(parse_viit, session.scalars(select(Document.viit))) if viit]
        assert audit.verify(session) is None
    assert sorted(numbers) == list(range(1, 4 * 10 + 1))


def test_the_papers_of_one_visit_share_a_number_and_are_counted_in_it(office: Office) -> None:
    visit = open_batch(office, one_client=True)
    with ThreadPoolExecutor(4) as threads:
        receipts = [
            answer.receipt for answer in threads.map(lambda seq: send(office, visit, seq, str(seq)), range(1, 5))
        ]
    assert sorted(receipt.viit for receipt in receipts) == [f"6.0-1/1-{seq}" for seq in range(1, 5)]
    assert send(office, open_batch(office), 1).receipt.viit == "6.0-1/2-1"


def test_a_closed_batch_takes_nothing_more(office: Office) -> None:
    batch = open_batch(office)
    send(office, batch, 1)
    with office.database.transaction() as session:
        acceptance.close_batch(session, office.station, batch, declared=1)
    with pytest.raises(BatchClosed):
        send(office, batch, 2, "late")


def test_a_strangers_batch_does_not_exist(office: Office) -> None:
    batch = open_batch(office)
    other = Principal("station", "f" * 32, "station")
    with pytest.raises(NotFound):
        send(office, batch, 1, who=other)
    with office.database.reading() as session, pytest.raises(NotFound):
        acceptance.batch_count(session, other, batch)
    document = send(office, batch, 1).receipt.document_id
    with office.database.reading() as session, pytest.raises(NotFound):
        acceptance.receipt(session, other, document, KEY)


@pytest.mark.parametrize("seq", [0, -1, 1_000_000, 2**40])
def test_documents_are_numbered_from_one_to_a_million(office: Office, seq: int) -> None:
    batch = open_batch(office)
    with pytest.raises(BadCount):
        send(office, batch, seq)
    with office.database.transaction() as session, pytest.raises(BadCount):
        acceptance.close_batch(session, office.station, batch, declared=2**40)


def test_what_a_sender_says_of_itself_is_made_harmless(office: Office) -> None:
    with office.database.transaction() as session:
        batch = acceptance.open_batch(session, office.station, label="laud\0 1\r\n\u202e" + "x" * 200)
        submission = Submission(batch.id, 1, scan("avaldus"), "image/\ud800png\0")
        document_id = acceptance.accept(session, office.station, submission, KEY).receipt.document_id
    assert batch.label == "laud 1" + "x" * 94
    with office.database.reading() as session:
        assert session.get_one(Document, document_id).declared_type == "image/png"


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_who_only_administers_or_audits_sends_nothing(office: Office, role: str) -> None:
    with office.database.transaction() as session, pytest.raises(Forbidden):
        acceptance.open_batch(session, Principal("person", "1" * 32, role, frozenset("*")))


def test_a_batch_closes_only_when_everything_declared_is_there(office: Office) -> None:
    batch = open_batch(office, declared=5)
    for seq in (1, 2, 4, 6):
        send(office, batch, seq, str(seq))
    with office.database.transaction() as session, pytest.raises(CountMismatch) as caught:
        acceptance.close_batch(session, office.station, batch)
    mismatch = caught.value
    assert (mismatch.declared, mismatch.accepted, mismatch.missing, mismatch.surplus) == (5, 4, (3, 5), (6,))
    send(office, batch, 3, "3")
    send(office, batch, 5, "5")
    with office.database.transaction() as session:
        count = acceptance.close_batch(session, office.station, batch, declared=6)
    assert (count.declared, count.accepted, count.registered, count.state) == (6, 6, 6, "closed")
    assert (count.pages, count.unopened, count.missing) == (0, 6, ())


def test_a_batch_without_a_declared_count_must_have_no_gap(office: Office) -> None:
    batch = open_batch(office)
    send(office, batch, 1)
    send(office, batch, 3, "3")
    with office.database.reading() as session:
        assert acceptance.batch_count(session, office.station, batch).missing == (2,)
    with office.database.transaction() as session, pytest.raises(CountMismatch) as caught:
        acceptance.close_batch(session, office.station, batch)
    assert caught.value.missing == (2,)


def test_closing_twice_is_harmless_and_recorded_once(office: Office) -> None:
    batch = open_batch(office)
    send(office, batch, 1)
    for _ in range(2):
        with office.database.transaction() as session:
            assert acceptance.close_batch(session, office.station, batch).state == "closed"
    with office.database.reading() as session:
        closed = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "batch.closed")
        assert session.execute(closed).scalar_one() == 1


def test_pages_are_counted_with_those_nobody_could_read(office: Office) -> None:
    batch = office.visit()
    document = office.take_in(batch)
    office.count_pages(document, 3)
    office.lose(document, 2, "render_timeout")
    with office.database.reading() as session:
        count = acceptance.batch_count(session, office.station, batch)
    assert (count.accepted, count.pages, count.unread_pages, count.unopened) == (1, 3, 1, 0)
