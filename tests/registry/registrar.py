"""A process that registers memos as fast as it can, and says each viit aloud: it is there to be killed."""

import json
import sys

from ports.database import Database
from registry import entries
from registry.access import Principal
from registry.entries import Registration


def main(url: str, person: str) -> None:
    database = Database(url)
    who = Principal("person", person, "handler", frozenset({"*"}))
    memo = Registration("internal", "Koosoleku märkmed", "memo", "1-13")
    for _ in range(50_000):
        viit = database.perform(lambda session: entries.register(session, who, memo).viit)
        sys.stdout.write(json.dumps({"viit": viit}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
