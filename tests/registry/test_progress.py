"""How a document comes along: page by page, step by step, and what happens when something is lost."""

import threading

import pytest
from bureau import APPLICATION, MARI, Office, Read, page_result
from sqlalchemy import select

from registry import audit, ledger, progress, retry
from registry.access import SYSTEM
from registry.ledger import Fenced
from registry.model import AuditEvent, Document, Work
from registry.readings import from_dict
from registry.retry import ConfirmedError
from registry.review import confirm_document
from registry.rounds import StillReadingError, next_round


def test_a_document_goes_from_the_register_into_a_case(office):
    document = office.take_in()
    assert office.document(document).state == "registered"
    office.count_pages(document, 2)
    assert [page.number for page in office.document(document).pages] == [1, 2]
    office.read(document, 1)
    assert office.document(document).state == "paged"
    assert office.work(document, "separate") == []
    office.read(document, 2)
    assert office.document(document).state == "read"
    office.understand(document, "valjamaksuviisi_avaldus", **APPLICATION)
    row = office.document(document)
    assert (row.state, row.kind, row.kind_confidence) == ("recognised", "valjamaksuviisi_avaldus", 0.93)
    office.place(document)
    assert office.document(document).state == "placed"
    assert office.case_of(document).client_code == MARI
    assert office.work(document, "pages", "ready", "running") == []


def test_what_was_read_is_kept_whole(office):
    document = office.take_in()
    office.count_pages(document)
    office.read(document)
    page = office.document(document).pages[0]
    assert from_dict(page.text) == page_result(1).text
    assert (page.picture, page.width, page.dpi, page.verdict) == ("a" * 64, 2480, 300.0, "good")


def test_a_lost_page_costs_that_page_only(office):
    document = office.take_in()
    office.count_pages(document, 3)
    office.read(document, 1)
    office.lose(document, 2, "page_too_large")
    office.read(document, 3)
    assert [page.trouble for page in office.document(document).pages] == [None, "page_too_large", None]
    assert len(office.work(document, "separate", "ready")) == 1
    assert office.work(document, "read", "needs_human")[0].error == "page_too_large"


def test_a_document_whose_last_page_is_lost_goes_on(office):
    document = office.take_in()
    office.count_pages(document, 2)
    office.read(document, 1)
    office.lose(document, 2, "worker_lost")
    assert office.document(document).state == "read"
    assert len(office.work(document, "separate", "ready")) == 1


def test_a_page_that_could_be_shown_but_not_read_keeps_its_picture(office):
    document = office.take_in()
    office.count_pages(document)
    office.read(document, text=None, trouble="engine_timeout")
    page = office.document(document).pages[0]
    assert (page.trouble, page.text, page.picture) == ("engine_timeout", None, "a" * 64)
    assert len(office.work(document, "recognise", "ready")) == 1


def test_two_last_pages_at_once_enqueue_exactly_one_recognition(office):
    for _ in range(8):
        document = office.take_in()
        office.count_pages(document, 2)
        claims = [office.claim(document, "read", page) for page in (1, 2)]
        together = threading.Barrier(2)
        failures: list[BaseException] = []

        def finish(claim, together=together, failures=failures):
            def event(session):
                progress.page_read(session, claim, page_result(claim.page))

            try:
                together.wait(5)
                office.database.perform(event)
            except BaseException as error:  # noqa: BLE001 (told to the test below)
                failures.append(error)

        threads = [threading.Thread(target=finish, args=[claim]) for claim in claims]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert failures == []
        assert len(office.work(document, "separate")) == 1
        assert office.document(document).state == "read"


def test_a_slower_twin_changes_nothing(office):
    document = office.take_in()
    office.count_pages(document)
    slow = office.claim(document, "read", 1)
    with office.database.transaction() as session:
        ledger.retry(session, slow, "worker_lost", delay_ms=0, spend=False)
    office.read(document)
    with pytest.raises(Fenced), office.database.transaction() as session:
        progress.page_read(session, slow, page_result(1, picture="f" * 64))
    assert office.document(document).pages[0].picture == "a" * 64
    assert len(office.work(document, "recognise")) == 1


def test_a_file_nobody_can_open_still_lands_in_a_case_for_a_person(office):
    document = office.take_in()
    office.refuse(document, "encrypted")
    office.place(document)
    row = office.document(document)
    assert (row.state, row.trouble, row.kind, row.page_count) == ("placed", "encrypted", "tundmatu", 0)
    assert office.case_of(document).unit == "CLI"
    assert office.work(document, "pages", "needs_human")[0].error == "encrypted"


def test_a_file_without_pages_is_refused_too(office):
    document = office.take_in()
    claim = office.claim(document, "pages")
    with office.database.transaction() as session:
        progress.page_plan(session, claim, 0)
    office.place(document)
    assert office.document(document).trouble == "no_pages"


def test_a_document_no_machine_understands_goes_to_a_person_with_its_pages(office):
    document = office.take_in()
    office.count_pages(document)
    office.read(document)
    office.refuse(document, "program_error", "recognise")
    office.place(document)
    row = office.document(document)
    assert (row.kind, row.trouble, len(row.pages)) == ("tundmatu", "program_error", 1)


def test_a_worker_that_dies_too_often_on_a_page_does_not_hold_the_document_up(office):
    document = office.take_in()
    office.count_pages(document)
    for _ in range(ledger.MAX_ATTEMPTS):
        with office.database.transaction() as session:
            work_id = session.scalars(select(Work.id).where(Work.document_id == document, Work.step == "read")).one()
            assert ledger.claim(session, work_id, "doomed", lease_ms=-1)
    with office.database.transaction() as session:
        for claim in ledger.sweep(session).given_up:
            progress.work_lost(session, claim, "worker_lost")
    assert office.document(document).pages[0].trouble == "worker_lost"
    office.understand(document, "tundmatu")
    office.place(document)
    assert office.document(document).state == "placed"


def test_reading_again_goes_all_the_way_once_more(office):
    person = office.hire("kadri")
    document = office.take_in()
    office.refuse(document, "store_damaged")
    case = office.place(document)
    with office.database.transaction() as session:
        assert len(retry.read_again(session, person, document)) == 1
    office.process(document, "valjamaksuviisi_avaldus", **APPLICATION)
    row = office.document(document)
    assert (row.trouble, row.kind, row.case_id) == (None, "valjamaksuviisi_avaldus", case)
    assert office.case_of(document).kind == "valjamaksuviisi_avaldus"
    assert office.case_of(document).unit == "PAY"


def test_reading_one_page_again_recognises_the_document_anew(office):
    person = office.hire("kadri")
    document = office.take_in()
    office.count_pages(document, 2)
    office.read(document, 1)
    office.lose(document, 2, "worker_lost")
    office.understand(document, "tundmatu")
    office.place(document)
    with office.database.transaction() as session:
        retry.read_page_again(session, person, document, 2)
    assert office.document(document).pages[1].trouble is None
    office.read(document, 2)
    office.understand(document, "valjamaksuviisi_avaldus", **APPLICATION)
    office.place(document)
    assert office.document(document).kind == "valjamaksuviisi_avaldus"
    assert len(office.work(document, "recognise", "done")) == 2


def test_a_second_reading_that_fails_takes_the_first_one_not_away(office):
    person = office.hire("kadri")
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with office.database.transaction() as session:
        retry.read_page_again(session, person, document, 1)
    office.read(document, 1, text=None, trouble="engine_crash")
    page = office.document(document).pages[0]
    assert (page.trouble, page.text is None) == ("engine_crash", False)


def test_nobody_asks_for_another_reading_while_one_is_under_way(office):
    person = office.hire("kadri")
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with office.database.transaction() as session:
        retry.read_again(session, person, document)
    with pytest.raises(StillReadingError), office.database.transaction() as session:
        retry.read_again(session, person, document)
    with pytest.raises(StillReadingError), office.database.transaction() as session:
        confirm_document(session, person, document, office.document(document).version)


def test_a_confirmed_document_is_not_read_again(office):
    person = office.hire("kadri")
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with office.database.transaction() as session:
        confirm_document(session, person, document, office.document(document).version)
    with pytest.raises(ConfirmedError), office.database.transaction() as session:
        retry.read_again(session, person, document)


def test_an_administrator_may_have_it_read_again_without_seeing_it(office):
    admin = office.hire("admin", role="admin", units="")
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with office.database.transaction() as session:
        assert retry.read_again(session, admin, document)


def test_the_audit_tells_the_way_without_a_word_of_the_document(office):
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with office.database.transaction() as session:
        assert audit.verify(session) is None
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    told = [event.action for event in events if event.object == f"document:{document}"]
    assert told[1:] == ["document.paged", "document.recognised", "document.placed"]
    assert {event.actor for event in events if event.action in told[1:]} == {SYSTEM.key}
    assert not any(MARI in str(event.detail) or "Maasikas" in str(event.detail) for event in events)


def test_a_second_run_over_the_same_values_changes_no_version(office: Office):
    document = office.take_in()
    office.count_pages(document)
    office.read(document)
    office.understand(document, "valjamaksuviisi_avaldus", iban=Read("EE382200221020145685", 0.5, "doubtful"))
    before = {row.id: row.version for row in office.document(document).fields}
    problems = [row.id for row in office.document(document).problems]
    with office.database.transaction() as session:
        session.get_one(Document, document)
        next_round(session, document, "recognise")
    office.understand(document, "valjamaksuviisi_avaldus", iban=Read("EE382200221020145685", 0.5, "doubtful"))
    assert {row.id: row.version for row in office.document(document).fields} == before
    assert [row.id for row in office.document(document).problems] == problems
