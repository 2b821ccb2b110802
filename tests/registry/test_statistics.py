"""What a supervisor reads of a span of days: numbers that fit what happened, and only of what he may see."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bureau import APPLICATION, JURI, MARI, Office, good
from sqlalchemy import update

from capture.scan import Legibility, Reason
from registry import review, terms
from registry.access import Forbidden, Principal
from registry.clock import local_day
from registry.model import Case
from registry.statistics import BadSpan, Span, statistics
from registry.term_model import Term

KIND = "valjamaksuviisi_avaldus"
IBAN = "EE471000001020145685"


@pytest.fixture
def chief(office: Office) -> Principal:
    return office.hire("peep", "supervisor")


def today(office: Office) -> date:
    with office.database.reading() as session:
        return local_day(office.database.now(session))


def counted(office: Office, who: Principal, span: Span | None = None) -> dict[tuple[str, str, str], int]:
    span = span or Span(today(office), today(office))
    with office.database.reading() as session:
        return {(line.measure, line.group, line.what): line.count for line in statistics(session, who, span)}


def confirm(office: Office, who: Principal, document: str) -> None:
    with office.database.transaction() as session:
        review.confirm_document(session, who, document, office.document(document).version)


def correct(office: Office, who: Principal, document: str) -> None:
    with office.database.transaction() as session:
        field = office.field(document, "iban")
        review.correct(session, who, field.id, field.version, IBAN)


def test_arrivals_and_confirmations_are_counted_by_kind_and_corrections_by_field(
    office: Office, chief: Principal
) -> None:
    documents = [office.receive(KIND, **APPLICATION) for _ in range(3)]
    correct(office, chief, documents[0])
    for document in documents[:2]:
        confirm(office, chief, document)
    found = counted(office, chief)
    assert found["arrivals", KIND, ""] == 3
    assert found["confirmed", KIND, "corrected"] == 1
    assert found["confirmed", KIND, "untouched"] == 1
    assert found["corrections", KIND, "iban"] == 1


def test_a_day_is_a_day_in_estonia_and_the_last_one_counts(office: Office, chief: Principal) -> None:
    document = office.receive(KIND, **APPLICATION)
    office.backdate(document, registered_at=datetime(2026, 1, 31, 22, 30, tzinfo=UTC))  # 00.30 on 1 February here
    key = ("arrivals", KIND, "")
    assert counted(office, chief, Span(date(2026, 2, 1), date(2026, 2, 1)))[key] == 1
    assert key not in counted(office, chief, Span(date(2026, 1, 1), date(2026, 1, 31)))


def test_pages_to_scan_again_are_counted_by_station_and_reason(office: Office, chief: Principal) -> None:
    document = office.take_in()
    office.count_pages(document, 2)
    office.read(document, 1, legibility=Legibility("rescan", 0.2, (Reason("blurred", "blurred"),)))
    office.read(document, 2, legibility=good("faint"))
    office.understand(document, KIND, **APPLICATION)
    office.place(document)
    found = {key: count for key, count in counted(office, chief).items() if key[0] == "rescans"}
    assert found == {("rescans", "laud 1", "blurred"): 1}


def test_a_term_met_on_its_last_day_is_in_time_and_a_day_after_it_is_late(office: Office, chief: Principal) -> None:
    for ends in (today(office), today(office) - timedelta(days=1)):
        case = office.case_of(office.receive(KIND, **APPLICATION)).id
        with office.database.transaction() as session:
            term = terms.start(session, terms.Start(case, "forward", ends - timedelta(days=7), 5, "wd", "test"))
            session.execute(update(Term).where(Term.id == term.id).values(ends_on=ends))
            terms.meet(session, term)
    found = counted(office, chief)
    assert (found["terms", "forward", "on_time"], found["terms", "forward", "late"]) == (1, 1)


def test_what_waits_is_told_and_how_much_of_it_is_overdue(office: Office, chief: Principal) -> None:
    cases = [office.case_of(office.receive(KIND, **APPLICATION | {"personal_code": code})).id for code in (MARI, JURI)]
    with office.database.transaction() as session:
        past = today(office) - timedelta(days=1)
        session.execute(update(Case).where(Case.id == cases[0]).values(due_on=past))
    found = counted(office, chief)
    assert (found["waiting", KIND, ""], found["waiting", KIND, "overdue"]) == (2, 1)


def test_nobody_counts_what_he_may_not_see(office: Office, chief: Principal) -> None:
    unit = office.case_of(office.receive(KIND, **APPLICATION)).unit
    stranger = office.hire("piia", "supervisor", "ELSEWHERE")
    assert counted(office, stranger) == {}
    assert counted(office, chief, Span(today(office), today(office), "ELSEWHERE")) == {}
    assert counted(office, chief, Span(today(office), today(office), unit)) == counted(office, chief)
    with office.database.reading() as session, pytest.raises(Forbidden):
        statistics(session, office.hire("hille"), Span(today(office), today(office)))


@pytest.mark.quick
def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadSpan):
        Span(date(2026, 2, 2), date(2026, 2, 1))
