"""The door to other offices' registers: whether one of them already holds what a paper would prove.

An office may not ask a client for what a register holds. The answer is only that it holds it, never what stands there.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

Said = Literal["holds", "lacks", "unknown"]  # unknown: this register is not connected here, a person must look


class RegisterUnavailable(Exception):
    """The register does not answer. Ask the client for nothing yet: the house asks the register again by itself."""


@dataclass(frozen=True, slots=True)
class Question:
    """Does the register hold what this paper would prove of this person? `person` is a personal code."""

    register: str  # as the kind's file names it: "rahvastikuregister"
    paper: str  # code of the kind of paper: "sunnitoend"
    person: str


class Registers(Protocol):
    def ask(self, question: Question) -> Said:
        """Raises `RegisterUnavailable` when nobody answers just now."""


def open_registers(folder: Path | None) -> Registers:
    """The registers behind a folder; without one nothing is connected, and every question is a person's to answer."""
    return FolderRegisters(folder) if folder else NoRegisters()


def register_code(name: str) -> str:
    """The name of a register as a code and as the name of its file.

    >>> register_code("töötamise register")
    'tootamise_register'
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "_".join("".join(sign if sign.isalnum() else " " for sign in plain).split())[:60]


class NoRegisters:
    """No register is connected."""

    def ask(self, question: Question) -> Said:
        return "unknown"


class FolderRegisters:
    """A stand-in until a register is connected: one TOML file for each, read anew at every question.

        available = true                # false: as if it were down
        [[holds]]
        person = "48903150015"
        papers = ["sunnitoend"]

    Who is not listed is not held. A register without a file is not connected.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, question: Question) -> Said:
        file = self._folder / f"{register_code(question.register)}.toml"
        try:
            table = tomllib.loads(file.read_text("utf-8"))
            held = any(_speaks_of(entry, question) for entry in table.get("holds", ()))
        except FileNotFoundError:
            return "unknown"
        except (OSError, ValueError, TypeError) as error:  # a file nobody understands is no proof of absence
            raise RegisterUnavailable from error
        if not table.get("available", True):
            raise RegisterUnavailable
        return "holds" if held else "lacks"


def _speaks_of(entry: Any, question: Question) -> bool:
    if not isinstance(entry, dict):
        raise TypeError("an entry is a table")
    return entry.get("person") == question.person and question.paper in entry.get("papers", ())
