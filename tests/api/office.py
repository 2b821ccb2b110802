"""An office to test against: real database and store in a temporary folder, a station, people of every role."""

from __future__ import annotations

import io
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from PIL import Image, ImageDraw

from api.app import create
from api.deps import House
from capture.scan import Legibility, Reason
from classify.kind import Field, Match, Problem
from classify.understand import Understanding
from ocr.text import Box, Line, PageText, Word
from ports.database import Database
from ports.settings import ApiSettings, StoreSettings
from registry import accounts, ledger, progress, schema
from registry.accounts import Profile
from registry.ledger import Claim
from registry.progress import PageResult

PASSWORD = "an invented pass phrase"
PEOPLE = {
    "handler": Profile("hilja", "Hilja Haldur", "handler", language="en"),
    "supervisor": Profile("sulev", "Sulev Saar", "supervisor"),
    "admin": Profile("aado", "Aado Aru", "admin"),
    "auditor": Profile("aune", "Aune Aas", "auditor"),
    "stranger": Profile("siim", "Siim Soo", "handler", units=("NOWHERE",)),
}
ROLES = ("station", *PEOPLE, "nobody")
LIMIT = 200_000  # bytes of one document in these tests


def founded(settings: ApiSettings) -> str:
    """Tables, people and a station where there was nothing; the station's key."""
    settings.store.prepare()
    schema.upgrade(settings.store.database_url)
    database = Database(settings.store.database_url)
    with database.transaction() as session:
        for profile in PEOPLE.values():
            accounts.add_account(session, profile, PASSWORD)
        _, key = accounts.add_station(session, "Rakvere")
    database.close()
    return key


def settings_of(folder: Path, **services: str) -> ApiSettings:
    environment = {f"KANTSELEI_{name}": value for name, value in services.items()}
    return ApiSettings(StoreSettings.read({"KANTSELEI_DATA_DIR": str(folder)} | environment), upload_limit=LIMIT)


@dataclass
class Office:
    """The application, and a signed-in client for whoever asks."""

    app: FastAPI
    key: str
    address: str
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    @property
    def house(self) -> House:
        found: House = self.app.state.house
        return found

    def as_(self, role: str) -> httpx.Client:
        if role not in self.clients:
            self.clients[role] = self._enter(role)
        return self.clients[role]

    def _enter(self, role: str) -> httpx.Client:
        headers = {"Accept-Language": "en", "Origin": self.address}  # as from our own pages
        client = httpx.Client(base_url=self.address, headers=headers, timeout=30)
        if role == "station":
            client.headers["Authorization"] = f"Bearer {self.key}"
        elif role in PEOPLE:
            sign_in(client, role)
        return client

    def batch(self, role: str = "station", **wish: object) -> str:
        answer = self.as_(role).post("/v1/batches", json=wish)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def send(self, batch: str, seq: int = 1, body: bytes | None = None, role: str = "station") -> dict[str, object]:
        answer = self.as_(role).put(f"/v1/batches/{batch}/documents/{seq}", content=body or paper())
        assert answer.status_code == 201, answer.text
        found: dict[str, object] = answer.json()
        return found

    def spooled(self) -> list[Path]:
        """What lies in the folder of bodies: nothing, whenever no upload is under way."""
        return sorted(self.house.incoming.iterdir())


def sign_in(client: httpx.Client, role: str) -> None:
    answer = client.post("/v1/sign-in", json={"login": PEOPLE[role].login, "password": PASSWORD})
    assert answer.status_code == 200, answer.text


def paper(text: str = "AVALDUS") -> bytes:
    """A page as PNG; another text gives other bytes."""
    sheet = Image.new("L", (240, 340), 255)
    ImageDraw.Draw(sheet).text((20, 20), text, fill=0)
    target = io.BytesIO()
    sheet.save(target, "PNG")
    return target.getvalue()


def read(house: House, document_id: str, code: str = "48903150015") -> None:
    """What the workers do to a document of one page, without reading it: every step through the ledger."""
    picture = house.blobs.put_bytes(paper("cleaned"))
    result = PageResult(
        picture, house.blobs.put_bytes(paper("as it came")), house.blobs.put_bytes(paper("small")), 240, 340, 300.0, 0,
        Legibility("check", 0.7, (Reason("blur", "udune"),)), _text(),
    )  # fmt: skip
    steps = {
        "pages": lambda session, claim: progress.page_plan(session, claim, 1),
        "read": lambda session, claim: progress.page_read(session, claim, result),
        "recognise": lambda session, claim: progress.document_understood(session, claim, _understood(code)),
        "place": progress.document_placed,
    }
    while claim := _claimed(house, document_id):
        with house.database.transaction() as session:
            steps[claim.step](session, claim)


def _claimed(house: House, document_id: str) -> Claim | None:
    with house.database.transaction() as session:
        claims = [ledger.claim(session, work, "test") for work in ledger.ready(session, 50)]
    mine = [claim for claim in claims if claim and claim.document_id == document_id]
    assert len(mine) <= 1
    return mine[0] if mine else None


def _text() -> PageText:
    words = (Word("Isikukood", Box(20, 20, 80, 32), 0.9), Word("48903150015", Box(90, 20, 180, 32), 0.8))
    return PageText(1, 240, 340, (Line(words, "tesseract"),))


def _understood(code: str) -> Understanding:
    box = Box(90, 20, 180, 32)
    fields = [
        Field("given_names", "Mari", "Mari", 0.95, 1, box, "found"),
        Field("family_name", "Maasikas", "Maasikas", 0.95, 1, box, "found"),
        Field("personal_code", code, code, 0.9, 1, box, "found"),
        Field("iban", None, "", 0.0, None, None, "missing"),
        Field("applicant_signature", None, "", 0.85, 1, Box(20, 280, 200, 310), "missing"),
    ]
    problems = [Problem("required", "iban", "error", {"et": "IBAN puudub.", "en": "No IBAN.", "ru": "Нет IBAN."})]
    match = Match("valjamaksuviisi_avaldus", 0.97, ("VÄLJAMAKSUVIISI VALIKUKS",), (("kiri", 0.02),))
    return Understanding(match, fields, problems)


@contextmanager
def copied_office(foundation: Path, folder: Path, key: str) -> Iterator[Office]:
    """The web process over a copy of the foundation."""
    shutil.copytree(foundation, folder, dirs_exist_ok=True)
    with open_office(settings_of(folder), key) as office:
        yield office


@contextmanager
def open_office(settings: ApiSettings, key: str) -> Iterator[Office]:
    """The web process behind a real socket."""
    app = create(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 10
    while not server.started and time.monotonic() < until:
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    office = Office(app, key, f"http://127.0.0.1:{port}")
    try:
        yield office
    finally:
        for client in office.clients.values():
            client.close()
        server.should_exit = True
        thread.join(10)
