"""What letters say around their body, in three languages; written in words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from classify.kind import Text

_FILE = Path(__file__).with_name("words.toml")


@cache
def _words() -> dict[str, dict[str, Text]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def text(section: str, name: str) -> Text:
    return _words()[section][name]


def said(section: str, name: str, language: str, **facts: str) -> str:
    return text(section, name)[language].format(**facts)


def around(language: str) -> dict[str, str]:
    """All words of the layout in one language."""
    return {name: text[language] for name, text in _words()["word"].items()}


def title(kind: str) -> Text:
    return text("title", kind)
