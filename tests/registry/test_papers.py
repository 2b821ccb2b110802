"""Which papers count beside an application: any of several kinds may do, and an old one does no more."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from classify.catalogue import load
from classify.kind import Supporting, Validity
from registry.model import Document, FieldValue
from registry.papers import choices, outlived

pytestmark = pytest.mark.quick

ACCOUNT = Supporting("pangakonto_teatis", {"et": "Konto", "en": "Account", "ru": "Счёт"})


def came(kind: str, **values: str) -> Document:
    fields = [FieldValue(name=name, value=value) for name, value in values.items()]
    return Document(kind=kind, registered_at=datetime(2026, 11, 22, 9, tzinfo=UTC), fields=fields)


def test_any_one_of_several_kinds_will_do():
    paper = Supporting("sunnitoend", ACCOUNT.title, any_of=("valiskontor", "tolge"))
    assert choices(paper) == ("sunnitoend", "valiskontor", "tolge")


@pytest.mark.parametrize(
    ("issued", "last"), [("2026-10-23", None), ("2026-10-22", date(2026, 11, 21)), ("", None), ("eile", None)]
)
def test_a_paper_older_than_the_application_allows_does_not_count(issued: str, last: date | None):
    paper = Supporting("arstitoend", ACCOUNT.title, max_age_days=30)
    validity = Validity(issued="issue_date")
    assert outlived(paper, validity, came("arstitoend", issue_date=issued)) == last


def test_a_paper_counts_until_the_day_printed_on_it_or_its_own_term_whichever_is_earlier():
    validity = Validity(issued="issue_date", until="expiry_date", days=365)
    paper = came("elusolekutoend", issue_date="2026-01-01", expiry_date="2026-06-30")
    assert outlived(ACCOUNT, validity, paper) == date(2026, 6, 30)
    assert outlived(ACCOUNT, validity, came("elusolekutoend", issue_date="2025-10-01")) == date(2026, 10, 1)


def test_a_paper_without_a_term_counts_for_ever():
    assert outlived(ACCOUNT, load()["sunnitoend"].validity, came("sunnitoend", issue_date="1975-02-01")) is None
