"""The document register: every document has its line, the mark says until when, a person's word stays."""

from datetime import date

import pytest
from bureau import APPLICATION, MARI, Office
from sqlalchemy import select

from ports.database import Database
from registry import entries, restriction, review, schemes
from registry.access import Forbidden, NotFound, Principal
from registry.clock import local_day
from registry.entries import Registration
from registry.entry_model import Entry, OfficeUnit, Series
from registry.review import VersionConflict

LETTER = {
    "sender_name": "Kuu Kaubandus OÜ", "sender_reg_code": "10000018", "letter_kind": "information_request",
    "letter_date": "2026-11-19", "their_ref": "4-2/77", "subject": "Statistika",
}  # fmt: skip
MEMO = Registration("internal", "Koosoleku märkmed", "memo", "1-13")


def line(office: Office, document: str) -> Entry:
    with office.database.reading() as session:
        return session.scalars(select(Entry).where(Entry.document_id == document)).one()


def register(office: Office, who: Principal, wish: Registration) -> Entry:
    with office.database.transaction() as session:
        return entries.register(session, who, wish)


def test_a_document_stands_in_the_register_before_anybody_has_read_it(office: Office) -> None:
    document = office.take_in(office.visit())
    entry, row = line(office, document), office.document(document)
    assert (entry.viit, entry.direction, entry.how, entry.series) == (row.viit, "in", "in_person", "6.0-1")
    day = local_day(row.registered_at)
    assert (entry.ak_basis, entry.ak_from) == (restriction.PERSONAL, day)
    assert entry.ak_until == day.replace(year=day.year + 75)


def test_what_is_read_fills_the_line(office: Office) -> None:
    entry = line(office, office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    assert (entry.kind, entry.party, entry.party_person) == ("avaldus", "Mari Maasikas", True)
    assert entry.dated_on == date(2026, 11, 20)
    assert entry.title
    assert MARI not in entry.title


def test_a_letter_that_names_our_viit_points_at_what_it_answers(office: Office) -> None:
    ours = register(office, office.hire("hilja"), MEMO)
    entry = line(office, office.receive("kiri", **LETTER, our_ref=ours.viit))
    assert (entry.kind, entry.party, entry.party_person) == ("teabenõue", "Kuu Kaubandus OÜ", False)
    assert (entry.their_viit, entry.reply_to) == ("4-2/77", ours.id)


def test_what_a_person_wrote_no_later_reading_overwrites(office: Office) -> None:
    document, hilja = office.receive("kiri", **LETTER), office.hire("hilja")
    before = line(office, document)
    with office.database.transaction() as session:
        entries.correct(
            session, hilja, before.id, before.version, {"title": "Teabenõue statistika kohta", "ak_basis": ""}
        )
    with office.database.transaction() as session, pytest.raises(VersionConflict):
        entries.correct(session, hilja, before.id, before.version, {"title": "Muu"})
    row = office.field(document, "subject")
    with office.database.transaction() as session:
        review.correct(session, hilja, row.id, row.version, "Pensionide statistika")
    after = line(office, document)
    assert (after.title, after.restricted, after.ak_until) == ("Teabenõue statistika kohta", False, None)
    assert after.kind == "teabenõue"


def test_what_goes_out_takes_the_next_number_of_its_case(office: Office) -> None:
    document, hilja = office.receive("valjamaksuviisi_avaldus", **APPLICATION), office.hire("hilja")
    case = office.case_of(document)
    sent = register(
        office, hilja, Registration("out", "Vastus", "kiri", "7.1-1", case_id=case.id, party="Mari Maasikas")
    )
    assert sent.viit == f"{case.number}-2"
    assert (sent.unit, sent.handler_id) == (case.unit, hilja.id)
    assert register(office, hilja, MEMO).viit.startswith("1-13/")


def test_who_does_not_see_the_case_cannot_write_to_it(office: Office) -> None:
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    stranger, entry = office.hire("stella", units="XXX"), line(office, document)
    with pytest.raises(NotFound):
        register(office, stranger, Registration("out", "Vastus", "kiri", "7.1-1", case_id=office.case_of(document).id))
    with office.database.reading() as session, pytest.raises(NotFound):
        entries.entry_of(session, stranger, entry.id)
    with pytest.raises(Forbidden):
        register(office, office.hire("ants", role="admin"), MEMO)


def test_a_series_that_has_ended_takes_nothing_more(office: Office) -> None:
    with pytest.raises(NotFound):
        register(office, office.hire("hilja"), Registration("internal", "Märkmed", "memo", "99-9"))


def test_configuration_is_dated(database: Database) -> None:
    old = {"function": "9.9", "unit": "CLI", "title": {"et": "Vana"}, "owner": "Test", "code": "9.9-1"}
    with database.transaction() as session:
        session.add(Series(**old, valid_from=date(2020, 1, 1), valid_to=date(2024, 12, 31), ak_basis=""))
        session.add(Series(**old, valid_from=date(2025, 1, 1), ak_basis=restriction.PERSONAL))
        session.flush()
        assert schemes.known_series(session, "9.9-1", date(2024, 12, 31)).ak_basis == ""
        assert schemes.known_series(session, "9.9-1", date(2025, 1, 1)).ak_basis == restriction.PERSONAL
        with pytest.raises(NotFound):
            schemes.known_series(session, "9.9-1", date(2019, 12, 31))
        assert {"PEN", "CLI"} <= {unit.code for unit in schemes.on_day(session, OfficeUnit, date(2026, 1, 1))}
        session.rollback()


@pytest.mark.quick
def test_the_mark_has_its_five_parts() -> None:
    ends = restriction.until(restriction.PERSONAL, date(2026, 11, 22))
    assert restriction.mark(restriction.PERSONAL, date(2026, 11, 22), ends) == (
        "ASUTUSESISESEKS KASUTAMISEKS", "Teabevaldaja: Sotsiaalkindlustusamet", "Märge tehtud: 22.11.2026",
        "Kehtib kuni: 22.11.2101", "Alus: AvTS § 35 lg 1 p 12",
    )  # fmt: skip


@pytest.mark.quick
def test_a_restriction_that_protects_no_person_ends_after_five_years() -> None:
    assert restriction.until("AvTS § 35 lg 1 p 3", date(2024, 2, 29)) == date(2029, 2, 28)
    assert restriction.until("AvTS § 35 lg 1 p 3, p 13", date(2024, 1, 1)) == date(2099, 1, 1)
    with pytest.raises(restriction.BadBasis):
        restriction.until("saladus", date(2024, 1, 1))
