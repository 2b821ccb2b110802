"""A small office for the tests of the register: people, paper, and workers who do what the ledger says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from capture.scan import Code, Legibility, Reason, Scan
from classify.kind import Field, Match
from classify.rules import check
from classify.separate import Piece, Separation
from classify.understand import Understanding
from ocr.text import Box, Line, PageText, Word
from ports.database import Database
from ports.registers import Registers
from registry import acceptance, asked, ledger, parts, progress
from registry.access import Principal
from registry.clock import local_day
from registry.kinds import kind_of
from registry.ledger import Claim
from registry.model import Account, Batch, Case, Document, FieldValue, Station, Work
from registry.progress import PageResult

MARI, JURI, CHILD = "48903150015", "38001085718", "61207120025"
KEY = b"a key for receipts in tests, 32 b"
BOX = Box(100, 200, 300, 240)


@dataclass(frozen=True)
class Read:
    """What the machine makes of a field."""

    value: str | None
    confidence: float = 0.95
    state: str = "found"


@dataclass(frozen=True)
class Sheet:
    """What else is read on a page: lines of text, and what a square code says."""

    text: str = "Avaldus"
    qr: str = ""
    confidence: float = 0.95

    def page_text(self) -> PageText:
        lines = [
            Line(tuple(Word(word, BOX, self.confidence) for word in line.split()), "replay")
            for line in self.text.splitlines()
        ]
        return PageText(1, 2480, 3508, tuple(lines))

    def codes(self) -> list[Code]:
        return [Code(self.qr, "QRCode", (2100, 100, 2300, 300))] if self.qr else []


def good(reason: str = "") -> Legibility:
    return Legibility("check" if reason else "good", 0.9, (Reason(reason, reason),) if reason else ())


def page_result(number: int, **changes: Any) -> PageResult:
    line = Line((Word("Avaldus", BOX, 0.9),), "replay")
    values: dict[str, Any] = {
        "picture": "a" * 64, "original": "b" * 64, "thumbnail": "c" * 64, "width": 2480, "height": 3508, "dpi": 300.0,
        "rotation": 0, "legibility": good(), "text": PageText(number, 2480, 3508, (line,)), "trouble": None,
    }  # fmt: skip
    return PageResult(**(values | changes))


class Office:
    """Everything happens in real transactions, one for each step, as in the house."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.paper = count(1)
        with database.transaction() as session:
            station = Station(name="laud 1", key_hash="0" * 64, created_at=database.now(session))
            session.add(station)
            session.flush()
            self.station = Principal("station", station.id, "station", name="laud 1")

    def hire(self, login: str, role: str = "handler", units: str = "*", active: bool = True) -> Principal:
        account = Account(login=login, name=login.title(), password_hash="-", role=role, units=units, active=active)
        with self.database.transaction() as session:
            session.add(account)
            session.flush()
            return Principal("person", account.id, role, frozenset(units.split(",")), account.name)

    # paper comes in

    def visit(self) -> str:
        """A batch of one client's papers."""
        with self.database.transaction() as session:
            return acceptance.open_batch(session, self.station, one_client=True).id

    def take_in(self, batch: str | None = None) -> str:
        """Another piece of paper is registered; its document id."""
        number = next(self.paper)
        scan = Scan(hashlib.sha256(str(number).encode()).hexdigest(), "application/pdf", 1000 + number)
        with self.database.transaction() as session:
            if batch is None:
                batch = acceptance.open_batch(session, self.station).id
            submission = acceptance.Submission(batch, number, scan, "application/pdf")
            return acceptance.accept(session, self.station, submission, KEY).receipt.document_id

    # the machine works

    def claim(self, document: str, step: str, page: int = 0) -> Claim:
        with self.database.transaction() as session:
            wanted = select(Work.id).where(
                Work.document_id == document, Work.step == step, Work.page == page, Work.state == "ready"
            )
            claim = ledger.claim(session, session.scalars(wanted).one(), "tester")
            assert claim is not None
            return claim

    def count_pages(self, document: str, pages: int = 1) -> None:
        claim = self.claim(document, "pages")
        with self.database.transaction() as session:
            progress.page_plan(session, claim, pages)

    def read(self, document: str, page: int = 1, **changes: Any) -> None:
        claim = self.claim(document, "read", page)
        with self.database.transaction() as session:
            progress.page_read(session, claim, page_result(page, **changes))

    def lose(self, document: str, page: int, code: str) -> None:
        claim = self.claim(document, "read", page)
        with self.database.transaction() as session:
            progress.page_lost(session, claim, code)

    def refuse(self, document: str, code: str, step: str = "pages") -> None:
        claim = self.claim(document, step)
        with self.database.transaction() as session:
            progress.document_refused(session, claim, code)

    def understand(self, document: str, kind: str, **values: Read | str) -> None:
        if self.work(document, "separate", "ready"):
            self.leave_whole(document)
        claim = self.claim(document, "recognise")
        with self.database.transaction() as session:
            row = session.get_one(Document, document)
            honoured = row.kind if row.kind_confirmed_by else kind
            progress.document_understood(session, claim, understanding(honoured or kind, row, values))

    def leave_whole(self, document: str) -> None:
        """A scan of several pages is found to be one document."""
        claim = self.claim(document, "separate")
        with self.database.transaction() as session:
            pages = tuple(page.number for page in session.get_one(Document, document).pages)
            parts.separated(session, claim, Separation((Piece(pages),)))

    def place(self, document: str) -> str:
        claim = self.claim(document, "place")
        with self.database.transaction() as session:
            progress.document_placed(session, claim)
        return self.document(document).case_id or ""

    def ask(self, document: str, registers: Registers) -> None:
        """What other offices' registers are asked about the document's case, as a worker does it."""
        claim = self.claim(document, "ask")
        with self.database.reading() as session:
            questions = asked.asked_for(session, claim)
        said = {question: registers.ask(question) for question in questions}
        with self.database.transaction() as session:
            progress.registers_asked(session, claim, said)

    def process(self, document: str, kind: str, **values: Read | str) -> str:
        """All the steps; the case id."""
        self.count_pages(document)
        self.read(document)
        self.understand(document, kind, **values)
        return self.place(document)

    def bring(self, kind: str, sheet: Sheet, **values: Read | str) -> str:
        """As `receive`, with what stands on the first page beside the fields."""
        document = self.take_in()
        self.count_pages(document)
        self.read(document, text=sheet.page_text(), codes=sheet.codes())
        self.understand(document, kind, **values)
        self.place(document)
        return document

    def receive(self, kind: str, batch: str | None = None, **values: Read | str) -> str:
        """Paper comes in and goes all the way; its document id."""
        document = self.take_in(batch)
        self.process(document, kind, **values)
        return document

    # what stands in the register

    def document(self, document: str) -> Document:
        with self.database.reading() as session:
            return self._whole(session, document)

    @staticmethod
    def _whole(session: Session, document: str) -> Document:
        row = session.get_one(Document, document)
        for part in (row.pages, row.fields, row.problems, row.batch, row.case):
            assert part is not False  # loads it
        return row

    def case_of(self, document: str) -> Case:
        with self.database.reading() as session:
            case = session.get_one(Case, session.get_one(Document, document).case_id)
            assert case.documents
            return case

    def field(self, document: str, name: str) -> FieldValue:
        with self.database.reading() as session:
            wanted = select(FieldValue).where(FieldValue.document_id == document, FieldValue.name == name)
            return session.scalars(wanted).one()

    def work(self, document: str, step: str, *states: str) -> list[Work]:
        with self.database.reading() as session:
            rows = session.scalars(select(Work).where(Work.document_id == document, Work.step == step)).all()
            return [row for row in rows if not states or row.state in states]

    def backdate(self, document: str, **values: Any) -> None:
        """As if it had come on another day."""
        with self.database.transaction() as session:
            session.execute(update(Document).where(Document.id == document).values(**values))

    def batch(self, batch: str) -> Batch:
        with self.database.reading() as session:
            return session.get_one(Batch, batch)


def understanding(code: str, row: Document, values: dict[str, Read | str]) -> Understanding:
    """What the machine would say: every field of the kind once, those not given are missing."""
    kind = kind_of(code)
    unknown = set(values) - {spec.name for spec in kind.fields}
    assert not unknown, f"{code} has no {unknown}"
    fields = [_field(spec.name, values.get(spec.name)) for spec in kind.fields]
    problems = check(kind, fields, local_day(row.registered_at))
    return Understanding(Match(code, 0.93, (kind.title["et"],), (("kiri", 0.1),)), fields, problems)


def _field(name: str, read: Read | str | None) -> Field:
    if read is None:
        return Field(name, None, "", 0.0, None, None, "missing")
    if isinstance(read, str):
        read = Read(read)
    state: Any = read.state
    return Field(name, read.value, read.value or "", read.confidence, 1, BOX, state)


def names(rows: Iterable[Any]) -> set[str]:
    return {row.code for row in rows}


APPLICATION: dict[str, Read | str] = {
    "given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI, "benefits": "pension",
    "payment_method": "own", "account_holder": "Mari Maasikas", "iban": "EE382200221020145685",
    "application_date": "2026-11-20",
    "applicant_signature": "yes",
}  # fmt: skip
"""A complete application for another way of payment."""
