"""The first day: one account of each role, with passwords nobody chose, kept in a file only the office may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sqlalchemy import select

from ports.database import Database
from registry.accounts import Profile, add_account
from registry.model import Account

SIGN_IN = "sign-in.txt"
CLEAR = "23456789abcdefghjkmnpqrstuvwxyz"  # no sign that looks like another
FIRST = (
    Profile("menetleja", "Mari Menetleja", "handler"),
    Profile("juht", "Juhan Juht", "supervisor"),
    Profile("admin", "Anne Admin", "admin"),
    Profile("audiitor", "Ants Audiitor", "auditor"),
)


def password() -> str:
    """Four groups of four: 79 bits, easy to type from paper."""
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(4)) for _ in range(4))


def first_accounts(url: str, data_dir: Path) -> None:
    """Adds the accounts of the first day where there are none. The file is written before the accounts are kept."""
    database = Database(url)
    try:
        with database.transaction() as session:
            if session.scalar(select(Account.id).limit(1)) is not None:
                return
            lines = []
            for profile in FIRST:
                secret = password()
                add_account(session, profile, secret)
                lines.append(f"{profile.login:12}{secret}  {profile.role}\n")
            _keep(data_dir / SIGN_IN, "".join(lines))
    finally:
        database.close()


def _keep(file: Path, text: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(descriptor)


def invitation(address: str, data_dir: Path, *, aloud: bool) -> str:
    """One line: where, and how to sign in. The password itself only `aloud`, that is on somebody's terminal."""
    file = data_dir / SIGN_IN
    words = file.read_text().split() if file.exists() else []
    if not words:
        return f"Kantselei is open: {address}  (accounts: kantselei accounts list)"
    shown = f" with {words[1]}" if aloud else ""
    return f"Kantselei is open: {address}  Sign in as {words[0]}{shown} (all accounts: {file}).  Ctrl-C ends it."
