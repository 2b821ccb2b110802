"""An administrator brings the blank of a form: its template is made, and a filled scan is read by it."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from bench.paper.certificate import print_certificate
from classify.catalogue import SHIPPED, read_kind
from cli.app import application


def test_a_template_is_made_from_the_blank(tmp_path: Path) -> None:
    text = (SHIPPED / "pangakonto_teatis.toml").read_text(encoding="utf-8").partition("[[templates]]")[0]
    file = tmp_path / "pangakonto_teatis.toml"
    file.write_text(text, encoding="utf-8")
    bare = read_kind(file)
    blank = tmp_path / "blank.pdf"
    blank.write_bytes(print_certificate(bare).pdf)
    ran = CliRunner().invoke(
        application(["kinds"]), ["kinds", "template", str(blank), "--kind", bare.code, "--kinds", str(tmp_path)]
    )
    assert ran.exit_code == 0, ran.output
    file.write_text(f"{text}\n{ran.stdout}", encoding="utf-8")
    template = read_kind(file).templates[0]
    known = read_kind(SHIPPED / "pangakonto_teatis.toml").templates[0]
    assert abs(template.size[0] - 210) < 1
    assert {word.text for word in known.words} <= {word.text for word in template.words}
    made = {zone.field: zone.place for zone in template.zones}
    for zone in known.zones:  # found by labels alone: each begins on the line that is drawn for it
        assert zone.field in made
        middle = (zone.place[1] + zone.place[3]) / 2
        assert made[zone.field][1] <= middle <= made[zone.field][3]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    ran = CliRunner().invoke(application(["kinds"]), ["kinds", "template", str(tmp_path / "none.pdf"), "--ui", "en"])
    assert ran.exit_code != 0
    assert "no such file" in ran.output
