"""`python -m bench.knowing separation|classify|kinds`: prints the tables of docs/knowing.md."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bench.knowing import (
    accepted,
    assure,
    claims,
    classes,
    firstpages,
    kinds,
    own,
    pool,
    price,
    real,
    receipts,
    separation,
    stacks,
    taxforms,
)
from bench.knowing.diagrams import draw, draw_all
from bench.knowing.worn import worn
from classify import assured
from classify.catalogue import UNKNOWN, load
from classify.champion import FILE
from classify.evaluate import cross_validate
from classify.learn import train
from ocr.blend import Blend
from ocr.fieldread import Fields
from ocr.neural import Neural

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


@counter.command("kinds")
def known(
    most: Annotated[int, typer.Option(help="Papers of each real set; read once, then kept.")] = 24,
    out: Annotated[Path, typer.Option(help="Where readings and pictures are kept.")] = Path("out/real"),
) -> None:
    """Real papers by the kinds of `bench/kinds`: how many are known, which fields are read."""
    catalogue = load(kinds.KINDS)
    scores = kinds.classification(catalogue, dict.fromkeys(real.SETS, most), out, read=True)
    for name, score in scores.items():
        print(name, f"{score.right} of {score.papers}", dict(score.confused))
    papers = [
        (kinds.truth_of(paper, catalogue, name), paper)
        for name in real.SETS
        for paper in real.documents(name, most, out, read=False)
    ]
    for (code, name), right in kinds.fields(catalogue, papers).items():
        print(code, name, f"{sum(right)} of {len(right)}")


@counter.command("tax")
def tax(
    out: Annotated[Path, typer.Option(help="Where readings and pictures are kept.")] = Path("out/real"),
    damage: Annotated[
        str, typer.Option(help="Printed and scanned again so: office, hard; as they are when empty.")
    ] = "",
    wrong: Annotated[bool, typer.Option(help="Say what was read wrongly.")] = False,
) -> None:
    """Tax forms laid upon their templates: every value, every tick box."""
    catalogue = load(kinds.KINDS)
    papers = [one for one in real.documents("tax", 99, out) if str(one.truth["form_class"]) in catalogue]
    scanned = worn(papers, damage, out / "worn") if damage else papers
    sheets = taxforms.measure(catalogue, scanned, Fields(Neural()))
    print(taxforms.table(sheets))
    for sheet in sheets.values() if wrong else ():
        for mistake in (*sheet.values.wrong, *sheet.ticks.wrong):
            print(*mistake, sep=" | ")


@counter.command("receipts")
def tills(
    out: Annotated[Path, typer.Option(help="Where readings and pictures are kept.")] = Path("out/house"),
    damage: Annotated[
        str, typer.Option(help="Printed and scanned again so: office, hard; as they are when empty.")
    ] = "",
    alone: Annotated[bool, typer.Option(help="Tesseract reads alone, without the neural reader.")] = False,
) -> None:
    """Till receipts: company, address, date and total, as the office reads them."""
    engine, out = Blend(neural=None if alone else Neural(threads=2)), out / ("tesseract" if alone else "both")
    papers = real.documents("receipts", 99, out, engine=engine)
    seen = worn(papers, damage, out / "worn-receipts", engine) if damage else papers
    scores = receipts.measure(load(kinds.KINDS)["receipt"], seen)
    print(receipts.table(scores))
    for name, score in scores.items():
        for mistake in score.wrong:
            print(name, *mistake, sep=" | ")


@counter.command("fields")
def fields(
    papers: Annotated[int, typer.Option(help="Of each kind; read once, then kept.")] = 2,
    first: Annotated[int, typer.Option(help="Seed of the first; other seeds are other people.")] = 1,
    damage: Annotated[str, typer.Option(help="What the papers went through.")] = "office",
    out: Annotated[Path, typer.Option(help="Where readings and pictures are kept.")] = Path("out/own"),
    wrong: Annotated[bool, typer.Option(help="Say what was read wrongly.")] = False,
) -> None:
    """Our own kinds, filled by a font-hand: required fields and tick boxes."""
    catalogue = load()
    filled = own.papers(catalogue, range(first, first + papers), own.State(damage), out)
    scores = own.measure(catalogue, filled, Fields(Neural()))
    print(own.table(scores))
    for code, score in scores.items() if wrong else ():
        for mistake in score.wrong:
            print(code, *mistake, sep=" | ")


@counter.command("price")
def priced() -> None:
    """Processor seconds of knowing papers, beside those of reading them. Run it alone."""
    print(price.table(price.measure()))


@counter.command("accepted")
def without_a_look(
    out: Annotated[Path, typer.Option(help="Where readings, pictures and values are kept.")] = Path("out/accepted"),
    read: Annotated[bool, typer.Option(help="Read what was not read yet; takes an hour.")] = True,
    again: Annotated[bool, typer.Option(help="Draw the values anew; else those of the last time are counted.")] = True,
    diagrams: Annotated[Path | None, typer.Option(help="Draw two diagrams into this folder.")] = None,
    wrong: Annotated[bool, typer.Option(help="Say what was accepted and is wrong.")] = False,
) -> None:
    """Values that nobody would look at: how many, and how many of them are wrong."""
    kept = out / "claims.jsonl"
    if again:
        claims.save(stacks.gather(out, Fields(Neural()), read=read), kept)
    found = claims.load(kept)
    print(accepted.table(found, accepted.as_the_desk_does))
    mine = [one for one in found if one.papers == "own"]
    if diagrams:
        draw_all(accepted.parted(mine), diagrams, "accepted")
    for one in found if wrong else ():
        if accepted.as_the_desk_does(one) and not one.right:
            print(one.papers, one.person, one.writing, one.wear, one.kind, one.field, one.truth, one.value, sep=" | ")


@counter.command("assure")
def weigh_signs(
    out: Annotated[Path, typer.Option(help="Where `accepted` keeps the values it has drawn.")] = Path("out/accepted"),
    into: Annotated[Path, typer.Option(help="The calibration of the fields' confidence.")] = assured.FILE,
) -> None:
    """What the signs beside a value are worth, and from which chance nobody need look: of the tuned papers only."""
    told = assure.taught(claims.load(out / "claims.jsonl"))
    into.write_text(assure.written(told), encoding="utf-8")
    print(told["card"])


@counter.command("classify")
def classify(
    out: Annotated[Path, typer.Option(help="Where readings and pictures are kept.")] = Path("out/first"),
    read: Annotated[bool, typer.Option(help="Read what was not read yet; takes half an hour.")] = True,
    diagrams: Annotated[Path | None, typer.Option(help="Draw two diagrams into this folder.")] = None,
) -> None:
    """Kinds by a trained model: real papers and our own, taught on few, judged on those kept back."""
    catalogue, shipped = load(kinds.KINDS), load()
    papers = firstpages.real(catalogue, out, read=read)
    mine = firstpages.own(shipped, out, read=read)
    names = [code for code in catalogue if code != UNKNOWN]
    for title, split, codes in (
        ("The blank and one sheet; few samples", classes.few(papers), names),
        ("The same without photographs", classes.without_photographs(papers), names),
        ("Russian kinds by the blank alone", classes.blanks(papers), names),
        ("Our own kinds, one filled sample of each", classes.few(mine), list(shipped)),
    ):
        done = classes.trial(split, codes)
        print(
            f"\n### {title}\n\nTaught {len(split.taught)} pages in {done.seconds:.1f} s; {done.ms:.1f} ms a page; ",
            end="",
        )
        print(f"{len(done.model.to_bytes()) // 1000} kB.\n")
        print("\n".join([*classes.table(done), "", *classes.abstention(done)]))
    print("\n### Stated error\n")
    print("\n".join(classes.stated(papers, catalogue, (0.005, 0.01, 0.02, 0.05))))
    if diagrams:
        draw(cross_validate([paper.sample for paper in papers], names), diagrams)


@counter.command("train")
def teach(
    out: Annotated[Path, typer.Option(help="Where readings and pictures are kept.")] = Path("out/first"),
    into: Annotated[Path, typer.Option(help="The model lies beside its kinds.")] = kinds.KINDS / FILE,
    read: Annotated[bool, typer.Option(help="Read what was not read yet.")] = True,
) -> None:
    """The model of `bench/kinds`: the first that `classify` measures, of the blank, one sheet, a few samples."""
    catalogue = load(kinds.KINDS)
    papers = classes.few(firstpages.real(catalogue, out, read=read)).taught
    model = train([paper.sample for paper in papers], list(catalogue))
    into.write_bytes(model.to_bytes())
    print(into.name, into.stat().st_size, model.card)


@counter.callback()
def _together() -> None:
    """How well the house knows a paper."""


if __name__ == "__main__":
    counter()
