"""What a worker does with a letter: the PDF is made and kept, the mail goes once, and nothing is lost on a bad day."""

import io
from pathlib import Path

import pytest
from bureau import APPLICATION, Office
from pikepdf import pdfa
from PIL import Image
from sqlalchemy import select, update

from ports.blobs import FolderBlobs
from ports.mail import Outgoing
from ports.memory import MemoryMail
from registry.access import Principal
from registry.letters import delivery, drafting, posting, reading
from registry.letters.drafting import Addressee, Wish
from registry.letters.model import Errand, Letter
from registry.model import Blob, Page
from worker.letters import PostRoom, attend

pytestmark = pytest.mark.slow

ADDRESS = "mari@klient.example"
INCOMPLETE = {name: value for name, value in APPLICATION.items() if name != "iban"}


@pytest.fixture
def handler(office: Office) -> Principal:
    return office.hire("hilja")


@pytest.fixture
def room(office: Office, tmp_path: Path) -> PostRoom:
    return PostRoom(office.database, FolderBlobs(tmp_path / "blobs"), MemoryMail())


def issued(office: Office, handler: Principal, *, secret: bool = True) -> Letter:
    case = office.case_of(office.receive("valjamaksuviisi_avaldus", **INCOMPLETE)).id
    with office.database.transaction() as session:
        drawn = drafting.draft(session, handler, case, Wish("deficiency", addressee=Addressee("Mari", (), ADDRESS)))
        letter = drafting.issue(session, handler, drawn.id, drawn.version)
    if not secret:  # the office has opened this letter: nothing of a person in it
        with office.database.transaction() as session:
            session.execute(update(Letter).where(Letter.id == letter.id).values(access_basis=""))
    return letter


def wish_mail(office: Office, handler: Principal, letter: Letter) -> None:
    with office.database.transaction() as session:
        version = reading.letter(session, handler, letter.id).version
        delivery.wish_mail(session, handler, letter.id, version)


def now(office: Office, letter: Letter) -> Letter:
    with office.database.reading() as session:
        found = session.get_one(Letter, letter.id)
        assert found.events is not None
        return found


def errand(office: Office, letter: Letter, what: str) -> Errand:
    with office.database.reading() as session:
        return session.scalars(select(Errand).where(Errand.letter_id == letter.id, Errand.what == what)).one()


def at_once(office: Office) -> None:
    """As if the wait before the next attempt were over."""
    with office.database.transaction() as session:
        session.execute(update(Errand).values(not_before=0, lease_until=0))


def attend_all(office: Office, room: PostRoom) -> None:
    for _ in range(4):
        attend(room)
        at_once(office)


def sent(room: PostRoom) -> list[Outgoing]:
    assert isinstance(room.mail, MemoryMail)
    return room.mail.sent


def test_a_letter_is_made_once_and_kept_under_its_hash(office: Office, handler: Principal, room: PostRoom) -> None:
    letter = issued(office, handler)
    assert attend(room)
    assert not attend(room)
    made = now(office, letter)
    assert made.sha256
    assert made.version == letter.version  # what a person has seen of it has not changed
    assert pdfa.validate_written(io.BytesIO(room.blobs.get(made.sha256)), "3b").passed
    with office.database.reading() as session:
        assert session.get_one(Blob, made.sha256).media_type == "application/pdf"


def test_the_unreadable_place_is_cut_out_of_the_page(office: Office, handler: Principal, room: PostRoom) -> None:
    kept = io.BytesIO()
    Image.effect_noise((600, 800), 60).save(kept, "PNG")
    key = room.blobs.put_bytes(kept.getvalue())
    document = office.take_in()
    office.count_pages(document)
    office.read(document, picture=key, original=key, thumbnail=key)
    with office.database.transaction() as session:
        places = [[0.1, 0.1, 0.5, 0.2]]
        session.execute(update(Page).where(Page.document_id == document).values(verdict="rescan", places=places))
    office.understand(document, "valjamaksuviisi_avaldus", **APPLICATION)
    case = office.place(document)
    with office.database.transaction() as session:
        drawn = drafting.draft(session, handler, case, Wish("deficiency"))
        letter = drafting.issue(session, handler, drawn.id, drawn.version)
    assert attend(room)
    pdf = room.blobs.get(now(office, letter).sha256 or "")
    assert b"/Subtype /Image" in pdf
    assert pdfa.validate_written(io.BytesIO(pdf), "3b").passed


def test_a_letter_is_mailed_once_and_only_sent_by_that(office: Office, handler: Principal, room: PostRoom) -> None:
    letter = issued(office, handler, secret=False)
    wish_mail(office, handler, letter)
    attend_all(office, room)
    (message,) = sent(room)
    assert (message.to, message.subject) == (ADDRESS, f"Kiri {letter.viit}")
    assert "Mari" not in message.text + message.subject + message.file_name
    mailed = now(office, letter)
    assert (mailed.state, mailed.answer_due_on) == ("emailed", None)  # a term runs from delivery
    assert mailed.events[0].evidence == "mail_server"


def test_a_server_that_is_away_costs_no_attempt_and_loses_nothing(
    office: Office, handler: Principal, room: PostRoom
) -> None:
    letter = issued(office, handler, secret=False)
    wish_mail(office, handler, letter)
    assert isinstance(room.mail, MemoryMail)
    room.mail.away = True
    for _ in range(8):
        attend(room)
        at_once(office)
    assert (errand(office, letter, "mail").state, errand(office, letter, "mail").attempt) == ("ready", 0)
    room.mail.away = False
    attend_all(office, room)
    assert len(sent(room)) == 1


def test_an_address_that_does_not_exist_is_for_a_person(office: Office, handler: Principal, room: PostRoom) -> None:
    letter = issued(office, handler, secret=False)
    wish_mail(office, handler, letter)
    assert isinstance(room.mail, MemoryMail)
    room.mail.refuses = frozenset({ADDRESS})
    attend_all(office, room)
    assert (errand(office, letter, "mail").state, errand(office, letter, "mail").error) == (
        "needs_human", "mail_refused",
    )  # fmt: skip
    assert now(office, letter).state == "created"


def test_who_dies_between_the_servers_yes_and_the_commit_sends_the_same_message_again(
    office: Office, handler: Principal, room: PostRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one case in which a letter goes twice: its reader sees one Message-ID, the register one sending."""
    letter = issued(office, handler, secret=False)
    assert attend(room)
    wish_mail(office, handler, letter)

    def died(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(posting, "mailed", died)
        with pytest.raises(KeyboardInterrupt):
            attend(room)
    at_once(office)  # the lease has run out
    assert attend(room)
    assert len(sent(room)) == 2
    assert len({message.message_id for message in sent(room)}) == 1
    assert [event.state for event in now(office, letter).events] == ["emailed"]


def test_a_restricted_letter_does_not_leave_even_if_somebody_wished_it(
    office: Office, handler: Principal, room: PostRoom
) -> None:
    letter = issued(office, handler, secret=False)
    wish_mail(office, handler, letter)
    with office.database.transaction() as session:
        basis = "AvTS § 35 lg 1 p 12"
        session.execute(update(Letter).where(Letter.id == letter.id).values(access_basis=basis))
    attend_all(office, room)
    assert sent(room) == []
    assert errand(office, letter, "mail").state == "needs_human"
