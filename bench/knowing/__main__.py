"""`python -m bench.knowing separation`: prints the table of docs/knowing.md."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bench.knowing import pool, separation
from classify.catalogue import load

OUT = Path("out/knowing")
counter = typer.Typer(add_completion=False, no_args_is_help=True)


@counter.command("separation")
def separate(
    papers: Annotated[int, typer.Option(help="Of each kind; read once, then kept.")] = 8,
    first: Annotated[int, typer.Option(help="Seed of the first; other seeds are other people and other papers.")] = 1,
    jobs: Annotated[int, typer.Option(help="Scan jobs laid together.")] = 200,
    damage: Annotated[str, typer.Option(help="What the papers went through.")] = "office",
    kinds: Annotated[str, typer.Option(help="Codes with commas; all when left out.")] = "",
    out: Annotated[Path, typer.Option(help="Where readings are kept.")] = OUT,
) -> None:
    """Several documents in one scan, with sheets and without."""
    catalogue = load()
    wanted = {code: catalogue[code] for code in (kinds.split(",") if kinds else catalogue)}
    scores = separation.measure(pool.pool(wanted, range(first, first + papers), damage, out), catalogue, jobs, out)
    print(separation.table(scores))
    for name, score in scores.items():
        print(name, dict(score.lost.most_common()))


@counter.callback()
def _together() -> None:
    """How well the house knows a paper."""


if __name__ == "__main__":
    counter()
