"""What a worker has at hand: the doors to the outside, the catalogue, an engine, a shelf."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field

from capture.codes import CodeReader
from classify.catalogue import Catalogue
from ocr.engine import Engine
from ocr.fieldport import FieldReader
from ports.blobs import Blobs
from ports.broker import Hints
from ports.database import Database
from ports.registers import NoRegisters, Registers
from worker.models import Models
from worker.shelf import Shelf


def _one_thread() -> Executor:
    return ThreadPoolExecutor(1, "ahead")


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a step may use. `owner` is the name in the leases."""

    owner: str
    database: Database
    blobs: Blobs
    hints: Hints
    catalogue: Catalogue
    engine: Engine
    languages: str
    shelf: Shelf
    codes: CodeReader
    aside: Executor = field(default_factory=_one_thread)  # lives as long: a caged child dies with the thread it is of
    fields: FieldReader | None = None  # for a second look at doubtful fields
    registers: Registers = field(default_factory=NoRegisters)  # of other offices
    models: Models | None = None  # that administrators trained; without any, the cues of the kinds judge
