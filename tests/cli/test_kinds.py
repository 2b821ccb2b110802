"""`kantselei kinds`: whoever writes a kind hears of every file at once what is wrong and how to mend it."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from classify.catalogue import SHIPPED
from cli.app import application

pytestmark = pytest.mark.quick


def kinds(*arguments: str | Path) -> tuple[int, list[str]]:
    ran = CliRunner().invoke(application(["kinds"]), ["kinds", *map(str, arguments)])
    return ran.exit_code, ran.output.splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two kinds that need nothing else."""
    for code in ("kiri", "tundmatu"):
        shutil.copy(SHIPPED / f"{code}.toml", tmp_path)
    return tmp_path


def spoil(path: Path, good: str, bad: str) -> int:
    """The line on which it is wrong now."""
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    return text[: text.index(good)].count("\n") + 1


@pytest.mark.parametrize(("ui", "words"), [("et", "vigu ei ole"), ("en", "no mistakes"), ("ru", "ошибок нет")])
def test_good_files_are_counted(folder: Path, ui: str, words: str) -> None:
    status, (line,) = kinds("check", folder, "--ui", ui)
    assert status == 0
    assert "2" in line
    assert words in line


def test_every_bad_file_is_named_with_its_line_and_remedy(folder: Path) -> None:
    one = spoil(folder / "kiri.toml", 'type = "isikukood"', 'type = "isikukod"')
    two = spoil(folder / "tundmatu.toml", "[route]\nunit", "[route]\nunti") + 1
    status, lines = kinds("check", folder, "--ui", "en")
    assert status == 1
    assert kinds("check", folder)[1][0] == f"kiri.toml, rida {one}: `type` on 'isikukod'. Kas mõtlesid `isikukood`?"
    assert lines[0] == f"kiri.toml, line {one}: `type` is 'isikukod'. Did you mean `isikukood`?"
    assert lines[1].startswith(f"tundmatu.toml, line {two}: ") or "unit" in lines[1]


def test_a_paper_that_nobody_could_recognise_is_a_mistake(folder: Path) -> None:
    with (folder / "kiri.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[supporting]]\nkind = "lehmapass"\ntitle = { et = "a", en = "b", ru = "c" }\n')
    status, (line,) = kinds("check", folder)
    assert status == 1
    assert "lehmapass.toml" in line


def test_a_folder_without_the_unknown_kind_is_told(folder: Path) -> None:
    (folder / "tundmatu.toml").unlink()
    assert kinds("check", folder) == (1, [line for line in kinds("check", folder)[1] if "tundmatu.toml" in line])


def test_there_is_no_such_folder(tmp_path: Path) -> None:
    status, lines = kinds("check", tmp_path / "ei")
    assert status == 2
    assert lines


def test_the_guide_of_a_folder_is_printed(folder: Path) -> None:
    status, lines = kinds("guide", folder)
    assert status == 0
    assert "## kiri" in lines
