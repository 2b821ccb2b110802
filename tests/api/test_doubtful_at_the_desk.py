"""What the reading left unmarked nobody is asked about, and what it marked everybody is: the desk has no threshold."""

import pytest

from api.web.views import state_of
from registry.answers import is_sure
from registry.model import FieldValue

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("confidence", [0.4, 0.79, 0.99])
def test_desk_and_letters_follow_the_mark_and_not_a_number(confidence: float) -> None:
    clear = FieldValue(name="iban", value="EE382200221020145685", found="found", confidence=confidence)
    marked = FieldValue(name="iban", value="EE382200221020145685", found="doubtful", confidence=confidence)
    assert (state_of(clear), is_sure(clear)) == ("auto", True)
    assert (state_of(marked), is_sure(marked)) == ("doubtful", False)


def test_what_a_person_said_goes_before_any_mark() -> None:
    answered = FieldValue(name="iban", value="EE1", found="doubtful", confidence=0.2, answer="confirmed")
    assert (state_of(answered), is_sure(answered)) == ("confirmed", True)
