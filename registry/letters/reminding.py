"""A reminder that writes itself: drafted when the term of a notice nears its end, looked at and issued by a person."""

from __future__ import annotations

from sqlalchemy.orm import Session

from registry.letters import drafting
from registry.letters.drafting import Addressee, NoAddressee, NothingMissing, Wish
from registry.letters.model import Letter
from registry.model import Case
from registry.term_model import Term


def draft(session: Session, term: Term, by: str) -> Letter | None:
    """The draft, in the language and to the reader of the notice; None where nothing is left to ask for.

    The case is locked by the caller. It sets no new term going: it names the end of the one that runs.
    """
    notice = session.get(Letter, term.letter_id or "")
    if notice is None or notice.kind != "deficiency" or notice.viit is None:
        return None
    left = tuple(item.code for item in notice.items if item.ask and item.met_at is None)
    facts = {"first_viit": notice.viit, "due": term.ends_on.isoformat()}
    to = Addressee(notice.addressee["name"], tuple(notice.addressee["lines"]), notice.addressee.get("email") or "")
    wish = Wish("reminder", notice.language, facts, items=left, addressee=to)
    case = session.get_one(Case, term.case_id)
    author = case.handler_id or notice.issued_by or notice.drafted_by
    try:
        return drafting.write(session, case, wish, author, by) if left else None
    except (NothingMissing, NoAddressee):
        return None
