"""The door for outgoing mail: SMTP, or none. It sends one message and says whether the server took it on.

Taken on is not delivered, and whoever is cut off between the server's yes and our commit sends once more: the message
carries the same Message-ID then, by which its reader and most servers know it again.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_S = 30
_PERMANENT = 500


class MailUnavailable(Exception):
    """The mail server does not take messages now. Nothing is lost: it is tried again by itself."""

    code = "mail_away"


class MailRefused(Exception):
    """The mail server refuses this message for good. Check the address, or send the letter by post."""

    code = "mail_refused"


class BadMailUrl(Exception):
    """KANTSELEI_MAIL_URL cannot be used. Write smtp://user:password@host:587, smtps://..., or smtp://host:25?tls=none."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message with one PDF. `message_id` is the same whenever the same letter is sent."""

    message_id: str
    sender: str
    to: str
    subject: str
    text: str
    pdf: bytes
    file_name: str

    def message(self) -> EmailMessage:
        made = EmailMessage(policy=SMTP)
        made["Message-ID"], made["From"], made["To"], made["Subject"] = (
            f"<{self.message_id}>", self.sender, self.to, self.subject,
        )  # fmt: skip
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(self.text)
        made.add_attachment(self.pdf, maintype="application", subtype="pdf", filename=self.file_name)
        return made


class Mail(Protocol):
    """Any way to send a message."""

    def send(self, letter: Outgoing) -> None:
        """Returns when the server took the message on. Raises `MailUnavailable` or `MailRefused`."""
        ...


class NoMail:
    """No server is set: everything waits."""

    def send(self, letter: Outgoing) -> None:
        raise MailUnavailable


class SmtpMail:
    """One connection a message: letters are few. Encrypted on the way, unless the address says tls=none."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise BadMailUrl
        wanted = parse_qs(parts.query).get("tls", ["yes"])[0]
        self._implicit, self._starttls = parts.scheme == "smtps", parts.scheme == "smtp" and wanted != "none"
        self._host, self._port = parts.hostname, parts.port or (465 if self._implicit else 587)
        self._login = (unquote(parts.username or ""), unquote(parts.password or ""))

    def send(self, letter: Outgoing) -> None:
        try:
            with self._connected() as server:
                server.send_message(letter.message())
        except smtplib.SMTPRecipientsRefused as error:
            worst = max(code for code, _ in error.recipients.values())
            raise MailRefused if worst >= _PERMANENT else MailUnavailable from error
        except smtplib.SMTPAuthenticationError as error:
            raise MailUnavailable from error  # our password is wrong, not the letter
        except smtplib.SMTPResponseException as error:
            raise MailRefused if error.smtp_code >= _PERMANENT else MailUnavailable from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailUnavailable from error

    def _connected(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        server: smtplib.SMTP
        if self._implicit:
            server = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=trusted)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        try:
            if self._starttls:
                server.starttls(context=trusted)
            if self._login[0]:
                server.login(*self._login)
        except BaseException:
            server.close()
            raise
        return server


def open_mail(url: str | None) -> Mail:
    return SmtpMail(url) if url else NoMail()
