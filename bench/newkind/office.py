"""An office of its own for the walk: tables, people, the web process and a worker, in a folder that is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import Any

import httpx

from ports.database import Database
from ports.settings import StoreSettings
from registry import accounts, schema
from registry.accounts import Profile

PASSWORD = "an invented pass phrase"
LOOPBACK = "127.0.0.1"
PATIENCE_S = 240


@dataclass
class Office:
    """Commands are run as a person would type them; `said` keeps what they printed."""

    folder: Path
    address: str
    key: str
    settings: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *argv: str) -> str:
        """`kantselei argv`; its output. Raises when it fails."""
        command = [str(Path(sys.executable).with_name("kantselei")), *argv]
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(argv)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def environment(self) -> dict[str, str]:
        plain = {key: value for key, value in os.environ.items() if not key.startswith("KANTSELEI_")}
        return {**plain, **self.settings, "COLUMNS": "110"}

    def start(self, *argv: str) -> None:
        with (self.folder / "office.log").open("ab") as log:
            self.processes.append(
                subprocess.Popen([sys.executable, *argv], env=self.environment(), stdout=log, stderr=log)
            )

    def send(self, scan: Path) -> dict[str, Any]:
        """A station sends a scan; the document once it lies in a case, as its handler sees it."""
        with httpx.Client(
            base_url=self.address, headers={"Authorization": f"Bearer {self.key}"}, timeout=60
        ) as station:
            batch = station.post("/v1/batches", json={"declared": 1}).json()["id"]
            station.put(f"/v1/batches/{batch}/documents/1", content=scan.read_bytes()).raise_for_status()
            station.post(f"/v1/batches/{batch}/close", json={}).raise_for_status()
            document = _until(lambda: _placed(station, batch))
        with httpx.Client(base_url=self.address, headers={"Origin": self.address}, timeout=60) as handler:
            handler.post("/v1/sign-in", json={"login": "hilja", "password": PASSWORD}).raise_for_status()
            found: dict[str, Any] = handler.get(f"/v1/documents/{document}").raise_for_status().json()
            found["shown"] = handler.get(found["pages"][0]["picture"]).raise_for_status().content
        return found


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    settings = {"KANTSELEI_DATA_DIR": str(folder / "data")}
    store = StoreSettings.read(settings)
    store.prepare()
    schema.upgrade(store.database_url)
    with closing(Database(store.database_url)) as database, database.transaction() as session:
        accounts.add_account(session, Profile("aado", "Aado Aru", "admin"), PASSWORD)
        accounts.add_account(session, Profile("hilja", "Hilja Haldur", "handler"), PASSWORD)
        _, key = accounts.add_station(session, "Rakvere")
    with socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = probe.getsockname()[1]
    office = Office(folder, f"http://{LOOPBACK}:{port}", key, settings)
    try:
        options = ["--host", LOOPBACK, "--port", str(port), "--log-level", "warning", "--no-access-log"]
        office.start("-m", "uvicorn", "--factory", "api.app:create", *options)
        office.start("-m", "worker.app")
        _until(lambda: _answers(office.address))
        yield office
    finally:
        for process in office.processes:
            process.terminate()
        for process in office.processes:
            process.wait(timeout=60)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/v1/health/live").status_code == 200
    except httpx.TransportError:
        return False


def _placed(station: httpx.Client, batch: str) -> str | None:
    (one,) = station.get(f"/v1/batches/{batch}").json()["documents"]
    return str(one["id"]) if one["state"] == "placed" else None


def _until(look: Any) -> Any:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.3)
    raise SystemExit("nothing came of it in time; look at office.log")
