"""The published page is made of a run's numbers, and says nothing about what was not measured."""

from pathlib import Path

import pytest

from bench.reading.paper import printed, saved
from bench.reading.peers import CHECKOUT
from bench.reading.sets import SETS
from bench.reading.sureness import sureness
from bench.reading.tables import page


def run(**more: object) -> dict:
    rows = [
        {"system": system, "set": "sroie", "sheet": f"{number}.jpg", "damage": "", "severity": 0, "pages": 2,
         "recall": share, "cer": 1 - share, "wall_s": 3.0, "cpu_s": 2.0, "memory_mb": 100.0}
        for system, share in (("kantselei", 0.95), ("tesseract", 0.75))
        for number in range(2)
    ]  # fmt: skip
    plain = {
        "machine": "a processor, 2 cores",
        "day": "2026-01-01",
        "versions": "",
        "systems": ["kantselei", "tesseract"],
    }
    return {**plain, "rows": rows, "batch": [], "sureness": {}, **more}


@pytest.mark.quick
def test_means_stand_beside_each_other() -> None:
    told = page(run())
    assert "| sroie | 2 | 0.950 | 0.750 |" in told
    assert "| sroie | 2 | 1.50 / 1.00 | 1.50 / 1.00 |" in told, "seconds are of a page, not of a file"


@pytest.mark.quick
def test_what_was_not_measured_is_not_told() -> None:
    told = page(run())
    assert "day's post" not in told
    assert "Sureness" not in told
    assert "reading_damage" not in told
    assert "Sureness" in page(run(sureness={"lines": sureness([0.9, 0.2], [True, False]).told()}))


@pytest.mark.quick
def test_a_damage_is_the_mean_of_its_severities() -> None:
    rows = [
        {"system": "kantselei", "set": "paper", "sheet": "1.jpg", "damage": "blur", "severity": grade, "recall": share}
        for grade, share in enumerate((1.0, 1.0, 0.9, 0.6, 0.0), start=1)
    ]
    assert "| blur | 0.700 |" in page(run(rows=rows, systems=["kantselei"]))


@pytest.mark.quick
def test_the_published_page_knows_every_set_it_names() -> None:
    """Nobody edits it by hand: what stands in its tables are sets of the command."""
    published = CHECKOUT / "docs" / "reading.md"
    if not published.exists():
        pytest.skip("not yet published")
    told = published.read_text("utf-8")
    recalls = told.partition("## Words found")[2].partition("##")[0]
    named = {line.split("|")[1].strip() for line in recalls.splitlines() if line.startswith("|")} - {"set", "---"}
    assert named <= set(SETS)
    for picture in ("damage", "speed", "reliability"):
        name = f"pictures/reading_{picture}.png"
        assert (name not in told) or (published.parent / name).is_file()


@pytest.mark.shared
def test_a_printed_sheet_keeps_only_the_words_that_are_left(shared_data: Path, tmp_path: Path) -> None:
    """Cut paper has lost rows; those are asked of nobody."""
    whole, cut = printed(0, "resolution:4"), printed(0, "resolution:4,cut:5")
    assert 0 < len(cut.rows) < len(whole.rows)
    sheet = saved(cut, tmp_path / "sheet", ("cut", 5))
    assert sheet.path.is_file()
    assert sheet.true == cut.true
    assert printed(0, "resolution:4").true == whole.true, "a seed gives the same page"
