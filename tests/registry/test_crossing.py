"""Papers of one case that do not agree: said to whoever may see the case, gone when a person has put it right."""

import pytest
from bureau import APPLICATION, MARI, Office

from registry import crossing
from registry.access import NotFound, Principal
from registry.review import correct

OTHER = "EE471000001020145685"


@pytest.fixture
def clerk(office: Office) -> Principal:
    return office.hire("kadri")


def told(office: Office, who: Principal, document: str) -> list[tuple[str, str | None, str]]:
    with office.database.reading() as session:
        found = crossing.disagreements(session, who, office.document(document).case_id or "")
        return [(one.problem.code, one.row.value, one.beside.id) for one in found]


def test_a_bank_that_certifies_another_account_is_pointed_out_until_a_person_corrects_it(office, clerk):
    application = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    holder = {"holder_personal_code": MARI, "account_holder": APPLICATION["account_holder"]}
    letter = office.receive("pangakonto_teatis", iban=OTHER, **holder)
    assert office.document(letter).case_id == office.document(application).case_id
    assert told(office, clerk, application) == [("certified_account_differs", OTHER, application)]
    with office.database.transaction() as session:
        row = next(row for row in session.get_one(type(office.document(letter)), letter).fields if row.name == "iban")
        correct(session, clerk, row.id, row.version, APPLICATION["iban"])
    assert told(office, clerk, application) == []


def test_papers_that_agree_say_nothing(office, clerk):
    application = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    assert told(office, clerk, application) == []


def test_who_may_not_see_the_case_hears_nothing(office):
    application = office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with pytest.raises(NotFound):
        told(office, office.hire("võõras", units="FAM"), application)
