"""A supervisor sees who has how much, and hands over what somebody who is away has."""

from datetime import date, timedelta

import pytest
from bureau import APPLICATION, JURI, Office
from sqlalchemy import update

from ports.database import now
from registry import timeline
from registry.access import Forbidden, NotFound, Principal
from registry.clock import TALLINN, local_day
from registry.model import Account, Case
from registry.routing import loads, take
from registry.routing.explained import explained
from registry.routing.handover import NobodyThere, Wish, hand_over
from registry.routing.model import Absence
from registry.routing.take import ReasonWanted

OTHER = APPLICATION | {"personal_code": JURI, "family_name": "Tamm"}


def today(office: Office) -> date:
    with office.database.reading() as session:
        return local_day(now(session))


def handed(office: Office, chief: Principal, wish: Wish) -> int:
    return office.database.perform(lambda session: hand_over(session, chief, wish))


def two_of_kadri(office: Office) -> tuple[Principal, list[str]]:
    kadri = office.hire("kadri", units="PAY")
    papers = [office.receive("valjamaksuviisi_avaldus", **fields) for fields in (APPLICATION, OTHER)]
    return kadri, [office.case_of(paper).id for paper in papers]


def handler_of(office: Office, case: str) -> str | None:
    with office.database.reading() as session:
        return session.get_one(Case, case).handler_id


def leave(office: Office, who: Principal, instead: Principal | None = None) -> None:
    day = today(office)
    with office.database.transaction() as session:
        row = Absence(account_id=who.id, first_on=day, last_on=day + timedelta(days=10))
        row.substitute_id = instead.id if instead else None
        row.recorded_by, row.recorded_at = "system:test", now(session)
        session.add(row)


def test_all_cases_of_who_fell_ill_are_handed_to_a_colleague_with_a_reason(office: Office) -> None:
    kadri, cases = two_of_kadri(office)
    peeter, chief = office.hire("peeter", units="FAM"), office.hire("juht", role="supervisor")
    assert handed(office, chief, Wish("Kadri haigestus.", of=kadri.id, to=peeter.id)) == 2
    assert [handler_of(office, case) for case in cases] == [peeter.id] * 2
    with office.database.reading() as session:
        latest = explained(session, peeter, cases[0])[0]
        story = [moment.words["et"] for moment in timeline.story(session, chief, cases[0])]
    assert (latest.by, latest.choice.reason) == ("Juht", "Kadri haigestus.")
    assert latest.steps[0]["et"] == "Juht andis toimiku üle: Peeter."
    assert "Toimik anti üle" in story


def test_without_a_name_the_rules_choose_among_those_who_are_there(office: Office) -> None:
    kadri, cases = two_of_kadri(office)
    peeter, mall = office.hire("peeter", units="PAY"), office.hire("mall", units="PAY")
    leave(office, kadri)
    chief = office.hire("juht", role="supervisor")
    assert handed(office, chief, Wish("Kadri puudub.", of=kadri.id)) == 2
    assert {handler_of(office, case) for case in cases} == {peeter.id, mall.id}


def test_one_case_of_many_goes_and_its_holder_holds_it_no_more(office: Office) -> None:
    kadri, cases = two_of_kadri(office)
    peeter, chief = office.hire("peeter", units="PAY"), office.hire("juht", role="supervisor")
    taken = office.database.perform(lambda session: take.take_next(session, kadri))
    assert taken is not None
    handed(office, chief, Wish("Tasakaal.", cases=(taken.case_id,), to=peeter.id))
    again = office.database.perform(lambda session: take.take_next(session, kadri))
    assert again is not None
    assert {taken.case_id, again.case_id} == set(cases)


@pytest.mark.parametrize("why", ["", "  "])
def test_nothing_is_handed_over_without_a_reason(office: Office, why: str) -> None:
    kadri, cases = two_of_kadri(office)
    chief = office.hire("juht", role="supervisor")
    with pytest.raises(ReasonWanted):
        handed(office, chief, Wish(why, cases=cases))
    assert handler_of(office, cases[0]) == kadri.id


def test_all_or_none_and_only_by_and_to_whom_it_may_be(office: Office) -> None:
    kadri, cases = two_of_kadri(office)
    peeter, chief = office.hire("peeter", units="PAY"), office.hire("juht", role="supervisor")
    stranger = office.hire("voor", role="supervisor", units="PEN")
    gone = office.hire("lahkus", active=False)
    wishes: list[tuple[Principal, Wish, type[Exception]]] = [
        (peeter, Wish("Tahan.", cases=cases, to=peeter.id), Forbidden),
        (stranger, Wish("Võtan.", cases=cases, to=peeter.id), NotFound),
        (chief, Wish("Ära.", cases=(cases[0], "0" * 32), to=peeter.id), NotFound),
        (chief, Wish("Ära.", to=peeter.id), NotFound),
        (chief, Wish("Ära.", cases=cases, to=gone.id), NobodyThere),
        (chief, Wish("Ära.", cases=cases, to=chief.id), NobodyThere),
    ]
    for who, wish, refusal in wishes:
        with pytest.raises(refusal):
            handed(office, who, wish)
    assert {handler_of(office, case) for case in cases} == {kadri.id}


def test_a_supervisor_sees_load_age_due_and_overdue_by_handler_and_unit(office: Office) -> None:
    kadri, cases = two_of_kadri(office)
    peeter, chief = office.hire("peeter", units="FAM"), office.hire("juht", role="supervisor")
    leave(office, kadri, peeter)
    office.receive("abielutoend")
    day = today(office)
    with office.database.transaction() as session:
        old = now(session).astimezone(TALLINN) - timedelta(days=40)  # by the wall clock, whatever summer time does
        late = {"due_on": day - timedelta(days=1), "opened_at": old}
        session.execute(update(Case).where(Case.id == cases[0]).values(late))
        session.execute(update(Case).where(Case.id == cases[1]).values(due_on=day, state="waiting"))
        session.execute(update(Account).where(Account.id == peeter.id).values(name="Peeter Paju"))
    with office.database.reading() as session:
        family, paying = loads.loads(session, chief)
        assert loads.loads(session, office_of("PEN", chief)) == []
    assert (family.unit, family.handler, family.open, family.overdue) == ("FAM", "Peeter Paju", 1, 0)
    told = (paying.open, paying.waiting, paying.soon, paying.overdue, paying.oldest_days, paying.held)
    assert (paying.unit, paying.handler, told) == ("PAY", "Kadri", (2, 1, 1, 1, 40, 0))
    assert (paying.away_until, paying.instead) == (day + timedelta(days=10), "Peeter Paju")


def office_of(unit: str, chief: Principal) -> Principal:
    return Principal("person", chief.id, "supervisor", frozenset({unit}))


def test_handlers_do_not_see_the_loads_of_others(office: Office) -> None:
    kadri = office.hire("kadri")
    with office.database.reading() as session, pytest.raises(Forbidden):
        loads.loads(session, kadri)
