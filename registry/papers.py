"""Supporting papers of an application: which are wanted, which came, which a register spares, which are stale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from classify.catalogue import Catalogue
from classify.condition import holds
from classify.kind import Kind, Supporting, Text, Validity
from ports.registers import Question
from registry import persons
from registry.clock import local_day
from registry.kinds import kind_of
from registry.lack import Missing, say
from registry.matters import Matter
from registry.model import Document
from registry.register_model import RegisterAnswer

Answers = Mapping[Question, RegisterAnswer]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A paper that is not asked for, because a register holds what it would prove."""

    paper: str
    title: Text
    register: str
    asked_at: datetime


def lacking_papers(
    matter: Matter, present: Sequence[Document], catalogue: Catalogue, answers: Answers
) -> Iterator[Missing]:
    """What the matter still needs beside it, after all registers that could spare the client the way."""
    for paper in _wanted(matter, present):
        said = _said(matter, paper, answers)
        if said.code == "holds":
            continue
        known = any(code in catalogue for code in choices(paper))
        accepted = tuple(catalogue[code].title for code in paper.any_of if code in catalogue)
        item = _missing(paper, _stale(paper, present), known, _register_says(paper, said))
        yield replace(item, accepted=(paper.title, *accepted)) if accepted else item


def waivers(matter: Matter, present: Sequence[Document], answers: Answers) -> Iterator[Waiver]:
    for paper in _wanted(matter, present):
        said = _said(matter, paper, answers)
        if said.code == "holds" and said.at is not None:
            yield Waiver(paper.kind, paper.title, paper.unless_in_register, said.at)


def questions(matter: Matter, present: Sequence[Document]) -> Iterator[Question]:
    """What the registers are to be asked for this matter. Without a code one may rely on, nobody is asked."""
    for paper in _wanted(matter, present):
        if paper.unless_in_register:
            yield from (_question(paper, code) for code in _about(matter, paper) if code)


def _question(paper: Supporting, person: str) -> Question:
    return Question(paper.unless_in_register, paper.kind, person)


def _about(matter: Matter, paper: Supporting) -> list[str | None]:
    """Codes of those the paper is about: the client, or whom the kind's file names. None: not sure enough to ask."""
    if not paper.about:
        return [matter.client_code]
    parts = [name.partition(" when ") for name in paper.about]
    rows = [matter.answers.get(name) for name, _, when in parts if holds(when or "always", matter.values)]
    filled = [row for row in rows if row is not None and row.value]
    return [row.value if persons.is_reliable(row) else None for row in filled] or [None]


@dataclass(frozen=True, slots=True)
class _Said:
    """What the register said of all whom the paper is about."""

    code: str  # holds, lacks, unknown, pending, nobody; empty: no register could spare it
    at: datetime | None = None


def _said(matter: Matter, paper: Supporting, answers: Answers) -> _Said:
    """It spares the paper only if it holds it of everyone; it lacks it if it lacks it of one."""
    if not paper.unless_in_register:
        return _Said("")
    codes = _about(matter, paper)
    rows = [answers.get(_question(paper, code)) if code else None for code in codes]
    said = [row.said if row else None for row in rows]
    at = max((row.asked_at for row in rows if row), default=None)
    if "lacks" in said:
        return _Said("lacks", at)
    if None in codes:
        return _Said("nobody")
    if None in said:
        return _Said("pending")
    return _Said("unknown" if "unknown" in said else "holds", at)


def choices(paper: Supporting) -> tuple[str, ...]:
    """The kinds of which any one will do."""
    return (paper.kind, *paper.any_of)


def supporting(kind: Kind) -> set[str]:
    """All kinds of paper that may belong to an application of this kind."""
    return {code for paper in kind.supporting for code in choices(paper)}


def _wanted(matter: Matter, present: Sequence[Document]) -> Iterator[Supporting]:
    """Papers whose condition holds and of which none lies in the case that still counts."""
    for paper in matter.kind.supporting:
        came = [document for document in present if document.kind in choices(paper)]
        good = any(_until(paper, document) is None for document in came)
        if not good and holds(paper.required_if, matter.values):
            yield paper


def _stale(paper: Supporting, present: Sequence[Document]) -> date | None:
    """The last day of the paper that came too old, the latest of several."""
    days = [_until(paper, document) for document in present if document.kind in choices(paper)]
    return max((day for day in days if day), default=None)


def _until(paper: Supporting, document: Document) -> date | None:
    return outlived(paper, kind_of(document.kind).validity, document)


def own_term(kind: Kind) -> Supporting:
    """A paper of this kind by itself, whatever application it belongs to."""
    return Supporting(kind.code, kind.title)


def outlived(paper: Supporting, validity: Validity, document: Document) -> date | None:
    """The last day on which the document counted, if it did no more on the day it came."""
    last = _last_day(paper, validity, {row.name: row.value for row in document.fields})
    return last if last is not None and last < local_day(document.registered_at) else None


def _last_day(paper: Supporting, validity: Validity, values: Mapping[str, str | None]) -> date | None:
    """The earlier of the day printed on the paper and the day it grows too old; None when neither can be told."""
    days, issued = paper.max_age_days or validity.days, _day(values.get(validity.issued))
    ends = [_day(values.get(validity.until)), issued + timedelta(days=days) if issued and days else None]
    return min((end for end in ends if end), default=None)


def _day(value: str | None) -> date | None:
    """A date in normal form; None where there is none, or a person wrote something else."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


_Why = tuple[str, dict[str, str | date], bool, bool]  # code of the sentence, its facts, waits, ask


def _register_says(paper: Supporting, said: _Said) -> _Why | None:
    """Why it is wanted although a register may hold it; None where no register could."""
    register: dict[str, str | date] = {"register": paper.unless_in_register}
    if not said.code:
        return None
    if said.code == "lacks" and said.at is not None:
        return "register_lacks", register | {"asked": local_day(said.at)}, True, True
    return f"register_{said.code}", register, False, False


def _plainly(paper: Supporting, known: bool) -> str:
    if not known:
        return "paper_unknown"
    return "paper_any" if paper.any_of else "paper"


def _missing(paper: Supporting, stale: date | None, known: bool, register: _Why | None) -> Missing:
    code, facts, waits, ask = register or (_plainly(paper, known), {}, True, True)
    if stale is not None and ask:
        code, facts = "paper_old", {"until": stale}
    return Missing(f"document:{paper.kind}", paper.title, say(code, **facts), None, waits and known, ask)
