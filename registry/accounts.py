"""People who sign in and stations that send: secrets are shown once and kept only as hashes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ports.database import now
from registry import audit
from registry.access import EVERY_UNIT, ROLES, NotFound, Principal
from registry.glass_model import opened_for
from registry.model import Account, SignIn, Station

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
NOTED = timedelta(minutes=1)  # how exactly we know when somebody was last seen: spares a write a request
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 256
STATION_KEY = "kan_"

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # Argon2id, the floor OWASP names
_NOBODY = _hasher.hash(secrets.token_urlsafe())  # an unknown login takes as long as a known one


class AccountError(Exception):
    """The account cannot be made like this. Correct what is named here and try again."""


class BadCredentials(Exception):
    """The login or the password is wrong. Check both and try again."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person who signs in. `units` are codes, or `*` for all."""

    login: str
    name: str
    role: str = "handler"
    units: tuple[str, ...] = (EVERY_UNIT,)
    language: str = "et"


def add_account(session: Session, profile: Profile, password: str, actor: str = "system:cli") -> Account:
    """Raises `AccountError` with what is wrong."""
    login = _login(profile.login)
    if not 0 < len(login) <= 100 or not login.isprintable() or " " in login:
        raise AccountError("A login has 1 to 100 visible characters and no spaces: choose another.")
    if profile.role not in ROLES:
        raise AccountError(f"There is no role {profile.role!r}: choose one of {', '.join(ROLES)}.")
    if _account(session, login) is not None:
        raise AccountError(f"The login {login} is taken: choose another.")
    account = Account(
        login=login, name=profile.name[:200], password_hash=_hash(password), role=profile.role,
        units=",".join(profile.units), language=profile.language,
    )  # fmt: skip
    session.add(account)
    session.flush()
    audit.record(session, actor, "account.added", f"person:{account.id}", role=account.role)
    return account


def sign_in(session: Session, login: str, password: str) -> tuple[str, Account]:
    """A new session: its secret, for the cookie, and whose it is. The caller throttles by login and by address.

    Raises `BadCredentials`, the same and as slowly for a wrong password and an unknown login.
    """
    account = _account(session, _login(login))
    known = account is not None and account.active
    if not _matches(account.password_hash if account and known else _NOBODY, password) or not known:
        raise BadCredentials
    assert account is not None
    if _hasher.check_needs_rehash(account.password_hash):
        account.password_hash = _hash(password)
    secret, at = secrets.token_urlsafe(32), now(session)
    row = SignIn(secret_hash=_digest(secret), account_id=account.id, created_at=at, last_seen_at=at)
    row.expires_at = at + LONGEST
    session.add(row)
    audit.record(session, f"person:{account.id}", "account.signed_in", f"person:{account.id}")
    return secret, account


def who(session: Session, secret: str) -> Principal | None:
    """Whose session this is; None when it is unknown, idle for 30 minutes, 10 hours old, or its account is closed."""
    found = session.get(SignIn, _digest(secret), populate_existing=True)
    at = now(session)
    if found is None or not _alive(found, at) or not found.account.active:
        return None
    if at - found.last_seen_at > NOTED:
        found.last_seen_at = at
    return person(found.account, opened_for(session, found.account_id))


def person(account: Account, opened: frozenset[str] = frozenset()) -> Principal:
    units = frozenset(account.units.split(",")) - {""}
    return Principal("person", account.id, account.role, units, account.name, account.language, opened)


def sign_out(session: Session, secret: str) -> None:
    session.execute(delete(SignIn).where(SignIn.secret_hash == _digest(secret)))


def forget_ended(session: Session) -> int:
    """Deletes sessions that nobody can use any more; how many."""
    at = now(session)
    ended = (SignIn.expires_at <= at) | (SignIn.last_seen_at <= at - IDLE)
    return len(session.scalars(delete(SignIn).where(ended).returning(SignIn.secret_hash)).all())


def change_password(session: Session, login: str, password: str, actor: str = "system:cli") -> None:
    """Also ends all sessions of the account."""
    account = _known(session, login)
    account.password_hash = _hash(password)
    session.execute(delete(SignIn).where(SignIn.account_id == account.id))
    audit.record(session, actor, "account.password_changed", f"person:{account.id}")


def set_active(session: Session, login: str, active: bool, actor: str = "system:cli") -> None:
    """Closes an account, and its sessions at once, or opens it again."""
    account = _known(session, login)
    account.active = active
    session.execute(delete(SignIn).where(SignIn.account_id == account.id))
    audit.record(session, actor, "account.opened" if active else "account.closed", f"person:{account.id}")


def add_station(session: Session, name: str, actor: str = "system:cli") -> tuple[Station, str]:
    """A scan station and its API key, which is shown this once."""
    if (
        not 0 < len(name) <= 100
        or not name.isprintable()
        or session.scalar(select(Station.id).where(Station.name == name)) is not None
    ):
        raise AccountError("A station needs a name of 1 to 100 characters that no other has: choose another.")
    key = STATION_KEY + secrets.token_hex(32)
    station = Station(name=name, key_hash=_digest(key), created_at=now(session))
    session.add(station)
    session.flush()
    audit.record(session, actor, "station.added", f"station:{station.id}")
    return station, key


def renew_key(session: Session, name: str, actor: str = "system:cli") -> str:
    """A new API key; the old one is worth nothing from now on."""
    station = _station(session, name)
    key = STATION_KEY + secrets.token_hex(32)
    station.key_hash = _digest(key)
    audit.record(session, actor, "station.key_renewed", f"station:{station.id}")
    return key


def close_station(session: Session, name: str, actor: str = "system:cli") -> None:
    station = _station(session, name)
    station.active = False
    audit.record(session, actor, "station.closed", f"station:{station.id}")


def station_of(session: Session, api_key: str) -> Principal | None:
    station = session.scalar(select(Station).where(Station.key_hash == _digest(api_key), Station.active))
    return Principal("station", station.id, "station", name=station.name) if station else None


def _alive(found: SignIn, at: datetime) -> bool:
    """A clock that was set back makes nobody's session longer."""
    return found.last_seen_at - NOTED <= at < min(found.expires_at, found.last_seen_at + IDLE)


def _login(text: str) -> str:
    return normalize("NFKC", text).strip().casefold()


def _account(session: Session, login: str) -> Account | None:
    if not login.isprintable():  # nobody has such a login, and PostgreSQL would refuse even to look for it
        return None
    return session.scalar(select(Account).where(Account.login == login))


def _known(session: Session, login: str) -> Account:
    account = _account(session, _login(login))
    if account is None:
        raise NotFound
    return account


def _station(session: Session, name: str) -> Station:
    station = session.scalar(select(Station).where(Station.name == name))
    if station is None:
        raise NotFound
    return station


def _hash(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountError(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters: choose another.")
    return _hasher.hash(_encoded(password))


def _matches(password_hash: str, password: str) -> bool:
    try:
        right = _hasher.verify(password_hash, _encoded(password[:LONGEST_PASSWORD]))
        return right and len(password) <= LONGEST_PASSWORD
    except VerificationError:
        return False


def _encoded(text: str) -> bytes:
    """Any text a client can send has bytes, half a surrogate pair too."""
    return normalize("NFKC", text).encode(errors="surrogatepass")


def _digest(secret: str) -> str:
    """Enough for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(_encoded(secret)).hexdigest()
