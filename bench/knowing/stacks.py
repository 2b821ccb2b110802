"""The papers on which values accepted without a look are counted: our own, tax forms, receipts, registration forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.knowing import claims, kinds, own, real
from bench.knowing.claims import Claim
from bench.knowing.worn import worn
from classify.catalogue import load
from ocr.fieldport import FieldReader

ROUNDS = (  # how our own papers were filled and worn, and seeds of the people who are tuned on
    (own.State("office", "print"), (1, 2, 5)),
    (own.State("office", "hand"), (1, 2, 5)),
    (own.State("hard", "print"), (3,)),
    (own.State("clean", "hand"), (3,)),
    (own.State("office", "typewriter"), (4,)),
    (own.State("clean", "print"), (4,)),
    (own.State("hard", "hand"), (4,)),
)
_MOST = 999


def gather(out: Path, reader: FieldReader, *, read: bool) -> Iterator[Claim]:
    """With `read` false only papers that lie in `out` already; one that was read is not read again."""
    shipped, described = load(), load(kinds.KINDS)
    for state, seeds in ROUNDS:
        for seed in (each for tuned in seeds for each in (tuned, tuned + claims.LAST_TUNED)):
            papers = own.papers(shipped, (seed,), state, out / "own", read=read)
            yield from claims.of_own(shipped, papers, state, reader)
    forms = [one for one in real.documents("tax", _MOST, out, read=read) if one.truth["form_class"] in described]
    yield from claims.of_tax(described, forms, "as it is", reader)
    yield from claims.of_tax(described, worn(forms, "office", out / "worn"), "office", reader)
    tills = real.documents("receipts", _MOST, out, read=read)
    yield from claims.of_receipts(described["receipt"], tills, "as it is")
    registered = [one for one in real.documents("fara", _MOST, out, read=read) if one.truth["form_class"] in described]
    yield from claims.of_registrations(described, registered)
