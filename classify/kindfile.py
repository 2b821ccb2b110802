"""A kind file as its writer sees it: tables with line numbers, and errors that name the line and the remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

LANGUAGES = ("et", "en", "ru")
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=")
Where = tuple[str | int, ...]


class KindFileError(Exception):
    """A kind file cannot be used as it is written. Mend the named line and load the kinds again."""

    def __init__(self, file: Path, line: int, what: str, remedy: str) -> None:
        super().__init__(f"{file.name}, line {line}: {what} {remedy}")
        self.file, self.line, self.what, self.remedy = file, line, what, remedy


class Source:
    """The text of one kind file and where each key stands in it, which tomllib does not tell."""

    def __init__(self, path: Path, text: str | None = None) -> None:
        """`text` where the file is none yet: `path` then only names it."""
        self.path = path
        self.text = self._decode(path.read_bytes()) if text is None else text
        self.lines = _positions(self.text)

    def _decode(self, raw: bytes) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise KindFileError(self.path, line, "This is not UTF-8 text.", "Save the file as UTF-8.") from error

    def parse(self) -> Table:
        try:
            return Table(self, (), tomllib.loads(self.text))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            line = int(found.group(1)) if found else self.text.count("\n") + 1
            what = f"This is not TOML: {str(error).split(' (at')[0]}."
            remedy = 'Write `key = value`, text in "quotes", each key once.'
            raise KindFileError(self.path, line, what, remedy) from error

    def error(self, where: Where, what: str, remedy: str) -> KindFileError:
        """The error at this key, or at the nearest table around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return KindFileError(self.path, self.lines.get(where, 1), what, remedy)


def _positions(text: str) -> dict[Where, int]:
    """Key path -> line. Elements of arrays of tables are counted as tomllib orders them."""
    lines: dict[Where, int] = {}
    counts: dict[Where, int] = {}
    table: Where = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _table_path(header.group(2).split("."), header.group(1) == "[[", counts)
            for depth in range(1, len(table) + 1):
                lines.setdefault(table[:depth], number)
        elif key := _KEY.match(line):
            parts = [part.strip() for part in key.group(1).split(".")]
            for depth in range(1, len(parts) + 1):
                lines.setdefault((*table, *parts[:depth]), number)
    return lines


def _table_path(parts: Sequence[str], array: bool, counts: dict[Where, int]) -> Where:
    path: Where = ()
    for depth, part in enumerate(parts):
        path = (*path, part)
        if array and depth == len(parts) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


class Table:
    """One table of the file. Every key is asked for once; `done` names those nobody asked for."""

    def __init__(self, source: Source, where: Where, values: dict[str, Any]) -> None:
        self.source, self.where, self.values = source, where, values
        self.known: set[str] = set()

    def error(self, key: str, what: str, remedy: str) -> KindFileError:
        return self.source.error((*self.where, key), what, remedy)

    def _take(self, key: str, kind: type | tuple[type, ...], meant: str, default: Any) -> Any:
        self.known.add(key)
        if key not in self.values:
            if default is None:
                raise self.error(key, f"`{key}` is missing {self._place()}.", f"Add `{key}` = {meant}.")
            return default
        value = self.values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, f"`{key}` is {value!r}.", f"Write {meant}.")
        return value

    def _place(self) -> str:
        return "in this table" if self.where else "in the file"

    def text(self, key: str, default: str | None = None) -> str:
        value = str(self._take(key, str, "a text in quotes", default))
        if default is None and not value.strip():
            raise self.error(key, f"`{key}` is empty.", "Write the text.")
        return value

    def matching(self, key: str, pattern: str, meant: str, default: str | None = None) -> str:
        value = self.text(key, default)
        if value != default and not re.fullmatch(pattern, value):
            raise self.error(key, f"`{key}` is {value!r}.", f"Write {meant}.")
        return value

    def one_of(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        value = str(self._take(key, str, "one of " + ", ".join(allowed), default))
        if value not in allowed and value != default:
            raise self.error(key, f"`{key}` is {value!r}.", _suggest(value, allowed, "Write one of: "))
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        return bool(self._take(key, bool, "true or false", default))

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        value = self._take(key, (int, float), f"a number from {low} to {high}", default)
        if not low <= value <= high:
            raise self.error(key, f"`{key}` is {value}.", f"Write a number from {low} to {high}.")
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.number(key, low, high, default)
        if value != int(value):
            raise self.error(key, f"`{key}` is {value}.", f"Write a whole number from {low} to {high}.")
        return int(value)

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        values = self._take(key, list, f"a list of {count} numbers", None)
        if len(values) != count or not all(type(value) in (int, float) for value in values):
            raise self.error(key, f"`{key}` is {values!r}.", f"Write a list of {count} numbers.")
        return tuple(float(value) for value in values)

    def day(self, key: str, optional: bool = False) -> date | None:
        self.known.add(key)
        if optional and key not in self.values:
            return None
        value = self._take(key, date, "a date as 2021-01-01, without quotes", None)
        return value.date() if isinstance(value, datetime) else value

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        values = self._take(key, list, 'a list of texts as ["one", "two"]', None if default is None else list(default))
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(key, f"`{key}` holds something that is not a text.", 'Write ["one", "two"].')
        return tuple(values)

    def languages(self, key: str, optional: bool = False) -> dict[str, str]:
        """A sentence in Estonian, English and Russian: all three."""
        if optional and key not in self.values:
            self.known.add(key)
            return {}
        table = self.table(key)
        sentences = {language: table.text(language) for language in LANGUAGES}
        table.done()
        return sentences

    def labels(self, key: str) -> dict[str, tuple[str, ...]]:
        """Labels as printed; Estonian at least."""
        table = self.table(key)
        labels = {"et": table.texts("et")}
        labels |= {language: table.texts(language, ()) for language in ("en", "ru") if language in table.values}
        table.done(also=LANGUAGES)
        if not labels["et"]:
            raise table.error("et", "There is no Estonian label.", 'Write labels.et = ["..."].')
        return labels

    def table(self, key: str) -> Table:
        values = self._take(key, dict, f"a table: [{key}]", None)
        return Table(self.source, (*self.where, key), values)

    def tables(self, key: str) -> list[Table]:
        values = self._take(key, list, f"tables, each under [[{key}]]", ())
        if not all(isinstance(value, dict) for value in values):
            raise self.error(key, f"`{key}` is not a list of tables.", f"Begin each with [[{key}]].")
        return [Table(self.source, (*self.where, key, number), value) for number, value in enumerate(values)]

    def done(self, also: Iterable[str] = ()) -> None:
        """Raises at the first key this table does not know: a typing error must not be silent."""
        known = sorted(self.known | set(also))
        for key in self.values:
            if key not in known:
                raise self.error(key, f"`{key}` is not known here.", _suggest(key, known, "Known keys: "))


def _suggest(word: str, allowed: Sequence[str], otherwise: str) -> str:
    near = get_close_matches(word, allowed, n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else otherwise + ", ".join(allowed) + "."
