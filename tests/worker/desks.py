"""A worker's desk over a real register and a real store, with an engine whose bad days can be ordered."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw

from capture.codes import CodeReader
from capture.intake import receive
from capture.scan import PageImage
from ocr.text import Box, Line, PageText, Word
from ports.blobs import Blobs, FolderBlobs
from ports.database import Database
from ports.memory import MemoryHints
from registry import acceptance, accounts, kinds, ledger, schema
from registry.access import Principal
from registry.model import Document, Page, Work
from worker.clerk import Clerk
from worker.desk import Desk
from worker.shelf import Shelf

KEY = b"k" * 32


class Reader:
    """Reads the same two words on every page, unless told to have a bad day on a page."""

    name = "reader"

    def __init__(self) -> None:
        self.bad_days: dict[int, Callable[[], Exception]] = {}
        self.asked: list[int] = []

    def require(self, languages: str) -> None:
        pass

    def read(self, page: PageImage, languages: str) -> PageText:
        self.asked.append(page.number)
        if page.number in self.bad_days:
            raise self.bad_days[page.number]()
        words = (Word("Teade", Box(5, 5, 60, 20), 0.9), Word("kõigile", Box(70, 5, 130, 20), 0.9))
        return PageText(page.number, page.width, page.height, (Line(words, self.name),))

    def orientation(self, page: PageImage) -> int | None:
        return None

    def close(self) -> None:
        pass


@dataclass
class Workroom:
    """One clerk at one desk, and a station that sends."""

    database: Database
    blobs: Blobs
    reader: Reader
    clerk: Clerk
    station: Principal
    folder: Path
    sent: int = field(default=0)

    def close(self) -> None:
        self.clerk.desk.aside.shutdown(cancel_futures=True)
        self.clerk.desk.codes.close()
        self.clerk.desk.shelf.close()
        self.database.close()

    def batch(self) -> str:
        with self.database.transaction() as session:
            return acceptance.open_batch(session, self.station).id

    def send(self, content: bytes, batch: str = "") -> str:
        """An accepted document, its work waiting, in a batch of its own unless one is named; its id."""
        self.sent += 1
        scan = receive(io.BytesIO(content), 10**8)
        file = self.folder / "incoming"
        file.write_bytes(content)
        self.blobs.put(file, scan.sha256, scan.size)
        batch = batch or self.batch()
        with self.database.transaction() as session:
            submission = acceptance.Submission(batch, self.sent, scan)
            return acceptance.accept(session, self.station, submission, KEY).receipt.document_id

    def work(self) -> int:
        """Does all that is ready now; how much that was."""
        done = 0
        while ready := self.ready():
            done += sum(self.clerk.do(work_id) for work_id in ready)
        return done

    def ready(self) -> list[str]:
        with self.database.reading() as session:
            return ledger.ready(session, 50)

    def document(self, document_id: str) -> Document:
        with self.database.reading() as session:
            return session.get_one(Document, document_id)

    def page(self, document_id: str, number: int) -> Page:
        with self.database.reading() as session:
            return session.get_one(Page, (document_id, number))

    def rows(self, document_id: str, step: str) -> list[Work]:
        with self.database.reading() as session:
            return list(session.query(Work).filter_by(document_id=document_id, step=step))


def workroom(folder: Path) -> Workroom:
    database = Database(f"sqlite:///{folder / 'register.db'}")
    schema.upgrade(f"sqlite:///{folder / 'register.db'}")
    blobs, reader = FolderBlobs(folder / "blobs"), Reader()
    with database.transaction() as session:
        station, _ = accounts.add_station(session, "Rakvere")
        sender = Principal("station", station.id, "station")
    shelf = folder / "shelf"
    shelf.mkdir()
    desk = Desk(
        "tests",
        database,
        blobs,
        MemoryHints(),
        kinds.choose(None),
        reader,
        "est+rus+eng",
        Shelf(shelf, blobs),
        CodeReader(),
    )
    return Workroom(database, blobs, reader, Clerk(desk), sender, folder)


def letter(*pages: str) -> bytes:
    """A multi-page TIFF with a word on each page; no two pages look alike."""
    sheets = []
    for text in pages:
        sheet = Image.new("L", (600, 800), 250)
        ImageDraw.Draw(sheet).text((60, 80), text, fill=10, font_size=40)
        sheets.append(sheet)
    kept = io.BytesIO()
    sheets[0].save(kept, "TIFF", save_all=True, append_images=sheets[1:], dpi=(150, 150))
    return kept.getvalue()
