"""A reading goes into the database and comes back as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.text import Box, Line, PageText, Word
from registry.readings import ReadingError, as_dict, from_dict

pytestmark = pytest.mark.quick

sides = st.integers(0, 20_000)
words = st.builds(Word, st.text(max_size=20), st.builds(Box, sides, sides, sides, sides), st.floats(0, 1))
lines = st.builds(
    Line, st.lists(words, min_size=1, max_size=6).map(tuple), st.sampled_from(["tesseract 5.3", "neural"])
)
pages = st.builds(PageText, st.integers(1, 2000), sides, sides, st.lists(lines, max_size=5).map(tuple))


@given(pages)
def test_nothing_is_lost_through_json(page):
    assert from_dict(json.loads(json.dumps(as_dict(page)))) == page


def test_an_older_reading_says_read_it_again():
    with pytest.raises(ReadingError):
        from_dict({"number": 1, "lines": []})
