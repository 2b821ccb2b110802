"""Everything that happened in a case, by whom, in sentences: told from the evidence, which holds ids and codes only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from classify.kind import Text
from ports.registers import register_code
from registry import kinds, records, term_words
from registry.access import Principal, register_filter
from registry.facts import NAME
from registry.kinds import catalogue, kind_of, label
from registry.lack import fill
from registry.letters import words
from registry.letters.model import Letter
from registry.model import Account, AuditEvent, Case, Document, Station
from registry.reasons import LANGUAGES, code_of, sentence
from registry.timeline_words import EVENTS, OTHER

T = TypeVar("T")
LOOKS = "content.seen"
_HOUSE = "Kantselei"  # what the machine did by itself
_LAID: Text = {"et": "pandi toimikusse {case}", "en": "laid into case {case}", "ru": "помещён в дело {case}"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One event: the sentence, and who did it as the house names them."""

    event: AuditEvent
    words: Text
    who: str


def story(session: Session, principal: Principal, case_id: str) -> list[Moment]:
    """The oldest event first. Raises `NotFound` for a case out of sight."""
    events = records.timeline(session, principal, case_id)
    about = _About(session, principal, events)
    return [Moment(event, _words(event, about), about.name(event.actor)) for event in events]


class _About:
    """What the ids of some events stand for, looked up once for all of them."""

    def __init__(self, session: Session, principal: Principal, events: Iterable[AuditEvent]) -> None:
        events = list(events)
        papers = _ids(events, "document")
        self.documents = {row.id: row for row in _rows(session, Document, papers)}
        twins = {str(event.detail["other"]) for event in events if "other" in event.detail}
        seen = select(Document).where(Document.id.in_(sorted(twins)), register_filter(principal))
        self.twins = {row.id: row.viit for row in session.scalars(seen)}
        self.letters = {row.id: row for row in _rows(session, Letter, _ids(events, "letter"))}
        people = {event.actor.partition(":")[2] for event in events}
        self.people = {row.id: row.name for row in _rows(session, Account, people)}
        self.people |= {row.id: row.name for row in _rows(session, Station, people)}
        told = {str(event.detail.get(name)) for event in events for name in ("case", "source", "into")}
        self.cases = {row.id: row.number for row in _rows(session, Case, told)}

    def name(self, actor: str) -> str:
        return self.people.get(actor.partition(":")[2], _HOUSE)


def _rows(session: Session, entity: type[T], ids: Iterable[str]) -> Iterable[T]:
    key = inspect(entity).primary_key[0]
    return session.scalars(select(entity).where(key.in_(sorted(ids))))


def _ids(events: Iterable[AuditEvent], what: str) -> set[str]:
    objects = (event.object.partition(":") for event in events)
    return {which for kind, _, which in objects if kind == what}


def _words(event: AuditEvent, about: _About) -> Text:
    code = f"{event.action}:{event.detail['said']}" if event.action == "register.asked" else event.action
    wanted = EVENTS.get(code, OTHER)
    facts = _facts(event, about)
    return {language: wanted[language].format_map(_Known(facts, language)) for language in LANGUAGES}


class _Known(dict[str, str]):
    """Facts in one language; what an old event did not tell is left open rather than failing."""

    def __init__(self, facts: Mapping[str, Text], language: str) -> None:
        super().__init__({name: said.get(language, said["et"]) for name, said in facts.items()})

    def __missing__(self, name: str) -> str:
        return "…"


def _facts(event: AuditEvent, about: _About) -> dict[str, Text]:
    told = {name: _plain(value) for name, value in event.detail.items() if value is not None}
    told["action"] = _plain(event.action)
    what, _, which = event.object.partition(":")
    document, letter = about.documents.get(which), about.letters.get(which)
    kind = kind_of(document.kind if document else None)
    for name in ("case", "source", "into"):
        if str(event.detail.get(name)) in about.cases:
            told[name] = _plain(about.cases[str(event.detail[name])])
    if document is not None:
        told["viit"] = _plain(document.viit)
        told["why"] = _why(event, document, about)
    if "other" in event.detail:
        told["other"] = _plain(about.twins.get(str(event.detail["other"]), "…"))
    if letter is not None:
        told |= {"viit": _plain(letter.viit or "…"), "letter": words.title(letter.kind)}
    if "kind" in event.detail and what == "document":
        told["kind"] = kind_of(str(event.detail["kind"])).title
    if "field" in event.detail:
        told["field"] = _label(str(event.detail["field"]), kind.code)
    if event.action.startswith(("term.", "task.")) and "code" in event.detail:
        said = term_words.task if event.action.startswith("task.") else term_words.title
        told["code"] = said(str(event.detail["code"]))
    if event.action == "register.asked":
        told |= _asked(event)
    return told


def _why(event: AuditEvent, document: Document, about: _About) -> Text:
    """Why it was placed: the present reason if it is still that one, else only where."""
    if str(event.detail.get("why")) == code_of(document.placed_why):
        return sentence(document.placed_why)
    return fill(_LAID, case=about.cases.get(str(event.detail.get("case")), "…"))


def _asked(event: AuditEvent) -> dict[str, Text]:
    """The register and the paper by their names, as the kinds' files have them."""
    papers = [paper for kind in catalogue().values() for paper in kind.supporting]
    register, code = str(event.detail["register"]), str(event.detail["paper"])
    names = {register_code(paper.unless_in_register): paper.unless_in_register for paper in papers}
    titles = {paper.kind: paper.title for paper in papers}
    return {"register": _plain(names.get(register, register)), "paper": titles.get(code, _plain(code))}


def _label(name: str, kind: str) -> Text:
    if name == "name":
        return NAME
    specs = [spec for spec in kind_of(kind).fields if spec.name == name]
    specs += [spec for other in kinds.catalogue().values() for spec in other.fields if spec.name == name]
    return label(specs[0]) if specs else _plain(name)


def _plain(value: object) -> Text:
    return dict.fromkeys(LANGUAGES, str(value))
