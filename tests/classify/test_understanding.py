"""The whole story of one document: kind, fields, problems."""

from __future__ import annotations

from datetime import date

import pytest
from drawn import typed
from test_match import CERTIFICATE, INVOICE

from classify.catalogue import load
from classify.understand import Aids, understand

pytestmark = pytest.mark.quick

TODAY = date(2026, 11, 22)


def test_a_certificate_is_known_read_and_checked() -> None:
    story = understand([typed(CERTIFICATE)], [None], load(), TODAY)
    assert story.match.code == "sunnitoend"
    assert {field.name: field.value for field in story.fields}["mother_name"] == "Mari Maasikas"
    assert any(problem.code == "missing" for problem in story.problems)


def test_what_nobody_knows_has_no_fields_and_no_problems() -> None:
    story = understand([typed(INVOICE)], [None], load(), TODAY)
    assert (story.match.code, story.fields, story.problems) == ("tundmatu", [], [])


def test_a_person_says_what_it_is_and_the_house_obeys() -> None:
    story = understand([typed(INVOICE)], [None], load(), TODAY, Aids(kind="kiri"))
    assert (story.match.code, story.match.confidence) == ("kiri", 1.0)
    assert {field.name for field in story.fields} >= {"sender_name", "body"}


def test_a_document_without_a_readable_page_is_unknown() -> None:
    assert understand([], [], load(), TODAY).match.code == "tundmatu"
