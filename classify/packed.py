"""Named arrays as bytes and back: a plain archive of numbers, in which no code can hide."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

import numpy as np

_MOST = 1 << 28  # bytes once unpacked: a model has a few millions


class Spoiled(ValueError):
    """These bytes are no archive of the arrays that are expected. Make the file again."""


def pack(arrays: Mapping[str, np.ndarray]) -> bytes:
    kept = io.BytesIO()
    np.savez_compressed(kept, allow_pickle=False, **dict(arrays))
    return kept.getvalue()


def unpack(data: bytes, kinds: Mapping[str, type[np.generic]]) -> dict[str, np.ndarray]:
    """Exactly these arrays of these types. Raises `Spoiled`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST:
                raise Spoiled("too large")
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kinds}
    except (OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
        raise Spoiled(str(error)) from error
    if any(arrays[name].dtype != kind for name, kind in kinds.items()):
        raise Spoiled("types")
    return arrays
