"""The section "Andmed" of a case page: each fact once, contradicting values side by side with links to their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.shown import Shown, said
from api.web.words import Words
from registry.case_model import Proposal
from registry.facts import Fact, Facts, Reading
from registry.model import Case


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a value stands: the document opened at its page."""

    href: str
    viit: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    value: str
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    id: str
    label: str
    state: str
    value: str | None
    chosen: bool
    version: int
    readings: tuple[ReadingView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Whose facts these are."""

    title: str
    facts: tuple[FactView, ...]
    contradicts: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    id: str
    why: str
    version: int  # of the document
    href: str


def fact_views(found: Facts, case: Case, shown: Shown, words: Words) -> list[GroupView]:
    """One group for each person, the client first, then what is the case's own."""
    titles = {one.number: _title(one.role, one.name, words) for one in found.subjects} | {"": words("facts.case")}
    groups = []
    for number, title in titles.items():
        facts = tuple(_fact(fact, case, shown) for fact in found.facts if fact.about == number)
        if facts:
            groups.append(GroupView(title, facts, any(fact.state == "contradicts" for fact in facts)))
    return groups


def proposal_views(rows: Sequence[Proposal], shown: Shown) -> list[ProposalView]:
    return [ProposalView(row.id, shown.because(row.why), row.document.version, f"/cases/{row.case_id}") for row in rows]


def _title(role: str, name: str | None, words: Words) -> str:
    what = words("facts.client" if role == "client" else "facts.person")
    return f"{what}: {name}" if name else what


def _fact(fact: Fact, case: Case, shown: Shown) -> FactView:
    readings = tuple(_reading(reading, case) for reading in fact.readings)
    label = said(fact.label, shown.language)
    return FactView(fact.id, label, fact.state, fact.value, fact.chosen is not None, fact.version, readings)


def _reading(reading: Reading, case: Case) -> ReadingView:
    places = tuple(
        PlaceView(f"/cases/{case.id}?document={cell.document.id}#field-{cell.row.id}", cell.document.viit)
        for cell in reading.sources
    )
    return ReadingView(reading.value, places)
