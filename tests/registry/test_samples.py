"""Samples: what a person said of a page, from where, and on which side of the evaluation it stands for ever."""

import pytest
from bureau import Office

from registry import kinds, review
from registry.access import Forbidden, NotFound, Principal
from registry.review import VersionConflict
from registry.tuning import labelling, samples
from registry.tuning.labelling import Wish
from registry.tuning.model import Sample
from registry.tuning.samples import FilePage, Label

WORDS = {"format": 1, "number": 1, "width": 10, "height": 10, "layer": "", "lines": []}


@pytest.fixture(autouse=True)
def shipped_kinds() -> None:
    kinds.choose(None)


@pytest.fixture
def admin(office: Office) -> Principal:
    return office.hire("aado", "admin")


def brought(office: Office, admin: Principal, file: str, label: Label, pages: int = 1) -> list[Sample]:
    read = [FilePage(file * 64, number, "d" * 64, WORDS) for number in range(1, pages + 1)]
    with office.database.transaction() as session:
        return samples.add_file(session, admin, read, label)


def all_of(office: Office, admin: Principal) -> list[Sample]:
    with office.database.reading() as session:
        return list(labelling.listed(session, admin, Wish()))


def test_a_handlers_correction_becomes_a_sample(office: Office, admin: Principal) -> None:
    handler = office.hire("hilja")
    document = office.receive("kiri")
    with office.database.transaction() as session:
        review.change_kind(session, handler, document, office.document(document).version, "vaie")
    (sample,) = all_of(office, admin)
    assert (sample.kind, sample.origin, sample.document_id) == ("vaie", "correction", document)
    assert sample.said_by == handler.id
    assert sample.text is None  # its words stay with the document, where access is asked


def test_a_handler_who_agrees_teaches_nothing_new(office: Office, admin: Principal) -> None:
    handler = office.hire("hilja")
    document = office.receive("kiri")
    with office.database.transaction() as session:
        review.change_kind(session, handler, document, office.document(document).version, "kiri")
    assert all_of(office, admin) == []


def test_a_page_is_a_sample_once_and_may_be_labelled_anew(office: Office, admin: Principal) -> None:
    (first,) = brought(office, admin, "a", Label("kiri", "scan"))
    (again,) = brought(office, admin, "a", Label("vaie", "scan"))
    assert again.id == first.id
    with office.database.transaction() as session:
        row = labelling.sample(session, admin, first.id)
        labelling.relabel(session, admin, first.id, row.version, "kiri")
    assert [(row.kind, row.origin) for row in all_of(office, admin)] == [("kiri", "scan")]


def test_what_was_seen_by_somebody_else_meanwhile_is_not_overwritten(office: Office, admin: Principal) -> None:
    (row,) = brought(office, admin, "a", Label("kiri", "scan"))
    with office.database.transaction() as session:
        labelling.relabel(session, admin, row.id, 1, "vaie")
    with pytest.raises(VersionConflict), office.database.transaction() as session:
        labelling.relabel(session, admin, row.id, 1, "kiri")


def test_pages_of_one_group_never_stand_on_both_sides(office: Office, admin: Principal) -> None:
    for file in "0123456789abcdef":
        label = Label("kiri", "scan", "ühe inimese paberid" if file < "8" else "")
        rows = brought(office, admin, file, label, pages=3)
        assert len({row.held_back for row in rows}) == 1
    sides = {(row.group_key, row.held_back) for row in all_of(office, admin)}
    assert len(sides) == len({group for group, _ in sides})
    assert {held for _, held in sides} == {True, False}


def test_a_blank_always_teaches_even_when_it_is_scanned_later(office: Office, admin: Principal) -> None:
    held = next(file for file in "0123456789abcdef" if samples.held_back(samples.group_of(f"file:{file * 64}")))
    (blank,) = brought(office, admin, held, Label("kiri", "blank"))
    assert not blank.held_back
    with office.database.transaction() as session:
        page = [FilePage(held * 64, 2, "d" * 64, WORDS)]
        (scan,) = samples.add_file(session, admin, page, Label("kiri", "scan"))
    assert not scan.held_back


def test_excluded_samples_teach_nobody_and_say_why(office: Office, admin: Principal) -> None:
    (row,) = brought(office, admin, "a", Label("kiri", "scan"))
    with office.database.reading() as session:
        before = samples.data_hash(samples.materials(session))
    with office.database.transaction() as session:
        labelling.exclude(session, admin, row.id, row.version, "Poolik leht")
    with office.database.reading() as session:
        assert samples.materials(session) == []
        assert labelling.counts(session, admin) == []
        row = labelling.sample(session, admin, row.id)
    assert row.excluded == "Poolik leht"
    with office.database.transaction() as session:
        labelling.exclude(session, admin, row.id, row.version, "")
    with office.database.reading() as session:
        assert samples.data_hash(samples.materials(session)) == before


def test_pages_of_a_document_come_with_their_words_as_read_now(office: Office, admin: Principal) -> None:
    document = office.receive("kiri")
    with office.database.transaction() as session:
        samples.add_document(session, admin, document, Label("vaie", "scan"))
    with office.database.reading() as session:
        (found,) = samples.materials(session)
    assert found.kind == "vaie"
    assert found.document_id == document
    assert found.text["lines"]


def test_only_administrators_teach_and_only_kinds_that_are(office: Office, admin: Principal) -> None:
    with pytest.raises(Forbidden):
        brought(office, office.hire("hilja"), "a", Label("kiri", "scan"))
    with pytest.raises(NotFound):
        brought(office, admin, "a", Label("olematu", "scan"))
