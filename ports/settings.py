"""Settings: one frozen class a process, read from KANTSELEI_* once, with a sentence for each mistake."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "KANTSELEI_"
KNOWN = frozenset({
    "DATA_DIR", "DATABASE_URL", "BLOBS_URL", "BROKER_URL", "RECEIPT_KEY_FILE",
    "MAIL_URL", "OFFICE_FILE", "HOST", "PORT", "UPLOAD_LIMIT_MB", "WORKERS", "LANGUAGES", "KINDS_DIR", "REGISTERS_DIR",
})  # fmt: skip
ALIEN = frozenset({"SHARED", "TEST_WORLD"})  # read by the tests, not by the house


class SettingsError(Exception):
    """A setting is wrong. Correct the environment variable that is named here, then start again."""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the truth lives. The default is the embedded profile: SQLite and a folder below `data_dir`."""

    data_dir: Path
    database_url: str = field(repr=False)  # URLs hold passwords
    blobs_url: str = field(repr=False)  # file:///folder or s3://key:secret@host:port/bucket?tls=0
    broker_url: str | None = field(repr=False)  # amqp://, redis://, or none: workers poll
    receipt_key_file: Path

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> StoreSettings:
        _refuse_unknown(environment)
        data_dir = Path(_get(environment, "DATA_DIR", "data")).absolute()
        return cls(
            data_dir=data_dir,
            database_url=_url(
                environment, "DATABASE_URL", f"sqlite:///{data_dir}/kantselei.db", "sqlite", "postgresql"
            ),
            blobs_url=_url(environment, "BLOBS_URL", (data_dir / "blobs").as_uri(), "file", "s3"),
            broker_url=_url(environment, "BROKER_URL", "", "amqp", "amqps", "redis", "rediss") or None,
            receipt_key_file=Path(_get(environment, "RECEIPT_KEY_FILE", str(data_dir / "receipt.key"))),
        )

    @property
    def incoming(self) -> Path:
        """Where bodies are spooled while they arrive: in the file system of the embedded store."""
        return self.data_dir / "incoming"

    def prepare(self) -> None:
        """Makes the folders; only the account the house runs under may look into them."""
        try:
            for folder in (self.data_dir, self.incoming):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{PREFIX}DATA_DIR: {folder} cannot be made; name a folder we may write to.") from error


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """The web process."""

    store: StoreSettings
    host: str = "127.0.0.1"
    port: int = 8080
    upload_limit: int = 512 * 1024 * 1024  # bytes of one document
    kinds_dir: Path | None = None  # None: the kinds that ship with the house
    office_file: Path | None = None  # None: the invented office that ships with the house

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> ApiSettings:
        return cls(
            store=StoreSettings.read(environment),
            host=_get(environment, "HOST", "127.0.0.1"),
            port=_number(environment, "PORT", 8080, 1, 65535),
            upload_limit=_number(environment, "UPLOAD_LIMIT_MB", 512, 1, 4096) * 1024 * 1024,
            kinds_dir=_folder(environment, "KINDS_DIR"),
            office_file=_file(environment, "OFFICE_FILE"),
        )


@dataclass(frozen=True, slots=True)
class WorkSettings:
    """A worker process, and how many of them the embedded profile starts."""

    store: StoreSettings
    workers: int = 1
    languages: str = "est+rus+eng"
    kinds_dir: Path | None = None
    registers_dir: Path | None = None  # None: no register of another office is connected
    mail_url: str | None = field(default=None, repr=False)  # smtp://, smtps://, or none: nothing is e-mailed
    office_file: Path | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> WorkSettings:
        languages = _get(environment, "LANGUAGES", "est+rus+eng")
        if not all(part.isascii() and part.replace("_", "").isalpha() for part in languages.split("+")):
            raise SettingsError(f"{PREFIX}LANGUAGES: write languages as est+rus+eng.")
        return cls(
            store=StoreSettings.read(environment),
            workers=_number(environment, "WORKERS", os.cpu_count() or 1, 1, 256),
            languages=languages,
            kinds_dir=_folder(environment, "KINDS_DIR"),
            registers_dir=_folder(environment, "REGISTERS_DIR"),
            mail_url=_url(environment, "MAIL_URL", "", "smtp", "smtps") or None,
            office_file=_file(environment, "OFFICE_FILE"),
        )


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A misspelt setting would silently leave its default standing."""
    for name in environment:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in KNOWN | ALIEN:
            known = ", ".join(sorted(PREFIX + each for each in KNOWN))
            raise SettingsError(f"{name} is not a setting: remove it, or spell it as one of {known}.")


def _get(environment: Mapping[str, str], name: str, default: str) -> str:
    """An empty variable means the same as an absent one."""
    return environment.get(PREFIX + name, "").strip() or default


def _url(environment: Mapping[str, str], name: str, default: str, *schemes: str) -> str:
    """The value is never repeated in the error: it may hold a password."""
    url = _get(environment, name, default)
    if url and url.partition("://")[0].partition("+")[0] not in schemes:
        raise SettingsError(f"{PREFIX}{name}: begin it with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    return url


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = _get(environment, name, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise SettingsError(f"{PREFIX}{name}: write a whole number from {least} to {most}.")
    return int(text)


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    text = _get(environment, name, "")
    if text and not Path(text).is_dir():
        raise SettingsError(f"{PREFIX}{name}: {text} is not a folder; name an existing one or remove the setting.")
    return Path(text) if text else None


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    text = _get(environment, name, "")
    if text and not Path(text).is_file():
        raise SettingsError(f"{PREFIX}{name}: {text} is not a file; name an existing one or remove the setting.")
    return Path(text) if text else None
