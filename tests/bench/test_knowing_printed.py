"""Papers of people nobody tuned on, printed, scanned and read: what nobody looks at keeps the stated error."""

from contextlib import closing
from pathlib import Path

import pytest

from bench.knowing import accepted, claims, own
from classify.catalogue import load
from ocr.fieldread import Fields
from ocr.neural import Neural

pytestmark = pytest.mark.slow
KINDS = ("valjamaksuviisi_avaldus", "pensionilisa_avaldus", "surmatoend", "matusetoetuse_avaldus")


def test_what_nobody_looks_at_is_right_on_printed_papers(tmp_path: Path) -> None:
    catalogue = {code: load()[code] for code in KINDS}
    state = own.State("office", "print")
    papers = own.papers(catalogue, (101,), state, tmp_path)
    with closing(Neural()) as neural:
        found = list(claims.of_own(catalogue, papers, state, Fields(neural)))
    identifiers = accepted.tally([one for one in found if one.identifier], accepted.as_the_desk_does)
    others = accepted.tally([one for one in found if not one.identifier], accepted.as_the_desk_does)
    assert all(one.kept for one in found)
    assert (identifiers.wrong, others.wrong <= 0.02 * others.accepted) == (0, True)
    assert others.share >= 0.8
