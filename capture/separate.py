"""What the codes on a page say about the pile: sheets that stand between documents, and our own cover sheet.

A cover sheet carries `KC1 <batch> <kind> <count> <check>`: the pile it was printed for, the kind of the document that
follows (`-` where that is open), how many pages that document has (0 where that is open), and four hex digits that
tell a misread or invented line from ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from capture.scan import Code

_COVER = re.compile(
    r"KC1 (?P<batch>[\w.-]{1,40}) (?P<kind>[a-z][a-z0-9_]{1,59}|-) (?P<count>\d{1,4}) (?P<check>[0-9a-f]{4})"
)
# Patches 1, 4 and 6 tell a scanner to change its colours: they stand between no documents.
_SEPARATORS = frozenset({"PATCHT", "PATCH2", "PATCH3"})


class CoverImpossible(ValueError):
    """A cover sheet cannot carry this. Name a batch of letters, digits, dots and hyphens, and 0 to 9999 pages."""


@dataclass(frozen=True, slots=True)
class Cover:
    """`kind` is empty and `count` 0 where the sheet leaves it open."""

    batch: str
    kind: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Divider:
    """A sheet that is no document: what follows it is a new one."""

    cover: Cover | None = None


def cover_code(cover: Cover) -> str:
    """Raises CoverImpossible."""
    line = f"KC1 {cover.batch} {cover.kind or '-'} {cover.count}"
    code = f"{line} {_check(line)}"
    if parse_cover(code) != cover:
        raise CoverImpossible
    return code


def parse_cover(text: str) -> Cover | None:
    """None for whatever is not one of our covers, whole and unchanged."""
    found = _COVER.fullmatch(text.strip())
    if found is None or _check(text.strip().rpartition(" ")[0]) != found["check"]:
        return None
    return Cover(found["batch"], "" if found["kind"] == "-" else found["kind"], int(found["count"]))


def divider(codes: Sequence[Code]) -> Divider | None:
    """Whether the page with these codes is a separator sheet; a cover says most and is looked for first."""
    for code in codes:
        if (cover := parse_cover(code.text)) is not None:
            return Divider(cover)
    return Divider() if any(_separates(code.text) for code in codes) else None


def _separates(text: str) -> bool:
    return text.upper().replace(" ", "").replace("-", "") in _SEPARATORS


def _check(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:4]
