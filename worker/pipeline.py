"""The order of the work, on one screen. No step calls another and none knows the next.

    pages      how many pages has it?              once for the document
    read       one page: picture, cleanup, text    once for each page, by all idle workers
    separate   how many documents is it?           once for a scan of several pages
    recognise  which kind, which fields, checks    once for the document
    place      into which case, and to whom        once for the document
    ask        what do other offices' registers    when a case may want a paper that one of them holds
               hold already?

Each step: load (a short transaction) -> work (none open; foreign bytes only in the cage) -> save (one transaction,
behind the fence, together with the next work rows) -> hint, after the commit. Doing it twice is harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from registry.ledger import Claim
from registry.tuning import editions
from worker import sheets, steps
from worker.desk import Desk
from worker.steps import Step

STEPS: dict[str, Step[Any, Any]] = {
    "pages": Step(load=steps.original, work=steps.count, save=steps.save_plan),
    "read": Step(load=steps.original, work=steps.read, save=steps.save_page),
    "separate": Step(load=steps.pile, work=steps.cut, save=steps.save_cut),
    "recognise": Step(load=steps.readings, work=steps.recognise, save=steps.save_understanding),
    "place": Step(load=sheets.neighbours, work=sheets.compare, save=steps.save_place),
    "ask": Step(load=steps.questions, work=steps.ask, save=steps.save_answers),
}


def advance(desk: Desk, claim: Claim) -> Sequence[str]:
    """One claimed piece of work from its row to the next rows. Raises what the step raises; nothing is saved then.

    Returns the work that the same worker had best go on with: a document begun is brought to its case before others,
    and its first page need not wait until somebody looks for work.
    """
    step = STEPS[claim.step]
    with desk.database.reading() as session:
        editions.keep_up(session)  # what an administrator has published since is known from here on
        matter = step.load(session, claim)
    result = step.work(desk, claim, matter)
    following = desk.database.perform(lambda session: step.save(session, claim, result))
    desk.hints.publish(following)
    return following
