"""Models of kinds at a terminal: train, evaluate, try in the shadow, promote, roll back; and the drift of paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from classify import plots
from cli.kinds_samples import Wait, follow
from cli.options import UiOption
from cli.people import As
from cli.phrases import Ui
from cli.tuning_desk import Reason, tuning
from registry.tuning import drift, jobs, judging, measures, models, words
from registry.tuning.drift import Crowd
from registry.tuning.measures import Measures

Number = Annotated[int, typer.Argument(help="Number of the model, as `models` prints it.")]
Error = Annotated[float, typer.Option("--error", min=0.0001, max=0.5, help="The stated error: at most so many wrong.")]


def train(as_: As, error: Error = 0.005, wait: Wait = 1800) -> None:
    """Have a worker train a model from the samples of today, judged by those held back."""
    with tuning(as_) as (session, who):
        job = jobs.ask(session, who, "train", {"stated_error": error}).id
    if not follow(job, wait):
        return
    with tuning(as_) as (session, who):
        row = models.model(session, who, jobs.job(session, who, job).result or "")
    typer.echo(f"Model {row.number} is a candidate: trained on {row.trained_on} papers, judged by {row.evaluated_on}.")
    typer.echo(f"Look at it with `kantselei kinds evaluate {row.number}`, then promote it.")


def list_models(as_: As) -> None:
    """Every model, the newest first."""
    table = Table("model", "state", "made", "kinds", "learnt from", "judged by", "threshold", "stated error")
    with tuning(as_) as (session, who):
        for row in models.listed(session, who):
            told = f"{row.made_at:%Y-%m-%d %H:%M}", str(len(row.kinds)), str(row.trained_on), str(row.evaluated_on)
            table.add_row(str(row.number), row.state, *told, f"{row.threshold:.3f}", f"{row.stated_error:.2%}")
    Console().print(table)


def evaluate(
    number: Number,
    as_: As,
    error: Annotated[float | None, typer.Option("--error", help="Another stated error than it was made with.")] = None,
    plot: Annotated[Path | None, typer.Option("--plots", help="Folder for the pictures, as SVG.")] = None,
) -> None:
    """How good a model is on papers it never saw: confusion with ids of documents, calibration, threshold."""
    with tuning(as_) as (session, who):
        found = measures.measure(models.numbered(session, who, number), error)
    console = Console()
    console.print(_confusion(found), _calibration(found))
    typer.echo(_threshold(found))
    if plot is not None:
        plot.mkdir(parents=True, exist_ok=True)
        counts = {(cell.truth, cell.answer): len(cell.papers) for cell in found.cells}
        drawn = {
            "confusion": plots.confusion(counts),
            "reliability": plots.reliability(found.bins),
            "coverage": plots.coverage(found.points, found.stated_error, found.threshold),
        }
        for name, svg in drawn.items():
            (plot / f"model-{number}-{name}.svg").write_text(svg, encoding="utf-8")
        typer.echo(f"Three pictures in {plot}.")


def _confusion(found: Measures) -> Table:
    table = Table("is", "was called", "papers", "documents", title="What is called what")
    for cell in found.cells:
        named = [paper.document_id or f"sample {paper.sample_id[:8]}" for paper in cell.papers]
        shown = "" if cell.truth == cell.answer else ", ".join(dict.fromkeys(named[:5]))
        table.add_row(cell.truth, cell.answer, str(len(cell.papers)), shown)
    return table


def _calibration(found: Measures) -> Table:
    table = Table("said", "right", "papers", title=f"Calibration (mean distance {found.calibration_error:.3f})")
    for each in found.bins:
        table.add_row(f"{each.said:.3f}", f"{each.right:.3f}", str(each.papers))
    return table


def _threshold(found: Measures) -> str:
    chosen = found.chosen
    if not chosen.reached:
        return (
            f"At most {found.stated_error:.2%} wrong cannot be stated: {chosen.papers} papers were judged, and even "
            f"{found.needed} without a mistake are needed. The model's own threshold is {found.threshold:.3f}."
        )
    return (
        f"At most {found.stated_error:.2%} wrong: threshold {found.threshold:.3f} accepts {chosen.coverage:.1%}, "
        f"{chosen.wrong} of {chosen.accepted} wrong, the true share between {chosen.low:.2%} and {chosen.high:.2%}."
    )


def challenge(number: Number, reason: Reason, as_: As) -> None:
    """Let a model judge live papers in the shadow; nobody acts on what it says."""
    with tuning(as_) as (session, who):
        row = models.numbered(session, who, number)
        models.challenge(session, who, row.id, row.version, reason)
    typer.echo(f"Model {number} is the challenger.")


def promote(number: Number, reason: Reason, as_: As) -> None:
    """Make a model the champion: its word is the proposal from here on."""
    with tuning(as_) as (session, who):
        row = models.numbered(session, who, number)
        models.promote(session, who, row.id, row.version, reason)
    typer.echo(f"Model {number} is the champion.")


def retire(number: Number, reason: Reason, as_: As) -> None:
    """Nobody judges by this model any more; it is kept."""
    with tuning(as_) as (session, who):
        row = models.numbered(session, who, number)
        models.retire(session, who, row.id, row.version, reason)
    typer.echo(f"Model {number} is retired.")


def rollback(reason: Reason, as_: As) -> None:
    """Take the last promotion back: the champion before judges again."""
    with tuning(as_) as (session, who):
        before = models.roll_back(session, who, reason)
        number = before.number if before else 0
    typer.echo(f"Model {number} is the champion again." if number else "The cues of the kinds judge alone again.")


def shadow(as_: As) -> None:
    """Where the challenger would have said something else."""
    pairs, latest = Table("said", "challenger", "papers"), Table("document", "said", "challenger")
    with tuning(as_) as (session, who):
        found = judging.shadow(session, who)
        for kind, other, count in found.pairs:
            pairs.add_row(kind, other, str(count))
        for row in found.cases[:20]:
            told = f"{row.kind} {row.confidence:.2f}", f"{row.shadow_kind} {row.shadow_confidence or 0:.2f}"
            latest.add_row(row.document_id, *told)
    typer.echo(f"{found.disagreed} of {found.judged} papers were judged otherwise." if found.challenger_id else _NONE)
    Console().print(pairs, latest)


_NONE = "There is no challenger. Name one with `kantselei kinds challenge`."


def show_drift(as_: As, ui: UiOption = "et") -> None:
    """Whether the paper that comes is still what was learnt from."""
    with tuning(as_) as (session, who):
        found = drift.measure(session)
        open_ones = [row.code for row in drift.notices(session, who)]
    table = Table("", "papers", "unknown", "mean confidence")
    for name, crowd in (("present", found.present), (f"before ({found.against})", found.before)):
        table.add_row(name, *_crowd(crowd))
    Console().print(table)
    typer.echo(f"Shift of the mix of kinds: {found.shift:.3f}")
    for code in dict.fromkeys([*found.codes, *open_ones]):
        typer.echo(_noticed(code, ui))


def _noticed(code: str, ui: Ui) -> str:
    return words.notice(code, ui)


def _crowd(crowd: Crowd) -> tuple[str, str, str]:
    return str(crowd.count), f"{crowd.unknown:.1%}", f"{crowd.confidence:.3f}"


COMMANDS: dict[str, Callable[..., None]] = {
    "train": train,
    "models": list_models,
    "evaluate": evaluate,
    "challenge": challenge,
    "promote": promote,
    "retire": retire,
    "rollback": rollback,
    "shadow": shadow,
    "drift": show_drift,
}
