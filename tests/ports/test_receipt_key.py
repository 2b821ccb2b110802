"""The key of the receipts: made once, the same for all who ask, for nobody else to read."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ports import log
from ports.keyfile import BadKeyFile, receipt_key

pytestmark = pytest.mark.quick


def test_the_key_is_made_once_and_only_we_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "receipt.key"
    key = receipt_key(path)
    assert len(key) == 32
    assert receipt_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["receipt.key"]


def test_many_who_make_it_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(receipt_key, [tmp_path / "receipt.key"] * 24))) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["receipt.key"]


def test_every_house_has_its_own(tmp_path: Path) -> None:
    assert receipt_key(tmp_path / "one") != receipt_key(tmp_path / "two")


@pytest.mark.parametrize(("content", "mode"), [(b"short", 0o600), (b"", 0o600), (bytes(32), 0o644), (bytes(33), 0o600)])
def test_a_key_that_is_not_as_we_made_it_is_refused(tmp_path: Path, content: bytes, mode: int) -> None:
    path = tmp_path / "receipt.key"
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(BadKeyFile, match=r"receipt\.key"):
        receipt_key(path)


def test_a_log_line_is_one_json_object(capfd: pytest.CaptureFixture[str]) -> None:
    log.event("hint_lost", work="a" * 32, error="TimeoutError\nTraceback")
    (line,) = capfd.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["event"], said["work"]) == ("hint_lost", "a" * 32)
    assert said["at"].endswith("+00:00")
