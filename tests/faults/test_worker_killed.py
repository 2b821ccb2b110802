"""F06, F10, F11, F13: a worker that is killed, frozen or sent home in mid-step loses nothing and leaves nobody."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from running import RunningOffice, alive, children_of
from world import wait_until

LEASE_S = 20


@pytest.fixture
def scan(examples: Path) -> Path:
    return examples / "06-valjamaksuviisi-avaldus.pdf"


def busy(office: RunningOffice, batch: str, name: str = "worker") -> set[int]:
    """Waits until the worker is in the middle of reading a page; the processes it has started."""
    pid = office.processes[name].pid
    wait_until(lambda: office.documents(batch)[0]["state"] == "paged", 60, "the page to be counted", every=0.02)
    wait_until(lambda: children_of(pid), 30, "the reader to be at work", every=0.01)
    return children_of(pid)


def only_once(office: RunningOffice, batch: str) -> None:
    """One document, in one case, and all books agree."""
    (document,) = office.wait_settled(batch, 90)
    assert document["trouble"] is None
    with office.handler() as handler:
        assert len(handler.get("/v1/cases").json()["cases"]) == 1
    office.verify()


def test_f06_a_worker_killed_in_mid_step_costs_a_lease_and_nothing_else(office: RunningOffice, scan: Path) -> None:
    office.start_web()
    office.start_worker()
    batch = office.send(scan)
    busy(office, batch)
    office.kill("worker")
    assert not office.settled(batch)
    office.start_worker("second")
    only_once(office, batch)
    assert max(int(str(done["attempt"])) for done in office.events("second", "work_done")) == 2


def test_f13_no_child_outlives_a_killed_worker(embedded: RunningOffice, scan: Path) -> None:
    embedded.start_web()
    embedded.start_worker()
    children = busy(embedded, embedded.send(scan))
    embedded.kill("worker")
    wait_until(lambda: not alive(children), 2, "the children of the killed worker to be gone")


def test_f10_a_worker_told_to_end_finishes_or_hands_back(embedded: RunningOffice, scan: Path) -> None:
    embedded.start_web()
    worker = embedded.start_worker()
    batch = embedded.send(scan)
    children = busy(embedded, batch)
    embedded.kill("worker", signal.SIGTERM)
    assert worker.returncode == 0, embedded.log("worker")
    wait_until(lambda: not alive(children), 2, "the children to be gone")
    embedded.start_worker("second")
    embedded.wait_settled(batch, LEASE_S - 5)  # nobody had to wait for a lease to run out
    only_once(embedded, batch)


def test_f11_a_zombie_is_fenced_off(office: RunningOffice, scan: Path) -> None:
    """Frozen for longer than its lease, then awake: its late result is thrown away, the other worker's stands."""
    office.start_web()
    zombie = office.start_worker("zombie")
    batch = office.send(scan)
    busy(office, batch, "zombie")
    zombie.send_signal(signal.SIGSTOP)
    office.start_worker("second")
    only_once(office, batch)
    zombie.send_signal(signal.SIGCONT)
    wait_until(lambda: list(office.events("zombie", "work_fenced")), 60, "the zombie to be fenced off")
    only_once(office, batch)
