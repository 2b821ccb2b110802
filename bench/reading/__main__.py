"""We and our peers in one run: `python -m bench.reading --out docs`. Needs shared/data; installs the peers when asked.

The numbers are kept in out/reading.json after every set: --go-on takes up a run that was broken off, --render makes
page and pictures of the last one again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.reading import peers, served, tables
from bench.reading.batch import batches, commands
from bench.reading.measure import Measured, measure
from bench.reading.paper import GRADED, UNHARMED, graded
from bench.reading.sets import SETS, Sheet, sheets
from bench.reading.sureness import sureness
from bench.reading.systems import SYSTEMS

KEPT = peers.CHECKOUT / "out" / "reading.json"
PAPER = tuple(f"paper {name}" for name in (UNHARMED, *GRADED))
POST = "post"
PARTS = (*SETS, *PAPER, POST)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=8, help="sheets of each set at most (8)")
    parser.add_argument("--paper", type=int, default=4, help="printed pages for each damage and severity (4)")
    parser.add_argument("--runs", type=int, default=3, help="times the day's post is read (3)")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="SET", help="this set; may be repeated")
    parser.add_argument("--only-system", action="append", choices=list(SYSTEMS), help="may be repeated")
    parser.add_argument("--out", type=Path, help="folder for reading.md and pictures/; without it the page is printed")
    parser.add_argument("--go-on", action="store_true", help="leave out what the last run has measured")
    parser.add_argument("--render", action="store_true", help="measure nothing: make the page of the last run again")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    if not given.render:
        _keep(_measured(given))
    run = json.loads(KEPT.read_text("utf-8"))
    if given.out is None:
        print(tables.page(run))
        return
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "reading.md").write_text(tables.page(run), "utf-8")
    drawn = [str(peers.python()), str(Path(__file__).with_name("plots.py")), str(KEPT), str(given.out / "pictures")]
    subprocess.run(drawn, check=True)


def _measured(given: argparse.Namespace) -> dict[str, Any]:
    run = json.loads(KEPT.read_text("utf-8")) if given.go_on else _fresh(given.only_system or list(SYSTEMS))
    names, found = run["systems"], Measured(run["rows"], run["lines"], run["words"])
    for part in given.only or PARTS:
        if part in run["done"]:
            continue
        with tempfile.TemporaryDirectory() as work:
            if part == POST:
                run["batch"] = list(batches([name for name in commands() if name in names], given.runs))
                run["served"] = served.answers() if "kantselei" in names else {}
            elif some := list(_sheets(part, given, Path(work))):
                _all(names, some, found)
        run["sureness"] = _sureness(found)
        run["done"].append(part)
        _keep(run)
        print(f"{part}: {_short(run['rows'], part)}", flush=True)
    return run


def _fresh(names: list[str]) -> dict[str, Any]:
    return {
        "machine": machine(), "day": f"{datetime.now(UTC):%Y-%m-%d}", "versions": versions(names), "systems": names,
        "done": [], "rows": [], "lines": [], "words": [], "batch": [], "served": {}, "sureness": {},
    }  # fmt: skip


def _sheets(part: str, given: argparse.Namespace, work: Path) -> Iterator[Sheet]:
    """None where that part of the data is not at hand."""
    if part in PAPER:
        return graded(part.removeprefix("paper "), given.paper, work)
    return iter(sheets(part, given.pages, work))


def _all(names: list[str], some: list[Sheet], found: Measured) -> None:
    """One system after the other, so that none measures the other's memory."""
    for name in names:
        system = SYSTEMS[name]()
        try:
            measure(system, some, found)
        finally:
            system.close()


def _sureness(found: Measured) -> dict[str, Any]:
    told = {}
    for what, pairs in (("lines", found.lines), ("words", found.words)):
        if pairs:
            told[what] = sureness([said for _, said, _ in pairs], [right for *_, right in pairs]).told()
    for group in dict.fromkeys(each for each, *_ in found.lines):
        some = [(said, right) for each, said, right in found.lines if each == group]
        told[f"lines of {group}"] = sureness([said for said, _ in some], [right for _, right in some]).told()
    return told


def _short(rows: list[dict[str, Any]], part: str) -> str:
    """Mean recall of each system over a set, or over the printed paper with one damage."""
    mine = [row for row in rows if part in {row["set"], f"{row['set']} {row['damage']}"}]
    shares = {name: [row["recall"] for row in mine if row["system"] == name] for name in SYSTEMS}
    return ", ".join(f"{name} {sum(each) / len(each):.3f}" for name, each in shares.items() if each)


def _keep(run: dict[str, Any]) -> None:
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(run, ensure_ascii=False), "utf-8")


def machine() -> str:
    """The processor, how many cores of it this process may use, and the memory; no names of hosts."""
    told = Path("/proc/cpuinfo").read_text()
    model = next((line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB"


def versions(names: list[str]) -> str:
    told = [f"kantselei {version('kantselei')}"]
    if "tesseract" in names and shutil.which("tesseract"):
        said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True).stdout
        told.append(" ".join(said.split()[:2]))
    for name in {"ocrmypdf", "rapidocr"}.intersection(names):
        asked = f"from importlib.metadata import version; print(version({name!r}))"
        said = subprocess.run([peers.python(), "-c", asked], capture_output=True, text=True, check=True).stdout
        told.append(f"{name} {said.strip()}")
    return ", ".join(sorted(told))


if __name__ == "__main__":
    main()
