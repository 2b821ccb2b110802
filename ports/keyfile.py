"""The key that signs receipts: a file only we may read, made once and never replaced."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

LENGTH = 32


class BadKeyFile(Exception):
    """The receipt key cannot be used. Restore the file from the backup: receipts already given depend on it."""


def receipt_key(path: Path) -> bytes:
    """The key in `path`, made there on the first call. Several processes may make it at once: one wins."""
    if not path.exists():
        _make(path)
    try:
        key = path.read_bytes()
        if path.stat().st_mode & 0o077:
            raise BadKeyFile(f"{path} can be read by others: run chmod 600 on it and renew the key if they did.")
    except OSError as error:
        raise BadKeyFile(
            f"{path} cannot be read: {error.strerror}. Give it back to the account we run under."
        ) from error
    if len(key) != LENGTH:
        raise BadKeyFile(f"{path} holds {len(key)} bytes, not {LENGTH}: restore it from the backup.")
    return key


def _make(path: Path) -> None:
    """A whole key or none: written beside it, synced, then linked, which never replaces what another has made."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".receipt-")  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        Path(draft).unlink()
