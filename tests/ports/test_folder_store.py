"""The folder as an object store: what it kept survives, what it could not keep it does not claim to have."""

import errno
import hashlib
import os
import time
import tracemalloc
from pathlib import Path

import pytest

from ports.blobs import BadBlobsUrl, BlobDamaged, BlobsUnavailable, FolderBlobs, open_store

pytestmark = pytest.mark.quick


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(root: Path) -> FolderBlobs:
    return FolderBlobs(root)


def place(root: Path, sha256: str) -> Path:
    return root / sha256[:2] / sha256


def spoil(path: Path, data: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(data)


def drafts(root: Path) -> list[Path]:
    return list(root.glob("draft-*"))


@pytest.mark.parametrize("rotten", [b"", b"another scan", b"a sca", b"a scan\0"])
def test_rotten_bytes_are_never_given_out(blobs: FolderBlobs, root: Path, tmp_path: Path, rotten: bytes) -> None:
    sha256 = blobs.put_bytes(b"a scan")
    spoil(place(root, sha256), rotten)
    with pytest.raises(BlobDamaged):
        blobs.get(sha256)
    with pytest.raises(BlobDamaged):
        blobs.fetch(sha256, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_the_right_bytes_sent_again_mend_what_had_rotted(blobs: FolderBlobs, root: Path) -> None:
    sha256 = blobs.put_bytes(b"a scan")
    spoil(place(root, sha256), b"rot")
    blobs.put_bytes(b"a scan")
    assert blobs.get(sha256) == b"a scan"


def test_what_is_kept_is_not_for_others_and_not_for_rewriting(blobs: FolderBlobs, root: Path) -> None:
    kept = place(root, blobs.put_bytes(b"a scan"))
    assert (kept.stat().st_mode & 0o777, root.stat().st_mode & 0o777) == (0o400, 0o700)


def test_file_and_folders_are_synced_before_it_is_kept(
    blobs: FolderBlobs, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_sync, real_link = os.fsync, os.link

    def sync(descriptor: int) -> None:
        steps.append(f"sync {Path(f'/proc/self/fd/{descriptor}').readlink().name[:5]}")
        real_sync(descriptor)

    def link(source: Path, target: Path) -> None:
        steps.append("link")
        real_link(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "link", link)
    sha256 = blobs.put_bytes(b"a scan")
    assert steps == ["sync draft", "link", f"sync {sha256[:2]}", f"sync {root.name}"]


@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_a_failed_sync_means_not_stored(
    blobs: FolderBlobs, root: Path, monkeypatch: pytest.MonkeyPatch, failing: int, code: int
) -> None:
    calls: list[int] = []

    def sync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == failing:
            raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", sync)
        with pytest.raises(BlobsUnavailable):
            blobs.put_bytes(b"a scan")
    assert len(calls) == failing  # a failed sync is not repeated
    assert drafts(root) == []
    sha256 = blobs.put_bytes(b"a scan")  # the sender tries again
    assert blobs.get(sha256) == b"a scan"


def test_a_disk_that_keeps_other_bytes_is_found_out(
    blobs: FolderBlobs, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_sync = os.fsync

    def lie(descriptor: int) -> None:
        os.pwrite(descriptor, b"X", 0)
        real_sync(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lie)
        with pytest.raises(BlobsUnavailable):
            blobs.put_bytes(b"a scan")
    assert list(blobs.digests()) == []
    assert drafts(root) == []


def test_a_draft_that_a_dead_process_left_is_swept_and_a_fresh_one_is_not(root: Path) -> None:
    FolderBlobs(root)
    old, fresh = root / "draft-old", root / "draft-fresh"
    for draft in (old, fresh):
        draft.write_bytes(b"half a sc")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    FolderBlobs(root)
    assert drafts(root) == [fresh]
    assert list(FolderBlobs(root).digests()) == []


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BlobsUnavailable):
        open_store((tmp_path / "file" / "blobs").as_uri())


def test_a_folder_that_is_gone_keeps_nothing(blobs: FolderBlobs, root: Path) -> None:
    root.rmdir()
    with pytest.raises(BlobsUnavailable):
        blobs.put_bytes(b"a scan")


def test_a_long_scan_is_not_held_in_memory(blobs: FolderBlobs, tmp_path: Path) -> None:
    path = tmp_path / "long"
    with path.open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    tracemalloc.start()
    blobs.put(path, sha256, path.stat().st_size)
    blobs.fetch(sha256, tmp_path / "again")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024
    assert (tmp_path / "again").stat().st_size == path.stat().st_size


def test_a_url_names_the_folder_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "hoidla nr 1 %õ"
    open_store(folder.as_uri()).put_bytes(b"a scan")
    assert folder.is_dir()


@pytest.mark.parametrize(
    "url",
    [
        "", "blobs", "ftp://x/y", "file:", "s3://host/bucket", "s3://key:hidden@host", "s3://key:hidden@/bucket",
        "s3://key:hidden@host/bucket?colour=blue", "s3://key:hidden@host:port/bucket",
    ],
)  # fmt: skip
def test_a_url_we_cannot_use_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadBlobsUrl) as caught:
        open_store(url)
    assert "hidden" not in str(caught.value)
