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
        self._image = Image.open(path, formats=FORMATS[media_type])
        self._frames = self._pages() if media_type in _PAGED else [0]

    def _pages(self) -> list[int]:
        """Numbers of the frames that are pages. A directory that loops ends where it meets itself."""
        pages = [0]
        for frame in range(1, getattr(self._image, "n_frames", 1) if self._image.format == "HEIF" else 1 << 16):
            try:
                self._image.seek(frame)
            except EOFError:
                break
            if not self._tag(_SUBFILE) & _REDUCED:
                pages.append(frame)
            if len(pages) > PAGE_CAP:
                raise Trouble("too_many_pages")
        return pages

    def _tag(self, number: int) -> int:
        tags = getattr(self._image, "tag_v2", {})
        value = tags.get(number, 0)
        return value if isinstance(value, int) else 0

    def count(self) -> int:
        return len(self._frames)

    def page(self, number: int, dpi: int) -> Picture:
        if not 1 <= number <= len(self._frames):
            raise Trouble("no_such_page")
        if len(self._frames) > 1:
            self._image.seek(self._frames[number - 1])
        resolution = declared_dpi(self._image)
        if shrunk := self._shrink():
            resolution = None
        if not fits(self._image.size):
            raise Trouble("page_too_large")
        inverted = self._image.format == "TIFF" and self._tag_says_white_is_zero()
        self._image.load()
        upright = ImageOps.exif_transpose(self._image)
        if upright.size != self._image.size and resolution and not shrunk:
            resolution = resolution[::-1]
        return Picture(*square(eight_bits(upright, inverted), resolution))

    def _shrink(self) -> bool:
        """A camera's JPEG over the budget is read at half or a quarter of its size: still far above need."""
        width, height = self._image.size
        if self._image.format not in ("JPEG", "MPO") or fits((width, height)) or width * height > 16 * BUDGET:
            return False
        part = 2 if width * height <= 4 * BUDGET else 4
        return self._image.draft(None, (width // part, height // part)) is not None

    def _tag_says_white_is_zero(self) -> bool:
        tags = getattr(self._image, "tag_v2", {})
        return bool(tags.get(_PHOTOMETRIC, 1) == _WHITE_IS_ZERO)


if __name__ == "__main__":
    main(ImageFile)
