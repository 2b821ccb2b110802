"""The peers' own environment: made from peers.lock when it is missing, beside ours and never in it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
HOME = CHECKOUT / "bench" / ".peers"
LOCK = Path(__file__).with_name("peers.lock")


class PeersMissing(Exception):
    """The peers could not be installed. Look at the lines above; with --only-system ours we are measured alone."""


def python() -> Path:
    """The interpreter of the peers' environment, made anew where the lock has changed. Raises PeersMissing."""
    stamp, wanted = HOME / "stamp", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    interpreter = HOME / "bin" / "python"
    if not stamp.is_file() or stamp.read_text() != wanted:
        print("Making the peers' environment", file=sys.stderr, flush=True)
        venv.create(HOME, clear=True, with_pip=True)
        argv = [str(interpreter), "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "-r", str(LOCK)]
        _done(argv, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore")
        stamp.write_text(wanted)
    return interpreter


def ghostscript() -> None:
    """OCRmyPDF writes its PDF/A with Ghostscript, which only Debian brings. Raises PeersMissing."""
    if shutil.which("gs"):
        return
    if os.getuid() != 0:
        raise PeersMissing
    _done([str(CHECKOUT / ".ci" / "debian"), "ghostscript"])


def _done(argv: list[str], **environment: str) -> None:
    if subprocess.run(argv, env={**os.environ, **environment}, check=False).returncode:
        raise PeersMissing
