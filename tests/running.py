"""The whole office as its users have it: web process and workers as real processes, spoken to over HTTP only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from world import LOOPBACK, free_port, wait_until

from ports.database import Database
from ports.settings import StoreSettings
from registry import accounts, schema
from registry.accounts import Profile

LOGIN, PASSWORD = "menetleja", "an invented pass phrase"
SETTLED = ("placed", "confirmed")


@dataclass
class RunningOffice:
    """`settings` are KANTSELEI_* variables; the data folder is always one of its own."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.settings = {"KANTSELEI_DATA_DIR": str(self.folder / "data"), **self.settings}
        self.address = f"http://{LOOPBACK}:{self.port}"
        self.found()

    @property
    def store(self) -> StoreSettings:
        return StoreSettings.read(self.settings)

    def found(self) -> None:
        """Tables, a handler and a station."""
        self.store.prepare()
        schema.upgrade(self.store.database_url)
        with closing(Database(self.store.database_url)) as database, database.transaction() as session:
            accounts.add_account(session, Profile(LOGIN, "Mari Menetleja"), PASSWORD)
            _, self.key = accounts.add_station(session, "Rakvere")

    # processes -------------------------------------------------------------------------------------------------------

    def start(self, name: str, *argv: str) -> subprocess.Popen[bytes]:
        """A process of the house that dies with the test; its output lies in `<name>.log`."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KANTSELEI_")}
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", sys.executable, *argv],
                env={**environment, **self.settings}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.processes[name] = process
        return process

    def start_web(self) -> None:
        options = ["--host", LOOPBACK, "--port", str(self.port), "--log-level", "warning", "--no-access-log"]
        self.start("web", "-m", "uvicorn", "--factory", "api.app:create", *options)
        wait_until(self.answers, 40, f"the web process, see {self.folder}/web.log")

    def start_worker(self, name: str = "worker") -> subprocess.Popen[bytes]:
        return self.start(name, "-m", "worker.app")

    def answers(self) -> bool:
        assert self.processes["web"].poll() is None, self.log("web")
        try:
            return httpx.get(f"{self.address}/v1/health/live").status_code == 200
        except httpx.TransportError:
            return False

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """SIGKILL to this process alone, as the kernel's memory killer does it; its children are their own business."""
        process = self.processes.pop(name)
        process.send_signal(number)
        process.wait(timeout=45)

    def end(self) -> None:
        for name in list(self.processes):
            self.kill(name)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def events(self, name: str, event: str) -> Iterator[dict[str, object]]:
        """Log lines of one event."""
        for line in self.log(name).splitlines():
            if line.startswith("{") and (said := json.loads(line))["event"] == event:
                yield said

    # what users do ---------------------------------------------------------------------------------------------------

    def station(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers={"Authorization": f"Bearer {self.key}"}, timeout=60)

    @contextmanager
    def handler(self) -> Iterator[httpx.Client]:
        """Signed in."""
        headers = {"Origin": self.address, "Accept-Language": "en"}
        with httpx.Client(base_url=self.address, headers=headers, timeout=60) as client:
            answer = client.post("/v1/sign-in", json={"login": LOGIN, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            yield client

    def send(self, scan: Path, *more: Path) -> str:
        """A batch of these scans, opened, filled and closed; its id."""
        scans = (scan, *more)
        with self.station() as station:
            batch = str(station.post("/v1/batches", json={"declared": len(scans)}).json()["id"])
            for seq, file in enumerate(scans, 1):
                answer = station.put(f"/v1/batches/{batch}/documents/{seq}", content=file.read_bytes())
                assert answer.status_code == 201, answer.text
            assert station.post(f"/v1/batches/{batch}/close", json={}).status_code == 200
        return batch

    def documents(self, batch: str) -> list[dict[str, object]]:
        with self.station() as station:
            found: list[dict[str, object]] = station.get(f"/v1/batches/{batch}").json()["documents"]
        return found

    def settled(self, batch: str) -> bool:
        return all(one["state"] in SETTLED for one in self.documents(batch))

    def wait_settled(self, batch: str, seconds: float = 60) -> list[dict[str, object]]:
        wait_until(lambda: self.settled(batch), seconds, f"documents to lie in cases, see {self.folder}", every=0.3)
        return self.documents(batch)

    def verify(self) -> None:
        """Bytes, rows, work and audit agree: asked of the command that an operator would ask."""
        argv = [Path(sys.executable).with_name("kantselei"), "verify", "--quiet"]
        asked = subprocess.run(argv, env={**os.environ, **self.settings}, capture_output=True, text=True, check=False)
        assert asked.returncode == 0, asked.stdout + asked.stderr


def children_of(pid: int) -> set[int]:
    """All living descendants of a process."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(stat.parent.name)] = int(fields[1])
    found: set[int] = set()
    while new := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= new
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that run; a zombie has ended."""
    return {pid for pid in pids if (stat := Path(f"/proc/{pid}/stat")).exists() and ") Z" not in stat.read_text()}
