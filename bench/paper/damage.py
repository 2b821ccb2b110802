"""What scanners and telephones do to paper: every damage has a name and five severities, and is drawn by seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from bench.paper.phone import photograph
from bench.paper.picture import Picture

Rng = np.random.Generator


def skew(picture: Picture, rng: Rng, severity: int) -> Picture:
    """Fed crooked, and not quite where the glass begins: up to 5 degrees."""
    wide, high = picture.size
    angle = rng.choice((-1, 1)) * rng.uniform(0.6, 1.0) * (0.3, 0.8, 1.6, 3.0, 5.0)[severity - 1]
    turn = np.vstack([cv2.getRotationMatrix2D((wide / 2, high / 2), float(angle), 1.0), [0, 0, 1]])
    turn[:2, 2] += rng.uniform(-12, 12, 2) * severity / 2
    return picture.warped(turn, picture.size, paper=int(rng.choice((255, 250, 244))))


def turned(picture: Picture, rng: Rng, severity: int) -> Picture:
    """Laid in sideways or upside down: 1 clockwise, 2 upside down, 3 and more counter-clockwise."""
    quarter = min(severity, 3)
    wide, high = picture.size
    matrices = {
        1: ([[0, -1, high], [1, 0, 0], [0, 0, 1]], (high, wide)),
        2: ([[-1, 0, wide], [0, -1, high], [0, 0, 1]], (wide, high)),
        3: ([[0, 1, 0], [-1, 0, wide], [0, 0, 1]], (high, wide)),
    }
    matrix, _ = matrices[quarter]
    pixels = np.ascontiguousarray(np.rot90(picture.pixels, -quarter))
    return replace(picture, pixels=pixels, matrix=np.array(matrix, float) @ picture.matrix, rotation=90 * quarter)


def resolution(picture: Picture, rng: Rng, severity: int) -> Picture:
    dpi = (300, 240, 200, 150, 100)[severity - 1]
    return picture.scaled(dpi / picture.dpi, dpi)


def noise(picture: Picture, rng: Rng, severity: int) -> Picture:
    """Of the sensor; with dust from 3 on."""
    pixels = picture.pixels.astype(np.int16)
    grain = rng.normal(0, (1.5, 4, 8, 14, 22)[severity - 1], pixels.shape[:2]).astype(np.int16)
    pixels += grain[..., None]
    for _ in range(max(0, severity - 2) * 120):
        x, y = rng.integers(0, picture.size[0] - 4), rng.integers(0, picture.size[1] - 4)
        pixels[y : y + rng.integers(1, 4), x : x + rng.integers(1, 4)] = rng.choice((30, 255))
    return replace(picture, pixels=np.clip(pixels, 0, 255).astype(np.uint8))


def tint(picture: Picture, rng: Rng, severity: int) -> Picture:
    """Recycled or yellowed paper: a little darker, a little warm, with fibres."""
    warm = 1 - np.array([0.008, 0.014, 0.035]) * severity
    fibres = cv2.resize(rng.normal(0, severity, (220, 160)).astype(np.float32), picture.size)
    return replace(picture, pixels=np.clip(picture.pixels * warm + fibres[..., None], 0, 255).astype(np.uint8))


def low_toner(picture: Picture, rng: Rng, severity: int) -> Picture:
    """A copy of a copy: print fades, more in some bands than in others."""
    bands = cv2.resize(
        rng.uniform(0.3, 1.0, (1, 9)).astype(np.float32), (picture.size[0], 1), interpolation=cv2.INTER_CUBIC
    )
    fade = np.clip(bands, 0.25, 1.0) * (0.15, 0.3, 0.5, 0.68, 0.85)[severity - 1]
    holes = rng.random(picture.pixels.shape[:2]) < 0.04 * severity
    faded = picture.pixels + (255 - picture.pixels.astype(np.float32)) * fade[..., None]
    faded[holes] = np.maximum(faded[holes], 205)
    return replace(picture, pixels=np.clip(faded, 0, 255).astype(np.uint8))


def streak(picture: Picture, rng: Rng, severity: int) -> Picture:
    """Dirt on the glass of a feeder: lines from top to bottom."""
    pixels = picture.pixels.copy()
    for _ in range(severity):
        x = int(rng.integers(30, picture.size[0] - 30))
        shade = int(rng.choice((70, 120, 170)))
        wide = int(rng.integers(1, 2 + severity))
        lane = pixels[:, x : x + wide].astype(np.float32)
        pixels[:, x : x + wide] = (lane * (0.35 + 0.65 * shade / 255)).astype(np.uint8)
    return replace(picture, pixels=pixels)


def punch_holes(picture: Picture, rng: Rng, severity: int) -> Picture:
    """Two holes in the left margin, 80 mm apart, black where the lid is dark."""
    pixels = picture.pixels.copy()
    unit = picture.dpi / 25.4
    middle = picture.size[1] / 2 + rng.uniform(-3, 3) * unit
    shade = int(rng.choice((25, 60, 200)))
    for offset in (-40, 40):
        center = (int((9 + severity * 0.6) * unit), int(middle + offset * unit))
        cv2.circle(pixels, center, int(2.9 * unit), (shade,) * 3, -1, cv2.LINE_AA)
        cv2.circle(pixels, center, int(3.0 * unit), (150, 150, 150), 2, cv2.LINE_AA)
    return replace(picture, pixels=pixels)


def fold(picture: Picture, rng: Rng, severity: int) -> Picture:
    """Folded for an envelope: a soft dark and light line at one or two thirds of the height."""
    pixels = picture.pixels.astype(np.float32)
    for third in (1, 2):
        y = picture.size[1] * third / 3 + rng.uniform(-30, 30)
        lean = rng.uniform(-0.006, 0.006)
        distance = np.arange(picture.size[1])[:, None] - (y + lean * np.arange(picture.size[0])[None, :])
        dark = np.exp(-((distance / 3.0) ** 2)) * 16 * severity
        light = np.exp(-(((distance - 9) / 6.0) ** 2)) * 9 * severity
        pixels += (light - dark)[..., None]
    return replace(picture, pixels=np.clip(pixels, 0, 255).astype(np.uint8))


def bleed(picture: Picture, rng: Rng, severity: int) -> Picture:
    """The back side shines through: the page itself, mirrored and pale, stands for it."""
    back = cv2.GaussianBlur(np.ascontiguousarray(picture.pixels[:, ::-1]), (0, 0), 3.0)
    ghost = (255 - np.roll(back, int(rng.integers(60, 200)), axis=0)) * (0.04 * severity)
    return replace(picture, pixels=np.clip(picture.pixels - ghost, 0, 255).astype(np.uint8))


def blur(picture: Picture, rng: Rng, severity: int) -> Picture:
    """Out of focus; the radius grows with the resolution, so that a severity looks the same at any."""
    radius = (0.5, 1.0, 1.9, 3.6, 7.5)[severity - 1] * picture.dpi / 200
    return replace(picture, pixels=cv2.GaussianBlur(picture.pixels, (0, 0), radius))


def motion(picture: Picture, rng: Rng, severity: int) -> Picture:
    """A hand that moved."""
    long = (3, 5, 9, 15, 27)[severity - 1]
    level = np.zeros((long, long), np.float32)
    level[long // 2] = 1
    turn = cv2.getRotationMatrix2D((long / 2 - 0.5, long / 2 - 0.5), float(rng.uniform(0, 180)), 1)
    kernel = cv2.warpAffine(level, turn, (long, long))
    return replace(picture, pixels=cv2.filter2D(picture.pixels, -1, kernel / kernel.sum()))


def cut(picture: Picture, rng: Rng, severity: int) -> Picture:
    """One edge lay outside the glass: 2 to 15 percent are gone."""
    share = (0.02, 0.04, 0.07, 0.11, 0.15)[severity - 1]
    wide, high = picture.size
    left, top, right, bottom = (share if side == rng.integers(0, 4) else 0.0 for side in range(4))
    size = (round(wide * (1 - left - right)), round(high * (1 - top - bottom)))
    return picture.warped(np.array([[1, 0, -left * wide], [0, 1, -top * high], [0, 0, 1.0]]), size)


def grey(picture: Picture, rng: Rng, severity: int) -> Picture:
    flat = cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY)
    return replace(picture, pixels=cv2.merge([flat] * 3), mode="grey")


def bitonal(picture: Picture, rng: Rng, severity: int) -> Picture:
    """One bit a pixel; a high severity has its threshold where thin strokes break."""
    flat = cv2.GaussianBlur(cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY), (0, 0), 0.6)
    hard = np.where(flat > (175, 165, 150, 120, 90)[severity - 1], 255, 0).astype(np.uint8)
    return replace(picture, pixels=cv2.merge([hard] * 3), mode="bitonal")


def jpeg(picture: Picture, rng: Rng, severity: int) -> Picture:
    return replace(picture, quality=(88, 75, 55, 35, 18)[severity - 1])


DAMAGES: dict[str, Callable[[Picture, Rng, int], Picture]] = {
    "tint": tint, "low_toner": low_toner, "bleed": bleed, "fold": fold, "punch_holes": punch_holes, "skew": skew,
    "cut": cut, "phone": photograph, "resolution": resolution, "blur": blur, "motion": motion, "noise": noise,
    "streak": streak, "turned": turned, "grey": grey, "bitonal": bitonal, "jpeg": jpeg,
}  # fmt: skip
"""In the order in which they happen: to the paper, on the way into the machine, in the optics, in the file."""


@dataclass(frozen=True, slots=True)
class Damage:
    name: str
    severity: int


def apply(picture: Picture, damages: tuple[Damage, ...], rng: Rng) -> Picture:
    """In the order they happen in, whatever the order they are asked for."""
    order = {name: place for place, name in enumerate(DAMAGES)}
    for damage in sorted(damages, key=lambda one: order[one.name]):
        picture = DAMAGES[damage.name](picture, rng, damage.severity)
    return picture
