"""One person decides, another confirms; money goes only where a person has confirmed that it should."""

import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal

import pytest
from bureau import APPLICATION, Office
from sqlalchemy import select

from registry import decisions, review
from registry.access import NotFound, Principal
from registry.decision_model import Decision
from registry.decisions import NotConfirmed, PaidAlready, Ruling, SecondPersonNeeded
from registry.entry_model import Entry
from registry.letters.model import Letter
from registry.payment import SCHEMAS, BadPayment, Order, cents, pain001, pay_day
from registry.review import VersionConflict
from registry.states import IllegalMove

GRANT = Ruling(
    "grant", "Tingimused on täidetud.", amount=Decimal("260.50"), benefit="lapsetoetus", period="2026-12",
    pay_on=date(2026, 12, 25),
)  # fmt: skip


@pytest.fixture
def handler(office: Office) -> Principal:
    return office.hire("hilja")


@pytest.fixture
def second(office: Office) -> Principal:
    return office.hire("sulev", "supervisor")


@pytest.fixture
def document(office: Office) -> str:
    return office.receive("valjamaksuviisi_avaldus", **APPLICATION)


def stand_behind(office: Office, who: Principal, document: str, *names: str) -> None:
    for name in names or decisions.NEEDED:
        row = office.field(document, name)
        with office.database.transaction() as session:
            review.confirm(session, who, row.id, row.version)


def drafted(office: Office, who: Principal, document: str, ruling: Ruling = GRANT) -> Decision:
    with office.database.transaction() as session:
        return decisions.draft(session, who, office.case_of(document).id, ruling)


def confirmed(office: Office, who: Principal, decision: Decision) -> Decision:
    with office.database.transaction() as session:
        return decisions.confirm(session, who, decision.id, decision.version)


def test_a_decision_stands_on_confirmed_values_only(office: Office, handler: Principal, document: str) -> None:
    """Read with 95 % confidence is not enough to pay by."""
    stand_behind(office, handler, document, "iban")
    with pytest.raises(NotConfirmed) as refused:
        drafted(office, handler, document)
    assert refused.value.lacks == ("personal_code", "account_holder")


def test_who_drafted_does_not_confirm(office: Office, handler: Principal, document: str) -> None:
    stand_behind(office, handler, document)
    decision = drafted(office, handler, document)
    with pytest.raises(SecondPersonNeeded):
        confirmed(office, handler, decision)
    with office.database.reading() as session:
        assert session.get_one(Decision, decision.id).state == "drafted"


def test_two_persons_make_a_letter_a_payment_and_lines_in_the_register(
    office: Office, handler: Principal, second: Principal, document: str
) -> None:
    stand_behind(office, handler, document)
    done = confirmed(office, second, drafted(office, handler, document))
    assert (done.amount, done.pay_on) == (26050, date(2026, 12, 23))  # not on Christmas: before it
    with office.database.reading() as session:
        letter = session.get_one(Letter, done.letter_id)
        for said in ("Rahuldame Teie taotluse.", "260,50", "23.12.2026", "halduskohtu"):
            assert said in (letter.html or "")
        assert "EE382200221020145685" not in (letter.html or "")  # the end of it is enough for its owner
        viits = session.scalars(select(Entry.viit).where(Entry.case_id == done.case_id)).all()
    assert {letter.viit, done.payment_viit} <= set(viits)


def test_the_payment_is_what_the_bank_reads(
    office: Office, handler: Principal, second: Principal, document: str
) -> None:
    stand_behind(office, handler, document)
    done = confirmed(office, second, drafted(office, handler, document))
    order = ET.fromstring(done.payment or "")
    found = {each.tag.rpartition("}")[2]: each.text for each in order.iter()}
    assert (found["InstdAmt"], found["CtrlSum"], found["NbOfTxs"]) == ("260.50", "260.50", "1")
    assert (found["EndToEndId"], found["ReqdExctnDt"]) == (done.payment_viit, "2026-12-23")
    assert "NOTPROVIDED" not in (done.payment or "")


def test_a_value_that_changed_after_the_draft_stops_it(
    office: Office, handler: Principal, second: Principal, document: str
) -> None:
    stand_behind(office, handler, document)
    decision = drafted(office, handler, document)
    row = office.field(document, "account_holder")
    with office.database.transaction() as session:
        review.correct(session, handler, row.id, row.version, "Keegi Teine")
    with pytest.raises(NotConfirmed) as refused:
        confirmed(office, second, decision)
    assert refused.value.lacks == ("account_holder",)


def test_nobody_is_paid_twice_for_a_month(office: Office, handler: Principal, second: Principal, document: str) -> None:
    stand_behind(office, handler, document)
    first, again = drafted(office, handler, document), drafted(office, handler, document)
    confirmed(office, second, first)
    with pytest.raises(PaidAlready):
        confirmed(office, second, again)


def test_a_refusal_pays_nothing_and_says_where_to_complain(
    office: Office, handler: Principal, second: Principal, document: str
) -> None:
    refusal = Ruling("refuse", "Tingimused ei ole täidetud.\n\nVanus ei ole käes.", "ru")
    done = confirmed(office, second, drafted(office, handler, document, refusal))
    assert (done.payment, done.payment_viit, done.amount) == (None, None, None)
    with office.database.reading() as session:
        assert "административный суд" in (session.get_one(Letter, done.letter_id).html or "")


def test_a_confirmed_decision_is_not_confirmed_again(
    office: Office, handler: Principal, second: Principal, document: str
) -> None:
    refusal = drafted(office, handler, document, Ruling("refuse", "Ei."))
    done = confirmed(office, second, refusal)
    with pytest.raises((VersionConflict, IllegalMove)):
        confirmed(office, second, refusal)
    with pytest.raises(IllegalMove):
        confirmed(office, second, done)


def test_a_decision_out_of_sight_does_not_exist(office: Office, handler: Principal, document: str) -> None:
    decision = drafted(office, handler, document, Ruling("refuse", "Ei."))
    stranger = office.hire("siim", units="NOWHERE")
    with pytest.raises(NotFound):
        confirmed(office, stranger, decision)
    with office.database.reading() as session, pytest.raises(NotFound):
        decisions.decisions_of(session, stranger, decision.case_id)


@pytest.mark.quick
@pytest.mark.parametrize("schema", SCHEMAS)
def test_both_schemas_of_the_banks_are_met_and_names_keep_their_letters(schema: str) -> None:
    order = Order("Õnne Äärsöö-Šõžž", "EE382200221020145685", 1, date(2026, 12, 23), "6.0-1/1-3", "/RFB/1/TXT/2026-12")
    assert "Õnne Äärsöö-Šõžž" in pain001(order, schema)


@pytest.mark.quick
@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(BadPayment):
        cents(Decimal(amount))


@pytest.mark.quick
def test_a_wrong_account_gets_no_order() -> None:
    with pytest.raises(BadPayment):
        pain001(Order("Mari", "EE382200221020145686", 100, date(2026, 12, 23), "6.0-1/1-3", "x"))


@pytest.mark.quick
@pytest.mark.parametrize(
    ("wanted", "day"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 20)),  # Sunday
        (date(2026, 12, 25), date(2026, 12, 23)),  # Christmas, after it a holiday too
        (date(2027, 1, 1), date(2026, 12, 31)),  # the year before
    ],
)
def test_a_payment_day_rolls_back(wanted: date, day: date) -> None:
    assert pay_day(wanted) == day
