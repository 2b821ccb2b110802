"""The square code on our letters: it brings an answer back to the case it belongs to.

`KN1 6.0-1/13761-3 b1f0`: the form and its version, the viit of the letter, four digits that catch a misread viit.
It holds no personal data and no secret: a viit alone opens nothing.
"""

from __future__ import annotations

import hashlib

from registry.number import parse_viit

FORM = "KN1"


def notice_code(viit: str) -> str:
    """
    >>> notice_code("6.0-1/13761-3")
    'KN1 6.0-1/13761-3 b1f0'
    """
    return f"{FORM} {viit} {_check(viit)}"


def parse_notice_code(text: str) -> str | None:
    """The viit of our letter; None for another's code, and for one that was misread."""
    parts = text.split()
    if len(parts) != 3 or parts[0] != FORM or parts[2].lower() != _check(parts[1]):
        return None
    return parts[1] if parse_viit(parts[1]) else None


def _check(viit: str) -> str:
    return hashlib.sha256(viit.encode()).hexdigest()[:4]
