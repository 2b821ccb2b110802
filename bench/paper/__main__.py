"""The printing shop's counter: `python -m bench.paper --out DIR --kind K --count N --seed S --damage office`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Annotated

import typer
from rich.progress import track

from bench.paper import files, filling, profiles
from bench.paper.fonts import FontMissing
from bench.paper.printing import Order, make
from bench.paper.truth import tell
from classify.catalogue import load
from classify.kind import Kind

counter = typer.Typer(add_completion=False)
SOME = 0.4  # share of documents with a fault under --faults some


@counter.command()
def main(
    out: Annotated[Path, typer.Option(help="Folder for scans and truth files; made when absent.")],
    kind: Annotated[str, typer.Option(help="Code of a kind, or `all`.")] = "all",
    count: Annotated[int, typer.Option(min=1, help="Documents of each kind.")] = 1,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    damage: Annotated[str, typer.Option(help='clean, office, hard, phone, unreadable, or "blur:4,skew:2".')] = "office",
    format_: Annotated[str, typer.Option("--format", help="pdf, tiff, jpg, png or mixed.")] = "pdf",
    faults: Annotated[str, typer.Option(help="none, some, or names with commas.")] = "none",
    style: Annotated[str, typer.Option(help="hand, typewriter or print; drawn by seed when empty.")] = "",
    language: Annotated[str, typer.Option(help="Of the printed labels of a form: et or ru.")] = "et",
) -> None:
    """Prints test paper: scans of filled forms of invented people, each with a truth file beside it."""
    catalogue = load()
    if kind != "all" and kind not in catalogue:
        raise typer.BadParameter(f"no kind {kind!r}; there are: {', '.join(catalogue)}")
    if format_ not in (*files.FORMATS, "mixed"):
        raise typer.BadParameter(f"no format {format_!r}; there are: {', '.join(files.FORMATS)}, mixed")
    out.mkdir(parents=True, exist_ok=True)
    orders = [
        replace(_order(catalogue[code], seed * 10_000 + place, faults), damage=damage, style=style, language=language)
        for code in (catalogue if kind == "all" else [kind])
        for place in range(count)
    ]
    for order in track(orders, "Printing", disable=count < 3):
        write(_formatted(order, format_), out, f"{order.kind.code}-{order.seed:06d}")


def _formatted(order: Order, form: str) -> Order:
    rng = Random(f"format {order.kind.code} {order.seed}")
    return replace(order, format=rng.choice(files.FORMATS) if form == "mixed" else form)


def _order(kind: Kind, seed: int, faults: str) -> Order:
    rng = Random(f"order {kind.code} {seed}")
    able = filling.possible(kind)
    if faults == "some":
        wanted: tuple[str, ...] = (rng.choice(able),) if able and rng.random() < SOME else ()
    else:
        wanted = tuple(name for name in faults.split(",") if name not in {"", "none"})
    return Order(kind, seed, faults=wanted)


def write(order: Order, out: Path, stem: str, truths: Path | None = None) -> list[Path]:
    """Prints one order into a folder; the truth file has the scan's name and `.json`, beside it or in `truths`."""
    sample = make(order)
    paths = files.save(sample.pictures, out / stem, order.format)
    truth = json.dumps(tell(sample, paths), ensure_ascii=False, indent=1)
    ((truths or out) / f"{stem}.json").write_text(truth + "\n", encoding="utf-8")
    return paths


if __name__ == "__main__":
    try:
        counter()
    except (FontMissing, filling.FaultImpossible, profiles.UnknownDamage) as problem:
        raise SystemExit(f"{problem} {type(problem).__doc__}") from problem
