"""`kantselei serve` as a newcomer has it: opens, says how to sign in, keeps what it has, closes without a trace."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from running import RunningOffice, alive, children_of
from world import free_port, listening, wait_until

from cli import demo, serve
from cli.serve import CannotServe, Place


@pytest.fixture
def port() -> int:
    return free_port()


def kantselei(folder: Path, *argv: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KANTSELEI_")}
    return subprocess.Popen(
        [sys.executable, "-c", "from cli.app import main; main()", *argv],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def opened(house: subprocess.Popen[str]) -> str:
    """The one line it prints."""
    assert house.stdout
    line = house.stdout.readline()
    assert line, house.stderr.read() if house.stderr else ""
    return line


def closed(house: subprocess.Popen[str]) -> str:
    """Ctrl-C; what was said on the way out."""
    children = children_of(house.pid)
    house.send_signal(signal.SIGINT)
    said = house.communicate(timeout=30)[1]
    assert house.returncode == 0, said
    assert not alive(children)
    return said


def test_the_office_opens_and_closes_and_keeps_its_people(tmp_path: Path, port: int) -> None:
    for _ in range(2):
        house = kantselei(tmp_path, "serve", "--workers", "1", "--port", str(port))
        line = opened(house)
        assert f"http://127.0.0.1:{port}" in line
        sign_in = tmp_path / "data" / "sign-in.txt"
        assert sign_in.stat().st_mode & 0o777 == 0o600
        login, password, *_ = sign_in.read_text().split()
        assert password not in line  # that is said on a terminal only
        answer = httpx.post(f"http://127.0.0.1:{port}/v1/sign-in", json={"login": login, "password": password})
        assert answer.status_code == 200, answer.text
        second = kantselei(tmp_path, "serve", "--workers", "1")
        assert "is open on" in second.communicate(timeout=60)[1]
        assert second.returncode == 1
        closed(house)
        assert not listening(port)


def test_a_mistake_in_the_settings_is_one_sentence(tmp_path: Path) -> None:
    environment = {**os.environ, "KANTSELEI_DATABASE_URL": "mysql://no"}
    argv = [sys.executable, "-c", "from cli.app import main; main()", "serve"]
    said = subprocess.run(argv, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "KANTSELEI_DATABASE_URL" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.quick
def test_a_port_that_is_taken_is_not_fought_for(port: int) -> None:
    assert serve.place("127.0.0.1", port) == Place("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)):
        with pytest.raises(CannotServe, match=str(port)):
            serve.place("127.0.0.1", port)
        assert serve.place("127.0.0.1", 0).port != port


@pytest.fixture
def samples(tmp_path: Path, examples: Path) -> Path:
    """One loose sample and a visit of one client, with a truth file beside them."""
    folder = tmp_path / "samples"
    (folder / "visit").mkdir(parents=True)
    shutil.copy(examples / "06-valjamaksuviisi-avaldus.pdf", folder)
    shutil.copy(examples / "12-kviitung.jpg", folder / "visit")
    (folder / "truth.json").write_text("{}")
    return folder


def test_the_samples_are_loaded_once_and_an_interruption_does_no_harm(embedded: RunningOffice, samples: Path) -> None:
    embedded.start_web()
    embedded.start_worker()
    store, address = embedded.store, embedded.address
    assert demo.load(store, address, lambda _: False, samples) == 0  # Ctrl-C after the first
    assert demo.load(store, address, demo._wait, samples) == 2
    assert demo.load(store, address, demo._wait, samples) == 0
    with embedded.handler() as handler:
        cases = handler.get("/v1/cases").json()["cases"]
    assert len(cases) == 2
    assert len({re.sub(r"-\d+$", "", case["number"]) for case in cases}) == 2
    embedded.verify()
    wait_until(lambda: (store.data_dir / "demo.json").stat().st_mode & 0o777 == 0o600, 1, "the key to be private")
