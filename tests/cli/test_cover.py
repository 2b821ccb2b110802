"""A cover sheet as it is printed: what it carries is read back from the paper."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from capture import pages
from capture.codes import CodeReader
from capture.scan import PageImage
from capture.separate import Cover, Divider, divider
from cli.app import application

pytestmark = pytest.mark.quick


def printed(*arguments: str | Path) -> tuple[int, str]:
    ran = CliRunner().invoke(application(["cover", "check"]), ["cover", *map(str, arguments)])
    return ran.exit_code, ran.output


@pytest.mark.parametrize("ui", ["et", "en", "ru"])
def test_the_sheet_is_read_back(tmp_path: Path, ui: str) -> None:
    out = tmp_path / "kaas.pdf"
    status, _ = printed(out, "--batch", "RAKVERE-7", "--kind", "pensioniavaldus", "--count", "3", "--ui", ui)
    assert status == 0
    (page,) = pages.render_all(out, "application/pdf")
    assert isinstance(page, PageImage)
    reader = CodeReader()
    codes = reader.find(page)
    reader.close()
    assert len(codes) == 2
    assert divider(codes) == Divider(Cover("RAKVERE-7", "pensioniavaldus", 3))


def test_a_kind_nobody_knows_is_refused_with_those_that_are(tmp_path: Path) -> None:
    status, said = printed(tmp_path / "kaas.pdf", "--batch", "7", "--kind", "pensioniavaldused", "--ui", "en")
    assert status == 2
    assert "pensioniavaldus," in said.replace("\n", " ")


def test_a_batch_that_does_not_fit_the_code_is_refused(tmp_path: Path) -> None:
    assert printed(tmp_path / "kaas.pdf", "--batch", "kaks sõna")[0] == 2
