"""An administrator writes a kind as data: checked like the files of the house, signed, and known at once."""

from collections.abc import Iterator

import pytest
from bureau import Office

from classify.catalogue import SHIPPED, KindFileError
from registry import kinds
from registry.access import Forbidden, Principal
from registry.model import Account, Document
from registry.review import VersionConflict
from registry.states import IllegalMove
from registry.tuning import editions
from registry.tuning.editions import KindInUse
from registry.tuning.signing import ReasonMissing

PERMIT = (
    (SHIPPED / "kiri.toml")
    .read_text(encoding="utf-8")
    .replace('code = "kiri"', 'code = "puuraie_luba"')
    .replace('title.et = "Kiri"', 'title.et = "Puu raieloa taotlus"')
)


@pytest.fixture(autouse=True)
def shipped_kinds() -> Iterator[None]:
    """A process of its own, as far as the kinds go."""
    kinds.choose(None)
    yield
    kinds.choose(None)


@pytest.fixture
def admin(office: Office) -> Principal:
    with office.database.transaction() as session:
        account = Account(login="aado", name="Aado Aru", password_hash="", role="admin")
        session.add(account)
        session.flush()
        return Principal("person", account.id, "admin")


def published(office: Office, admin: Principal, text: str, reason: str = "Uus vorm") -> str:
    with office.database.transaction() as session:
        row = editions.draft(session, admin, "puuraie_luba", text)
    with office.database.transaction() as session:
        return editions.publish(session, admin, row.id, row.version, reason).id


def seen(office: Office) -> bool:
    with office.database.reading() as session:
        return editions.keep_up(session)


def test_a_published_kind_is_known_without_a_restart(office: Office, admin: Principal) -> None:
    catalogue = kinds.catalogue()
    assert "puuraie_luba" not in catalogue
    with office.database.transaction() as session:
        editions.draft(session, admin, "puuraie_luba", PERMIT)
    assert not seen(office)  # a draft knows no paper
    published(office, admin, PERMIT)
    assert seen(office)
    assert catalogue["puuraie_luba"].title["et"] == "Puu raieloa taotlus"
    assert kinds.kind_of("puuraie_luba").code == "puuraie_luba"
    assert not seen(office)  # the second look is short


def test_a_later_edition_replaces_and_can_be_taken_back(office: Office, admin: Principal) -> None:
    published(office, admin, PERMIT)
    second = published(office, admin, PERMIT.replace("Puu raieloa", "Raieloa"))
    seen(office)
    assert kinds.kind_of("puuraie_luba").title["et"] == "Raieloa taotlus"
    with office.database.transaction() as session:
        row = editions.edition(session, admin, second)
        editions.withdraw(session, admin, second, row.version, "Trükiviga")
    seen(office)
    assert kinds.kind_of("puuraie_luba").title["et"] == "Puu raieloa taotlus"
    with office.database.reading() as session:
        assert [row.state for row in editions.editions(session, admin)] == ["withdrawn", "published"]


def test_a_shipped_kind_may_have_an_edition_of_the_office(office: Office, admin: Principal) -> None:
    text = (SHIPPED / "kiri.toml").read_text(encoding="utf-8").replace('title.et = "Kiri"', 'title.et = "Pöördumine"')
    with office.database.transaction() as session:
        row = editions.draft(session, admin, "kiri", text)
        session.flush()
        editions.publish(session, admin, row.id, row.version, "Nii me ütleme")
    seen(office)
    assert kinds.kind_of("kiri").title["et"] == "Pöördumine"
    with office.database.transaction() as session:
        editions.withdraw(session, admin, row.id, editions.edition(session, admin, row.id).version, "Tagasi")
    seen(office)
    assert kinds.kind_of("kiri").title["et"] == "Kiri"


@pytest.mark.parametrize(
    ("good", "bad", "remedy"),
    [
        ('type = "isikukood"', 'type = "isikukod"', "Did you mean `isikukood`?"),
        ('unit = "CLI"', 'unit = "NOWHERE"', "Write one of:"),
        ('series = "7.1-1"', 'series = "99.9-1"', "series of the scheme"),
    ],
)
def test_a_mistake_is_named_with_its_line(office: Office, admin: Principal, good: str, bad: str, remedy: str) -> None:
    line = PERMIT[: PERMIT.index(good)].count("\n") + 1
    with pytest.raises(KindFileError) as mistake:
        published(office, admin, PERMIT.replace(good, bad, 1))
    assert mistake.value.line == line
    assert remedy in mistake.value.remedy
    assert not seen(office)


def test_pages_that_are_no_document_are_no_business_of_an_administrator() -> None:
    for code in (code for code, kind in kinds.catalogue().items() if kind.page_role):
        with pytest.raises(KindFileError):
            editions.checked(code, (SHIPPED / f"{code}.toml").read_text(encoding="utf-8"))


def test_who_publishes_says_why_and_saw_the_last_words(office: Office, admin: Principal) -> None:
    with office.database.transaction() as session:
        row = editions.draft(session, admin, "puuraie_luba", PERMIT)
    with pytest.raises(ReasonMissing), office.database.transaction() as session:
        editions.publish(session, admin, row.id, row.version, "  ")
    with office.database.transaction() as session:
        editions.write(session, admin, row.id, row.version, PERMIT.replace("Puu raieloa", "Raieloa"))
    with pytest.raises(VersionConflict), office.database.transaction() as session:
        editions.publish(session, admin, row.id, 1, "Uus vorm")
    with pytest.raises(Forbidden), office.database.transaction() as session:
        editions.publish(session, Principal("person", admin.id, "handler"), row.id, 2, "Uus vorm")
    with office.database.transaction() as session:
        editions.publish(session, admin, row.id, 2, "Uus vorm")
    with pytest.raises(IllegalMove), office.database.transaction() as session:
        editions.write(session, admin, row.id, 3, PERMIT)


def test_a_kind_whose_papers_lie_in_cases_stays(office: Office, admin: Principal) -> None:
    row_id = published(office, admin, PERMIT)
    seen(office)
    office.receive("puuraie_luba")
    with office.database.transaction() as session:
        assert session.query(Document).count()
        row = editions.edition(session, admin, row_id)
        with pytest.raises(KindInUse):
            editions.withdraw(session, admin, row_id, row.version, "Ei ole vaja")


def test_a_text_that_a_newer_program_does_not_take_stops_nobody(office: Office, admin: Principal) -> None:
    row_id = published(office, admin, PERMIT)
    with office.database.transaction() as session:
        row = editions.edition(session, admin, row_id)
        row.text = "code = 1"
    assert seen(office)
    assert "puuraie_luba" not in kinds.catalogue()
    assert "kiri" in kinds.catalogue()
