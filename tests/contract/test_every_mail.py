"""What every door for mail promises: taken on once and whole, refused for good, or away for now."""

import email
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from typing import Any, Protocol

import pytest
from aiosmtpd.controller import Controller
from world import free_port

from ports.mail import BadMailUrl, Mail, MailRefused, MailUnavailable, NoMail, Outgoing, SmtpMail, open_mail
from ports.memory import MemoryMail

pytestmark = pytest.mark.quick
LETTER = Outgoing(
    "5f0c1c5e@amet.example", "info@amet.example", "mari@klient.example", "Kiri 6.0-1/1-2", "Manuses on kiri.\n",
    b"%PDF-1.7 kiri \x00\xff", "kiri-6.0-1-1-2.pdf",
)  # fmt: skip
NOBODY = "mitte.keegi@klient.example"


class Box(Protocol):
    """A mail server one can look into."""

    mail: Mail

    def arrived(self) -> list[EmailMessage]: ...
    def go_away(self) -> None: ...


@dataclass
class InMemory:
    mail: MemoryMail

    def arrived(self) -> list[EmailMessage]:
        return [letter.message() for letter in self.mail.sent]

    def go_away(self) -> None:
        self.mail.away = True


class Postman:
    """The rules of a real server: nobody of that name lives here."""

    def __init__(self) -> None:
        self.bags: list[bytes] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address == NOBODY:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.bags.append(envelope.content)
        return "250 taken on"


@dataclass
class Real:
    mail: Mail
    postman: Postman
    controller: Controller

    def arrived(self) -> list[EmailMessage]:
        return [email.message_from_bytes(bag, policy=default) for bag in self.postman.bags]  # type: ignore[misc]

    def go_away(self) -> None:
        self.controller.stop()


@pytest.fixture(params=["memory", "smtp"])
def box(request: pytest.FixtureRequest) -> Iterator[Box]:
    if request.param == "memory":
        twin = MemoryMail()
        twin.refuses = frozenset({NOBODY})
        yield InMemory(twin)
        return
    postman = Postman()
    controller = Controller(postman, hostname="127.0.0.1", port=free_port())
    controller.start()
    port = controller.port
    yield Real(SmtpMail(f"smtp://127.0.0.1:{port}?tls=none"), postman, controller)
    if controller.server is not None:
        controller.stop()


def test_a_letter_arrives_whole(box: Box) -> None:
    box.mail.send(LETTER)
    (message,) = box.arrived()
    assert message["Message-ID"] == "<5f0c1c5e@amet.example>"
    assert (message["To"], message["From"]) == (LETTER.to, LETTER.sender)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == LETTER.pdf
    assert attached.get_filename() == LETTER.file_name


def test_the_same_letter_sent_again_bears_the_same_name(box: Box) -> None:
    box.mail.send(LETTER)
    box.mail.send(LETTER)
    assert len({message["Message-ID"] for message in box.arrived()}) == 1


def test_an_address_that_is_refused_is_refused_for_good(box: Box) -> None:
    wrong = Outgoing(LETTER.message_id, LETTER.sender, NOBODY, LETTER.subject, LETTER.text, LETTER.pdf, "kiri.pdf")
    with pytest.raises(MailRefused):
        box.mail.send(wrong)
    assert box.arrived() == []


def test_a_server_that_is_away_is_tried_again_later(box: Box) -> None:
    box.go_away()
    with pytest.raises(MailUnavailable):
        box.mail.send(LETTER)


def test_without_a_server_everything_waits() -> None:
    assert isinstance(open_mail(None), NoMail)
    with pytest.raises(MailUnavailable):
        open_mail(None).send(LETTER)


def test_a_server_without_encryption_gets_nothing_unless_we_were_told_so() -> None:
    controller = Controller(Postman(), hostname="127.0.0.1", port=free_port())
    controller.start()
    port = controller.port
    try:
        with pytest.raises(MailUnavailable):
            SmtpMail(f"smtp://127.0.0.1:{port}").send(LETTER)
    finally:
        controller.stop()


@pytest.mark.parametrize("url", ["http://mail", "smtp://", "mail.example"])
def test_what_is_no_address_of_a_server_is_said_so(url: str) -> None:
    with pytest.raises(BadMailUrl):
        SmtpMail(url)
