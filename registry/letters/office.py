"""The office as it stands on its letters and payments: one file, read once at the start of a process."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classify.kind import Text

SHIPPED = Path(__file__).with_name("office.toml")
_files: list[Path] = []


class OfficeFileError(Exception):
    """The file that describes the office cannot be used. Mend what is named here, or remove the setting."""


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    name: Text
    address: str
    phone: str
    email: str
    web: str
    iban: str
    bic: str


def choose(file: Path | None) -> OfficeFacts:
    """Reads the office of this file, None for the shipped one."""
    _files[:] = [file] if file else []
    office_facts.cache_clear()
    return office_facts()


@cache
def office_facts() -> OfficeFacts:
    file = _files[0] if _files else SHIPPED
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        facts = OfficeFacts(**said)
    except (OSError, ValueError, TypeError) as error:
        raise OfficeFileError(f"{file.name}: {error}. Mend the file or remove the setting.") from error
    if set(facts.name) != {"et", "en", "ru"}:
        raise OfficeFileError(f"{file.name}: give the name in et, en and ru.")
    return facts
