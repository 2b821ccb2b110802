"""When a field or a document is required: the small language of the kind files."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.condition import ConditionError, holds, parse

pytestmark = pytest.mark.quick

VALUES = {"way": "own", "benefits": "child,large_family", "iban": "EE38", "empty": None, "blank": " "}


@pytest.mark.parametrize(
    ("expression", "true"),
    [
        ("always", True), ("never", False), ("iban", True), ("empty", False), ("blank", False), ("nobody", False),
        ("way = own", True), ("way = other", False), ("way != own", False), ("way != other", True),
        ("empty != own", True), ("way in own,other", True), ("way in post, abroad", False),
        ("benefits = large_family", True), ("benefits = ward", False), ("benefits != child", False),
        ("way = own and iban", True), ("way = own and empty", False), ("iban and way in own,post and benefits", True),
    ],
)  # fmt: skip
def test_a_condition_is_true_of_the_values(expression: str, true: bool) -> None:
    assert holds(expression, VALUES) is true


@pytest.mark.parametrize(
    "expression", ["", "way == own", "way = ", "= own", "way in", "and", "a or b", "Way = own", "1"]
)
def test_what_is_no_condition_is_refused_with_the_remedy(expression: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(expression)
    assert "name = value" in (type(caught.value).__doc__ or "")


@given(st.text())
def test_no_text_is_ever_run_as_code(text: str) -> None:
    with suppress(ConditionError):
        assert holds(text, VALUES) in {True, False}
