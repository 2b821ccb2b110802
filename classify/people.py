"""Names of people: two spellings of one person, across alphabets and lost letters."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "jo", "ж": "ž", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "tš", "ш": "š", "щ": "štš", "ъ": "", "ы": "õ", "ь": "", "э": "e", "ю": "ju", "я": "ja",
}  # fmt: skip
_IN_PLACE = (  # letters that are written otherwise where they stand; the rest goes letter by letter
    (re.compile(r"(?<![а-яё])е|(?<=[аеёиоуыэюяъьй])е"), "je"),
    (re.compile(r"(?<=[жчшщ])ё"), "o"),
    (re.compile(r"(?<=[аеёиоуыэюя])с(?=[аеёиоуыэюя])"), "ss"),
    (re.compile(r"ий(?![а-яё])"), "i"),
    (re.compile(r"ия(?![а-яё])"), "ia"),
)
_SAME = 90  # rapidfuzz ratio from which two folded names are one person


def transliterated(text: str) -> str:
    """Cyrillic letters as Estonian papers write them, all in lower case: Евгений is jevgeni, Василий vassili."""
    plain = unicodedata.normalize("NFC", text).lower()
    for pattern, letters in _IN_PLACE:
        plain = pattern.sub(letters, plain)
    return "".join(_CYRILLIC.get(letter, letter) for letter in plain)


def folded(text: str) -> str:
    """Letters without marks, in lower case: what is left when an engine loses õ, š and ž."""
    plain = unicodedata.normalize("NFKD", transliterated(text))
    letters = "".join(letter if letter.isalpha() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.split())


def same_person(one: str, other: str) -> bool:
    """Whether the two spellings may be one person: order of names, marks and a slip of the pen do not matter."""
    left, right = folded(one), folded(other)
    return bool(left and right) and fuzz.token_sort_ratio(left, right) >= _SAME
