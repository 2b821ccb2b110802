"""The bench that counts values nobody looks at: what it calls accepted, wrong, tuned and kept back."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.knowing import accepted, claims
from bench.knowing.claims import Claim

pytestmark = pytest.mark.quick

CODE = Claim(
    papers="own", person="seed 1", kept=False, writing="print", wear="office", kind="pensioniavaldus",
    field="personal_code", type="isikukood", identifier=True, truth="49110268081", value="49110268081", right=True,
    confidence=0.97, state="found", acceptable=True, signs={"said": 3.0},
)  # fmt: skip
MISREAD = replace(CODE, value="49110268087", right=False)
NAME = replace(CODE, field="family_name", type="name", identifier=False, truth="Kask", value="Kask")


def test_a_wrong_value_nobody_looks_at_is_counted_and_a_marked_one_is_not() -> None:
    seen = [CODE, CODE, MISREAD, replace(MISREAD, state="doubtful"), replace(CODE, value=None, right=False)]
    found = accepted.tally(seen, accepted.as_the_desk_does)
    assert (found.fields, found.accepted, found.wrong) == (5, 3, 1)
    assert found.share == pytest.approx(0.6)


def test_the_tuned_and_the_kept_back_stand_in_rows_of_their_own() -> None:
    table = accepted.table([CODE, replace(MISREAD, kept=True), NAME], accepted.as_the_desk_does)
    tuned, kept, others = table.splitlines()[5:]
    assert tuned.startswith("| own, print | identifiers | tuned | 1 | 1 | 1.000 | 0 (0.00%) | 0.00% to 97.50%")
    assert kept.startswith("| own, print | identifiers | kept back | 1 | 1 | 1.000 | 1 (100.00%) | 2.50% to 100.00%")
    assert others.startswith("| own, print | others | tuned | 1 |")


def test_claims_come_back_as_they_were_kept(tmp_path: Path) -> None:
    claims.save([CODE, MISREAD], tmp_path / "claims.jsonl")
    assert claims.load(tmp_path / "claims.jsonl") == [CODE, MISREAD]


def test_what_was_read_where_nothing_stands_is_wrong() -> None:
    drawn = accepted.outcomes([replace(NAME, truth=None, right=False), NAME])
    assert [one.right for one in drawn] == [False, True]
