"""`kantselei demo`: sends the sample scans through the real intake, once, and shows how far they have come."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from capture.intake import sniff
from cli.station import NobodyThere, NotAccepted, StationClient
from ports.database import Database, Unavailable
from ports.settings import SettingsError, StoreSettings
from registry import accounts
from registry.accounts import AccountError

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
STATION = "Näidisjaam"
SETTLED = frozenset({"placed", "confirmed"})


@dataclass(slots=True)
class Memory:
    """What the demo remembers in the data folder, so that it may be interrupted and never loads twice."""

    file: Path
    key: str = ""
    batches: dict[str, str] = field(default_factory=dict)  # name of the pile -> batch
    loaded: bool = False

    @classmethod
    def read(cls, file: Path) -> Memory:
        return cls(file, **json.loads(file.read_text())) if file.exists() else cls(file)

    def write(self) -> None:
        said = {name: value for name, value in asdict(self).items() if name != "file"}
        self.file.touch(mode=0o600)
        self.file.write_text(json.dumps(said))


@dataclass(frozen=True, slots=True)
class Pile:
    """Files that lay on the table together. A folder of samples is one client's visit."""

    name: str
    files: tuple[Path, ...]
    one_client: bool


def piles(folder: Path) -> list[Pile]:
    """The loose samples, and each folder of samples as a visit."""
    found = [Pile("samples", tuple(_scans(folder)), one_client=False)]
    found += [
        Pile(each.name, tuple(_scans(each)), one_client=True) for each in sorted(folder.iterdir()) if each.is_dir()
    ]
    return [pile for pile in found if pile.files]


def _scans(folder: Path) -> Iterator[Path]:
    """What the bytes say is a scan; a truth file beside it is not sent."""
    for file in sorted(folder.iterdir()):
        if file.is_file():
            with file.open("rb") as opened:
                if sniff(opened.read(4096)):
                    yield file


@dataclass(frozen=True, slots=True)
class Loader:
    """Sends piles and watches them. `wait(seconds)` says whether to go on."""

    client: StationClient
    memory: Memory
    wait: Callable[[float], object]

    def run(self, found: Sequence[Pile]) -> bool:
        """True when every sample has got as far as a machine can bring it."""
        total = sum(len(pile.files) for pile in found)
        with _bar() as bar:
            sending = bar.add_task("Sending the samples", total=total)
            for pile in found:
                for _ in self._send(pile):
                    bar.advance(sending)
                    if not self.wait(0):
                        return False
            reading = bar.add_task("Reading them", total=total)
            while (done := self._settled()) < total:
                bar.update(reading, completed=done)
                if not self.wait(0.5):
                    return False
            bar.update(reading, completed=total)
        return True

    def _send(self, pile: Pile) -> Iterator[Path]:
        """Whatever was sent before an interruption is answered with the receipt it got then."""
        count, batches = len(pile.files), self.memory.batches
        if pile.name not in batches:
            batches[pile.name] = self.client.open_batch(pile.name, count, one_client=pile.one_client)
            self.memory.write()
        for seq, file in enumerate(pile.files, 1):
            self.client.send(batches[pile.name], seq, file)
            yield file
        self.client.close(batches[pile.name], count)

    def _settled(self) -> int:
        rows = [row for batch in self.memory.batches.values() for row in self.client.progress(batch)["documents"]]
        return sum(row["state"] in SETTLED or bool(row["trouble"]) for row in rows)


def load(store: StoreSettings, address: str, wait: Callable[[float], object], folder: Path = EXAMPLES) -> int:
    """Sends the samples and waits until each lies in a case. How many; 0 when that was done before, or interrupted."""
    memory = Memory.read(store.data_dir / "demo.json")
    found = piles(folder) if folder.is_dir() else []
    if memory.loaded or not found:
        return 0
    memory.key = memory.key or _station_key(store)
    memory.write()
    memory.loaded = Loader(StationClient(address, memory.key), memory, wait).run(found)
    memory.write()
    return sum(len(pile.files) for pile in found) if memory.loaded else 0


def _station_key(store: StoreSettings) -> str:
    """The key of the sample station; a new one when it is known but its key was lost."""
    database = Database(store.database_url)
    try:
        with database.transaction() as session:
            try:
                return accounts.add_station(session, STATION)[1]
            except AccountError:
                return accounts.renew_key(session, STATION)
    finally:
        database.close()


def _bar() -> Progress:
    columns = (TextColumn("{task.description:22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def _wait(seconds: float) -> bool:
    time.sleep(seconds)
    return True


def demo(
    address: Annotated[str, typer.Option(help="Where the office answers.")] = "http://127.0.0.1:8000",
    folder: Annotated[Path, typer.Option(help="Scans to send.", exists=True, file_okay=False)] = EXAMPLES,
) -> None:
    """Send the sample scans to a running office, once."""
    try:
        count = load(StoreSettings.read(), address, _wait, folder)
    except (SettingsError, NobodyThere, NotAccepted, Unavailable) as error:
        typer.echo(str(error) or str(error.__doc__), err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{count} samples lie in their cases." if count else "The samples are there already.")
