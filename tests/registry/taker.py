"""A handler's process: takes the next case, says it aloud, does it, until there is none."""

import sys

from sqlalchemy import update

from ports.database import Database
from registry.access import Principal
from registry.model import Case
from registry.routing import take


def main(url: str, person: str) -> None:
    database = Database(url)
    who = Principal("person", person, "handler", frozenset({"*"}))
    sys.stdin.readline()  # all begin together
    while (taken := database.perform(lambda session: take.take_next(session, who))) is not None:
        sys.stdout.write(f"{taken.case_id}\n")
        sys.stdout.flush()
        with database.transaction() as session:
            session.execute(update(Case).where(Case.id == taken.case_id).values(state="waiting"))
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
