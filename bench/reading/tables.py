"""docs/reading.md: what was measured, in plain words, and the numbers of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import mean
from typing import Any

Rows = Sequence[dict[str, Any]]
NAMES = {"kantselei": "we", "tesseract": "Tesseract", "ocrmypdf": "OCRmyPDF", "rapidocr": "RapidOCR"}
_IN_ORDER = (
    "et_docs clean",
    "et_docs a little worse",
    "et_docs bad",
    "et_docs very bad",
    "tess_pages_en",
    "cyrillic_lines",
    "sroie",
)

_HEAD = """\
# Reading, measured

Made by one run of `python -m bench.reading`; nothing here is typed in. It measures us beside three open peers, on the
same files, on the same machine, on the same day.

Machine: {machine}. Day: {day}. Versions: {versions}.

| | who | how it is run |
|---|---|---|
| we | this checkout | page by page in one process, engines warm; the batch as `kantselei read --json` |
| Tesseract | Debian's | `tesseract FILE - -l ...`, one thread, one start of the program a file |
| OCRmyPDF | from the index, own environment | `ocrmypdf --sidecar --jobs 1`, all else as shipped |
| RapidOCR | from the index, own environment | as shipped: Latin and Chinese letters, all its threads, one process |

Sets: `et_docs` are Estonian office pages, rendered clean; *a little worse* is 0.7 to 2 degrees askew, greyish, with a
little noise; *bad* has a third of the contrast, strong noise, blur and a poor JPEG; *very bad* half as much noise
again. `sroie` are photographed and scanned receipts, `tess_pages_en` English pages, `cyrillic_lines` single Russian
lines, `phone_scan_ru` the same Russian sheets scanned flat and photographed with telephones (their truth is another
engine's reading of the flat scan: compare it, do not take it as absolute). `vrdu number`: is the registration number in
the text of the form? `us_tax scans`: what was filled in by hand. The peers know the languages of each set as we do;
RapidOCR cannot be told.
"""
_RECALL = """
## Words found

Share of the true words that were found, each as often as it stands there, in lower case; order does not matter. Means
over the sheets of a set.

{table}
"""
_CER = """
## Characters in order

Character error rate: edits from the truth to what was read, by characters of the truth, white space squeezed to single
spaces, Unicode composed. Columns read in the wrong order cost here.

{table}
"""
_PRICE = """
## What a page costs

Seconds of wall time a page / seconds of processor time a page. The programs include their start, we and RapidOCR are
warm. RapidOCR uses every core, the others one.

{table}
"""
_DAMAGE = """
## Recall against damage

Our own printed paper at 200 dpi: forms filled in and prose, in Estonian, Russian and English, each damage in five
severities on the same pages. Truth is every printed and written word that is still in the picture (stamps and
signatures aside). The last column of the table is the mean over severities 1 to 5.

![Recall against damage](pictures/reading_damage.png)

{table}

## Recall against time

![Recall against seconds a page](pictures/reading_speed.png)
"""
_BATCH = """
## A day's post

{files} mixed files (office pages, forms of several pages, English pages, receipts), est+eng, medians of {runs} runs.
The peers' programs run two at a time (`xargs -P 2`), ours takes all files at once. Memory is the largest sum of
resident sizes over all processes, an upper bound: pages they share count in each. The first answer is the time from
the start of the program to the first byte about one page.

{table}
"""
_SERVED = """
## The answer at the counter

{files} scans of one page each (our forms and letters, office pages, receipts), one after the other, to an office that
runs with its engines warm (`kantselei serve`, embedded). Seconds from the start of the upload.

{table}
"""
_SURENESS = """
## Sureness

Of the lines said to be 0.95 sure, 95 of 100 should be right. A line is right where every character is: case and spaces
too; kinds of quotes, dashes and bullets are not told apart. Its place in the truth is found first: it is right where it
stands there word for word, in one piece or in the pieces of cells side by side. Receipts are compared without case
and spaces, which their truth does not keep. Lines that nothing in the truth resembles are wrong where the truth holds
all that can be read, and left out where it does not (text in pictures of `et_docs`). A word is right where it stands in
its place in that line.

The calibration error is the mean distance between what was said and what was right over ten bins, each by its count;
the Brier score the mean square of it, line by line; sharp is the share of lines said to be at least 0.95 sure.

{table}

![Reliability](pictures/reading_reliability.png)
"""


def page(run: dict[str, Any]) -> str:
    """The whole page of a run; parts that were not measured are left out."""
    rows, names = run["rows"], run["systems"]
    parts = [_HEAD.format(machine=run["machine"], day=run["day"], versions=run["versions"])]
    plain = [row for row in rows if row["set"] != "paper"]
    if plain:
        parts.append(_RECALL.format(table=_by_set(plain, names, lambda some: f"{mean(_of(some, 'recall')):.3f}")))
        ordered = [row for row in plain if row["set"] in _IN_ORDER]
        if ordered:
            parts.append(_CER.format(table=_by_set(ordered, names, lambda some: f"{mean(_of(some, 'cer')):.3f}")))
        parts.append(_PRICE.format(table=_by_set(plain, names, _price)))
    if paper := [row for row in rows if row["set"] == "paper"]:
        parts.append(_DAMAGE.format(table=_damages(paper, names)))
    if run["batch"]:
        parts.append(_BATCH.format(table=_batch(run["batch"]), **_first(run["batch"])))
    if served := run.get("served"):
        parts.append(_SERVED.format(files=served["files"], table=_served(served)))
    if run["sureness"]:
        parts.append(_SURENESS.format(table=_sure(run["sureness"])))
    return "".join(parts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def _by_set(rows: Rows, names: Sequence[str], told: Callable[[Rows], str]) -> str:
    groups = list(dict.fromkeys(row["set"] for row in rows))
    lines = []
    for group in groups:
        some = [row for row in rows if row["set"] == group]
        sheets = len({row["sheet"] for row in some})
        lines.append([group, str(sheets), *(_cell(some, name, told) for name in names)])
    return table(["set", "sheets", *(NAMES[name] for name in names)], lines)


def _cell(rows: Rows, name: str, told: Callable[[Rows], str]) -> str:
    mine = [row for row in rows if row["system"] == name]
    return told(mine) if mine else "–"


def _price(rows: Rows) -> str:
    pages = sum(_of(rows, "pages"))
    return f"{sum(_of(rows, 'wall_s')) / pages:.2f} / {sum(_of(rows, 'cpu_s')) / pages:.2f}"


def _damages(rows: Rows, names: Sequence[str]) -> str:
    lines = []
    for damage in dict.fromkeys(row["damage"] for row in rows):
        some = [row for row in rows if row["damage"] == damage]
        lines.append([
            damage.replace("_", " "),
            *(_cell(some, name, lambda mine: f"{mean(_of(mine, 'recall')):.3f}") for name in names),
        ])  # fmt: skip
    return table(["damage", *(NAMES[name] for name in names)], lines)


def _batch(results: Rows) -> str:
    return table(
        ["command", "wall s", "CPU s", "peak memory MB", "first answer s"],
        [
            [NAMES[one["system"]], *(f"{one[key]:.1f}" for key in ("wall_s", "cpu_s")), f"{one['memory_mb']:.0f}",
             f"{one['first_s']:.2f}"]
            for one in results
        ],
    )  # fmt: skip


def _served(told: dict[str, Any]) -> str:
    known = {"receipt_s": "registered, with a receipt", "verdict_s": "whether it must be scanned again",
             "placed_s": "its kind, its fields, what is missing: in its case"}  # fmt: skip
    rows = [[what, f"{told[key]:.2f}", f"{told[f'{key}_worst']:.2f}"] for key, what in known.items()]
    return table(["the clerk knows", "median", "worst"], rows)


def _sure(told: dict[str, dict[str, Any]]) -> str:
    return table(
        ["of", "count", "calibration error", "Brier score", "sharp", "right of the sharp"],
        [
            [what, str(one["count"]), *(f"{one[key]:.3f}" for key in ("error", "brier", "sharp", "sharp_right"))]
            for what, one in told.items()
        ],
    )


def _first(results: Rows) -> dict[str, Any]:
    return {"files": results[0]["files"], "runs": results[0]["runs"]}


def _of(rows: Rows, key: str) -> list[float]:
    return [float(row[key]) for row in rows]
