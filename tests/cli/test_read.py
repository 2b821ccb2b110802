"""The command `kantselei read`, as a clerk or a script runs it: real files, real engine, real process."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.papers import ANSWER, LETTER, write

CHECKOUT = Path(__file__).resolve().parents[2]
Lines = list[dict[str, Any]]


def kantselei(*arguments: str | bytes | Path, cwd: Path = CHECKOUT) -> subprocess.CompletedProcess[bytes]:
    argv: Sequence[str | bytes | Path] = [sys.executable, "-c", "from cli.app import main; main()", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "COLUMNS": "100"}
    return subprocess.run(argv, cwd=cwd, capture_output=True, env=environment, check=False, timeout=240)


def lines(ran: subprocess.CompletedProcess[bytes]) -> Lines:
    assert not ran.stderr, ran.stderr.decode()
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write(tmp_path_factory.mktemp("paberid"))


@pytest.fixture(scope="module")
def pile(papers: dict[str, Path]) -> list[Path]:
    """A broken file in the middle, one that is not there, and one twice."""
    names = ["kaks.tif", "katki.pdf", "kiri.png", "märkmed.doc", "tühi.pdf", "kaks.pdf", "kiri.png"]
    return [papers[name] for name in names] + [papers["kiri.png"].with_name("kadunud.pdf")]


@pytest.fixture(scope="module")
def read(pile: list[Path]) -> subprocess.CompletedProcess[bytes]:
    return kantselei("read", "--json", *pile)


def test_every_file_has_its_line_in_the_order_given(read: subprocess.CompletedProcess[bytes], pile: list[Path]) -> None:
    assert [line["file"] for line in lines(read)] == [str(path) for path in pile]


def test_a_lost_file_says_why_and_the_status_is_one(read: subprocess.CompletedProcess[bytes]) -> None:
    codes = [line["error"] and line["error"]["code"] for line in lines(read)]
    assert codes[0] is codes[2] is codes[5] is codes[6] is None
    assert codes[1] in {"damaged", "truncated", "no_pages"}
    assert (codes[3], codes[4], codes[7]) == ("unknown_type", "empty", "not_found")
    assert all(line["error"]["message"].endswith(".") for line in lines(read) if line["error"])
    assert read.returncode == 1


def test_the_words_are_read_and_stand_in_order(read: subprocess.CompletedProcess[bytes]) -> None:
    for line in (lines(read)[0], lines(read)[5]):
        assert [page["text"].splitlines() for page in line["pages"]] == [list(LETTER), list(ANSWER)]
        assert [page["number"] for page in line["pages"]] == [1, 2]


def test_the_hash_is_of_the_bytes(read: subprocess.CompletedProcess[bytes], pile: list[Path]) -> None:
    for line, path in zip(lines(read)[:-1], pile, strict=False):
        assert line["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert lines(read)[-1]["sha256"] is None


def test_the_line_has_the_promised_shape(read: subprocess.CompletedProcess[bytes]) -> None:
    for line in lines(read):
        assert set(line) == {"file", "sha256", "error", "pages", "documents"}
        for page in line["pages"]:
            assert_page(page)
        for document in line["documents"]:
            assert_document(document)
        if line["error"] is None:
            assert [document["pages"] for document in line["documents"]] == [[page["number"] for page in line["pages"]]]


def assert_page(page: dict[str, Any]) -> None:
    expected = {"number", "width", "height", "dpi", "rotation", "legibility", "text", "text_layer", "codes", "lines"}
    assert set(page) == expected
    assert set(page["legibility"]) == {"verdict", "score", "reasons"}
    assert page["legibility"]["verdict"] in {"good", "check", "rescan"}
    assert 0 <= page["legibility"]["score"] <= 1
    assert all(set(reason) == {"code", "text"} for reason in page["legibility"]["reasons"])
    assert page["text"] == "\n".join(line["text"] for line in page["lines"])
    for line in page["lines"]:
        assert set(line) == {"text", "box", "confidence", "engine"}
        x0, y0, x1, y1 = line["box"]
        assert 0 <= x0 < x1 <= page["width"]
        assert 0 <= y0 < y1 <= page["height"]
        assert 0 <= line["confidence"] <= 1


def assert_document(document: dict[str, Any]) -> None:
    assert set(document) == {"pages", "kind", "fields", "problems"}
    assert set(document["kind"]) == {"code", "confidence", "why", "alternatives", "where", "version", "language"}
    assert all(set(other) == {"code", "confidence"} for other in document["kind"]["alternatives"])
    for field in document["fields"]:
        assert set(field) == {"name", "value", "raw", "confidence", "page", "box", "state"}
        assert field["state"] in {"found", "missing", "illegible", "doubtful"}
    assert all(set(problem) == {"code", "field", "text", "page", "box"} for problem in document["problems"])


def test_one_at_a_time_gives_the_same_as_many_at_once(
    read: subprocess.CompletedProcess[bytes], pile: list[Path]
) -> None:
    assert lines(kantselei("read", "--json", "--jobs", "1", *pile)) == lines(read)
    assert lines(kantselei("read", "--json", "--jobs", "4", *pile)) == lines(read)


def test_all_files_read_is_status_zero(papers: dict[str, Path]) -> None:
    assert kantselei("read", "--json", papers["kiri.png"]).returncode == 0


def test_a_person_sees_words_and_no_json(papers: dict[str, Path]) -> None:
    seen = kantselei("read", papers["kiri.png"], papers["katki.pdf"]).stdout.decode()
    assert "leht 1" in seen
    assert "✗" in seen
    assert "{" not in seen


def test_messages_come_in_the_language_asked_for(papers: dict[str, Path]) -> None:
    (line,) = lines(kantselei("read", "--json", "--ui", "ru", papers["tühi.pdf"]))
    assert line["error"]["message"].startswith("Файл пуст")


def test_a_name_that_is_not_unicode_is_read_all_the_same(papers: dict[str, Path]) -> None:
    odd = os.fsencode(papers["kiri.png"].parent) + b"/k\xf5ik [red].png"
    Path(os.fsdecode(odd)).write_bytes(papers["kiri.png"].read_bytes())
    (line,) = lines(kantselei("read", "--json", odd))
    assert line["file"] == os.fsdecode(odd)
    assert line["error"] is None
    assert "[red].png" in kantselei("check", odd).stdout.decode()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--lang", "est+tlh"], "tesseract-ocr-tlh"),
        (["--lang", "est; rm"], "est+rus+eng"),
        (["--kinds", "/no/such/folder"], "/no/such/folder"),
        (["--jobs", "0"], "--jobs"),
        (["--ui", "fi"], "--ui"),
    ],
)
def test_a_wrong_option_is_one_sentence_and_nothing_is_read(options: list[str], said: str) -> None:
    ran = kantselei("read", "--json", *options, "kiri.png")
    assert ran.returncode == 2
    assert said in ran.stderr.decode()
    assert not ran.stdout
    assert "Traceback" not in ran.stderr.decode()


@pytest.mark.quick
def test_a_broken_kind_file_is_named_with_its_line(tmp_path: Path) -> None:
    for shipped in (CHECKOUT / "classify" / "kinds").glob("*.toml"):
        (tmp_path / shipped.name).write_bytes(shipped.read_bytes())
    (tmp_path / "uus.toml").write_text('code = "uus"\ntitle = 5\n', "utf-8")
    ran = kantselei("read", "--kinds", str(tmp_path), "kiri.png")
    assert ran.returncode == 2
    assert "uus.toml" in ran.stderr.decode()


def test_the_verdict_alone_comes_without_words(papers: dict[str, Path]) -> None:
    ran = kantselei("check", "--json", papers["kaks.tif"], papers["katki.pdf"])
    whole, broken = lines(ran)
    assert set(whole) == {"file", "sha256", "error", "pages"}
    assert [page["number"] for page in whole["pages"]] == [1, 2]
    assert "text" not in whole["pages"][0]
    assert broken["error"]["code"] in {"damaged", "truncated", "no_pages"}
    assert ran.returncode == 1
