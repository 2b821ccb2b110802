"""Any picture Pillow can open -> 8 bits grey or RGB, square pixels, upright. Runs inside the cage only."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageOps

SIDE_CAP = 30_000
BUDGET = 80_000_000  # pixels: A3 at 600 dpi is 70 million
_LIKELY_LONG_SIDE = (2.0, 17.5)  # inches: a receipt to A3
_A4_LONG_SIDE = 11.69  # inches
_GREY_BANDS = {"L", "1"}


def fits(size: tuple[int, int]) -> bool:
    width, height = size
    return 1 <= width <= SIDE_CAP and 1 <= height <= SIDE_CAP and width * height <= BUDGET


def eight_bits(image: Image.Image, inverted: bool = False) -> Image.Image:
    """Grey ("L") or colour ("RGB"). `inverted`: a deep grey picture whose zero is white."""
    if image.mode.startswith("I") or image.mode == "F":
        grey = _from_deep(image)
        return ImageOps.invert(grey) if inverted else grey
    if image.mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in image.info:
        image = _on_white(image)
    if image.mode == "LAB":
        return image.getchannel(0)
    if image.mode in _GREY_BANDS:
        return image.convert("L")
    colour = image.convert("RGB")
    return colour.getchannel(0) if _is_grey(colour) else colour


def _from_deep(image: Image.Image) -> Image.Image:
    """16 or 32 bits or floating point: scaled by the depth the values really use, never clipped."""
    if image.mode == "F":
        return _from_float(image)
    deep = image.convert("I")
    low, high = deep.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    floor = min(int(low), 0)
    depth = next((bits for bits in (8, 10, 12, 14, 16) if high - floor < 1 << bits), 32)
    scale = 255 / min((1 << depth) - 1, max(int(high) - floor, 1) if depth == 32 else (1 << depth) - 1)
    return deep.point(lambda value: value * scale + (0.5 - floor * scale)).convert("L")


def _from_float(image: Image.Image) -> Image.Image:
    """0..1 or 0..255 as they are, anything else from its darkest to its brightest."""
    low, high = image.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("a pixel is not a number")
    if low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    elif low >= 0 and high <= 255:
        low, high = 0.0, 255.0
    scale = 255 / (high - low or 1)
    return image.point(lambda value: value * scale + (0.5 - low * scale)).convert("L")


def _on_white(image: Image.Image) -> Image.Image:
    """Paper is white where the picture is transparent."""
    layers = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers).convert("RGB")


def _is_grey(colour: Image.Image) -> bool:
    def same(picture: Image.Image) -> bool:
        red, green, blue = picture.split()
        return not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(red, blue).getbbox())

    return same(colour.resize((64, 64), Image.Resampling.NEAREST)) and same(colour)


def declared_dpi(image: Image.Image) -> tuple[float, float] | None:
    """Horizontal and vertical dots per inch as the file says, when they are numbers at all."""
    try:
        across, down = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if 10 <= across <= 4800 and 10 <= down <= 4800 else None


def square(image: Image.Image, dpi: tuple[float, float] | None) -> tuple[Image.Image, float]:
    """Square pixels (a fax has 204 by 98 to the inch) and one believable resolution."""
    if dpi is None:
        return image, believable(None, image.size)
    across, down = dpi
    stretch = max(across, down) / min(across, down)
    width, height = image.size
    if 1.05 < stretch < 4 and fits(
        size := (round(width * max(1, down / across)), round(height * max(1, across / down)))
    ):
        return image.resize(size, Image.Resampling.BICUBIC), believable(max(across, down), size)
    return image, believable(across, image.size)


def believable(dpi: float | None, size: tuple[int, int]) -> float:
    """What is declared, unless the sheet would be absurd (72 dpi in the header of a camera): then an A4 is assumed."""
    longest = max(size)
    low, high = _LIKELY_LONG_SIDE
    if dpi is not None and low <= longest / dpi <= high:
        return dpi
    return min(max(longest / _A4_LONG_SIDE, 30.0), 1200.0)


def turned(image: Image.Image, clockwise: int) -> Image.Image:
    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    step = turns.get(clockwise % 360)
    return image if step is None else image.transpose(step)
