"""Values that nobody looks at: how many there are, and how many of them are wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.knowing.claims import Claim
from classify.evaluate import Outcome, calibration_error, interval

Accepts = Callable[[Claim], bool]
_RIGHT, _TOGETHER = "right", "own, all"
_CLASSES, _SIDES = ("identifiers", "others"), ("tuned", "kept back")


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `fields` that hold something so many were `accepted` without a look, `wrong` ones among them."""

    fields: int
    accepted: int
    wrong: int
    calibration: float  # the mean distance between what was said and what was, over all fields with a value

    @property
    def share(self) -> float:
        return self.accepted / self.fields if self.fields else 0.0


def as_the_desk_does(claim: Claim) -> bool:
    """What a person at the desk is not asked about."""
    return claim.value is not None and claim.state == "found"


def parted(claims: Iterable[Claim]) -> dict[str, list[Outcome]]:
    """For diagrams: identifiers and others, tuned and kept back."""
    sides: dict[str, list[Claim]] = {f"{what}, {side}": [] for what in _CLASSES for side in _SIDES}
    for claim in claims:
        sides[f"{_CLASSES[not claim.identifier]}, {_SIDES[claim.kept]}"].append(claim)
    return {title: outcomes(mine) for title, mine in sides.items() if mine}


def tally(claims: Sequence[Claim], accepts: Accepts) -> Tally:
    taken = [claim for claim in claims if accepts(claim)]
    wrong = sum(not claim.right for claim in taken)
    return Tally(len(claims), len(taken), wrong, calibration_error(outcomes(claims)))


def outcomes(claims: Iterable[Claim]) -> list[Outcome]:
    """As the diagrams of kinds take them. What has no value says nothing."""
    valued = (claim for claim in claims if claim.value is not None)
    return [
        Outcome(place, _RIGHT, _RIGHT if claim.right else "wrong", claim.confidence)
        for place, claim in enumerate(valued)
    ]


def table(claims: Sequence[Claim], accepts: Accepts) -> str:
    """As it stands in docs/knowing.md: numbers of the tuned, then of the kept back."""
    rows = ["| papers | values | | fields | accepted | share | of them wrong | 95 % | calibration error |"]
    rows.append("|---|---|---|--:|--:|--:|--:|--:|--:|")
    stacks: dict[str, list[Claim]] = {_TOGETHER: [claim for claim in claims if claim.papers == "own"]}
    for claim in sorted(claims, key=lambda one: (one.papers != "own", _stack(one))):
        stacks.setdefault(_stack(claim), []).append(claim)
    for name, stack in stacks.items():
        for identifier, kept in ((True, False), (True, True), (False, False), (False, True)):
            mine = [claim for claim in stack if (claim.identifier, claim.kept) == (identifier, kept)]
            if mine:
                rows.append(_row(name, identifier, kept, tally(mine, accepts)))
    return "\n".join(rows)


def _stack(claim: Claim) -> str:
    return f"{claim.papers}, {claim.writing}" + (", hard wear" if claim.wear == "hard" else "")


def _row(papers: str, identifier: bool, kept: bool, found: Tally) -> str:
    low, high = interval(found.wrong, found.accepted) if found.accepted else (0.0, 1.0)
    what, side = _CLASSES[not identifier], _SIDES[kept]
    share = found.wrong / found.accepted if found.accepted else 0.0
    return (
        f"| {papers} | {what} | {side} | {found.fields} | {found.accepted} | {found.share:.3f} | {found.wrong} "
        f"({share:.2%}) | {low:.2%} to {high:.2%} | {found.calibration:.3f} |"
    )
