"""The classification scheme as it holds on a day: units, functions, series. A dated row each, whose owner is named."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.access import NotFound
from registry.entry_model import OfficeFunction, OfficeUnit, Series

Row = TypeVar("Row", OfficeUnit, OfficeFunction, Series)


def on_day(session: Session, kind: type[Row], day: date) -> list[Row]:
    """The rows that hold on this day, by their code; of two with one code the later counts."""
    held = kind.valid_from <= day, (kind.valid_to.is_(None)) | (kind.valid_to >= day)
    rows = session.scalars(select(kind).where(*held).order_by(kind.code, kind.valid_from))
    return list({row.code: row for row in rows}.values())


def series_on(session: Session, code: str, day: date) -> Series | None:
    held = Series.valid_from <= day, (Series.valid_to.is_(None)) | (Series.valid_to >= day)
    wanted = select(Series).where(Series.code == code, *held).order_by(Series.valid_from.desc()).limit(1)
    return session.scalars(wanted).first()


def known_series(session: Session, code: str, day: date) -> Series:
    """Raises `NotFound` for a series that the scheme does not hold on this day."""
    found = series_on(session, code, day)
    if found is None:
        raise NotFound
    return found
