"""To whom a case goes."""

from bureau import APPLICATION, JURI, MARI

from registry.kinds import kind_of
from registry.model import Account
from registry.reasons import code_of, sentence
from registry.review import change_kind
from registry.route import route


def test_the_kind_chooses_the_unit_and_the_least_loaded_handler_gets_the_case(office):
    kadri, peeter = office.hire("kadri", units="PAY,PEN"), office.hire("peeter", units="PAY")
    first = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION | {"personal_code": JURI, "family_name": "Tamm"})
    assert office.case_of(first).unit == "PAY"
    assert [office.case_of(first).handler_id, office.case_of(second).handler_id] == [kadri.id, peeter.id]
    assert "PAY" in sentence(office.case_of(first).route_why)["ru"]


def test_who_is_away_or_of_another_unit_or_no_handler_gets_nothing(office):
    office.hire("away", units="PAY", active=False)
    office.hire("other", units="FAM")
    office.hire("chief", role="supervisor", units="PAY")
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    case = office.case_of(document)
    assert (case.handler_id, code_of(case.route_why)) == (None, "routed_no_handler")


def test_a_handler_of_all_units_takes_any_case(office):
    kadri = office.hire("kadri", units="*")
    assert office.case_of(office.receive("kiri")).handler_id == kadri.id


def test_a_case_that_turns_out_to_be_of_another_unit_is_routed_anew(office):
    office.hire("kadri", units="CLI")
    peeter = office.hire("peeter", units="PEN")
    person = office.hire("chief", role="supervisor")
    document = office.receive("tundmatu")
    assert office.case_of(document).unit == "CLI"
    with office.database.transaction() as session:
        change_kind(session, person, document, office.document(document).version, "pensioniavaldus")
    office.understand(document, "pensioniavaldus", personal_code=MARI)
    office.place(document)
    assert (office.case_of(document).unit, office.case_of(document).handler_id) == ("PEN", peeter.id)


def test_a_handler_keeps_the_case_while_it_fits(office):
    kadri = office.hire("kadri", units="PAY")
    document = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    office.hire("aare", units="PAY")  # comes first in the alphabet and has nothing to do
    with office.database.transaction() as session:
        routed = route(session, kind_of("valjamaksuviisi_avaldus"), office.case_of(document))
        assert (routed.handler_id, code_of(routed.why)) == (kadri.id, "routed_kept")
        session.get_one(Account, kadri.id).active = False
        session.flush()
        assert route(session, kind_of("valjamaksuviisi_avaldus"), office.case_of(document)).handler_id != kadri.id


def test_a_new_paper_does_not_take_the_case_from_its_handler(office):
    kadri = office.hire("kadri", units="PAY")
    office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    office.hire("aare", units="PAY")
    second = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    assert office.case_of(second).handler_id == kadri.id
