"""The process that does the work: `python -m worker.app`. Several may run, on one machine or on many."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import cv2
import numpy as np
from dramatiq import Broker

from capture.cage import CageMissing
from capture.codes import CodeReader
from capture.scan import PageImage
from classify.catalogue import KindFileError
from ocr.blend import Blend
from ocr.engine import EngineError, EngineMissing, LanguageMissing
from ocr.fieldread import Fields
from ocr.neural import Neural
from ocr.second import Second
from ocr.tesseract import Tesseract
from ports import log
from ports.blobs import BadBlobsUrl, BlobsUnavailable, open_store
from ports.broker import BadBrokerUrl, DramatiqHints, NoHints, make_broker
from ports.database import Database, OutcomeUnknown, Unavailable, UnsafeDatabase
from ports.engines import BadUrl
from ports.mail import BadMailUrl, Mail, open_mail
from ports.registers import open_registers
from ports.settings import SettingsError, WorkSettings
from registry import kinds, ledger, schema
from registry.letters import office
from worker import tuning
from worker.actors import listen
from worker.clerk import Clerk
from worker.desk import Desk
from worker.letters import PostRoom, keep_attending
from worker.models import Models
from worker.shelf import Shelf, room_of_ones_own
from worker.sweep import keep_sweeping

POLL_S = 0.1
_MOST_HANDS = 2  # on one page: somebody waits for it at a counter
POLL_BESIDE_BROKER_S = 2.0  # a broker only makes it quicker: work it never tells of is found all the same
AWAY_S = 3.0
DRAIN_S = {signal.SIGTERM: 30.0, signal.SIGINT: 2.0}  # a roll-over may take its time, a person at a keyboard waits


def poll(clerk: Clerk, stop: threading.Event, every_s: float) -> None:
    """Does what is ready until `stop` is set."""
    while not stop.is_set():
        try:
            if not _some(clerk, stop):
                stop.wait(every_s)
        except (Unavailable, OutcomeUnknown):
            log.event("register_away")
            stop.wait(AWAY_S)


def _some(clerk: Clerk, stop: threading.Event) -> bool:
    """Whether any of the ready work was ours."""
    with clerk.desk.database.reading() as session:
        ready = ledger.ready(session, limit=8)
    done = False
    for work_id in ready:
        if stop.is_set():
            break
        done = clerk.do(work_id) or done
    return done


def open_desk(settings: WorkSettings, folder: Path, broker: Broker | None) -> Desk:
    """Opens every door. Raises at once when the register is of another version or a setting is unusable."""
    database = Database(settings.store.database_url)
    schema.check(database)
    blobs = open_store(settings.store.blobs_url)
    hands = min(_MOST_HANDS, len(os.sched_getaffinity(0)))
    neural, second = Neural(threads=hands), Second(hands)
    engine = Blend(Tesseract(second=second), neural)
    second.begin()
    engine.require(f"{settings.languages}+osd")  # in the cage: without either, better no worker than pages lost
    return Desk(
        owner=f"{socket.gethostname()[:40]}:{os.getpid()}:{os.urandom(3).hex()}",
        database=database,
        blobs=blobs,
        hints=DramatiqHints(broker) if broker else NoHints(),
        catalogue=kinds.choose(settings.kinds_dir),
        engine=engine,
        languages=settings.languages,
        shelf=Shelf(folder, blobs),
        codes=CodeReader(),
        fields=Fields(neural),
        registers=open_registers(settings.registers_dir),
        models=Models(blobs),
    )


def warm(desk: Desk) -> None:
    """Engines load with the first page they see, for a second or two: no client should wait for that in the morning.

    Called by the thread that will work: a caged child dies with the thread that started it.
    """
    pixels = np.full((200, 900), 255, np.uint8)
    cv2.putText(pixels, "Tere hommikust 2026", (40, 120), cv2.FONT_HERSHEY_DUPLEX, 2.0, 0, 3, cv2.LINE_AA)
    try:
        desk.engine.read(PageImage(1, pixels, 200.0), desk.languages)
    except EngineError as error:
        log.event("engines_cold", error=error.code)  # the first page will say what is wrong


class Shift:
    """The threads of one worker, from the first hint to the last piece of work."""

    def __init__(self, clerk: Clerk, broker: Broker | None, mail: Mail) -> None:
        self.stop = threading.Event()
        self.broken = False
        self._drain_s = DRAIN_S[signal.SIGTERM]
        self._clerk, self._broker, self._mail = clerk, broker, mail

    def begin(self) -> None:
        self._listener = listen(self._broker, self._clerk) if self._broker else None
        self._poll = threading.Thread(target=self._keep_polling, name="poll", daemon=True)
        self._poll.start()
        desk = self._clerk.desk
        sweeping = threading.Thread(target=keep_sweeping, args=(desk.database, desk.hints, self.stop), daemon=True)
        sweeping.start()
        post = PostRoom(desk.database, desk.blobs, self._mail)
        threading.Thread(target=keep_attending, args=(post, self.stop), name="letters", daemon=True).start()
        asked = (self._clerk, self.stop)
        threading.Thread(target=tuning.keep_attending, args=asked, name="tuning", daemon=True).start()

    def _keep_polling(self) -> None:
        try:
            warm(self._clerk.desk)
            poll(self._clerk, self.stop, POLL_BESIDE_BROKER_S if self._broker else POLL_S)
        except BaseException:
            self.broken = True  # a worker that only looks alive is worse than a dead one: the process ends
            self.stop.set()
            raise

    def told(self, number: int, _frame: object) -> None:
        """What a signal asks for."""
        self._drain_s = DRAIN_S[signal.Signals(number)]
        self.stop.set()

    def end(self) -> None:
        """Lets the work at hand end, or hands it back: in time, and its children die with this process."""
        until = time.monotonic() + self._drain_s
        self._clerk.leaving = True
        self._poll.join(self._drain_s)
        if self._listener:
            self._listener.stop(timeout=max(1, round((until - time.monotonic()) * 1000)))
        self._clerk.hand_back()
        self._clerk.desk.shelf.close()
        self._clerk.desk.hints.close()


def run(settings: WorkSettings) -> int:
    """Works until SIGTERM or SIGINT. Returns the exit code."""
    with room_of_ones_own(settings.store.data_dir / "shelf") as folder:
        broker = make_broker(settings.store.broker_url) if settings.store.broker_url else None
        office.choose(settings.office_file)
        shift = Shift(Clerk(open_desk(settings, folder, broker)), broker, open_mail(settings.mail_url))
        for number in DRAIN_S:
            signal.signal(number, shift.told)
        shift.begin()
        log.event("worker_started")
        shift.stop.wait()
        shift.end()
        log.event("worker_ended", broken=shift.broken)
        return int(shift.broken)


MISTAKES = (
    SettingsError, Unavailable, UnsafeDatabase, BadUrl, BadBlobsUrl, BadBrokerUrl, BlobsUnavailable, KindFileError,
    schema.SchemaOlder, schema.SchemaNewer, CageMissing, EngineMissing, LanguageMissing, BadMailUrl,
    office.OfficeFileError,
)  # fmt: skip


def main() -> int:
    try:
        return run(WorkSettings.read())
    except MISTAKES as error:
        sys.stderr.write(f"{str(error) or error.__doc__}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
