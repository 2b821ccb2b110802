"""The caller's language: Estonian first, English, Russian."""

from __future__ import annotations

from typing import Literal

from starlette.requests import HTTPConnection

Language = Literal["et", "en", "ru"]
LANGUAGES: tuple[Language, ...] = ("et", "en", "ru")
LANGUAGE_COOKIE = "language"  # what a person chose on a page


def preferred(header: str) -> Language:
    """The best of our languages for an Accept-Language header (RFC 9110 12.5.4); Estonian when it names none."""
    wishes: dict[Language, float] = {}
    for wish in header.split(",")[:20]:
        tag, _, weight = wish.strip().partition(";")
        primary = tag.strip().lower().partition("-")[0]
        for language in LANGUAGES:
            if primary == language:
                wishes[language] = max(wishes.get(language, 0.0), _weight(weight))
    if not wishes or max(wishes.values()) <= 0:
        return "et"
    return max(wishes, key=lambda language: wishes[language])


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0


def language_of(connection: HTTPConnection) -> Language:
    """What the person chose on a page, else what the account says, else what the browser asks for."""
    chosen = connection.cookies.get(LANGUAGE_COOKIE) or getattr(connection.state, "language", None)
    known = next((language for language in LANGUAGES if language == chosen), None)
    return known or preferred(connection.headers.get("accept-language", ""))
