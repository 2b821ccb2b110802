"""`kantselei doctor`: what is installed, which services answer, whether the cage holds; and what to do where not."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass

import numpy as np
import typer
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker
from pika.exceptions import AMQPError
from redis.exceptions import RedisError

from capture import cage
from capture.cage import CageMissing
from capture.scan import PageImage
from ocr.engine import EngineError
from ocr.neural import Neural
from ports.blobs import BadBlobsUrl, BlobsUnavailable, open_store
from ports.broker import BadBrokerUrl, make_broker
from ports.database import Database, Unavailable, UnsafeDatabase
from ports.engines import BadUrl
from ports.settings import SettingsError, WorkSettings
from registry import schema

ROOM_GB = 1.0
NEURAL_LANGUAGES = "est+eng"
ABSENT = "0" * 64  # no content has this hash
PACKAGES = (
    "fastapi",
    "sqlalchemy",
    "dramatiq",
    "opencv-python-headless",
    "pillow",
    "pikepdf",
    "tesserocr",
    "tesserocr",
    "openvino",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`remedy` is empty where all is well."""

    what: str
    found: str
    remedy: str = ""


def examine(settings: WorkSettings) -> Iterator[Finding]:
    """Every finding as soon as it is made."""
    yield Finding("Python", platform.python_version())
    yield from _packages()
    yield _program("poppler", ["pdftoppm", "-v"], r"version ([\d.]+)", "apt-get install poppler-utils")
    yield _program("Tesseract", ["tesseract", "--version"], r"tesseract v?([\d.]+)", "apt-get install tesseract-ocr")
    yield _languages(settings.languages)
    yield from _cage()
    yield _neural()
    yield _room(settings)
    for what, url, ask in (
        ("database", settings.store.database_url, _database),
        ("object store", settings.store.blobs_url, _store),
    ):
        local = url.startswith(("sqlite:", "file:"))
        unborn = local and not settings.store.data_dir.exists()
        yield Finding(what, "none yet: `kantselei serve` makes it") if unborn else _answer(what, url, ask)
    if settings.store.broker_url:
        yield _answer("broker", settings.store.broker_url, _broker)
    else:
        yield Finding("broker", "none: workers poll, as the embedded profile means it")


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "missing", "run ./run --setup-only")


def _said(argv: list[str]) -> str:
    """What a program prints, wherever it prints it; nothing when it is missing."""
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(argv, capture_output=True, text=True, timeout=20, check=False)
        return done.stdout + done.stderr
    return ""


def _program(name: str, argv: list[str], pattern: str, remedy: str) -> Finding:
    version = re.search(pattern, _said(argv))
    return Finding(name, version[1]) if version else Finding(name, "missing", f"as root: {remedy}")


def _languages(wanted: str) -> Finding:
    there = set(_said(["tesseract", "--list-langs"]).split())
    missing = [language for language in (*wanted.split("+"), "osd") if language not in there]
    if not missing:
        return Finding("languages", f"{wanted}, osd")
    names = " ".join(f"tesseract-ocr-{language.replace('_', '-')}" for language in missing)
    return Finding("languages", f"missing: {', '.join(missing)}", f"as root: apt-get install {names}")


def _cage() -> Iterator[Finding]:
    try:
        held = cage.probe()
    except CageMissing as error:
        yield Finding("cage", "missing", str(error))
        return
    remedy = "let no foreign file in: allow this account user namespaces (sysctl kernel.unprivileged_userns_clone=1)"
    for claim, holds in held:
        yield Finding(f"cage: {claim}", "holds" if holds else "does not hold", "" if holds else remedy)


def _neural() -> Finding:
    """A line is read for the trial: models found, believed, compiled and at work within the cage."""
    with closing(Neural()) as reader:
        try:
            reader.require(NEURAL_LANGUAGES)
            reader.read_lines(
                PageImage(1, np.full((48, 96), 255, np.uint8), 300.0), [(0, 0, 96, 0, 96, 48, 0, 48)], "est"
            )
        except CageMissing:
            return Finding("neural reader", "not tried without the cage")
        except EngineError as error:
            return Finding("neural reader", "does not work: Tesseract reads alone", error.text("en"))
    return Finding("neural reader", f"works, reads Latin letters ({NEURAL_LANGUAGES})")


def _room(settings: WorkSettings) -> Finding:
    folder = next(each for each in (settings.store.data_dir, *settings.store.data_dir.parents) if each.exists())
    free = shutil.disk_usage(folder).free / 1e9
    if not os.access(folder, os.W_OK):
        return Finding("data folder", str(settings.store.data_dir), "we may not write there: change its owner")
    few = "" if free >= ROOM_GB else "make room: intake refuses when the disk is full"
    return Finding("data folder", f"{settings.store.data_dir}, {free:.0f} GB free", few)


def _answer(what: str, url: str, ask: Callable[[str], str]) -> Finding:
    """The password in an address is not shown."""
    shown = re.sub(r"//[^@/]*@", "//", url)
    try:
        return Finding(what, f"{shown} {ask(url)}")
    except _WRONG as error:
        return Finding(what, shown, str(error) or str(error.__doc__))


_WRONG = (
    Unavailable, UnsafeDatabase, BlobsUnavailable, BadUrl, BadBlobsUrl, BadBrokerUrl,
    schema.SchemaOlder, schema.SchemaNewer,
)  # fmt: skip


def _database(url: str) -> str:
    with closing(Database(url)) as database:
        database.check()
        schema.check(database)
    return f"answers, schema {schema.head()}"


def _store(url: str) -> str:
    """The store must say that it lacks something, and say it at all."""
    open_store(url).exists(ABSENT)
    return "answers"


def _broker(url: str) -> str:
    broker = make_broker(url)
    try:
        if isinstance(broker, RedisBroker):
            broker.client.ping()
        elif isinstance(broker, RabbitmqBroker):
            broker.connection.process_data_events()
    except (OSError, AMQPError, RedisError) as error:
        raise Unavailable("Start the broker, or remove KANTSELEI_BROKER_URL: then workers poll.") from error
    finally:
        broker.close()
    return "answers"


def doctor() -> None:
    """Say what is installed, which services answer and whether the cage holds. Exit status 1: something is wrong."""
    wrong = 0
    try:
        for one in examine(WorkSettings.read()):
            typer.echo(f"{'  ' if not one.remedy else '! '}{one.what}: {one.found}")
            if one.remedy:
                wrong += 1
                typer.echo(f"      {one.remedy}")
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{wrong} need attention: do what stands below each `!`." if wrong else "All is well.")
    raise typer.Exit(1 if wrong else 0)
