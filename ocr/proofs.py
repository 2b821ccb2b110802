"""Numbers that carry their own proof: the personal code and the account number."""

from __future__ import annotations

import re

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.ee import ik


def valid_isikukood(code: str) -> bool:
    """Eleven digits, a date that exists, the right check digit."""
    return bool(re.fullmatch(r"[1-8]\d{10}", code, re.ASCII)) and bool(ik.is_valid(code))


def valid_iban(code: str) -> bool:
    """Both proofs where the country has two: the international one and the bank's own."""
    try:
        return bool(IBAN(code, allow_invalid=True).validate(validate_bban=True))
    except (SchwiftyException, ValueError, KeyError, IndexError):
        return False
