"""The cage keeps what it claims: each claim is tried from inside, as root and as an ordinary user."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from capture import cage
from capture.cage import CageCrash, CageMissing, CageRefused, CageTimeout, Child, Limits
from capture.cage_claims import CLAIMS

ROOT = Path(__file__).resolve().parents[2]
SMALL = Limits(memory_mb=512, cpu_s=5, wall_s=10, processes=16, file_mb=16)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.text)
def test_the_cage(claim: cage.Claim) -> None:  # type: ignore[name-defined]
    outcome = cage.run(claim.argv, limits=SMALL)
    assert outcome.stdout.strip() == claim.expected, outcome


def test_doctor_is_told_that_every_claim_holds() -> None:
    told = cage.probe()
    assert len(told) == len(CLAIMS) + 2
    assert [text for text, held in told if not held] == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """pytest's own folders are closed to other users, and closed again by every new session."""
    with tempfile.TemporaryDirectory(prefix="kantselei-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try it as somebody else")
def test_an_ordinary_user_has_the_same_cage(open_folder: Path) -> None:
    python = shutil.which("python3", path="/usr/bin")
    if python is None:
        pytest.skip("the system has no Python an ordinary user could start")
    if shutil.which("bwrap", path="/usr/bin") is None:
        pytest.skip("the system has no bubblewrap an ordinary user could start: install Debian's package")
    namespaces = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    if subprocess.run(namespaces, user=12345, group=12345, extra_groups=[], check=False).returncode:
        pytest.skip("this machine gives an ordinary user no namespaces of its own (a container inside another)")
    shutil.copytree(ROOT / "capture", open_folder / "capture", ignore=shutil.ignore_patterns("__pycache__"))
    asked = "from capture.cage import probe; print([text for text, held in probe() if not held])"
    told = subprocess.run(
        [python, "-c", asked], cwd=open_folder, user=12345, group=12345, extra_groups=[], env={"PATH": "/usr/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.stdout.strip() == "[]", told.stderr


def test_a_given_file_is_seen_inside_whatever_its_owner_and_name(tmp_path: Path) -> None:
    secret = tmp_path / "Mari Maasikas 47101010033.txt"
    secret.write_bytes(b"paper")
    secret.chmod(0o600)
    assert cage.run(["cat", "/scan"], files={"/scan": secret}).stdout == b"paper"
    listed = cage.run(["find", "/", "-xdev", "-name", "*Maasikas*"]).stdout
    assert listed == b""


def test_a_program_that_does_not_end_is_ended() -> None:
    started = time.monotonic()
    outcome = cage.run(["sleep", "30"], limits=Limits(wall_s=0.5))
    assert outcome.killed_why == "wall"
    assert time.monotonic() - started < 5


def test_a_program_that_only_computes_is_stopped_by_its_processor_time() -> None:
    outcome = cage.run([sys.executable, "-S", "-c", "while True: pass"], limits=Limits(cpu_s=1, wall_s=20))
    assert outcome.killed_why in ("cpu", "signal")
    assert outcome.rc != 0


def test_a_program_that_talks_without_end_is_cut_off() -> None:
    outcome = cage.run(["yes"], limits=Limits(output_mb=2, wall_s=20))
    assert outcome.killed_why == "output"
    assert len(outcome.stdout) < 4 << 20


def test_complaints_are_capped() -> None:
    shout = "import sys; sys.stderr.write('x' * 1000000 + 'the end')"
    outcome = cage.run([sys.executable, "-I", "-S", "-c", shout])
    assert len(outcome.stderr_tail) <= 4096
    assert outcome.stderr_tail.endswith("the end")


def test_what_is_said_to_a_program_reaches_it() -> None:
    words = os.urandom(3 << 20)
    assert cage.run(["cat"], stdin=words).stdout == words


def test_without_bubblewrap_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("shutil.which", lambda name, path=None: None)
    with pytest.raises(CageMissing, match="bubblewrap"):
        cage.run(["true"])


@pytest.fixture
def talker() -> Iterator[Child]:
    """A caged module that does as it is told, well or badly."""
    with Child.start("tests.capture.talker", limits=Limits(wall_s=5, output_mb=8)) as child:
        yield child


def test_a_caged_reader_answers_again_and_again(talker: Child) -> None:
    for size in (0, 1, 5_000_000):
        payload = os.urandom(size)
        header, back = talker.ask({"do": "echo"}, payload)
        assert (header["bytes"], bytes(back)) == (size, payload)
    assert talker.ask({"do": "shout"})[0] == {"fine": True}
    assert talker.alive


def test_a_reader_that_hangs_is_killed(talker: Child) -> None:
    with pytest.raises(CageTimeout):
        talker.ask({"do": "sleep"}, wall_s=0.5)
    assert not talker.alive


def test_a_reader_that_dies_is_noticed_at_once(talker: Child) -> None:
    started = time.monotonic()
    with pytest.raises(CageCrash):
        talker.ask({"do": "die"})
    assert time.monotonic() - started < 4
    assert not talker.alive


@pytest.mark.parametrize("nonsense", ["promise much", "babble", "no words"])
def test_a_reader_that_talks_nonsense_is_not_believed(talker: Child, nonsense: str) -> None:
    with pytest.raises(CageRefused):
        talker.ask({"do": nonsense})
    assert not talker.alive


def test_two_threads_may_keep_a_reader_each() -> None:
    found: list[str | None] = []
    threads = [
        threading.Thread(target=lambda: found.append(cage.run(["sleep", "9"], limits=Limits(wall_s=0.3)).killed_why))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["wall", "wall"]


def test_no_reader_outlives_its_killed_parent(tmp_path: Path) -> None:
    """F13: the parent is killed without a chance to tidy up."""
    mark = f"{time.monotonic_ns() % 10**9}.25"
    script = f"from capture.cage import run; run(['sleep', '{mark}'])"
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    assert _until(lambda: _running(mark) > 1)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert _until(lambda: _running(mark) == 0)


def test_not_even_one_that_was_only_just_being_started() -> None:
    """Before bubblewrap has bound its processes to each other, the lifeline must tell them: once 17 of 120 escaped."""
    marks = [f"{time.monotonic_ns() % 10**9 + moment}.25" for moment in range(12)]
    for moment, mark in enumerate(marks):
        script = f"from capture.cage import run; print('now', flush=True); run(['sleep', '{mark}'])"
        parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
        with parent:
            assert parent.stdout is not None
            parent.stdout.readline()
            time.sleep(moment * 0.004)
            parent.kill()
    assert _until(lambda: sum(map(_running, marks)) == 0)


def _running(mark: str) -> int:
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        count += mark.encode() in words and b"capture.cage" not in words
    return count


def _until(holds: object, within_s: float = 5.0) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False
