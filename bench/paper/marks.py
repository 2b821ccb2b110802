"""Marks people leave on forms: ticks, signatures, stamps."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageDraw

from bench.paper import fonts
from bench.paper.ink import MM, Extent, Layer
from bench.paper.sheet import Place

OPENINGS = (  # of a signature: millimetres to the right, share of the height above the line
    ((0, 0.5), (1.5, 1.0), (4.2, 0.7), (1.2, 0.04), (0.2, -0.13), (3.4, 0.35)),
    ((0, 0.0), (1.6, 0.6), (3.2, 1.05), (3.6, 0.4), (3.0, -0.3), (5.0, 0.3)),
    ((3.8, 0.95), (0.6, 0.9), (-0.8, 0.45), (1.4, 0.0), (4.6, 0.2), (3.6, 0.5), (5.4, 0.1)),
    ((0.4, 0.05), (0.6, 1.0), (0.2, 0.1), (2.8, 0.95), (4.6, 0.6), (1.0, 0.45), (5.2, 0.0)),
    ((0, 0.9), (4.8, 1.0), (2.6, 0.95), (1.9, 0.0), (0.3, -0.1), (4.0, 0.3)),
)
TICKS = ("cross", "tick", "filled", "circle")


def tick(layer: Layer, box: Place, style: str, width: float, reach: float = 0.0) -> Extent:
    """A mark in, over or around a tick box."""
    wobble = layer.rng.uniform
    x0, y0, x1, y1 = box.x, box.y, box.x + box.w, box.y + box.h
    if style == "cross":
        over = wobble(-0.3, 0.7)
        one = layer.stroke([(x0 - over, y0 - wobble(0, 0.6)), (x1 + over, y1 + wobble(-0.2, 0.5))], width)
        two = layer.stroke([(x0 - over, y1 + wobble(-0.2, 0.6)), (x1 + over, y0 - wobble(0, 0.6))], width)
        return _both(one, two)
    if style == "tick":
        return layer.stroke(
            [
                (x0 + wobble(0, 0.5), y0 + 1.7),
                (x0 + 1.4, y1 - wobble(0, 0.4)),
                (x1 + wobble(0.5, 2.2), y0 - wobble(0.5, 2)),
            ],
            width,
        )
    if style == "filled":
        zigzag = []
        for step in range(9):
            zigzag.append((x0 + 0.3 + step * (box.w - 0.6) / 8, (y0 + 0.3, y1 - 0.3)[step % 2] + wobble(-0.2, 0.2)))
        return layer.stroke(zigzag, width * 1.3)
    return _ring(layer, box, reach, width)


def _ring(layer: Layer, box: Place, reach: float, width: float) -> Extent:
    """Round the box alone, or round box and label together."""
    whole = layer.rng.random() < 0.5
    long = box.w + (reach + 2.5 if whole else 0.0)
    cx, cy = box.x + long / 2, box.y + box.h / 2
    rx, ry = long / 2 + 1.6, box.h / 2 + 1.3
    turn = layer.rng.uniform(2.4, 3.6)
    points = []
    for step in range(19):
        angle = turn + step / 18 * 2 * math.pi * 1.06
        points.append((cx + rx * math.cos(angle) * (1 - step * 0.003), cy + ry * math.sin(angle) + step * 0.03))
    return layer.stroke(points, width)


def signature(layer: Layer, zone: Place, rng: Random, width: float) -> Extent:
    """A capital loop, a run of waves that flattens out, and perhaps a flourish: no letters, nobody's name."""
    long = min(zone.w * rng.uniform(0.5, 0.75), 62)
    x = zone.x + rng.uniform(0.08, 0.2) * zone.w
    base = zone.y + zone.h - rng.uniform(3.2, 4.4)
    tall = min(zone.h * 0.72, 9.0)
    points = [(x + dx, base - tall * up) for dx, up in rng.choice(OPENINGS)]
    at = points[-1][0] + 1.6
    nervous = rng.uniform(0.7, 1.5)
    while at < x + long:
        fade = 1 - 0.75 * (at - x) / long
        peak = tall * fade * rng.choice((0.3, 0.35, 0.4, 0.85))
        step = rng.uniform(1.3, 2.9) * nervous
        points += [(at, base - peak), (at + step * 0.55, base + rng.uniform(-0.2, 0.8) * fade)]
        at += step
    extent = layer.stroke(points, width, pressure=True)
    if rng.random() < 0.45:
        sweep = [
            (x + long, base),
            (x + long * 0.6, base + 2.3),
            (x + long * 0.2, base + 1.8),
            (x + long * 0.9, base + 2.6),
        ]
        extent = _both(extent, layer.stroke(sweep, width, pressure=True))
    return extent


def round_stamp(layer: Layer, center: tuple[float, float], words: tuple[str, str], radius: float = 16.0) -> Extent:
    """Double ring, words on the circle, a word or two in the middle."""
    side = round(radius * 2.3 * MM)
    scale = 2
    patch = Image.new("L", (side * scale, side * scale), 0)
    draw = ImageDraw.Draw(patch)
    mid = side * scale / 2
    for share, weight in ((1.0, 0.55), (0.93, 0.25), (0.6, 0.3)):
        r = radius * share * MM * scale
        draw.ellipse((mid - r, mid - r, mid + r, mid + r), outline=255, width=round(weight * MM * scale))
    _circle_text(patch, words[0].upper(), mid, radius * 0.7 * MM * scale)
    lines = words[1].split("\n")
    font = fonts.loaded(fonts.PRINT[1], round(radius * 0.19 * MM * scale))
    for row, line in enumerate(lines):
        draw.text((mid, mid + (row - (len(lines) - 1) / 2) * font.size * 1.2), line, font=font, fill=255, anchor="mm")
    return _stamp(layer, patch, center, scale)


def received_stamp(layer: Layer, center: tuple[float, float], day: str, number: str) -> Extent:
    """The rectangular stamp of the office: SAABUNUD, day, number."""
    scale = 2
    wide, high = round(50 * MM * scale), round(22 * MM * scale)
    patch = Image.new("L", (wide + 40, high + 40), 0)
    draw = ImageDraw.Draw(patch)
    draw.rectangle((20, 20, wide + 20, high + 20), outline=255, width=round(0.6 * MM * scale))
    rows = (
        ("SOTSIAALKINDLUSTUSAMET", 2.9, 0.18),
        ("SAABUNUD", 5.2, 0.47),
        (f"{day}   Nr {number or '..........'}", 2.7, 0.8),
    )
    for words, size, share in rows:
        font = fonts.loaded(fonts.PRINT[1], round(size * MM * scale))
        draw.text((20 + wide / 2, 20 + high * share), words, font=font, fill=255, anchor="mm")
    return _stamp(layer, patch, center, scale)


def _circle_text(patch: Image.Image, words: str, mid: float, radius: float) -> None:
    sign = " * "
    font = fonts.loaded(fonts.PRINT[1], round(radius * 0.25))
    text = words + sign
    length = font.getlength(text)
    if length > 2 * math.pi * radius:
        font = fonts.loaded(fonts.PRINT[1], max(8, int(font.size * 2 * math.pi * radius / length)))
        length = font.getlength(text)
    stretch = 2 * math.pi / length
    at = 0.0
    for letter in text:
        wide = font.getlength(letter)
        angle = (at + wide / 2) * stretch - math.pi
        tile = Image.new("L", (int(font.size * 2), int(font.size * 2)), 0)
        ImageDraw.Draw(tile).text((font.size, font.size), letter, font=font, fill=255, anchor="mm")
        tile = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        place = (
            int(mid + radius * 1.1 * math.sin(angle) - font.size),
            int(mid - radius * 1.1 * math.cos(angle) - font.size),
        )
        patch.paste(255, place, tile)
        at += wide


def _stamp(layer: Layer, patch: Image.Image, center: tuple[float, float], scale: int) -> Extent:
    turned = patch.rotate(layer.rng.uniform(-14, 14), Image.Resampling.BICUBIC, expand=True)
    small = turned.resize((turned.width // scale, turned.height // scale), Image.Resampling.LANCZOS)
    corner = (round(center[0] * MM - small.width / 2), round(center[1] * MM - small.height / 2))
    return layer.press(small, corner)


def _both(one: Extent, two: Extent) -> Extent:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])
