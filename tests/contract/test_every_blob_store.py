"""What every object store promises: kept as it came, checked at every reading, written twice without harm."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ports.blobs import BlobMissing, Blobs, BlobsUnavailable

ABSENT = "0" * 64


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A scan of a few hundred kilobytes, in a file."""
    path = tmp_path / "paper"
    path.write_bytes(os.urandom(700_001))
    return path


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 2000])
def test_bytes_come_back_as_they_went(blobs: Blobs, data: bytes) -> None:
    sha256 = blobs.put_bytes(data)
    assert sha256 == digest(data)
    assert blobs.get(sha256) == data
    with blobs.open(sha256) as file:
        assert file.read() == data


def test_a_file_comes_back_as_it_went(blobs: Blobs, paper: Path, tmp_path: Path) -> None:
    data = paper.read_bytes()
    blobs.put(paper, digest(data), len(data))
    blobs.fetch(digest(data), tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == data
    assert paper.read_bytes() == data


def test_a_long_file_goes_in_parts(blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "long"
    piece = os.urandom(1024 * 1024)
    path.write_bytes(piece * 37 + b"end")
    sha256 = digest(path.read_bytes())
    blobs.put(path, sha256, path.stat().st_size)
    blobs.fetch(sha256, tmp_path / "again")
    assert digest((tmp_path / "again").read_bytes()) == sha256


def test_writing_twice_is_harmless(blobs: Blobs) -> None:
    for _ in range(2):
        sha256 = blobs.put_bytes(b"a form nobody has filled in")
    assert list(blobs.digests()) == [sha256]


def test_many_who_write_the_same_at_once_all_succeed(blobs: Blobs) -> None:
    data = os.urandom(100_000)
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(blobs.put_bytes, [data] * 8)) == {digest(data)}
    assert blobs.get(digest(data)) == data
    assert list(blobs.digests()) == [digest(data)]


@pytest.mark.parametrize("said", [ABSENT, digest(b"other")])
def test_a_file_that_is_not_what_it_is_said_to_be_is_not_kept(blobs: Blobs, paper: Path, said: str) -> None:
    with pytest.raises(BlobsUnavailable):
        blobs.put(paper, said, paper.stat().st_size)
    with pytest.raises(BlobsUnavailable):
        blobs.put(paper, digest(paper.read_bytes()), paper.stat().st_size - 1)


def test_what_was_never_kept_is_missing(blobs: Blobs, tmp_path: Path) -> None:
    assert not blobs.exists(ABSENT)
    with pytest.raises(BlobMissing):
        blobs.get(ABSENT)
    with pytest.raises(BlobMissing):
        blobs.fetch(ABSENT, tmp_path / "nothing")
    with pytest.raises(BlobMissing), blobs.open(ABSENT):
        pass
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 65, "0" * 63 + "\n"])
def test_a_name_that_is_no_digest_is_missing(blobs: Blobs, name: str) -> None:
    with pytest.raises(BlobMissing):
        blobs.get(name)


def test_the_store_knows_what_it_holds(blobs: Blobs) -> None:
    assert list(blobs.digests()) == []
    kept = {blobs.put_bytes(str(number).encode()) for number in range(25)}
    assert set(blobs.digests()) == kept
    assert all(blobs.exists(sha256) for sha256 in kept)
