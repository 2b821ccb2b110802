"""One bucket of any S3, through the MinIO client, with a limit of time on everything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import BinaryIO
from urllib.parse import parse_qs, unquote, urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

CONNECT_S, ANSWER_S = 3.0, 20.0
SLOWEST = 256 * 1024  # bytes a second, below which a reading is given up
PART = 16 * 1024 * 1024  # bytes of a part held in memory while sending; also what one ANSWER_S must suffice for
_GONE = frozenset({"NoSuchKey", "NoSuchBucket", "NoSuchObject"})


class BucketError(Exception):
    """The object store did not do what it was asked. Look whether it runs and whether the key and secret are right."""


class ObjectMissing(BucketError):
    """There is no such object in the bucket. Restore it from the backup of the store."""


class Bucket:
    """Objects by key. A missing one raises `ObjectMissing`, anything else `BucketError`."""

    def __init__(self, client: Minio, name: str) -> None:
        self._client, self._name = client, name
        self._made = False
        self._making = threading.Lock()

    def put(self, key: str, source: BinaryIO, size: int) -> None:
        """The client signs a digest of every part (plain HTTP) or adds Content-MD5 (TLS); the store checks it."""
        with _mapped():
            self._make()
            self._client.put_object(
                bucket_name=self._name, object_name=key, data=source, length=size,
                part_size=PART, num_parallel_uploads=1,
            )  # fmt: skip

    @contextmanager
    def get(self, key: str) -> Iterator[Callable[[int], bytes]]:
        """A function that reads at most so many bytes, and gives up on a store that trickles."""
        with _mapped():
            answer = self._client.get_object(bucket_name=self._name, object_name=key)
        begun, received = monotonic(), 0

        def read(amount: int) -> bytes:
            nonlocal received
            with _mapped():
                piece = answer.read1(amount)
            received += len(piece)
            if monotonic() - begun > ANSWER_S + received / SLOWEST:
                raise BucketError
            return piece

        try:
            yield read
        finally:
            answer.close()
            answer.release_conn()

    def size(self, key: str) -> int | None:
        """Bytes of the object; None when there is none."""
        try:
            with _mapped():
                return self._client.stat_object(bucket_name=self._name, object_name=key).size
        except ObjectMissing:
            return None

    def names(self) -> Iterator[str]:
        with _mapped():
            self._make()
            for found in self._client.list_objects(bucket_name=self._name, recursive=True):
                if found.object_name:
                    yield found.object_name

    def _make(self) -> None:
        """The bucket is made when it is first needed, so that the house starts while the store is away."""
        with self._making:
            if not self._made and not self._client.bucket_exists(bucket_name=self._name):
                self._create()
            self._made = True

    def _create(self) -> None:
        try:
            self._client.make_bucket(bucket_name=self._name)
        except S3Error as error:
            if error.code not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:  # another process was quicker
                raise


def bucket_at(url: str) -> Bucket:
    """`s3://key:secret@host:port/bucket?tls=0&region=...`; TLS unless tls=0. Raises ValueError. Connects to nothing."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
    name = parts.path.strip("/")
    if not (parts.hostname and name and parts.username and parts.password) or options.keys() - {"tls", "region"}:
        raise ValueError("an S3 URL names a key, a secret, a host and a bucket")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    client = Minio(
        f"{host}:{parts.port}" if parts.port else host,
        access_key=unquote(parts.username), secret_key=unquote(parts.password),
        secure=options.get("tls", "1") != "0", region=options.get("region"), http_client=_pool(),
    )  # fmt: skip
    return Bucket(client, name)


def _pool() -> urllib3.PoolManager:
    """Repeats what the store refused for being busy, with jitter; what timed out is not repeated."""
    busy = urllib3.Retry(
        total=3, connect=1, read=0, status=3, backoff_factor=0.2, backoff_jitter=0.2,
        status_forcelist=(500, 502, 503, 504),
    )  # fmt: skip
    return urllib3.PoolManager(timeout=urllib3.Timeout(connect=CONNECT_S, read=ANSWER_S), retries=busy, maxsize=16)


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        raise (ObjectMissing if error.code in _GONE else BucketError) from error
    except (MinioException, HTTPError, OSError) as error:
        raise BucketError from error
