"""Templates of letters: shipped ones are files and version 0, an administrator's are rows with versions of their own.

They run in a sandbox that knows only the words it is given; an unknown one is an error with its line, never a gap.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now, serialise
from registry import audit
from registry.access import NotFound, Principal, require
from registry.letters.model import KINDS, LetterTemplate
from registry.reasons import LANGUAGES

FOLDER = Path(__file__).with_name("templates")
LONGEST = 40_000  # characters of a template


_MISTAKES = (
    TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError,
)  # fmt: skip


class TemplateMistake(Exception):
    """The template cannot be used. Mend the line that is named here, then look at the preview again."""

    def __init__(self, line: int, what: str) -> None:
        self.line = line
        self.what = what
        super().__init__(f"line {line}: {what}")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one kind of letter in one language. `version` 0: as shipped."""

    kind: str
    language: str
    version: int
    body: str


def paragraphs(text: str) -> Markup:
    """A person's plain text: a blank line begins a paragraph."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return Markup().join(Markup("<p>{}</p>").format(_lines(part)) for part in parts)


def _lines(part: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in part.split("\n"))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters["paragraphs"] = paragraphs
    return made


def own(name: str, facts: Mapping[str, Any]) -> Markup:
    """One of the house's own parts: the layout, the list of things."""
    return Markup(_environment().get_template(name).render(facts))  # noqa: S704 (rendered with autoescape)


def fill(body: str, facts: Mapping[str, Any]) -> Markup:
    """The body of a letter. Raises `TemplateMistake` with the line."""
    try:
        template: Template = _environment().from_string(body)
        return Markup(template.render(facts))  # noqa: S704 (rendered with autoescape)
    except TemplateSyntaxError as error:
        raise TemplateMistake(error.lineno, error.message or "syntax") from error
    except _MISTAKES as error:
        raise TemplateMistake(_line(error), str(error)) from error


def _line(error: Exception) -> int:
    """The last line of the template itself that the error passed through."""
    lines = [frame.lineno or 0 for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return lines[-1] if lines else 1


def shipped(kind: str, language: str) -> Wording:
    if kind not in KINDS or language not in LANGUAGES:
        raise NotFound
    return Wording(kind, language, 0, (FOLDER / f"{kind}.{language}.html").read_text(encoding="utf-8"))


def current(session: Session, kind: str, language: str) -> Wording:
    """The newest version."""
    row = session.scalars(_rows(kind, language).limit(1)).first()
    return _wording(row) if row else shipped(kind, language)


def versions(session: Session, kind: str, language: str) -> list[Wording]:
    """Every version, the newest first; the shipped one is the last."""
    return [*map(_wording, session.scalars(_rows(kind, language))), shipped(kind, language)]


def change(session: Session, principal: Principal, wanted: Wording) -> Wording:
    """A new version of these words, for all letters from now on. Call with what `compose.sample` has tried."""
    require(principal, "admin")
    serialise(session, f"template:{wanted.kind}:{wanted.language}")
    version = current(session, wanted.kind, wanted.language).version + 1
    session.add(
        LetterTemplate(
            kind=wanted.kind, language=wanted.language, version=version, body=wanted.body,
            created_by=principal.id, created_at=now(session),
        )
    )  # fmt: skip
    audit.record(
        session, principal.key, "template.changed", f"template:{wanted.kind}.{wanted.language}", version=version
    )
    return Wording(wanted.kind, wanted.language, version, wanted.body)


def _rows(kind: str, language: str) -> Any:
    wanted = select(LetterTemplate).where(LetterTemplate.kind == kind, LetterTemplate.language == language)
    return wanted.order_by(LetterTemplate.version.desc())


def _wording(row: LetterTemplate) -> Wording:
    return Wording(row.kind, row.language, row.version, row.body)
