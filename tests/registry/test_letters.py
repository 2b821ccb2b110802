"""The letters of an office: what a notice says, its number, its way to the reader, and who is no longer reminded."""

import re
from datetime import date, timedelta

import pytest
from bureau import APPLICATION, Office, Read
from sqlalchemy import select

from registry.access import Forbidden, NotFound, Principal
from registry.clock import due, local_day
from registry.entry_model import Entry
from registry.kinds import catalogue
from registry.letters import compose, delivery, drafting, reading, wording
from registry.letters.delivery import ChannelRefused, Delivery, EvidenceMissing, channel_allowed
from registry.letters.drafting import Addressee, NothingMissing, Wish, WishIncomplete
from registry.letters.model import KINDS, Errand, Letter
from registry.letters.wording import TemplateMistake, Wording
from registry.model import Account, AuditEvent, Case, Document
from registry.number import parse_viit
from registry.reasons import LANGUAGES
from registry.review import VersionConflict
from registry.states import IllegalMove
from registry.term_model import Term

INCOMPLETE = {name: value for name, value in APPLICATION.items() if name not in {"iban", "applicant_signature"}}


@pytest.fixture
def handler(office: Office) -> Principal:
    return office.hire("hilja")


@pytest.fixture
def case(office: Office) -> str:
    """An application without account number and signature."""
    return office.case_of(office.receive("valjamaksuviisi_avaldus", **INCOMPLETE)).id


def issued(office: Office, handler: Principal, case: str, wish: Wish | None = None) -> Letter:
    with office.database.transaction() as session:
        drawn = drafting.draft(session, handler, case, wish or Wish("deficiency"))
        letter = drafting.issue(session, handler, drawn.id, drawn.version)
        assert letter.items is not None
        return letter


def today(office: Office) -> date:
    with office.database.reading() as session:
        return local_day(office.database.now(session))


def record(office: Office, handler: Principal, letter: Letter, said: Delivery) -> Letter:
    with office.database.transaction() as session:
        version = reading.letter(session, handler, letter.id).version
        return delivery.record(session, handler, letter.id, version, said)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("</head>")[1]))


def test_a_notice_names_each_missing_thing_why_and_what_will_do(office: Office, handler: Principal, case: str) -> None:
    letter = issued(office, handler, case)
    assert [item.code for item in letter.items] == ["field:iban", "field:applicant_signature"]
    text = plain(letter.html or "")
    for said in (
        letter.items[0].title,
        "Dokumendil ei ole allkirja",
        "allkirjastatud avaldus",
        "14 kalendripäeva jooksul",
        "§ 15",
    ):
        assert said in text
    assert "võib amet jätta taotluse läbi vaatamata" in text  # may: nobody is rejected by a machine
    assert "ASUTUSESISESEKS KASUTAMISEKS" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_speaks_the_language_of_its_reader(
    office: Office, handler: Principal, case: str, language: str
) -> None:
    letter = issued(office, handler, case, Wish("deficiency", language))
    words = {"et": "Mis on puudu", "en": "What is missing", "ru": "Чего не хватает"}
    assert words[language] in (letter.html or "")
    assert letter.items[1].why == {
        "et": "Dokumendil ei ole allkirja.", "en": "The document is not signed.", "ru": "На документе нет подписи.",
    }[language]  # fmt: skip


def test_a_letter_takes_the_next_number_of_its_case(office: Office, handler: Principal, case: str) -> None:
    """One row of numbers for what comes and what goes, without a gap: a draft has none."""
    with office.database.transaction() as session:
        thrown_away = drafting.draft(session, handler, case, Wish("receipt"))
        drafting.discard(session, handler, thrown_away.id, thrown_away.version)
    letters = [issued(office, handler, case), issued(office, handler, case, Wish("receipt"))]
    with office.database.reading() as session:
        line = session.scalars(select(Entry).where(Entry.letter_id == letters[0].id)).one()
        assert (line.direction, line.viit, line.case_id) == ("out", letters[0].viit, case)
        coming = session.scalars(select(Document.viit_seq).where(Document.case_id == case)).all()
    assert [*coming, *(letter.viit_seq for letter in letters)] == [1, 2, 3]
    number = parse_viit(letters[0].viit or "")
    assert number is not None
    assert number.case_no == letters[0].case_no


def test_issuing_waits_for_the_client_and_leaves_evidence(office: Office, handler: Principal, case: str) -> None:
    letter = issued(office, handler, case)
    with office.database.reading() as session:
        assert session.get_one(Case, case).state == "waiting"
        wanted = select(AuditEvent.action).where(AuditEvent.object == f"letter:{letter.id}")
        assert session.scalars(wanted).all() == ["letter.drafted", "letter.issued"]
        assert session.scalars(select(Errand.what).where(Errand.letter_id == letter.id)).all() == ["print"]


def test_nobody_is_asked_for_what_is_there(office: Office, handler: Principal) -> None:
    complete = office.case_of(office.receive("valjamaksuviisi_avaldus", **APPLICATION)).id
    with office.database.transaction() as session, pytest.raises(NothingMissing):
        drafting.draft(session, handler, complete, Wish("deficiency"))


def test_what_came_after_the_draft_is_no_longer_asked_for(office: Office, handler: Principal, case: str) -> None:
    with office.database.transaction() as session:
        drawn = drafting.draft(session, handler, case, Wish("deficiency"))
    office.receive("valjamaksuviisi_avaldus", **APPLICATION)
    with office.database.transaction() as session, pytest.raises(NothingMissing):
        drafting.issue(session, handler, drawn.id, drawn.version)


def test_a_term_runs_from_delivery_not_from_sending(office: Office, handler: Principal, case: str) -> None:
    letter, day = issued(office, handler, case), today(office)
    posted = record(office, handler, letter, Delivery("posted", day, "registered_post", "RR123456789EE"))
    assert posted.answer_due_on is None
    received = record(office, handler, letter, Delivery("received", day, "slip"))
    assert received.answer_due_on == due(day, 14, "cd").on
    with office.database.reading() as session:
        term = session.scalars(select(Term).where(Term.letter_id == letter.id)).one()
        assert (term.code, term.starts_on, term.ends_on) == ("deficiency", day, received.answer_due_on)
    with office.database.reading() as session:
        assert [event.state for event in reading.letter(session, handler, letter.id).events] == ["posted", "received"]


@pytest.mark.parametrize(
    "said",
    [
        Delivery("received", date(2020, 1, 1), "slip"),  # before it was written
        Delivery("posted", date(2999, 1, 1), "plain_post"),  # not yet
        Delivery("emailed", date(2026, 1, 1), "mail_server"),  # only the worker that sent it knows
        Delivery("handed_over", date(2026, 1, 1), "plain_post"),  # no proof of that
    ],
)
def test_what_proves_nothing_is_refused(office: Office, handler: Principal, case: str, said: Delivery) -> None:
    letter = issued(office, handler, case)
    with pytest.raises(EvidenceMissing):
        record(office, handler, letter, said)


def test_a_fiction_names_its_rule_and_follows_a_way_that_was_tried(
    office: Office, handler: Principal, case: str
) -> None:
    letter, day = issued(office, handler, case), today(office)
    with pytest.raises(IllegalMove):
        record(office, handler, letter, Delivery("deemed", day, "rule", "HMS-31"))
    record(office, handler, letter, Delivery("posted", day, "registered_post"))
    record(office, handler, letter, Delivery("returned", day, "not_collected"))
    with pytest.raises(EvidenceMissing):
        record(office, handler, letter, Delivery("deemed", day, "rule"))
    assert record(office, handler, letter, Delivery("deemed", day, "rule", "HMS-31")).answer_due_on


def test_reminders_stop_when_the_things_come_by_any_way(office: Office, handler: Principal, case: str) -> None:
    letter, day = issued(office, handler, case), today(office)
    delivered = record(office, handler, letter, Delivery("handed_over", day, "signature"))
    last = delivered.answer_due_on
    assert last is not None
    with office.database.reading() as session:
        assert [one.id for one in reading.to_remind(session, handler, last - timedelta(3), last)] == [letter.id]
    office.receive("valjamaksuviisi_avaldus", **APPLICATION)  # no code, no word of the letter: just the paper
    with office.database.reading() as session:
        assert reading.to_remind(session, handler, last - timedelta(3), last) == []
        assert session.scalars(select(Term.state).where(Term.letter_id == letter.id)).all() == ["met"]
        assert all(item.met_at for item in reading.letter(session, handler, letter.id).items)


def test_health_and_family_never_leave_in_an_open_mail(office: Office, handler: Principal, case: str) -> None:
    refused = channel_allowed("AvTS § 35 lg 1 p 12", "email")
    assert not refused.allowed
    assert "p 12" in refused.why["et"]
    assert channel_allowed("AvTS § 35 lg 1 p 12", "email", encrypted=True).allowed
    assert channel_allowed("AvTS § 35 lg 1 p 12", "post").allowed
    assert channel_allowed("", "email").allowed
    letter = issued(office, handler, case, Wish("deficiency", addressee=Addressee("Mari", (), "mari@klient.example")))
    with office.database.transaction() as session, pytest.raises(ChannelRefused):
        delivery.wish_mail(session, handler, letter.id, letter.version)


def test_no_value_of_a_document_gets_into_a_notice(office: Office, handler: Principal) -> None:
    """Data minimisation: a title of a paper and a label of a field, never what stood in it."""
    secret = "F32.1 raske depressioon"
    document = office.receive("kiri", body=Read(secret), subject=Read(secret)) if "kiri" in catalogue() else ""
    wish = Wish("receipt", addressee=Addressee("Mari Maasikas"))
    letter = issued(office, handler, office.case_of(document).id, wish)
    assert secret not in (letter.html or "")
    assert "depressioon" not in (letter.html or "")


def test_a_place_nobody_could_read_is_shown(office: Office, handler: Principal) -> None:
    papers = APPLICATION | {"iban": Read(None, 0.2, "illegible")}
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **papers)).id
    item = issued(office, handler, case).items[0]
    assert (item.code, item.picture) == ("field:iban", "a" * 64)
    assert item.place is not None
    left, top, right, bottom = item.place
    assert 0 <= left < right <= 1
    assert 0 <= top < bottom <= 1


def test_two_handlers_cannot_issue_the_same_draft(office: Office, handler: Principal, case: str) -> None:
    with office.database.transaction() as session:
        drawn = drafting.draft(session, handler, case, Wish("deficiency"))
    with office.database.transaction() as session:
        drafting.issue(session, handler, drawn.id, drawn.version)
    with office.database.transaction() as session, pytest.raises(VersionConflict):
        drafting.issue(session, office.hire("teine"), drawn.id, 1)


def test_who_may_not_see_the_case_finds_no_letter(office: Office, handler: Principal, case: str) -> None:
    letter = issued(office, handler, case)
    stranger, admin = office.hire("siim", units="NOWHERE"), office.hire("aado", "admin")
    with office.database.reading() as session:
        for who in (stranger, admin):
            with pytest.raises(NotFound):
                reading.letter(session, who, letter.id)
            assert reading.letters_in(session, who, "created") == []
    with office.database.transaction() as session, pytest.raises((NotFound, Forbidden)):
        drafting.draft(session, admin, case, Wish("deficiency"))


@pytest.mark.parametrize("wish", [Wish("extension"), Wish("reply", facts={"text": "Tere"}), Wish("deficiency", days=3)])
def test_a_letter_that_lacks_its_facts_is_not_drafted(
    office: Office, handler: Principal, case: str, wish: Wish
) -> None:
    with office.database.transaction() as session, pytest.raises(WishIncomplete):
        drafting.draft(session, handler, case, wish)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.quick
def test_every_kind_has_words_in_every_language(kind: str, language: str) -> None:
    text = plain(compose.html(compose.sample(kind, language), wording.shipped(kind, language)))
    assert "Anu Näidis" in text
    assert ("halduskohtu" in text or "administrative court" in text or "административный суд" in text) == (
        kind == "decision"
    )


@pytest.mark.quick
@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("<p>Tere</p>\n<p>{{ name_of_nobody }}</p>", 2),
        ("<p>Tere</p>\n\n{% if days %}<p>", 3),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("<p>Tere</p>\n{{ case.secret }}", 2),
        ("a\nb\n{{ 1 / 0 }}", 3),
    ],
)
def test_a_mistake_in_a_template_names_its_line(body: str, line: int) -> None:
    with pytest.raises(TemplateMistake) as mistake:
        compose.html(compose.sample("reply", "et"), Wording("reply", "et", 1, body))
    assert mistake.value.line == line


@pytest.mark.quick
def test_what_a_person_wrote_is_text_and_never_markup() -> None:
    sheet = compose.sample("reply", "et")
    sheet.facts["text"] = "<script>alert(1)</script>\n\nTeine lõik"  # type: ignore[index]
    html = compose.html(sheet, wording.shipped("reply", "et"))
    assert "<script>" not in html
    assert "<p>Teine lõik</p>" in html


def test_a_changed_template_is_a_new_version_and_letters_keep_theirs(
    office: Office, handler: Principal, case: str
) -> None:
    with office.database.transaction() as session:
        session.add(Account(id="a" * 32, login="aado", name="Aado", password_hash="-", role="admin"))
    admin = Principal("person", "a" * 32, "admin")
    with office.database.transaction() as session:
        before = drafting.draft(session, handler, case, Wish("receipt"))
        changed = wording.change(session, admin, Wording("receipt", "et", 0, "<p>Uued sõnad</p>"))
        after = drafting.draft(session, handler, case, Wish("receipt"))
        assert (before.template_version, changed.version, after.template_version) == (0, 1, 1)
        assert "Võtsime Teilt vastu" in drafting.preview(session, before)
        assert "Uued sõnad" in drafting.preview(session, after)
        assert [one.version for one in wording.versions(session, "receipt", "et")] == [1, 0]
    with office.database.transaction() as session, pytest.raises(Forbidden):
        wording.change(session, handler, changed)
