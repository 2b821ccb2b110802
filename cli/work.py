"""`kantselei work`: workers for the server profile, as many processes as wanted, on as many machines as wanted."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from cli.children import Child, KeepsDying, Stop, end_all
from ports.settings import SettingsError, WorkSettings

WATCH_S = 0.5


def worker(number: int) -> Child:
    return Child(f"worker {number}", [sys.executable, "-m", "worker.app"])


def watch(children: Sequence[Child], stop: Stop) -> None:
    """Starts again who dies, until `stop`. Raises `KeepsDying`."""
    while not stop.wait(WATCH_S):
        for child in children:
            child.revive()


def work(
    processes: Annotated[int, typer.Option(help="Worker processes; 0 means one for each core.", min=0)] = 0,
) -> None:
    """Do the work that waits: read pages, recognise documents, place them in cases. Ctrl-C ends it cleanly."""
    try:
        settings = WorkSettings.read()
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    children = [worker(number) for number in range(1, (processes or settings.workers) + 1)]
    stop = Stop()
    try:
        for child in children:
            child.start()
        watch(children, stop)
    except KeepsDying as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    finally:
        end_all(children, stop.number)
