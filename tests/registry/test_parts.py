"""One scan of several documents: cut into documents with a viit of their own, and joined again."""

from __future__ import annotations

import pytest
from bureau import Office, page_result
from sqlalchemy import select

from classify.separate import Doubt, Piece, Separation
from ports.database import Database
from registry import acceptance, parts, progress, records, review
from registry.access import NotFound
from registry.model import AuditEvent, Case, Document, Page
from registry.part_model import part_of
from registry.parts import AlreadyPart, PagesLeftOut, PartConfirmed
from registry.review import VersionConflict
from registry.rounds import PutAsideError
from registry.states import IllegalMove

TWO = Separation((Piece((1, 2)), Piece((4,), "kiri", (Doubt("other_person", 4),))), (3,))


def scanned(office: Office, count: int = 4) -> str:
    """A scan whose pages have all been read; it waits to be cut."""
    document = office.take_in()
    with office.database.transaction() as session:
        progress.page_plan(session, office.claim(document, "pages"), count)
    for number in range(1, count + 1):
        claim = office.claim(document, "read", number)
        with office.database.transaction() as session:
            progress.page_read(session, claim, page_result(number))
    return document


def cut(office: Office, document: str, found: Separation = TWO) -> list[Document]:
    claim = office.claim(document, "separate")
    with office.database.transaction() as session:
        parts.separated(session, claim, found)
    return children(office, document)


def children(office: Office, document: str) -> list[Document]:
    with office.database.reading() as session:
        whole = session.get_one(Document, document)
        wanted = select(Document).where(Document.batch_id == whole.batch_id, Document.seq < 0)
        found = list(session.scalars(wanted.order_by(Document.seq.desc())))
        for one in found:
            assert [page.number for page in one.pages] == list(range(1, (one.page_count or 0) + 1))
            assert one.blob == whole.blob
        return found


def one(office: Office, document: str) -> Document:
    with office.database.reading() as session:
        return session.get_one(Document, document)


def test_each_document_has_a_viit_of_its_own_and_came_when_the_scan_came(office: Office) -> None:
    scan = scanned(office)
    first, second = cut(office, scan)
    whole = one(office, scan)
    assert (whole.state, first.state, second.state) == ("split", "read", "read")
    assert len({whole.viit, first.viit, second.viit}) == 3
    assert first.registered_at == second.registered_at == whole.registered_at
    assert (first.page_count, second.page_count) == (2, 1)


def test_the_cut_is_in_the_register_and_in_the_evidence(office: Office) -> None:
    scan = scanned(office)
    first, second = cut(office, scan)
    with office.database.reading() as session:
        said = session.scalars(select(AuditEvent).where(AuditEvent.object == f"document:{first.id}")).all()
        assert [(event.action, event.detail["part_of"]) for event in said] == [("document.accepted", scan)]
        part = part_of(session, second.id)
        assert part is not None
        assert (part.pages, part.kind, part.doubts) == ([4], "kiri", [["other_person", 1]])
        assert session.get_one(Page, (second.id, 1)).text == {
            **(session.get_one(Page, (scan, 4)).text or {}),
            "number": 1,
        }


def test_the_batch_counts_what_was_sent(office: Office) -> None:
    scan = scanned(office)
    cut(office, scan)
    with office.database.transaction() as session:
        count = acceptance.close_batch(session, office.station, one(office, scan).batch_id, declared=None)
        assert (count.accepted, count.pages, count.missing) == (1, 4, ())


def test_each_goes_on_its_own_way_to_a_case(office: Office) -> None:
    handler = office.hire("mari")
    scan = scanned(office)
    for document in cut(office, scan):
        office.understand(document.id, "kiri")
        office.place(document.id)
    with office.database.reading() as session:
        assert len(session.scalars(select(Case)).all()) == 2
        assert records.arriving(session, handler) == 0
        second = children(office, scan)[1]
        assert "other_person" in {row.code for row in session.get_one(Document, second.id).problems}


def test_one_doubtful_document_stays_whole_and_says_so(office: Office) -> None:
    scan = scanned(office)
    assert cut(office, scan, Separation((Piece((1, 2, 3, 4), "", (Doubt("maybe_other_document", 3),)),))) == []
    office.understand(scan, "kiri")
    with office.database.reading() as session:
        assert "maybe_other_document" in {row.code for row in session.get_one(Document, scan).problems}


def test_a_cut_is_taken_back_and_no_viit_is_lost(office: Office) -> None:
    handler = office.hire("mari")
    scan = scanned(office)
    first, second = cut(office, scan)
    for document in (first, second):
        office.understand(document.id, "kiri")
        office.place(document.id)
    with office.database.transaction() as session:
        parts.join(session, handler, first.id)
    assert [document.state for document in children(office, scan)] == ["joined", "joined"]
    assert one(office, scan).state == "read"
    office.understand(scan, "kiri")
    office.place(scan)
    with office.database.reading() as session:
        assert sorted(session.scalars(select(Case.state))) == ["closed", "closed", "new"]


def test_what_a_person_joined_no_machine_cuts_again(office: Office) -> None:
    handler = office.hire("mari")
    scan = scanned(office)
    cut(office, scan)
    for document in children(office, scan):
        office.understand(document.id, "kiri")
        office.place(document.id)
    with office.database.transaction() as session:
        parts.join(session, handler, scan)
    with office.database.reading() as session:
        assert not parts.to_be_cut(session, session.get_one(Document, scan))


def test_a_person_cuts_where_the_machine_saw_one(office: Office) -> None:
    handler = office.hire("mari")
    scan = scanned(office)
    cut(office, scan, Separation((Piece((1, 2, 3, 4)),)))
    office.understand(scan, "kiri")
    office.place(scan)
    with office.database.transaction() as session:
        parts.split(session, handler, scan, one(office, scan).version, [[1], [2, 3, 4]])
    assert [document.page_count for document in children(office, scan)] == [1, 3]
    with office.database.reading() as session:
        assert [case.state for case in session.scalars(select(Case))] == ["closed"]  # nothing lies in it any more


@pytest.mark.parametrize("pieces", [[[1, 2, 3]], [[1, 2], [2, 3, 4]], [[1, 2, 3, 4], []], [], [[1, 2, 3, 4, 5]]])
def test_every_page_belongs_to_one_document(office: Office, pieces: list[list[int]]) -> None:
    handler = office.hire("mari")
    scan = scanned(office)
    cut(office, scan, Separation((Piece((1, 2, 3, 4)),)))
    office.understand(scan, "kiri")
    office.place(scan)
    with office.database.transaction() as session, pytest.raises(PagesLeftOut):
        parts.split(session, handler, scan, one(office, scan).version, pieces)


def test_a_part_is_not_cut_and_a_cut_scan_is_not_worked_on(office: Office) -> None:
    handler = office.hire("mari")
    scan = scanned(office)
    first, _ = cut(office, scan)
    office.understand(first.id, "kiri")
    office.place(first.id)
    with office.database.transaction() as session, pytest.raises(AlreadyPart):
        parts.split(session, handler, first.id, one(office, first.id).version, [[1], [2]])
    with office.database.transaction() as session, pytest.raises(PutAsideError):
        parts.split(session, handler, scan, one(office, scan).version, [[1], [2, 3, 4]])
    with office.database.transaction() as session, pytest.raises(VersionConflict):
        parts.split(session, handler, scan, 99, [[1], [2, 3, 4]])


def test_a_confirmed_part_holds_the_others(office: Office) -> None:
    handler = office.hire("mari")
    scan = scanned(office)
    first, second = cut(office, scan)
    for document in (first, second):
        office.understand(document.id, "kiri")
        office.place(document.id)
    with office.database.transaction() as session:
        review.confirm_document(session, handler, first.id, one(office, first.id).version)
    with office.database.transaction() as session, pytest.raises(PartConfirmed):
        parts.join(session, handler, scan)


def test_what_was_never_cut_cannot_be_joined(office: Office) -> None:
    handler = office.hire("mari")
    scan = scanned(office)
    with office.database.transaction() as session, pytest.raises(IllegalMove):
        parts.join(session, handler, scan)
    with office.database.transaction() as session, pytest.raises(NotFound):
        parts.parts(session, handler, scan)


def test_who_may_not_see_it_finds_nothing(office: Office, database: Database) -> None:
    stranger = office.hire("jüri", units="XXX")
    scan = scanned(office)
    cut(office, scan)
    with database.transaction() as session, pytest.raises(NotFound):
        parts.join(session, stranger, scan)
