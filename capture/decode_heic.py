"""Inside the cage: HEIC, the format of one maker's phones."""

from __future__ import annotations

from pillow_heif import register_heif_opener

from capture.decode import main
from capture.decode_image import ImageFile

if __name__ == "__main__":
    register_heif_opener()
    main(ImageFile)
