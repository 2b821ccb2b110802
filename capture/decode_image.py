"""Inside the cage: TIFF, JPEG, PNG, WEBP, GIF, BMP, JPEG 2000 through Pillow, strictly."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from capture.decode import PAGE_CAP, Picture, Trouble, main
from capture.pixels import BUDGET, declared_dpi, eight_bits, fits, square

FORMATS = {
    "image/tiff": ("TIFF",),
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/gif": ("GIF",),
    "image/bmp": ("BMP", "DIB"),
    "image/jp2": ("JPEG2000",),
    "image/heic": ("HEIF",),
}
# Frames of the others are animation, or the camera's own previews (MPO), not sheets of paper.
_PAGED = ("image/tiff", "image/heic")
_SUBFILE, _REDUCED = 254, 1  # TIFF NewSubfileType: a smaller copy of another page
_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0


class ImageFile:
    """A picture file of one page, or a TIFF or HEIC of several."""

    def __init__(self, path: Path, media_type: str) -> None:
        self._path, self._formats = path, FORMATS[media_type]
        self._image = self._open()
        self._frames = self._pages() if media_type in _PAGED else [0]

    def _open(self) -> Image.Image:
        """Only its head is read."""
        return Image.open(self._path, formats=self._formats)

    def _pages(self) -> list[int]:
        """Numbers of the frames that are pages. A directory that loops ends where it meets itself."""
        pages = [0]
        for frame in range(1, getattr(self._image, "n_frames", 1) if self._image.format == "HEIF" else 1 << 16):
            try:
                self._image.seek(frame)
            except EOFError:
                break
            if not _tag(self._image, _SUBFILE, 0) & _REDUCED:
                pages.append(frame)
            if len(pages) > PAGE_CAP:
                raise Trouble("too_many_pages")
        return pages

    def count(self) -> int:
        return len(self._frames)

    def page(self, number: int, dpi: int) -> Picture:
        if not 1 <= number <= len(self._frames):
            raise Trouble("no_such_page")
        image = self._frame(number)
        resolution = declared_dpi(image)
        if shrunk := _shrink(image):
            resolution = None
        if not fits(image.size):
            raise Trouble("page_too_large")
        inverted = image.format == "TIFF" and _white_is_zero(image)
        image.load()
        upright = ImageOps.exif_transpose(image)
        if upright.size != image.size and resolution and not shrunk:
            resolution = resolution[::-1]
        return Picture(*square(eight_bits(upright, inverted), resolution))

    def _frame(self, number: int) -> Image.Image:
        """Not decoded yet. The only picture of a file is opened anew, and let go when it has been sent."""
        if len(self._frames) == 1:
            return self._open()
        self._image.seek(self._frames[number - 1])
        return self._image


def _tag(image: Image.Image, number: int, otherwise: int) -> int:
    tags = getattr(image, "tag_v2", {})
    value = tags.get(number, otherwise)
    return value if isinstance(value, int) else 0


def _shrink(image: Image.Image) -> bool:
    """A camera's JPEG over the budget is read at half or a quarter of its size: still far above need."""
    width, height = image.size
    if image.format not in ("JPEG", "MPO") or fits((width, height)) or width * height > 16 * BUDGET:
        return False
    part = 2 if width * height <= 4 * BUDGET else 4
    return image.draft(None, (width // part, height // part)) is not None


def _white_is_zero(image: Image.Image) -> bool:
    return _tag(image, _PHOTOMETRIC, 1) == _WHITE_IS_ZERO


if __name__ == "__main__":
    main(ImageFile)
