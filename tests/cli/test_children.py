"""Who watches the workers: they are started again, given up when hopeless, and never left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from running import alive
from world import wait_until

from cli.children import TOO_OFTEN, Child, KeepsDying, end_all

pytestmark = pytest.mark.quick

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable, "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]  # fmt: skip


def child(argv: list[str], folder: Path) -> Child:
    started = Child("child", argv, folder / "child.log")
    started.start()
    return started


def up(folder: Path) -> None:
    wait_until(lambda: "up" in (folder / "child.log").read_text(), 20, "the child to be up", every=0.02)


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    one = child(SLEEPER, tmp_path)
    assert one.process
    first = one.process.pid
    one.process.kill()
    one.process.wait()
    one.revive()
    assert one.running
    assert one.process.pid != first
    assert end_all([one])


def dead(one: Child) -> Child:
    assert one.process
    one.process.wait()
    return one


def test_a_child_that_dies_again_and_again_is_given_up(tmp_path: Path) -> None:
    one = child([sys.executable, "-c", "raise SystemExit('no database')"], tmp_path)
    for _ in range(TOO_OFTEN - 1):
        dead(one).revive()
    with pytest.raises(KeepsDying, match=r"child.log"):
        dead(one).revive()
    assert "no database" in (tmp_path / "child.log").read_text()


def test_who_does_not_end_is_ended(tmp_path: Path) -> None:
    one = child(STUBBORN, tmp_path)
    up(tmp_path)
    assert not end_all([one], grace_s=0.3)
    assert not one.running


def test_ctrl_c_reaches_the_house_and_not_its_children(tmp_path: Path) -> None:
    """They are told in order, so that work at hand is handed back."""
    one = child(SLEEPER, tmp_path)
    up(tmp_path)
    assert one.process
    group = int(Path(f"/proc/{one.process.pid}/stat").read_text().rpartition(")")[2].split()[2])
    assert group == one.process.pid
    assert end_all([one])


def test_no_child_outlives_a_house_that_was_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom cli.children import Child\n"
        f"one = Child('child', {SLEEPER!r}, Path({str(tmp_path / 'child.log')!r}))\n"
        "one.start()\nprint(one.process.pid, flush=True)\ntime.sleep(60)\n"
    )
    house = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert house.stdout
    with house.stdout as said:
        pid = int(said.readline())
    up(tmp_path)
    house.send_signal(signal.SIGKILL)
    house.wait()
    wait_until(lambda: not alive({pid}), 5, "the child to follow", every=0.02)
