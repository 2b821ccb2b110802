"""The office itself, as `kantselei serve`: how soon after it was sent a scan of one page is answered at the counter."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.reading.sets import DATA, spread
from cli.demo import EXAMPLES, SETTLED
from cli.station import NobodyThere, StationClient
from ports.database import Database
from registry import accounts

_OURS = ("02-arstitoend.jpg", "05-valjamaksuviisi-avaldus.png", "08-kiri.pdf", "09-kiri.jpg")
_POLL_S, _PATIENCE_S = 0.15, 120  # a station asks every 0.7 s; each question costs the office some time
WARM = 6
Moments = tuple[float, float, float]


def one_page_scans() -> list[Path]:
    """Forms and letters of our own, office pages, receipts: each a single page."""
    found = [EXAMPLES / name for name in _OURS]
    for folder, pattern in (("et_docs", "*.png"), ("sroie", "*.jpg")):
        found += spread(sorted((DATA / folder).glob(pattern)), 4)
    return found


def answers() -> dict[str, object]:
    """Medians and worst seconds from the start of the upload: to the receipt, to the verdict, to what is missing."""
    files = one_page_scans()
    with _office() as client:
        for _ in range(WARM):  # each worker loads its engines for its first page of the day
            _moments(client, files[0])
        told = [_moments(client, file) for file in files]
    names = ("receipt_s", "verdict_s", "placed_s")
    middle = {name: median(each) for name, each in zip(names, zip(*told, strict=True), strict=True)}
    worst = {f"{name}_worst": max(each) for name, each in zip(names, zip(*told, strict=True), strict=True)}
    return {"files": len(files), **middle, **worst}


def _moments(client: StationClient, file: Path) -> Moments:
    batch = client.open_batch("", 1, one_client=True)
    began = time.monotonic()
    client.send(batch, 1, file)
    receipt = time.monotonic() - began
    client.close(batch, 1)
    verdict = 0.0
    while (passed := time.monotonic() - began) < _PATIENCE_S:
        [row] = client.progress(batch)["documents"]
        if not verdict and row["pages"] and all(page["verdict"] for page in row["pages"]):
            verdict = passed
        if row["state"] in SETTLED:
            return receipt, verdict or passed, passed
        time.sleep(_POLL_S)
    raise TimeoutError(f"no answer about {file.name} within {_PATIENCE_S} s: look what the office says")


@contextmanager
def _office() -> Iterator[StationClient]:
    """An office in an empty folder with a station of its own."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KANTSELEI_")}
        argv = [sys.executable, "-c", "from cli.app import main; main()", "serve", "--port", str(port)]
        house = subprocess.Popen(argv, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            assert house.stdout
            if not house.stdout.readline():
                raise NobodyThere(NobodyThere.__doc__)
            yield StationClient(f"http://127.0.0.1:{port}", _key(Path(folder)))
        finally:
            house.send_signal(signal.SIGINT)
            house.communicate(timeout=60)


def _key(folder: Path) -> str:
    database = Database(f"sqlite:///{folder / 'data' / 'kantselei.db'}")
    with database.transaction() as session:
        key = accounts.add_station(session, "bench")[1]
    database.close()
    return key
