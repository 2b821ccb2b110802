"""Files that administrators bring: blanks and scans of forms. The bytes lie in the store, the row says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from capture.scan import Scan
from ports.database import insert_once, now
from registry.access import NotFound, Principal, require
from registry.accounts import person
from registry.kinds import UNKNOWN, catalogue
from registry.model import Account, Blob
from registry.tuning import jobs, samples
from registry.tuning.jobs import Claim
from registry.tuning.model import TuningJob


class CodeTaken(Exception):
    """A kind of this code ships with the house. Choose another code, or write an edition of that kind."""


@dataclass(frozen=True, slots=True)
class NewKind:
    """What a blank does not say of itself."""

    code: str
    title: dict[str, str]  # et, en, ru


def blank(session: Session, principal: Principal, scan: Scan, kind: NewKind) -> TuningJob:
    """An empty form: a worker reads it and proposes a kind."""
    if kind.code in catalogue().files or kind.code == UNKNOWN:
        raise CodeTaken
    _keep(session, scan)
    return jobs.ask(session, principal, "blank", {**_named(scan), "kind": kind.code, "title": kind.title})


def scan(session: Session, principal: Principal, scan: Scan, kind: str, group: str) -> TuningJob:
    """A filled form of a kind: a worker reads it, and its pages become samples."""
    samples.known(session, kind)
    _keep(session, scan)
    return jobs.ask(session, principal, "scan", {**_named(scan), "kind": kind, "group": group})


def asker(session: Session, claim: Claim) -> Principal:
    """Who asked for the job, with the rights of today."""
    account = session.get(Account, claim.asked_by)
    if account is None or not account.active:
        raise NotFound
    found = person(account)
    require(found, "admin")
    return found


def _keep(session: Session, scan: Scan) -> None:
    values = {"sha256": scan.sha256, "size": scan.size, "media_type": scan.media_type, "created_at": now(session)}
    insert_once(session, Blob, values)


def _named(scan: Scan) -> dict[str, Any]:
    return {"sha256": scan.sha256, "media_type": scan.media_type}
