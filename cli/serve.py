"""`kantselei serve`: the whole office on one machine: the web process and its workers, watched, ended together."""

from __future__ import annotations

import contextlib
import fcntl
import socket
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Annotated

import typer

from cli.children import Child, KeepsDying, Stop, end_all
from cli.demo import load
from cli.first import first_accounts, invitation
from cli.station import NobodyThere, NotAccepted
from cli.work import WATCH_S
from ports.database import Unavailable, UnsafeDatabase
from ports.settings import SettingsError, StoreSettings, WorkSettings
from registry import schema

FIRST_PORT, PORTS_TRIED = 8000, 20
START_S = 60.0


class CannotServe(Exception):
    """The office cannot be opened. The reason stands here; mend it and start again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the office answers."""

    host: str
    port: int

    @property
    def address(self) -> str:
        return f"http://{'127.0.0.1' if self.host in {'0.0.0.0', '::'} else self.host}:{self.port}"  # noqa: S104

    def taken(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError:
                return True
        return False

    def answers(self) -> bool:
        try:
            connection = HTTPConnection("127.0.0.1" if self.host == "0.0.0.0" else self.host, self.port, timeout=2)  # noqa: S104
            connection.request("GET", "/v1/health/live")
            return connection.getresponse().status == 200
        except OSError:
            return False


def place(host: str, port: int) -> Place:
    """The port asked for, or the first free one from 8000 on. Raises `CannotServe`."""
    if port:
        wanted = Place(host, port)
        if wanted.taken():
            raise CannotServe(f"Port {port} is taken: name another with --port, or none and a free one is found.")
        return wanted
    for free in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if not Place(host, free).taken():
            return Place(host, free)
    raise CannotServe(f"No port from {FIRST_PORT} on is free: name one with --port.")


@contextlib.contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """One office a data folder. Raises `CannotServe`."""
    with (data_dir / "office.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotServe(
                f"An office is open on {data_dir} already: use it, end it, or set KANTSELEI_DATA_DIR to another folder."
            ) from error
        yield


class Office:
    """The processes of the house."""

    def __init__(self, where: Place, workers: int, logs: Path | None) -> None:
        self.stop = Stop()
        self._where = where
        self.children = [self._child("web", _web(where), logs)]
        self.children += [
            self._child(f"worker-{number}", [sys.executable, "-m", "worker.app"], logs)
            for number in range(1, workers + 1)
        ]

    @staticmethod
    def _child(name: str, argv: Sequence[str], logs: Path | None) -> Child:
        return Child(name, argv, logs / f"{name}.log" if logs else None)

    def open(self) -> None:
        """Starts everybody and returns when the web process answers."""
        for child in self.children:
            child.start()
        waited = 0.0
        while not self._where.answers():
            if not self.tend(0.1):
                return
            waited += 0.1
            if waited > START_S:
                raise CannotServe(f"The web process does not answer: see {self.children[0].log}.")

    def tend(self, seconds: float) -> bool:
        """Waits, and starts again who died meanwhile. False when the office is to be closed."""
        stopped = self.stop.wait(seconds)
        if not stopped:
            for child in self.children:
                child.revive()
        return not stopped


def _web(where: Place) -> list[str]:
    options = ["--host", where.host, "--port", str(where.port), "--no-access-log", "--no-server-header"]
    options += ["--timeout-graceful-shutdown", "5", "--log-level", "warning"]
    return [sys.executable, "-m", "uvicorn", "--factory", "api.app:create", *options]


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Load the sample scans on the first start.")] = False,
    port: Annotated[int, typer.Option(help="Port; without it the first free one from 8000.", min=0, max=65535)] = 0,
    host: Annotated[str, typer.Option(help="Address to listen on; only this machine unless you say so.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="Worker processes; -1: one for each core.", min=-1)] = -1,
    log_to_stderr: Annotated[bool, typer.Option(help="Log to stderr instead of files in the data folder.")] = False,
) -> None:
    """Open the office: web pages, HTTP intake and workers. Without settings everything lies in ./data."""
    try:
        settings = WorkSettings.read()
        store = settings.store
        store.prepare()
        with alone(store.data_dir):
            schema.upgrade(store.database_url)
            first_accounts(store.database_url, store.data_dir)
            where = place(host, port)
            logs = None if log_to_stderr else log_folder(store.data_dir)
            keep_open(Office(where, settings.workers if workers < 0 else workers, logs), where, store, demo=demo)
    except _MISTAKES as error:
        typer.echo(str(error) or str(error.__doc__), err=True)
        raise typer.Exit(1) from error


def keep_open(office: Office, where: Place, store: StoreSettings, *, demo: bool) -> None:
    """From the first process to the last; whatever happens, nobody is left behind."""
    try:
        office.open()
        if demo and not office.stop.is_set:
            load(store, where.address, office.tend)
        if not office.stop.is_set:
            typer.echo(invitation(where.address, store.data_dir, aloud=sys.stdout.isatty()))
        while office.tend(WATCH_S):
            pass
        typer.echo("Closing: work at hand is finished or handed back, nothing is lost.", err=True)
    finally:
        end_all(office.children, office.stop.number)


def log_folder(data_dir: Path) -> Path:
    """Logs of this start; the previous start's are kept beside them."""
    folder = data_dir / "log"
    folder.mkdir(mode=0o700, exist_ok=True)
    for file in folder.glob("*.log"):
        file.replace(file.with_suffix(".log.1"))
    return folder


_MISTAKES = (
    CannotServe, KeepsDying, NobodyThere, NotAccepted, SettingsError, Unavailable, UnsafeDatabase,
    schema.SchemaNewer,
)  # fmt: skip
