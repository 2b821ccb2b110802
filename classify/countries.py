"""Names of countries in Estonian, Russian and English, to two-letter ISO 3166 codes."""

from __future__ import annotations

import gettext
from functools import cache

import pycountry
from rapidfuzz import fuzz, process

from classify.codes import Parsed
from classify.fold import fold

# What people write, where the standard's name is another.
_EVERYDAY = {
    "eesti": "EE", "eesti vabariik": "EE", "venemaa": "RU", "vene": "RU", "россия": "RU", "suurbritannia": "GB",
    "inglismaa": "GB", "usa": "US", "ameerika ühendriigid": "US", "moldova": "MD", "läti": "LV", "эстония": "EE",
}  # fmt: skip
_NEAR = 85


@cache
def names() -> dict[str, str]:
    """Folded name -> code, once read from the ISO lists."""
    found: dict[str, str] = {}
    for language in ("en", "et", "ru"):
        lists = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for entry in pycountry.countries:
            for printed in (entry.name, getattr(entry, "common_name", "")):
                if printed:
                    found.setdefault(fold(lists.gettext(printed)), entry.alpha_2)
    return found | {fold(name): code for name, code in _EVERYDAY.items()}


def country(text: str) -> Parsed:
    """The code of a country. Doubtful: `unknown_country`, the text is kept then."""
    value = " ".join(text.split()).strip(" .,:;|_")
    if not value:
        return Parsed(None, "empty")
    if len(value) == 2 and value.isupper() and pycountry.countries.get(alpha_2=value):
        return Parsed(value)
    known = names()
    if code := known.get(fold(value)):
        return Parsed(code)
    near = process.extractOne(fold(value), known.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return Parsed(known[near[0]]) if near else Parsed(value, "unknown_country")
