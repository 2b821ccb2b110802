"""Which damages come together: a good office scanner, a bad one, a telephone."""

from __future__ import annotations

from random import Random

from bench.paper.damage import DAMAGES, Damage

PROFILES = ("clean", "office", "hard", "phone", "unreadable")


class UnknownDamage(Exception):
    """There is no such damage. Write a profile (clean, office, hard, phone, unreadable) or "blur:4,skew:2"."""


def choose(wanted: str, rng: Random, formats: str = "") -> tuple[Damage, ...]:
    """The damages of one document. `wanted` is a profile, or names with severities from 1 to 5."""
    if wanted in PROFILES:
        drawn = {"clean": _clean, "office": _office, "hard": _hard, "phone": _phone, "unreadable": _unreadable}[wanted]
        damages = drawn(rng)
    else:
        damages = [_named(part) for part in wanted.split(",")]
    if formats == "tiff" and wanted not in {"phone"}:
        damages = [one for one in damages if one.name not in {"grey", "bitonal"}] + [Damage("bitonal", 2)]
    return tuple(damages)


def _named(part: str) -> Damage:
    name, _, severity = part.strip().partition(":")
    if name not in DAMAGES or severity not in {"", "1", "2", "3", "4", "5"}:
        raise UnknownDamage(part)
    return Damage(name, int(severity or 2))


def _clean(rng: Random) -> list[Damage]:
    return []


def _office(rng: Random) -> list[Damage]:
    damages = [Damage("skew", rng.choice((1, 1, 2, 2, 3))), Damage("noise", rng.choice((1, 1, 2)))]
    damages += [Damage("resolution", rng.choice((1, 1, 3))), Damage("blur", 1), Damage("tint", rng.choice((1, 2)))]
    damages += _perhaps(
        rng, {"punch_holes": 0.3, "fold": 0.25, "streak": 0.15, "low_toner": 0.1, "bleed": 0.15}, (1, 2)
    )
    damages += [Damage(*rng.choice((("grey", 1), ("bitonal", 2), ("tint", 1), ("grey", 1))))]
    return [*damages, Damage("jpeg", rng.choice((1, 2, 2)))]


def _hard(rng: Random) -> list[Damage]:
    damages = [Damage("skew", rng.choice((3, 4, 5))), Damage("noise", rng.choice((3, 4))), Damage("tint", 3)]
    damages += [Damage("resolution", rng.choice((3, 3, 4))), Damage("blur", rng.choice((1, 2)))]
    damages += _perhaps(
        rng, {"punch_holes": 0.6, "fold": 0.6, "streak": 0.6, "low_toner": 0.5, "bleed": 0.5, "turned": 0.25}, (2, 3)
    )
    damages += [Damage(*rng.choice((("grey", 1), ("bitonal", 3))))]
    return [*damages, Damage("jpeg", rng.choice((3, 4)))]


def _phone(rng: Random) -> list[Damage]:
    damages = [Damage("phone", rng.choice((1, 2, 2, 3))), Damage("blur", 1), Damage("noise", rng.choice((1, 2)))]
    damages += _perhaps(rng, {"fold": 0.6, "motion": 0.15, "tint": 0.5}, (1, 2))
    return [*damages, Damage("jpeg", rng.choice((1, 2, 2)))]


def _unreadable(rng: Random) -> list[Damage]:
    return [
        Damage("blur", 5),
        Damage("low_toner", 3),
        Damage("resolution", 3),
        Damage("noise", 3),
        Damage("grey", 1),
        Damage("jpeg", 2),
    ]


def _perhaps(rng: Random, chances: dict[str, float], severities: tuple[int, ...]) -> list[Damage]:
    drawn = [(name, rng.random() < chance, rng.choice(severities)) for name, chance in chances.items()]
    return [Damage(name, severity) for name, hit, severity in drawn if hit]
