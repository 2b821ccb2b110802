"""From an order to a finished scan: blank, people, filling, ink, damage. The same order gives the same scan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

import numpy as np
from pdf2image import convert_from_bytes

from bench.paper import certificate, damage, filling, form, household, letter, picture, plain, profiles, stray
from bench.paper.filling import Filling
from bench.paper.household import Household
from bench.paper.ink import DPI
from bench.paper.picture import Picture
from bench.paper.rows import Row
from bench.paper.sheet import Blank
from bench.paper.writing import Hand, Mark
from classify.kind import Kind

TODAY = date(2026, 11, 20)  # the day of the printing shop: fixed, so that a seed gives the same bytes for ever
STYLES = {"avaldus": ("hand", "hand", "hand", "typewriter", "print"), "tõend": ("print", "print", "typewriter"),
          "kiri": ("print", "hand", "typewriter")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """What to print. `people`, when given, are the ones it is about."""

    kind: Kind
    seed: int
    damage: str = "clean"
    format: str = "pdf"
    faults: tuple[str, ...] = ()
    style: str = ""
    people: Household | None = None
    language: str = "et"
    received: bool | None = None  # with the office's stamp on it


@dataclass(frozen=True, slots=True)
class Sample:
    """A finished scan and everything that is known about it."""

    order: Order
    pictures: tuple[Picture, ...]
    filling: Filling
    marks: tuple[Mark, ...]
    damages: tuple[damage.Damage, ...]
    style: str
    rows: tuple[Row, ...] = ()  # all that is printed, written and stamped


def make(order: Order) -> Sample:
    kind = order.kind
    rng = Random(f"{kind.code} {order.seed}")
    people = order.people or household.gather(order.seed, household.SORTS.get(kind.code, "adult"), TODAY)
    filled = filling.fill(kind, people, rng, order.faults)
    blank = print_blank(order, filled, rng)
    pages = [page.copy() for page in rasterised(blank.pdf)]
    style = order.style or rng.choice(STYLES.get(kind.register_kind, ("print",)))
    sample = "".join(entry.written for entry in filled.entries.values())
    hands = Hand(pages, style, sample, rng), Hand(pages, "hand", sample, rng)
    marks = _write(order, blank, filled, _stamp_words(filled, people), hands)
    rows = (*blank.rows, *hands[0].rows, *hands[1].rows)
    damages = profiles.choose(order.damage, rng, order.format)
    noise = np.random.default_rng(rng.randrange(2**63))
    pictures = tuple(damage.apply(picture.fresh(page), damages, noise) for page in pages)
    return Sample(order, pictures, filled, tuple(marks), damages, style, rows)


def print_blank(order: Order, filled: Filling, rng: Random) -> Blank:
    """A form for an application, a certificate or a letter for the others, a stray paper for no kind at all."""
    kind = order.kind
    if kind.page_role and kind.page_role != "unknown":
        return plain.print_plain(kind, rng)
    if not kind.fields:
        return stray.print_stray(rng)
    if kind.register_kind == "kiri":
        written = tuple(name for name, entry in filled.entries.items() if entry.written or entry.marked)
        return letter.print_letter(kind, written, filled)
    if kind.register_kind == "tõend":
        return certificate.print_certificate(kind)
    return form.print_form(kind, order.language)


@lru_cache(maxsize=8)
def rasterised(pdf: bytes) -> tuple[np.ndarray, ...]:
    """Pages of a printed blank as (h, w, 3) RGB at 300 dpi."""
    return tuple(np.asarray(page.convert("RGB")) for page in convert_from_bytes(pdf, dpi=DPI))


def _write(order: Order, blank: Blank, filled: Filling, stamp: str, hands: tuple[Hand, Hand]) -> list[Mark]:
    """The applicant writes, then the clerk: in the official block, and with the stamp of arrival."""
    applicant, clerk = hands
    desk = {name for section in order.kind.sections if section.official for name in section.fields}
    marks = [(clerk if zone.field in desk else applicant).mark(zone, filled.entries, stamp) for zone in blank.zones]
    number = filled.entries.get("reg_no", _NONE).written
    if order.received if order.received is not None else number:
        day = filled.entries.get("received_date", _NONE).value
        shown = date.fromisoformat(day) if day else TODAY - timedelta(days=1)
        marks.append(clerk.receive(blank.zones, f"{shown:%d.%m.%Y}", number))
    for hand in hands:
        hand.press()
    return marks


def _stamp_words(filled: Filling, people: Household) -> str:
    """Around | inside of the round stamp of whoever issued a certificate."""

    def written(name: str) -> str:
        return filled.entries[name].written if name in filled.entries else ""

    if written("doctor_code"):
        return f"{written('institution')}|DR\n{people.doctor.family_name.upper()}\n{written('doctor_code')}"
    return f"{written('issuer') or 'Sotsiaalkindlustusamet'}|PERE-\nKONNA-\nSEISUAMET"


_NONE = filling.Entry("", None)
