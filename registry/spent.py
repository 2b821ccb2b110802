"""Certificates that a better one of the same person has taken the place of: nothing more is asked for them."""

from __future__ import annotations

from collections.abc import Sequence

from registry import persons
from registry.matters import Matter
from registry.persons import Person


def superseded(found: Sequence[tuple[Matter, bool]]) -> set[str]:
    """Ids of the documents that are not good while a good one of the same kind and person lies beside them.

    Each matter comes with whether it is good. An application is never superseded: what a later one adds counts with it.
    """
    papers = [(matter, good) for matter, good in found if not matter.kind.opens_case]
    good = [matter for matter, well in papers if well]
    return {
        bad.documents[0].id
        for bad, well in papers
        if not well and any(one.kind.code == bad.kind.code and _same_person(one, bad) for one in good)
    }


def _same_person(good: Matter, bad: Matter) -> bool:
    """By the code, where both have one to rely on; else the names must not contradict."""
    one, other = _person(good), _person(bad)
    if one is not None and other is not None:
        return one.code == other.code
    return not persons.contradict(Person("", _name(good) or ""), _name(bad))


def _person(matter: Matter) -> Person | None:
    return persons.client(matter.kind, matter.answers.values())


def _name(matter: Matter) -> str | None:
    return persons.client_name(matter.kind, matter.answers.values())
