"""The result of a file for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from classify.kind import Field, Problem
from cli.jsonline import reason_text
from cli.phrases import Ui, say
from cli.results import DocumentResult, FileResult, PageResult

if TYPE_CHECKING:  # to check a page nobody need load what knows papers
    from classify.catalogue import Catalogue

_SIGNS = {"good": ("✓", "green"), "check": ("!", "yellow"), "rescan": ("✗", "red")}
_STATES = {"found": "green", "missing": "dim", "illegible": "red", "doubtful": "yellow", "absent": "dim"}
_SEVERITIES = {"error": ("✗", "red"), "warning": ("!", "yellow"), "info": ("i", "cyan")}


def show(console: Console, result: FileResult, ui: Ui, catalogue: Catalogue | None = None) -> None:
    """Verdict of each page, and where the file was read its kind, fields and problems."""
    console.print(Text(printable(result.file), style="bold"))
    if result.trouble is not None:
        console.print(_indented(Text(f"✗ {result.trouble.text[ui]}", style="red")))
    for page in result.pages if result.trouble is None else ():
        console.print(_indented(_page(page, ui, read=catalogue is not None)))
    for document in result.documents if catalogue is not None else ():
        console.print(_indented(_document(document, ui, catalogue or {})))
    console.print()


def printable(name: str) -> str:
    """A name from the file system: nothing in it may steer the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)


def _page(page: PageResult, ui: Ui, *, read: bool) -> Text:
    sign, colour = _SIGNS[page.legibility.verdict]
    line = Text.assemble(
        (f"{sign} ", colour), say("page", ui, number=page.number), ": ", (say(page.legibility.verdict, ui), colour)
    )
    if page.rotation:
        line.append(f", {say('turned', ui, degrees=page.rotation)}")
    if read and not page.text.lines and page.trouble is None:
        line.append(f", {say('no_text', ui)}", style="yellow")
    for reason in page.legibility.reasons:
        line.append(f"\n    {reason_text(reason, page.trouble, ui)}", style=colour)
    return line


def _document(document: DocumentResult, ui: Ui, catalogue: Catalogue) -> RenderableType:
    match = document.understanding.match
    kind = catalogue[match.code]
    title = Text.assemble((kind.title[ui], "bold cyan"), f", {say('sure', ui, share=f'{match.confidence:.0%}')}")
    labels = {spec.name: next(iter(spec.labels.get(ui) or spec.labels["et"]), spec.name) for spec in kind.fields}
    parts: list[RenderableType] = [title]
    if document.understanding.fields:
        parts.append(_fields(document.understanding.fields, labels, ui))
    if document.understanding.problems:
        parts.append(Text(say("problems", ui), style="bold"))
        parts += [_problem(problem, ui) for problem in document.understanding.problems]
    return Group(*parts)


def _fields(fields: Sequence[Field], labels: dict[str, str], ui: Ui) -> Table:
    table = Table(*(say(column, ui) for column in ("field", "value", "certainty", "state")), box=box.SIMPLE_HEAD)
    for field in fields:
        seen = f"{field.confidence:.0%}" if field.value is not None else ""
        state = Text(say(field.state, ui), style=_STATES[field.state])
        table.add_row(Text(labels.get(field.name, field.name)), Text(field.value or field.raw), seen, state)
    return table


def _problem(problem: Problem, ui: Ui) -> Text:
    sign, colour = _SEVERITIES[problem.severity]
    return Text.assemble((f"{sign} ", colour), problem.text[ui])


def _indented(content: RenderableType) -> Padding:
    return Padding(content, (0, 0, 0, 2))
