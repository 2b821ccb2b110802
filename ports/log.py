"""Log lines: an event name and ids as JSON. Never a name, a personal code, a word of a document."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

Fact = str | int | float | bool | None


def event(name: str, /, **ids: Fact) -> None:
    """One line on stderr, written whole so that lines of several threads do not mix."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    sys.stderr.write(json.dumps({"at": at, "event": name, **ids}, ensure_ascii=False) + "\n")
    sys.stderr.flush()
