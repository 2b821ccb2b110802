"""A PostgreSQL of the measurement's own: started in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER = "kantselei"
_QUARTER = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') // 4 // 2**20}MB"  # as PostgreSQL advises
SETTINGS = {
    "listen_addresses": "127.0.0.1", "shared_buffers": _QUARTER, "maintenance_work_mem": "1GB", "max_wal_size": "16GB",
    "effective_cache_size": "6GB", "random_page_cost": "1.1", "work_mem": "32MB", "checkpoint_timeout": "1h",
}  # fmt: skip


@contextmanager
def postgres(parent: Path | None = None) -> Iterator[str]:
    """The URL of an empty server without a database of ours."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: int(home.parent.name))
    if not homes:
        sys.exit("PostgreSQL is not installed: install it, or name the folder of its programs in PATH")
    with tempfile.TemporaryDirectory(dir=parent) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        make = [*_as_postgres(), str(homes[-1] / "initdb"), *options, "-D", str(folder / "data")]
        subprocess.run(make, check=True, capture_output=True, cwd=folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(folder)}
        said = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        server = subprocess.Popen(
            [*_as_postgres(), str(homes[-1] / "postgres"), "-D", str(folder / "data"), *said],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(port)
            yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}/"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def _as_postgres() -> list[str]:
    user = ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    return ["setpriv", *user, "--pdeathsig", "KILL"] if os.geteuid() == 0 else []


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connect(f"postgresql://{USER}@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    sys.exit("PostgreSQL did not answer within 30 s: look whether it may write to the temporary folder")
