"""An S3 that is away, slow, lying or rotten: never believed, never waited for without end."""

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
import urllib3
from world import ObjectStore, World, free_port

from ports import s3
from ports.blobs import BlobDamaged, BlobMissing, BlobsUnavailable, S3Blobs, open_store

SCAN = os.urandom(50_000)
SHA256 = hashlib.sha256(SCAN).hexdigest()


def url(port: int, bucket: str = "scans", secret: str = ObjectStore.secret) -> str:
    return f"s3://{ObjectStore.user}:{quote(secret, safe='')}@127.0.0.1:{port}/{bucket}?tls=0&region=us-east-1"


@pytest.mark.services
def test_a_bucket_is_made_when_it_is_first_needed(world: World) -> None:
    store = world.get(ObjectStore)
    blobs = open_store(url(store.port, "made-when-needed"))
    with pytest.raises(BlobMissing):
        blobs.get(SHA256)
    assert not store.client().bucket_exists(bucket_name="made-when-needed")
    assert blobs.put_bytes(SCAN) == SHA256
    assert open_store(url(store.port, "made-when-needed")).get(SHA256) == SCAN


@pytest.mark.services
def test_rotten_bytes_are_never_given_out_and_the_right_ones_mend_them(world: World, tmp_path: Path) -> None:
    store = world.get(ObjectStore)
    blobs = open_store(url(store.port, "rotten"))
    blobs.put_bytes(SCAN)
    (object_name,) = [each.object_name for each in store.client().list_objects(bucket_name="rotten", recursive=True)]
    (tmp_path / "rot").write_bytes(SCAN[:-1] + b"?")
    store.client().fput_object(bucket_name="rotten", object_name=object_name, file_path=str(tmp_path / "rot"))
    with pytest.raises(BlobDamaged):
        blobs.get(SHA256)
    with pytest.raises(BlobDamaged):
        blobs.fetch(SHA256, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    blobs.put_bytes(SCAN)
    assert blobs.get(SHA256) == SCAN


@pytest.mark.services
def test_a_wrong_secret_is_unavailable_and_not_missing(world: World) -> None:
    blobs = open_store(url(world.get(ObjectStore).port, secret="wrong/secret+x"))
    with pytest.raises(BlobsUnavailable):
        blobs.put_bytes(SCAN)
    with pytest.raises(BlobsUnavailable):
        blobs.exists(SHA256)


def test_a_store_that_is_not_there_is_unavailable_soon() -> None:
    blobs = open_store(url(free_port()))
    began = time.monotonic()
    with pytest.raises(BlobsUnavailable):
        blobs.put_bytes(SCAN)
    with pytest.raises(BlobsUnavailable):
        blobs.get(SHA256)
    assert time.monotonic() - began < 10


class Gateway:
    """An S3 of our own that behaves as badly as it is told to."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.spoil = 0  # so many of the next PUTs are cut short, and answered 200
        self.busy = 0  # so many of the next calls are answered 503
        self.trickle = False
        gateway = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self.answer(body=False)

            def do_GET(self) -> None:
                self.answer(body=True)

            def do_PUT(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                if self.is_busy():
                    return
                cut, gateway.spoil = gateway.spoil > 0, max(0, gateway.spoil - 1)
                gateway.kept[self.path] = data[: len(data) // 2] + bytes(len(data) - len(data) // 2) if cut else data
                self.head(200, 0)

            def answer(self, body: bool) -> None:
                if self.is_busy():
                    return
                data = gateway.kept.get(self.path, b"" if self.path.count("/") == 1 else None)
                if data is None:
                    self.head(404, 0)
                    return
                self.head(200, len(data))
                if body:
                    self.give(data)

            def give(self, data: bytes) -> None:
                with contextlib.suppress(OSError):
                    for at in range(0, len(data), 1 if gateway.trickle else len(data)):
                        self.wfile.write(data[at : at + (1 if gateway.trickle else len(data))])
                        time.sleep(0.05 if gateway.trickle else 0)

            def is_busy(self) -> bool:
                if gateway.busy > 0:
                    gateway.busy -= 1
                    self.head(503, 0)
                    return True
                return False

            def head(self, status: int, length: int) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(length))
                self.send_header("ETag", '"0"')
                self.send_header("Last-Modified", "Sun, 22 Nov 2026 12:00:00 GMT")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def blobs(self) -> S3Blobs:
        return S3Blobs(s3.bucket_at(url(self.server.server_port)))


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    yield gateway
    gateway.server.shutdown()
    gateway.server.server_close()


def test_a_gateway_that_once_keeps_other_bytes_gets_them_again(gateway: Gateway) -> None:
    gateway.spoil = 1
    blobs = gateway.blobs()
    blobs.put_bytes(SCAN)
    assert blobs.get(SHA256) == SCAN


def test_a_gateway_that_lies_is_never_believed(gateway: Gateway) -> None:
    gateway.spoil = 99
    with pytest.raises(BlobsUnavailable):
        gateway.blobs().put_bytes(SCAN)


def test_a_busy_gateway_is_asked_again_but_not_for_ever(gateway: Gateway) -> None:
    blobs = gateway.blobs()
    gateway.busy = 2
    blobs.put_bytes(SCAN)
    assert blobs.get(SHA256) == SCAN
    gateway.busy = 99
    with pytest.raises(BlobsUnavailable):
        blobs.get(SHA256)


def test_a_gateway_that_trickles_is_given_up(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = gateway.blobs()
    blobs.put_bytes(SCAN)
    monkeypatch.setattr(s3, "ANSWER_S", 1.0)
    gateway.trickle = True
    began = time.monotonic()
    with pytest.raises(BlobsUnavailable):
        blobs.get(SHA256)
    assert time.monotonic() - began < 5


def test_every_call_over_the_network_has_an_end() -> None:
    pool = s3.bucket_at(url(1))._client._http
    assert isinstance(pool, urllib3.PoolManager)
    timeout = pool.connection_pool_kw["timeout"]
    assert (timeout.connect_timeout, timeout.read_timeout) == (s3.CONNECT_S, s3.ANSWER_S)
