"""A payment order as pain.001, checked against its XSD. It is a draft: the treasury pays, not this house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError

from registry.clock import is_working_day
from registry.letters.office import office_facts

SCHEMAS = ("pain.001.001.03", "pain.001.001.09")
_LONGEST_NAME, _LONGEST_TEXT, _LONGEST_ID = 70, 140, 35
CENT = Decimal("0.01")


class BadPayment(ValueError):
    """This payment cannot be made. Check account, amount and day, confirm the values anew, then draft the decision."""


@dataclass(frozen=True, slots=True)
class Order:
    """One payment. `reference` is our viit: it stands on the account statement, so that money finds its decision."""

    holder: str
    iban: str
    cents: int
    on: date
    reference: str
    text: str


def cents(amount: Decimal) -> int:
    """
    >>> cents(Decimal("260.50"))
    26050
    """
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(CENT):
        raise BadPayment
    return int(amount * 100)


def euros(amount: int, language: str) -> str:
    """
    >>> euros(126050, "et")
    '1260,50'
    """
    said = f"{Decimal(amount) / 100:.2f}"
    return said if language == "en" else said.replace(".", ",")


def pay_day(wanted: date) -> date:
    """The last working day on or before the wanted one: money comes early rather than late.

    >>> pay_day(date(2026, 12, 25))
    datetime.date(2026, 12, 23)
    """
    while not is_working_day(wanted):
        wanted -= timedelta(days=1)
    return wanted


def valid_iban(text: str) -> str:
    """In its compact form. Raises `BadPayment`."""
    try:
        return IBAN(text, validate_bban=True).compact
    except SchwiftyException as error:
        raise BadPayment from error


def pain001(order: Order, schema: str = SCHEMAS[0]) -> str:
    """The file for the bank. Names keep their letters: õ, ä, ö, ü and š are understood in Estonia."""
    office = office_facts()
    config = {"name": office.name["et"], "IBAN": office.iban, "BIC": office.bic, "batch": False, "currency": "EUR"}
    transfer = SepaTransfer(config, schema=schema, clean=False)
    transfer.add_payment({
        "name": order.holder[:_LONGEST_NAME], "IBAN": valid_iban(order.iban), "amount": order.cents,
        "execution_date": order.on, "description": order.text[:_LONGEST_TEXT],
        "endtoend_id": order.reference[:_LONGEST_ID],
    })  # fmt: skip
    try:
        made: bytes = transfer.export(validate=True)
    except ValidationError as error:
        raise BadPayment from error
    return made.decode()
