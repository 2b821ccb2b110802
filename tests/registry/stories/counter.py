"""What a handler does in the stories: sends a notice and sees it delivered, looks at the case, decides."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bureau import MARI, Office, Read
from sqlalchemy import select, update

from registry import timeline
from registry.access import Principal
from registry.checklist import Missing, missing
from registry.clock import TALLINN, local_day
from registry.kinds import catalogue
from registry.letters import delivery, drafting, reading
from registry.letters.delivery import Delivery
from registry.letters.drafting import Wish
from registry.letters.model import Letter
from registry.model import Case, Document
from registry.term_model import Term

FAMILY: dict[str, Read | str] = {
    "given_names": "Mari", "family_name": "Maasikas", "personal_code": MARI, "benefits": "child",
    "child1_name": "Uku Maasikas", "child1_personal_code": "61207120025", "account_holder": "Mari Maasikas",
    "iban": "EE382200221020145685", "application_date": "2026-11-20", "applicant_signature": "yes",
    "works_abroad": "no",
}  # fmt: skip
"""A family benefits application that lacks nothing, as long as no child was born abroad."""


def lacking(office: Office, document: str, *, waits: bool | None = True) -> dict[str, Missing]:
    with office.database.reading() as session:
        case = session.get_one(Case, office.document(document).case_id)
        found = missing(session, case, catalogue())
    return {item.code: item for item in found if waits in {None, item.waits}}


def today(office: Office) -> date:
    with office.database.reading() as session:
        return local_day(office.database.now(session))


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), TALLINN).astimezone(UTC)


def sent(office: Office, handler: Principal, case: str, wish: Wish) -> Letter:
    """A letter is drafted, issued, printed and posted."""
    with office.database.transaction() as session:
        draft = drafting.draft(session, handler, case, wish)
        letter = drafting.issue(session, handler, draft.id, draft.version)
    for state, evidence in (("printed", "printer"), ("posted", "registered_post")):
        say(office, handler, letter.id, Delivery(state, today(office), evidence))
    return letter


def say(office: Office, handler: Principal, letter: str, said: Delivery) -> None:
    with office.database.transaction() as session:
        version = reading.letter(session, handler, letter).version
        delivery.record(session, handler, letter, version, said)


def letter_of(office: Office, handler: Principal, letter: str) -> Letter:
    with office.database.reading() as session:
        found = reading.letter(session, handler, letter)
        assert found.items is not None
        return found


def days_later(office: Office, letter: str, days: int) -> None:
    """As if the letter, and all that has come before it, lay so many days back."""
    with office.database.transaction() as session:
        row = session.get_one(Letter, letter)
        back = timedelta(days=days)
        assert row.issued_at is not None
        row.issued_at -= back
        if row.answer_due_on is not None:
            row.answer_due_on -= back
        for term in session.scalars(select(Term).where(Term.letter_id == letter)):
            term.starts_on, term.ends_on, term.remind_on = (
                day - back for day in (term.starts_on, term.ends_on, term.remind_on)
            )
        for document in row.case.documents:
            session.execute(
                update(Document).where(Document.id == document.id).values(registered_at=document.registered_at - back)
            )


def said_in(office: Office, who: Principal, document: str) -> list[str]:
    """The timeline of the document's case, in Estonian."""
    with office.database.reading() as session:
        story = timeline.story(session, who, office.document(document).case_id or "")
    return [moment.words["et"] for moment in story]
