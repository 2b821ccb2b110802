"""From what the network saw at each step of a line to letters, words and their places."""

import numpy as np
import pytest

from ocr.ctc import Letter, confidence, letters, words
from ocr.places import words_of
from ocr.strips import HEIGHT, LONGEST, STEP, room, shown, steps, strip

pytestmark = pytest.mark.quick

ALPHABET = ("", "a", "b", "õ", " ")


def seen(*said: tuple[str, float]) -> np.ndarray:
    """Each step sees one letter so surely, and the rest share what is left."""
    steps = np.zeros((len(said), len(ALPHABET)), np.float32)
    for row, (letter, sure) in zip(steps, said, strict=True):
        row[:] = (1 - sure) / (len(ALPHABET) - 1)
        row[ALPHABET.index(letter)] = sure
    return steps


def test_a_letter_seen_twice_in_a_row_is_one_letter() -> None:
    read = letters(seen(("", 0.9), ("a", 0.7), ("a", 0.9), ("", 0.9), ("b", 0.8)), ALPHABET)
    assert [(letter.text, letter.first, letter.last) for letter in read] == [("a", 1, 2), ("b", 4, 4)]
    assert [letter.confidence for letter in read] == pytest.approx([0.9, 0.8])


def test_nothing_between_two_letters_makes_them_two() -> None:
    read = letters(seen(("õ", 0.9), ("", 0.6), ("õ", 0.9)), ALPHABET)
    assert "".join(letter.text for letter in read) == "õõ"


def test_a_line_of_nothing_has_no_letters() -> None:
    assert letters(seen(("", 0.9), ("", 0.9)), ALPHABET) == []
    assert letters(np.zeros((0, 5), np.float32), ALPHABET) == []


def test_spaces_part_words_and_belong_to_none() -> None:
    read = letters(seen((" ", 0.9), ("a", 0.9), (" ", 0.9), ("", 0.9), (" ", 0.9), ("b", 0.9), ("õ", 0.5)), ALPHABET)
    assert ["".join(letter.text for letter in word) for word in words(read)] == ["a", "bõ"]


def test_a_word_is_no_surer_than_its_worst_letter() -> None:
    (word,) = words(letters(seen(("a", 0.9), ("b", 0.5)), ALPHABET))
    assert confidence(word) == pytest.approx(0.45)


def test_words_lie_on_their_ink_however_the_line_slants() -> None:
    """Two blots on a strip; the line lies on a page from (100, 50), twice as large, turned by a quarter."""
    picture = np.full((HEIGHT, 160), 255, np.uint8)
    picture[10:40, 16:48] = picture[14:34, 96:144] = 0
    read = letters(
        seen(*[("a", 0.9) if k in (2, 4) else ("b", 0.9) if k in (13, 16) else ("", 0.9) for k in range(20)]), ALPHABET
    )
    read.insert(2, type(read[0])(" ", 8, 8, 0.9))
    level = np.array(((100, 50), (420, 50), (420, 146), (100, 146)), np.float32)
    first, second = words_of(read, picture, level)
    assert (first.text, second.text) == ("aa", "bb")
    assert first.box == pytest.approx((132, 70, 196, 130), abs=4)
    assert second.box == pytest.approx((292, 78, 388, 118), abs=4)
    downwards = np.array(((196, 50), (196, 370), (100, 370), (100, 50)), np.float32)
    first, _ = words_of(read, picture, downwards)
    assert first.box == pytest.approx((116, 82, 176, 146), abs=4)


def test_light_letters_on_dark_paper_have_places_too() -> None:
    picture = np.zeros((HEIGHT, 80), np.uint8)
    picture[10:40, 16:48] = 255
    (word,) = words_of(letters(seen(*[("a" if k in (2, 5) else "", 0.9) for k in range(10)]), ALPHABET), picture,
                       np.array(((0, 0), (80, 0), (80, 48), (0, 48)), np.float32))  # fmt: skip
    assert word.box == pytest.approx((16, 10, 48, 40), abs=2)


def test_a_strip_keeps_its_line_level() -> None:
    """A slanted bar is cut out as a level one."""
    page = np.full((300, 400), 255, np.uint8)
    for x in range(50, 350):
        page[(y := 100 + (x - 50) // 6) : y + 20, x] = 0
    cut = strip(page, np.array(((50, 90), (350, 140), (350, 180), (50, 130)), np.float32))
    middle = cut[:, 40:-40] < 128
    assert cut.shape[0] == HEIGHT
    assert np.ptp(middle.argmax(0)) <= 3


def test_lines_off_the_page_and_of_no_size_are_cut_nevertheless() -> None:
    page = np.full((50, 60), 200, np.uint8)
    for corners in (((-90, -90), (-40, -90), (-40, -70), (-90, -70)), ((5, 5), (5, 5), (5, 5), (5, 5))):
        assert strip(page, np.array(corners, np.float32)).shape[0] == HEIGHT
    assert strip(page, np.array(((0, 0), (60, 0), (60, 0.1), (0, 0.1)), np.float32)).shape[1] <= LONGEST


def test_every_width_has_room_and_few_rooms_are_enough() -> None:
    rooms = {room(width) for width in range(1, LONGEST + 1)}
    assert len(rooms) < 30
    assert all(width <= room(width) <= max(1.25 * width, width + 64) for width in range(1, LONGEST + 1))


def test_right_of_a_strip_is_the_networks_nothing() -> None:
    seen = shown(np.zeros((HEIGHT, 40), np.uint8))
    assert seen.shape == (1, 3, HEIGHT, room(40))
    assert seen[0, :, :, :40].max() == -1
    assert not seen[0, :, :, 40:].any()
    assert steps(40) * STEP >= 40


def test_values_of_two_boxes_in_one_line_do_not_grow_together() -> None:
    name = [Letter(each, 2 * k, 2 * k, 0.9) for k, each in enumerate("Kotova")]
    number = [Letter(each, 60 + 2 * k, 60 + 2 * k, 0.9) for k, each in enumerate("5758")]
    assert ["".join(letter.text for letter in word) for word in words([*name, *number])] == ["Kotova", "5758"]
