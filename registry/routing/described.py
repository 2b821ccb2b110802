"""What a case tells those who route it: kind, language, county, whether Europe is in it, the values of its papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kind import Kind
from registry import readings
from registry.answers import is_sure
from registry.kinds import kind_of
from registry.model import Case, Document, FieldValue, Page
from registry.routing.regions import county

_EUROPE = "AT BE BG HR CY CZ DK FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO CH"
EUROPE = frozenset(_EUROPE.split())  # whose benefits are coordinated with ours: regulation (EC) 883/2004
_ET, _EN = "ja on ei et mis ning minu palun soovin kui oma teie", "the and of to is in my please that for with your"
_WORDS = {"et": frozenset(_ET.split()), "en": frozenset(_EN.split())}
_PLACES = ("postcode", "address")


@dataclass(frozen=True, slots=True)
class Told:
    """An empty word: the papers do not say."""

    kind: str
    language: str = "et"
    region: str = ""
    eu: bool = False
    values: Mapping[str, str | None] = field(default_factory=dict)


def told(session: Session, kind: Kind, case: Case | None) -> Told:
    """Of the papers of the kind that leads the case, values one may rely on only."""
    if case is None:
        return Told(kind.code)
    session.flush()
    lead = select(Document.id).where(Document.case_id == case.id, Document.kind == kind.code)
    rows = list(session.scalars(select(FieldValue).where(FieldValue.document_id.in_(lead)).order_by(FieldValue.id)))
    values = {row.name: row.value for row in rows if row.value and is_sure(row)}
    types = {spec.name: spec.type for spec in kind_of(kind.code).fields}
    return Told(
        kind.code,
        _language(session, lead),
        _region(values, types),
        any(
            types.get(name) == "country" and name != "nationality" and value in EUROPE for name, value in values.items()
        ),
        values,
    )


def _region(values: Mapping[str, str | None], types: Mapping[str, str]) -> str:
    """Of the client's own address: it comes first in every form."""
    for wanted in _PLACES:
        for name, kind in types.items():
            if kind == wanted and (found := county(values.get(name) or "")):
                return found
    return ""


def _language(session: Session, lead: object) -> str:
    texts = session.scalars(select(Page.text).where(Page.document_id.in_(lead), Page.text.is_not(None)))  # type: ignore[arg-type]
    return language_of(line.text for text in texts if text for line in readings.from_dict(text).lines)


def language_of(lines: Iterable[str]) -> str:
    """The language most of the words are of, Estonian where nothing speaks for another.

    >>> language_of(["Прошу разъяснить, как назначается пенсия"]), language_of(["Please explain the decision to me"])
    ('ru', 'en')
    """
    words = " ".join(lines).casefold().split()
    letters = Counter(
        "ru" if "а" <= letter <= "ё" else "other" for word in words for letter in word if letter.isalpha()
    )
    if letters["ru"] > letters["other"]:
        return "ru"
    counted = Counter(language for word in words for language, known in _WORDS.items() if word.strip(".,;:!?") in known)
    return "en" if counted["en"] > counted["et"] else "et"
