"""What stands on a till receipt, and on any short bill: whose it is, where they are, how much it comes to.

Nothing leads to a name or an address but the words they are made of; the sum has labels, and company: what was
paid less what was given back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from classify.fold import fold
from classify.forms import normal
from classify.kind import Field, FieldSpec, FieldState
from classify.parse import parse
from classify.rows import Row, around, beside, holds, rows_of, sure_of, words_under
from ocr.text import PageText, Word

_BELOW = 2.2  # heights below its label in which an amount may stand
_LETTERS = 4  # of a line that says something
_CLEAR = 0.55  # confidence of a line that was read and not guessed; a logo is read as anything
_HEAD = 0.55  # of the paper, from its top, in which its writer stands
_OWN = 4  # letters of a line, beside its marks, that name somebody
_AMOUNT = re.compile(r"(?<![\d.,/:#-])\(?-?(?:\d{1,3}(?:[ ,]\d{3})+|\d+)[.,] ?\d{2}\)?(?![\d/:%]|[.,]\d)")
_NUMBER = re.compile(r"[\s,.:;-]*[(\[][^()\[\]]*\d[^()\[\]]*[)\]]?[\s.,;:]*$|^\s*#\S+\s+")  # of the enterprise
_POSTCODE = re.compile(r"(?<![\d/.-])\d{5}\s+[^\W\d_]{3}")
_MARKED, _FIRST = 0.85, 0.6  # what the place of a value is worth: told by its words, by standing at the top
_SAID, _EACH = 0.82, 0.01  # the same of an amount whose label is the first in the kind file; each later one loses
_PROVEN, _TWICE, _MOST = 0.14, 0.03, 0.04  # and what it gains: paid less given back; said again; no label's is higher
_SUMMED, _GIVEN_BACK = 0.6, 0.88  # no label was read, but what was paid, or that and what was given back
_SUREST = 0.97
_DENIED = 0.2  # what a label's amount loses that differs from what was paid
_CENT = 5  # cents to which a sum is rounded that is paid in cash


class _Seen(NamedTuple):
    """As it was read, and where."""

    raw: str
    page: int
    words: tuple[Word, ...]


class _Amount(NamedTuple):
    cents: int
    seen: _Seen


class _Claim(NamedTuple):
    """An amount and how well its place is known."""

    amount: _Amount
    worth: float


def read(spec: FieldSpec, pages: Sequence[PageText]) -> Field:
    """A field whose `source` is "head" or "sum"; `missing` where nothing is found."""
    if not pages:
        return Field(spec.name, None, "", 0.2, None, None, "missing")
    return _summed(spec, rows_of(pages)) if spec.source == "sum" else _headed(spec, pages[0])


# Who wrote it, and where they are.


def _headed(spec: FieldSpec, page: PageText) -> Field:
    rows = [row for row in rows_of([page]) if row.box.y0 <= _HEAD * page.height]
    found, worth = _addressed(spec, rows) if spec.type == "address" else _named(spec, rows)
    raw = " ".join(row.text for row in found)
    plain = raw if spec.type == "address" else _NUMBER.sub("", _NUMBER.sub("", raw))
    value = normal(spec, plain).value if found else None
    if value is None:
        return Field(spec.name, None, raw, 0.2, None, None, "missing")
    words = tuple(word for row in found for word in row.words)
    return _field(spec, value, _Seen(raw, found[0].page, words), worth)


def _named(spec: FieldSpec, rows: Sequence[Row]) -> tuple[list[Row], float]:
    """The first row with one of the field's words, else the first that says something clearly."""
    marked = [holds(spec.marks, row.folded) for row in rows]
    told = [(row, mark) for row, mark in zip(rows, marked, strict=True) if mark or row.letters >= _LETTERS]
    told = [(row, mark) for row, mark in told if not holds(spec.passes, row.folded)]
    telling = [row for row, _ in told]
    for place, (row, mark) in enumerate(told):
        if mark:
            before = telling[place - 1 : place]
            return ([*before, row] if before and _only_marks(spec, row) else [row]), _MARKED
    clear = [row for row in telling if sure_of(row.words) >= _CLEAR] or telling
    return clear[: spec.lines], _FIRST


def _only_marks(spec: FieldSpec, row: Row) -> bool:
    """ "Co. (M) Sdn Bhd" goes on from the row above: nothing of its own stands on it."""
    own = f" {row.folded} "
    for mark in sorted(spec.marks, key=len, reverse=True):
        own = own.replace(f" {fold(mark)} ", " ")
    return sum(len(word) for word in own.split() if word.isalpha() and len(word) > 2) < _OWN


def _addressed(spec: FieldSpec, rows: Sequence[Row]) -> tuple[list[Row], float]:
    """From the first row that is made of an address to one that is none of it; behind a postcode only what looks so."""
    found: list[Row] = []
    for row in rows:
        none = row.letters < _LETTERS or holds(spec.passes, row.folded)
        told = not none and (holds(spec.marks, row.folded) or _POSTCODE.search(row.text) is not None)
        if found and (none or len(found) == spec.lines or (not told and _POSTCODE.search(found[-1].text))):
            break
        if told or (found and not none):
            found.append(row)
    return found, _MARKED


# How much it comes to.


def _summed(spec: FieldSpec, rows: Sequence[Row]) -> Field:
    amounts = [_amounts(row) for row in rows]
    proven = _proven(spec, rows, amounts)
    claims = [*_claims(spec, rows, amounts, proven), *_unlabelled(amounts, proven)]
    if not claims:
        return Field(spec.name, None, "", 0.2, None, None, "missing")
    amount, worth = max(claims, key=lambda claim: (claim.worth, claim.amount.cents))
    return _field(spec, str(amount.cents), amount.seen, min(worth, _SUREST))


def _proven(spec: FieldSpec, rows: Sequence[Row], amounts: Sequence[Sequence[_Amount]]) -> dict[int, float]:
    """What was paid less what was given back, and how much that proves: more where something was given back."""
    paid = {abs(each.cents) for each in _told(spec.plus, (), rows, amounts)}
    back = {abs(each.cents) for each in _told(spec.minus, (), rows, amounts)} - {0}
    less = {cents - given: _GIVEN_BACK for cents in paid for given in back if cents > given}
    return less or dict.fromkeys(paid, _SUMMED)


def _unlabelled(amounts: Sequence[Sequence[_Amount]], proven: Mapping[int, float]) -> Iterator[_Claim]:
    """What is proven stands somewhere on the paper, though its label was not read."""
    for row in amounts:
        yield from (_Claim(each, proven[each.cents]) for each in row if each.cents in proven)


def _claims(
    spec: FieldSpec, rows: Sequence[Row], amounts: Sequence[Sequence[_Amount]], proven: Mapping[int, float]
) -> Iterator[_Claim]:
    """Amounts of labels. A label that stands earlier in the kind file goes before; what is proven goes before all."""
    phrases = dict.fromkeys(fold(label) for labels in spec.labels.values() for label in labels)
    said = [
        (rank, each) for rank, phrase in enumerate(phrases) for each in _told((phrase,), spec.passes, rows, amounts)
    ]
    most = max((each.cents for _, each in said), default=0)
    handed = {abs(each.cents) for each in _told((*spec.plus, *spec.minus), (), rows, amounts)}
    dearest = max((each.cents for row in amounts for each in row if abs(each.cents) not in handed), default=0)
    for rank, each in said:
        again = sum(other.cents == each.cents for row in amounts for other in row) - 1
        worth = _SAID - _EACH * min(rank, 20) + _TWICE * min(again, 2) + _MOST * (most - each.cents < _CENT)
        against = _denied(each.cents, proven) or 0 < 2 * each.cents < dearest  # a tax, not what was bought
        yield _Claim(each, worth + _PROVEN * _rounded(each.cents, proven) - _DENIED * against)


def _denied(cents: int, proven: Mapping[int, float]) -> bool:
    """Another amount is proven; or so much was never paid. That less was paid for may have been given back, unread."""
    if not proven or _rounded(cents, proven):
        return False
    return cents > max(proven) or _GIVEN_BACK in proven.values()


def _rounded(cents: int, proven: Collection[int]) -> float:
    """1 where the amount is proven, half as much where it is up to a rounding."""
    if cents in proven:
        return 1.0
    return 0.5 if any(abs(cents - other) < _CENT for other in proven) else 0.0


def _told(
    phrases: Sequence[str], passes: Sequence[str], rows: Sequence[Row], amounts: Sequence[Sequence[_Amount]]
) -> Iterator[_Amount]:
    """The last amount on each row with one of the phrases; where it has none, the one on the row below."""
    for place, row in enumerate(rows):
        rest = next((rest for phrase in phrases if (rest := beside(phrase, row.folded)) is not None), None)
        if rest is None or holds(passes, rest):
            continue
        if amounts[place]:
            yield amounts[place][-1]
        elif place + 1 < len(rows) and _under(row, rows[place + 1]) and amounts[place + 1]:
            yield amounts[place + 1][-1]


def _under(label: Row, row: Row) -> bool:
    """An amount by itself, close below."""
    near = row.box.center[1] - label.box.center[1] <= _BELOW * max(label.box.height, 1)
    return row.page == label.page and near and row.letters <= 3  # RM, EUR


def _amounts(row: Row) -> list[_Amount]:
    found = []
    for each in _AMOUNT.finditer(row.text):
        told = parse("money", each[0].replace(" ", "") if each[0][-3:-2] in ". ," else each[0])
        if told.value:
            below = each[0].startswith(("-", "("))
            words = words_under(row, each.start(), each.end())
            cents = -int(told.value) if below else int(told.value)
            found.append(_Amount(cents, _Seen(each[0], row.page, words)))
    return found


def _field(spec: FieldSpec, value: str, seen: _Seen, worth: float) -> Field:
    sure = worth * sure_of(seen.words)
    state: FieldState = "found" if sure >= 0.3 else "doubtful"
    return Field(spec.name, value, seen.raw, round(sure, 3), seen.page, around(seen.words), state)
