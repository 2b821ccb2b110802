"""Every state of the house and every allowed move, in one file. There is no other door.

State says how far something has come; trouble (a column beside it) says why it stands still. A retry clears the
trouble, so no state must remember where it came from.
"""

from __future__ import annotations

DOCUMENT_MOVES: dict[str, frozenset[str]] = {
    "registered": frozenset({"paged"}),  # has its viit; nobody has read it
    "paged": frozenset({"read"}),  # its pages are counted
    "read": frozenset({"recognised", "split", "joined"}),  # every page is read or given up
    "recognised": frozenset({"placed", "split", "joined"}),  # kind, fields and problems are proposed
    "placed": frozenset({"confirmed", "recognised", "split", "joined"}),  # lies in a case; a person may change the kind
    "confirmed": frozenset({"placed"}),  # a person has confirmed it; may be reopened
    "split": frozenset({"read"}),  # a scan of many documents: each of them has a row and a viit of its own
    "joined": frozenset(),  # was cut from a scan, which is one document again; keeps its viit
}

CASE_MOVES: dict[str, frozenset[str]] = {
    "new": frozenset({"review", "waiting", "confirmed", "closed"}),  # nobody has looked
    "review": frozenset({"waiting", "confirmed", "closed"}),  # a handler has begun
    "waiting": frozenset({"review", "confirmed", "closed"}),  # something is asked of the client
    "confirmed": frozenset({"review", "closed"}),  # the values are confirmed by a person
    "closed": frozenset({"review"}),
}

OPEN_CASES = frozenset({"new", "review", "waiting"})  # another document of the same matter may still join
DONE_CASES = frozenset(CASE_MOVES) - OPEN_CASES
AT_HAND = frozenset({"new", "review"})  # a person can do something about it today

WORK_MOVES: dict[str, frozenset[str]] = {
    "ready": frozenset({"running"}),
    "running": frozenset({"done", "ready", "needs_human", "running"}),
    "needs_human": frozenset({"ready"}),
    "done": frozenset(),
}

PROPOSAL_MOVES: dict[str, frozenset[str]] = {
    "open": frozenset({"accepted", "declined"}),
    "accepted": frozenset(),
    "declined": frozenset(),
}

REFERRAL_MOVES: dict[str, frozenset[str]] = PROPOSAL_MOVES  # that another body is competent: only a person says so

LETTER_MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"created", "discarded"}),  # words only: no number, seen by nobody outside
    "created": frozenset({"printed", "handed_over", "posted", "emailed"}),  # has its viit and stands in the register
    "printed": frozenset({"handed_over", "posted", "emailed"}),  # on paper, still in the house
    "posted": frozenset({"received", "returned", "deemed"}),  # sent is not delivered
    "emailed": frozenset({"opened", "returned", "handed_over", "posted"}),
    "returned": frozenset({"printed", "handed_over", "posted", "emailed", "deemed"}),  # another try, or a legal fiction
    "handed_over": frozenset(),  # from here on: delivered
    "received": frozenset(),  # the slip of a registered letter, or the reader's own word
    "opened": frozenset(),  # an information system or the reader confirmed it
    "deemed": frozenset(),  # delivered by a rule of law that is named beside it
    "discarded": frozenset(),
}
DELIVERED = frozenset({"handed_over", "received", "opened", "deemed"})  # a term for the answer runs from here

DECISION_MOVES: dict[str, frozenset[str]] = {
    "drafted": frozenset({"confirmed", "withdrawn"}),  # one person's word
    "confirmed": frozenset(),  # two persons' word; what is wrong then is mended by a new decision
    "withdrawn": frozenset(),
}

TERM_MOVES: dict[str, frozenset[str]] = {
    "running": frozenset({"paused", "met", "expired", "cancelled"}),
    "paused": frozenset({"running", "met", "cancelled"}),  # what stood still is given back at its end
    "expired": frozenset({"met", "cancelled"}),  # a person has a task; nothing is refused by itself
    "met": frozenset(),
    "cancelled": frozenset(),  # it turned out that it did not run, or another one runs in its place
}
LIVE_TERMS = frozenset({"running", "paused", "expired"})

TASK_MOVES: dict[str, frozenset[str]] = {"open": frozenset({"done"}), "done": frozenset()}

KIND_MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"published", "discarded"}),  # an administrator writes at it
    "published": frozenset({"replaced", "withdrawn"}),  # papers are known by it; never changed
    "replaced": frozenset({"published"}),  # a later edition holds, until that one is withdrawn
    "withdrawn": frozenset(),
    "discarded": frozenset(),
}

MODEL_MOVES: dict[str, frozenset[str]] = {
    "candidate": frozenset({"challenger", "champion", "retired"}),  # trained and evaluated
    "challenger": frozenset({"champion", "candidate", "retired"}),  # judges live pages in the shadow; nobody acts on it
    "champion": frozenset({"retired"}),  # its word becomes the proposal
    "retired": frozenset({"challenger", "champion"}),  # kept: a roll-back makes it champion again
}

BATCH_MOVES: dict[str, frozenset[str]] = {"open": frozenset({"closed"}), "closed": frozenset()}


class IllegalMove(Exception):
    """This cannot be done in the present state. Load the page again to see what has happened meanwhile."""


def move(moves: dict[str, frozenset[str]], present: str, wanted: str) -> str:
    """The new state, or `IllegalMove`."""
    if wanted not in moves[present]:
        raise IllegalMove(f"{present} -> {wanted}")
    return wanted
