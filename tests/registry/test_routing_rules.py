"""Stories of rules, skills and absence: to whom a case goes, and that one can read why."""

from datetime import date, timedelta

import pytest
from bureau import APPLICATION, JURI, Office, Sheet

from ports.database import now
from registry.access import NotFound, Principal
from registry.clock import local_day
from registry.model import Case
from registry.reasons import code_of
from registry.routing.described import language_of
from registry.routing.explained import Explained, explained
from registry.routing.model import Absence, RouteRule, Skill
from registry.routing.regions import county

OTHER = APPLICATION | {"personal_code": JURI, "family_name": "Tamm"}
LONG_AGO = date(2020, 1, 1)


def today(office: Office) -> date:
    with office.database.reading() as session:
        return local_day(now(session))


def rule(office: Office, code: str, unit: str, **more: object) -> None:
    values = {"position": 1, "source": "kodukord § 3", "owner": "PAY", "valid_from": LONG_AGO} | more
    with office.database.transaction() as session:
        session.add(RouteRule(code=code, unit=unit, **values))


def skilled(office: Office, who: Principal, skill: str, until: date | None = None) -> None:
    with office.database.transaction() as session:
        session.add(Skill(account_id=who.id, skill=skill, valid_from=LONG_AGO, valid_to=until))


def away(office: Office, who: Principal, instead: Principal | None = None, days: int = 3) -> None:
    day = today(office)
    with office.database.transaction() as session:
        row = Absence(account_id=who.id, first_on=day, last_on=day + timedelta(days=days))
        row.substitute_id = instead.id if instead else None
        row.recorded_by, row.recorded_at = "system:test", now(session)
        session.add(row)


def why_of(office: Office, case: Case) -> Explained:
    chief = office.hire(f"juht-{case.id[:6]}", role="supervisor")
    with office.database.reading() as session:
        return explained(session, chief, case.id)[0]


def codes(found: Explained) -> list[str]:
    return [code_of(step) for step in found.choice.steps]


def test_a_rule_goes_before_the_file_of_the_kind_and_says_so(office: Office) -> None:
    kadri = office.hire("kadri", units="FAM")
    rule(office, "koik_pered", "FAM", kind="valjamaksuviisi_avaldus", priority=2)
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    assert (case.unit, case.handler_id, case.priority) == ("FAM", kadri.id, 2)
    found = why_of(office, case)
    assert (found.choice.rule, found.handler) == ("koik_pered", "Kadri")
    assert [text["et"] for text in found.steps][:2] == [
        "Reegel koik_pered saadab üksusesse FAM.",
        "Väikseim koormus on menetlejal Kadri: lahtisi toimikuid 0, valikus oli 1.",
    ]
    assert all("Kadri" in found.steps[1][language] for language in ("en", "ru"))


def test_a_rule_that_ended_yesterday_does_not_route_today(office: Office) -> None:
    office.hire("kadri", units="FAM")
    peeter = office.hire("peeter", units="PAY")
    day = today(office)
    rule(office, "vana", "FAM", kind="valjamaksuviisi_avaldus", valid_to=day - timedelta(days=1))
    rule(office, "homne", "FAM", kind="valjamaksuviisi_avaldus", valid_from=day + timedelta(days=1))
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    assert (case.unit, case.handler_id) == ("PAY", peeter.id)
    assert codes(why_of(office, case))[0] == "route_kind"


def test_a_rule_that_ends_today_still_routes_today(office: Office) -> None:
    kadri = office.hire("kadri", units="FAM")
    rule(office, "viimane", "FAM", kind="valjamaksuviisi_avaldus", valid_to=today(office))
    assert office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION)).handler_id == kadri.id


def test_who_is_away_gets_nothing_and_the_substitute_stands_in(office: Office) -> None:
    kadri, peeter = office.hire("kadri", units="PAY"), office.hire("peeter", units="FAM")
    away(office, kadri, peeter)
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    assert (case.handler_id, code_of(case.route_why)) == (peeter.id, "routed_stand_in")
    said = why_of(office, case).steps[1]["et"]
    until = (today(office) + timedelta(days=3)).strftime("%d.%m.%Y")
    assert said == f"Kadri puudub kuni {until}, teda asendab Peeter."


def test_the_substitute_of_a_substitute_stands_in_and_a_ring_of_them_ends(office: Office) -> None:
    kadri, peeter, mall = (office.hire(name, units=unit) for name, unit in
                           (("kadri", "PAY"), ("peeter", "FAM"), ("mall", "FAM")))  # fmt: skip
    away(office, kadri, peeter)
    away(office, peeter, mall)
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    assert case.handler_id == mall.id
    away(office, mall, kadri)
    lost = office.case_of(office.receive("valjamaksuviisi_avaldus", **OTHER))
    assert (lost.handler_id, codes(why_of(office, lost))) == (None, ["route_kind", "route_away", "routed_no_handler"])


def test_who_is_back_gets_cases_again(office: Office) -> None:
    kadri, peeter = office.hire("kadri", units="PAY"), office.hire("peeter", units="FAM")
    away(office, kadri, peeter, days=-1)
    assert office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION)).handler_id == kadri.id


def test_a_letter_in_russian_goes_to_who_reads_russian(office: Office) -> None:
    office.hire("aare", units="CLI")
    vera = office.hire("vera", units="CLI")
    skilled(office, vera, "lang:ru")
    letter = Sheet("Прошу разъяснить, как назначается пенсия и когда будет ответ.")
    case = office.case_of(office.bring("kiri", letter))
    assert (case.handler_id, case.needs) == (vera.id, "lang:ru")
    assert "ru" in why_of(office, case).steps[1]["et"]


def test_without_anybody_who_can_the_case_still_has_somebody(office: Office) -> None:
    aare = office.hire("aare", units="CLI")
    skilled(office, aare, "lang:ru", until=today(office) - timedelta(days=1))
    case = office.case_of(office.bring("kiri", Sheet("Прошу разъяснить, как назначается пенсия.")))
    assert case.handler_id == aare.id
    assert "route_unskilled" in codes(why_of(office, case))


def test_a_handler_of_certain_kinds_gets_no_others(office: Office) -> None:
    aare, kadri = office.hire("aare", units="PAY"), office.hire("kadri", units="PAY")
    skilled(office, aare, "kind:pangakonto_teatis")
    assert office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION)).handler_id == kadri.id
    assert office.case_of(office.receive("pangakonto_teatis")).handler_id == aare.id


def test_europe_is_routed_by_the_country_the_family_names(office: Office) -> None:
    office.hire("kadri", units="FAM")
    ingrid = office.hire("ingrid", units="INT")
    skilled(office, ingrid, "eu")
    abroad = {"works_abroad": "yes", "foreign_country": "FI"}
    assert office.case_of(office.receive("perehuvitiste_taotlus", **abroad)).handler_id == ingrid.id
    assert (
        office.case_of(office.receive("perehuvitiste_taotlus", works_abroad="yes", foreign_country="US")).unit == "FAM"
    )


def test_a_county_may_have_its_own_unit(office: Office) -> None:
    office.hire("kadri", units="IDA")
    rule(office, "ida", "IDA", region="ida-viru", share="pull")
    case = office.case_of(office.receive("kiri", address="Keskväljak 1, 41531 Jõhvi"))
    assert (case.unit, case.handler_id, code_of(case.route_why)) == ("IDA", None, "routed_queue")
    assert office.case_of(office.receive("kiri", address="Pikk 7, 44308 Rakvere")).unit == "CLI"


def test_counties_and_languages() -> None:
    assert [county(text) for text in ("10130 Tallinn", "Kuressaare 93819", "tel 5123456", "")] == [
        "harju", "saare", "", ""]  # fmt: skip
    assert language_of(["Palun selgitada, kuidas pensioni arvutatakse"]) == "et"
    assert language_of([]) == "et"


def test_a_choice_is_out_of_sight_with_its_case(office: Office) -> None:
    office.hire("kadri", units="PAY")
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION))
    stranger = office.hire("siim", units="FAM")
    with office.database.reading() as session, pytest.raises(NotFound):
        explained(session, stranger, case.id)
