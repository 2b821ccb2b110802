"""A process that accepts documents as fast as it can, and says each receipt aloud: it is there to be killed."""

import hashlib
import json
import sys

from capture.scan import Scan
from ports.database import Database
from registry import acceptance
from registry.acceptance import Submission
from registry.access import Principal

KEY = b"a key for receipts in tests"


def main(url: str, station: str, batch: str, first: int) -> None:
    database = Database(url)
    who = Principal("station", station, "station")
    for seq in range(first, first + 50_000):
        sent = Submission(batch, seq, Scan(hashlib.sha256(str(seq).encode()).hexdigest(), "image/png", 9))
        accepted = database.perform(lambda session, sent=sent: acceptance.accept(session, who, sent, KEY))
        said = {"seq": seq, "viit": accepted.receipt.viit, "audit_seq": accepted.receipt.audit_seq}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
