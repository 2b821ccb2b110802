"""`kantselei clock`: when a term ends, and why."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, cast

import typer

from cli.phrases import Ui
from registry.clock import TALLINN, TermUnit, due, local_day, payment_day
from registry.reasons import sentence

_TERM = re.compile(r"(\d{1,4})(wd|cd|m)", re.ASCII)
_EARLIEST, _LATEST = 1998, 2100  # from the law on holidays on, as far as a calendar may be trusted
_REFUSALS: dict[str, dict[str, str]] = {
    "day": {
        "et": "„{given}“ ei ole päev vahemikus 1998–2100. Kirjuta näiteks 2025-12-23 või 2025-12-20T23:50.",
        "en": "“{given}” is not a day from 1998 to 2100. Write for instance 2025-12-23 or 2025-12-20T23:50.",
        "ru": "«{given}» — не день с 1998 по 2100 год. Напишите, например, 2025-12-23 или 2025-12-20T23:50.",
    },
    "term": {
        "et": "„{given}“ ei ole tähtaeg. Kirjuta 30cd (kalendripäevad), 10wd (tööpäevad) või 2m (kuud), kuni 10 a.",
        "en": "“{given}” is not a term. Write 30cd (calendar days), 10wd (working days) or 2m (months), at most 10 y.",
        "ru": "«{given}» — не срок. Напишите 30cd (календарные дни), 10wd (рабочие дни) или 2m (месяцы), до 10 лет.",
    },
}  # fmt: skip
_MOST = {"wd": 2500, "cd": 3650, "m": 120}
_PAID: dict[str, str] = {
    "et": "Makse, mille tähtpäev on {day}, tehakse {on}: puhkepäevalt läheb makse eelnevale tööpäevale.",
    "en": "A payment due on {day} is made on {on}: from a day off it moves to the working day before.",
    "ru": "Платёж со сроком {day} производится {on}: с выходного он переносится на предыдущий рабочий день.",
}


def clock(
    day: Annotated[str, typer.Argument(help="The event: 2025-12-23, or its moment: 2025-12-20T23:50.")],
    term: Annotated[str, typer.Option("--term", help="30cd: calendar days, 10wd: working days, 2m: months.")] = "",
    payment: Annotated[
        bool, typer.Option("--payment", "--backward", help="A day of payment: it rolls backward.")
    ] = False,
    lang: Annotated[Ui, typer.Option("--lang", "--ui", envvar="KANTSELEI_UI", help="Language of the sentence.")] = "et",
) -> None:
    """Print why a term ends when it ends, and the end date as the last word."""
    event = _day(day, lang)
    if payment and not term:
        paid = payment_day(event)
        why = _PAID[lang].format(day=f"{event:%d.%m.%Y}", on=f"{paid:%d.%m.%Y}")
        return _say(why, paid)
    found = _TERM.fullmatch(term)
    if found is None or payment or int(found[1]) > _MOST[found[2]]:
        raise _refuse("term", lang, term)
    end = due(event, int(found[1]), cast(TermUnit, found[2]))
    return _say(sentence(end.why)[lang], end.on)


def _say(why: str, on: date) -> None:
    typer.echo(why)
    typer.echo(on.isoformat())


def _day(given: str, lang: Ui) -> date:
    """A moment counts on the day it has in Estonia; without an offset it is Estonian time."""
    try:
        said = datetime.fromisoformat(given)
        moment = said if said.tzinfo else said.replace(tzinfo=TALLINN)
        day = local_day(moment)
    except (ValueError, OverflowError):
        raise _refuse("day", lang, given) from None
    if not _EARLIEST <= day.year <= _LATEST:
        raise _refuse("day", lang, given)
    return day


def _refuse(what: str, lang: Ui, given: str) -> typer.Exit:
    typer.echo(_REFUSALS[what][lang].format(given=given), err=True)
    return typer.Exit(2)
