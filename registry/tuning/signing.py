"""What every signed act of tuning needs: a reason."""

from __future__ import annotations


class ReasonMissing(Exception):
    """Nobody has said why. Write the reason for it in a few words; it is kept with your name and the day."""


def spoken(reason: str) -> str:
    """A reason as it is kept. Raises `ReasonMissing`."""
    said = " ".join(reason.split())[:500]
    if len(said) < 3:
        raise ReasonMissing
    return said
