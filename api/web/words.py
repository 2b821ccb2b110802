"""The words of the pages, in Estonian, English and Russian; the same keys in each, a test compares."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from api.language import Language

TEXTS = Path(__file__).with_name("texts")


@cache
def _sections(language: Language) -> dict[str, dict[str, str]]:
    return tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Words:
    """`words("cases.title")` in one language. A missing key is a mistake of ours and fails."""

    language: Language

    def __call__(self, key: str) -> str:
        section, _, name = key.partition(".")
        return _sections(self.language)[section][name]

    def of(self, section: str, code: str) -> str:
        """The word for a code of the register; the code itself where the pages have no word for it yet."""
        return _sections(self.language)[section].get(code.replace(".", "_"), code)

    def section(self, name: str) -> dict[str, str]:
        return _sections(self.language)[name]


def keys(language: Language) -> set[str]:
    """All keys of a language, for the test that compares them."""
    return {f"{section}.{name}" for section, names in _sections(language).items() for name in names}
